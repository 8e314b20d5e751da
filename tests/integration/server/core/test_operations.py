"""Health, readiness, numbers, and the description of all calls."""

import re

import pytest

from typecut.errors import StoreError
from typecut.store import ledger
from typecut.store.database import Database


def number(text, name):
    found = re.search(rf"^{re.escape(name)} ([\d.e+]+)$", text, re.MULTILINE)
    return float(found[1]) if found else None


def test_it_is_alive_and_ready(server):
    assert server.http.get("/health").json()["status"] == "ok"
    answer = server.http.get("/ready")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "blobs": "ok", "server": "ok"}


def test_without_its_database_it_is_alive_and_not_ready(start_server, monkeypatch):
    server = start_server()

    def gone(_):
        raise StoreError("The database cannot be used.")

    monkeypatch.setattr(Database, "ping", gone)
    assert server.http.get("/health").status_code == 200
    answer = server.http.get("/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert answer.json()["checks"]["database"] == "unreachable"


def test_a_stopping_server_is_not_ready(start_server):
    server = start_server()
    server.service.stopping.set()
    assert server.http.get("/ready").json()["checks"]["server"] == "stopping"


def test_the_numbers_count_what_happens(start_server):
    server = start_server()
    person = server.person()
    session = person.session()
    for _ in range(3):
        person.http.get(f"/api/state/nemo_agent/me/{session}/latest")
    server.http.get("/nothing/nmv_usr_secret")
    with server.service.database.write() as tx:
        ledger.reserve(tx, person.id, 5, "turn:1")
    text = server.http.get("/metrics").text
    route = "/api/state/nemo_agent/{owner}/{session_id}/latest"
    counted = f'typecut_requests_total{{method="GET",route="{route}",status="200"}}'
    assert number(text, counted) == 3
    assert number(text, f'typecut_request_seconds_count{{route="{route}"}}') == 3
    assert number(text, 'typecut_requests_total{method="GET",route="(none)",status="404"}') == 1
    assert number(text, "typecut_streams_open") == 0
    assert number(text, "typecut_requests_open") == 1
    assert number(text, "typecut_database_up") == 1
    assert number(text, 'typecut_credits_moved{kind="grant"}') == 100
    assert number(text, 'typecut_credits_moved{kind="reserve"}') == 5
    assert "nmv_usr_" not in text
    assert session not in text


def test_open_streams_are_counted(start_server):
    server = start_server()
    person = server.person()
    with person.http.stream("GET", f"/api/events/{person.session()}") as stream:
        assert stream.status_code == 200
        assert number(server.http.get("/metrics").text, "typecut_streams_open") == 1


def test_numbers_may_want_a_token_of_their_own(start_server):
    server = start_server(metrics_token="a token for numbers")  # noqa: S106
    assert server.http.get("/metrics").json()["code"] == 1001
    allowed = server.http.get("/metrics", headers={"Authorization": "Bearer a token for numbers"})
    assert allowed.status_code == 200


@pytest.fixture(scope="module")
def description(server):
    return server.http.get("/openapi.json").json()


def operations(description):
    for path, item in description["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_every_call_is_described(description):
    for name, operation in operations(description):
        assert operation.get("summary"), name
        assert operation.get("description"), name
        assert operation["operationId"], name
        assert operation.get("tags"), name
    ids = [operation["operationId"] for _, operation in operations(description)]
    assert len(ids) == len(set(ids))


def test_every_failure_is_described_in_our_shape(description):
    for name, operation in operations(description):
        for status, answer in operation["responses"].items():
            if status in ("304", "412", "416", "460") or status < "400" or name.startswith("HEAD"):
                continue
            if "text/html" not in answer["content"] and (name, status) != ("GET /ready", "503"):
                if "/apps/" in name or name == "POST /run":
                    continue  # ADK's shape
                ours = {"schema": {"$ref": "#/components/schemas/Failure"}}
                assert answer["content"] == {"application/json": ours}, (name, status)


def test_what_wants_a_token_says_so(description):
    for name, operation in operations(description):
        if operation.get("security") and {} not in operation["security"]:
            assert "401" in operation["responses"], name
    assert "token" in description["components"]["securitySchemes"]


def test_nothing_of_the_frameworks_own_shapes_is_left(description):
    assert "HTTPValidationError" not in str(description)


def test_it_is_valid_openapi(description):
    from openapi_spec_validator import validate

    validate(description)
