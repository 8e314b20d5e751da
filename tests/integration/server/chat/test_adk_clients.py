"""What Google ADK's own clients call, answered as ADK answers."""

import pytest
from google.adk.events import Event
from google.adk.sessions import Session

from .conftest import body_of

SESSIONS = "/apps/nemo_agent/users/me/sessions"


def test_the_apps(chat):
    assert chat.http.get("/list-apps").json() == ["nemo_agent"]


def test_run_answers_with_all_events(chat):
    answer = chat.http.post("/run", json=body_of(chat.session, "fade out"))
    assert answer.status_code == 200
    events = [Event.model_validate(e) for e in answer.json()]
    assert [bool(e.get_function_calls()) for e in events] == [True, False, False]
    assert "Added a fade out" in events[-1].content.parts[0].text
    assert answer.json() == [frame for _, frame in chat.events(0).frames]


def test_a_session_of_ones_own_name(person):
    http = person.http
    made = http.post(SESSIONS, json={"sessionId": "s_123", "state": {"key": [1, "zwei"]}})
    assert made.status_code == 200, made.text
    session = Session.model_validate(made.json())
    assert (session.id, session.app_name, session.user_id) == ("s_123", "nemo_agent", "me")
    assert session.state["key"] == [1, "zwei"]
    again = http.post(SESSIONS, json={"session_id": "s_123"})
    assert (again.status_code, again.json()) == (409, {"detail": "Session already exists: s_123"})
    said = http.post("/run", json=body_of("s_123", "help")).json()
    assert "Say for example" in said[-1]["content"]["parts"][0]["text"]
    assert http.delete(f"{SESSIONS}/s_123").json() is None
    gone = http.get(f"{SESSIONS}/s_123")
    assert (gone.status_code, gone.json()) == (404, {"detail": "Session not found: s_123"})


def test_the_older_way_and_no_body(person):
    http = person.http
    older = http.post(f"{SESSIONS}/mine", json={"a": 1}).json()
    assert (older["id"], older["state"]["a"]) == ("mine", 1)
    plain = http.post(SESSIONS).json()
    assert int(plain["id"]) > 2**53
    ids = {s["id"] for s in http.get(SESSIONS).json()}
    assert ids == {"mine", plain["id"]}


def test_a_session_holds_what_was_said(chat):
    heard = chat.say("fade out")
    chat.say("make me a sandwich")
    found = chat.http.get(f"/apps/nemo_agent/users/{chat.user}/sessions/{chat.session}").json()
    session = Session.model_validate(found)
    assert [e.author for e in session.events] == ["user", *["nemo_agent"] * 3, "user", "nemo_agent"]
    assert session.events[0].content.parts[0].text == "fade out"
    assert found["events"][1:4] == [frame for _, frame in heard.frames]
    assert session.state["version"] == chat.version
    assert session.state["timeline_summary"].startswith("Timeline (1 track)")


def test_nobody_elses(server, chat):
    stranger = server.person()
    missing = {"detail": f"Session not found: {chat.session}"}
    for user in ("me", stranger.id, chat.user):
        place = f"/apps/nemo_agent/users/{user}/sessions/{chat.session}"
        for method in ("GET", "DELETE"):
            answer = stranger.http.request(method, place)
            assert (answer.status_code, answer.json()) == (404, missing)
    ran = stranger.http.post("/run", json=body_of(chat.session, "fade out"))
    assert (ran.status_code, ran.json()) == (404, missing)
    assert stranger.http.get(f"/apps/nemo_agent/users/{chat.user}/sessions").status_code == 404
    other = stranger.http.get(f"/apps/other/users/me/sessions/{chat.session}")
    assert (other.status_code, other.json()) == (404, {"detail": "App not found: other"})
    said = stranger.http.post("/run_sse", json=body_of(chat.session, "fade out"))
    assert (said.status_code, said.json()["code"]) == (404, 1002)
    seen = stranger.http.get(f"/api/events/{chat.session}")
    assert (seen.status_code, seen.json()["code"]) == (404, 1002)
    body = body_of(chat.session, "fade out") | {"user_id": stranger.id}
    assert chat.http.post("/run_sse", json=body).json()["code"] == 1002
    assert chat.say("status").frames


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/run_sse"),
        ("POST", "/run"),
        ("GET", "/list-apps"),
        ("GET", SESSIONS),
        ("POST", SESSIONS),
        ("GET", f"{SESSIONS}/1"),
        ("POST", f"{SESSIONS}/1"),
        ("DELETE", f"{SESSIONS}/1"),
        ("GET", "/api/events/1"),
    ],
)
def test_all_want_a_token(server, method, path):
    for headers in ({}, {"Authorization": "Bearer nmv_usr_wrong"}):
        answer = server.http.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, 1001)


def test_states_that_cannot_be_kept(person):
    for state in ('{"a": NaN}', '{"a": 1e999}', f'{{"a": "{"x" * 200_000}"}}'):
        answer = person.http.post(
            SESSIONS,
            content=f'{{"state": {state}}}',
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 422, answer.text
