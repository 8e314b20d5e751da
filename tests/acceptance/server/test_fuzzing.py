"""schemathesis against /openapi.json: whatever is sent, the fault is never ours."""

import uuid

import httpx
import pytest

pytestmark = pytest.mark.slow

EACH = 25


@pytest.mark.filterwarnings("ignore")
def test_no_request_breaks_the_server(own_server, monkeypatch):
    import hypothesis
    import schemathesis

    served = own_server(TYPECUT_KEEPALIVE_SECONDS="1", TYPECUT_TURN_SECONDS="5")
    with httpx.Client(base_url=served.url, timeout=60, trust_env=False) as http:
        made = http.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})
        headers = {"Authorization": f"Bearer {made.json()['data']['token']}"}
        made = http.post("/api/tasks/me/with-session/nemo_agent", json={}, headers=headers)
        session = made.json()["data"]["session_id"]
    headers |= {"X-Skill-Source": "s", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}
    schema = schemathesis.openapi.from_url(f"{served.url}/openapi.json")
    operations = [o.ok() for o in schema.get_all_operations()]
    fuzz = Fuzz(headers, session)
    for operation in operations:
        if "revoke" in operation.path or operation.path == "/api/events/{session_id}":
            continue  # the one ends our token, the other does not end
        limited = hypothesis.settings(
            max_examples=EACH, deadline=None, database=None, derandomize=True,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )  # fmt: skip
        limited(hypothesis.given(operation.as_strategy())(fuzz.of(operation.label)))()
    assert served.alive
    assert not fuzz.failures, fuzz.failures[:5]
    assert fuzz.asked > 10 * len(operations) / 2
    assert "Traceback" not in served.log, served.log[-3000:]


class Fuzz:
    """Sends cases, every other one to our own session, and keeps those that were our fault."""

    def __init__(self, headers, session):
        self.headers, self.session = headers, session
        self.asked, self.failures = 0, []

    def of(self, label):
        def probe(case):
            self.asked += 1
            if self.asked % 2:
                self._at_home(case.path_parameters or {})
            answer = case.call(headers=self.headers, timeout=30)
            if answer.status_code >= 500 and answer.status_code != 503:
                self.failures.append((label, answer.status_code, case.as_curl_command()))

        return probe

    def _at_home(self, parameters):
        own = {"session_id": self.session, "sid": self.session, "owner": "me", "user_id": "me"}
        parameters.update({name: own[name] for name in own if name in parameters})
