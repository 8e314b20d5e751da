"""402 when any attribution header is missing at export, and never elsewhere."""

import itertools
import re
import uuid

import pytest

HEADERS = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")
EXPORT = "/api/render/proxy/lambda"


@pytest.fixture
def person(base, http):
    http.base_url = base
    made = http.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})
    http.headers["Authorization"] = f"Bearer {made.json()['data']['token']}"
    return http


def new_session(http):
    made = http.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "project"})
    return made.json()["data"]["session_id"]


SOME = [c for n in range(3) for c in itertools.combinations(HEADERS, n)]


@pytest.mark.parametrize("given", SOME, ids=lambda given: "+".join(given) or "none")
def test_export_needs_all_three(person, footage, given):
    session = new_session(person)
    content = footage("attributed.mp4", frames=20).read_bytes()
    person.post(f"/api/upload-video/nemo_agent/me/{session}", files={"files": ("a.mp4", content)})
    wish = {"id": f"render_{uuid.uuid4().hex}", "sessionId": session}
    for empty in (False, True):
        headers = {h: "x" if h in given else "" for h in HEADERS if h in given or empty}
        answer = person.post(EXPORT, json=wish, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (402, 402)
        for name in set(HEADERS) - set(given):
            assert name in answer.json()["message"]
    assert person.get(f"{EXPORT}/{wish['id']}").status_code == 404, "nothing was begun"
    answer = person.post(EXPORT, json=wish, headers=dict.fromkeys(HEADERS, "x"))
    assert answer.status_code == 200
    # What follows an export does not ask for them.
    assert person.get(f"{EXPORT}/{wish['id']}").status_code == 200
    assert person.post(f"{EXPORT}/{wish['id']}/cancel").status_code == 200


def test_nothing_else_does(person):
    """Every other route, called without any of them: whatever it says, it is not 402."""
    session = new_session(person)
    paths = person.get("/openapi.json").json()["paths"]
    asked = 0
    for path, methods in paths.items():
        for method in methods:
            if (
                (method, path) == ("post", EXPORT)
                or "revoke" in path
                or path == "/api/events/{session_id}"
            ):
                continue
            place = re.sub(r"\{(session_id|sid|session)\}", session, path)
            place = re.sub(r"\{(owner|user|user_id)\}", "me", place)
            place = re.sub(r"\{[^}]*\}", "1", place)
            if method == "delete" and session in place:
                continue
            body = {"json": {}} if method in ("post", "put", "patch") else {}
            with person.stream(method.upper(), place, **body) as answer:
                assert answer.status_code != 402, (method, path)
            asked += 1
    assert asked > 25


def test_a_whole_conversation_without_them(person, footage):
    session = new_session(person)
    content = footage("unattributed.mp4", frames=20).read_bytes()
    place = f"/api/upload-video/nemo_agent/me/{session}"
    assert person.post(place, files={"files": ("a.mp4", content)}).status_code == 200
    body = {"app_name": "nemo_agent", "user_id": "me", "session_id": session,
            "new_message": {"parts": [{"text": "fade out"}]}}  # fmt: skip
    assert person.post("/run_sse", json=body).status_code == 200
    assert person.get(f"/api/state/nemo_agent/me/{session}/latest").status_code == 200
    assert person.get("/api/credits/balance/simple").status_code == 200
