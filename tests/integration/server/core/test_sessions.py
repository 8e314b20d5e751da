"""Sessions over HTTP: made, read at any version."""

import pytest

from typecut.edits import Draft
from typecut.studio.service import drafts


def place(session, what="latest", owner="me"):
    return f"/api/state/nemo_agent/{owner}/{session}/{what}"


def keep(server, session, name="A", origin="client"):
    """A new draft of the session, as a turn would make one."""
    with server.service.database.write() as tx:
        return drafts.keep(tx, session, Draft.of((), name=name), origin=origin)


def test_ids_are_strings_of_digits_beyond_2_to_the_53(server, person):
    made = person.http.post(
        "/api/tasks/me/with-session/nemo_agent", json={"task_name": "p", "language": "en"}
    ).json()["data"]
    assert isinstance(made["session_id"], str)
    assert int(made["session_id"]) > 2**53
    assert made["task_id"].startswith("task_")
    assert made["user_id"] == person.id


def test_everything_in_the_body_may_be_left_out(person):
    for more in ({"json": {}}, {"content": b""}, {"content": b"{}"}):
        assert person.http.post("/api/tasks/me/with-session/nemo_agent", **more).status_code == 200


def test_curl_without_a_content_type_is_understood(person):
    answer = person.http.post(
        "/api/tasks/me/with-session/nemo_agent",
        content=b'{"task_name": "from curl"}',
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    session = answer.json()["data"]["session_id"]
    state = person.http.get(place(session)).json()["data"]
    assert state["task_name"] == "from curl"


def test_the_user_may_be_named_instead_of_me(person, stranger):
    session = person.session()
    assert person.http.get(place(session, owner=person.id)).status_code == 200
    assert person.http.get(place(session, owner=stranger.id)).json()["code"] == 1002
    answer = person.http.post(f"/api/tasks/{stranger.id}/with-session/nemo_agent", json={})
    assert answer.json()["code"] == 1002


def test_a_fresh_session_is_empty(person):
    session = person.session(task_name="Holiday")
    assert person.http.get(place(session)).json() == {
        "code": 0,
        "message": "success",
        "data": {
            "session_id": session,
            "task_id": person.http.get(place(session)).json()["data"]["task_id"],
            "task_name": "Holiday",
            "version": 0,
            "state": {
                "draft": {},
                "video_infos": [],
                "canvas_config": {},
                "video_analyses": {},
                "generated_media": [],
            },
        },
    }


def test_versions_grow_and_can_be_read(server, person):
    session = person.session()
    for name in "AB":
        keep(server, session, name)
    listed = person.http.get(place(session, "versions")).json()["data"]
    assert listed["version"] == 2
    assert [(v["version"], v["origin"]) for v in listed["versions"]] == [
        (2, "client"),
        (1, "client"),
    ]
    latest = person.http.get(place(session)).json()["data"]
    assert latest["version"] == 2
    assert latest["state"]["draft"]["m"]["title"] == "B"
    assert latest["state"]["canvas_config"]["ratio"] == "16:9"
    first = person.http.get(place(session, 1)).json()["data"]
    assert first["version"] == 1
    assert first["state"]["draft"]["m"]["title"] == "A"
    assert person.http.get(place(session, 0)).json()["data"]["state"]["draft"] == {}


@pytest.mark.parametrize(
    ("version", "status", "code"),
    [("3", 404, 1003), ("-1", 404, 1003), ("x", 404, 1003), ("9" * 40, 422, 422)],
)
def test_a_version_that_is_not_there(server, person, version, status, code):
    session = person.session()
    keep(server, session)
    answer = person.http.get(place(session, version))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_no_session_is_1002_with_the_next_step(person):
    answer = person.http.get(place("123"))
    assert (answer.status_code, answer.json()["code"]) == (404, 1002)
    assert "Create one" in answer.json()["message"]


def test_errors_are_told_in_the_sessions_language(person):
    session = person.session(language="zh-CN")
    answer = person.http.get(place(session, 9), headers={"Accept-Language": "en"})
    assert "版本" in answer.json()["message"]


def test_else_in_the_one_the_client_accepts(person):
    answer = person.http.get(place("123"), headers={"Accept-Language": "fr;q=0.3, zh-TW"})
    assert "会话" in answer.json()["message"]


def test_a_long_name_is_told_by_field(person):
    answer = person.http.post(
        "/api/tasks/me/with-session/nemo_agent",
        json={"task_name": "x" * 300},
        headers={"Accept-Language": "zh"},
    )
    assert answer.status_code == 422
    assert "body.task_name: 最多 200 个字符" in answer.json()["message"]


def wire_draft(text="Hello", **more):
    title = {"id": "s1", "s": 0, "d": 3000, "m": {"name": text}, "tx": {"text": text}}
    track = {"id": "t1", "tt": 7, "m": {"name": "Title", "role": "title"}, "d": 3000}
    meta = {"title": "Mine", "width": 1280, "height": 720, "fps": 25}
    return {"v": 1, "m": meta, "d": 3000, "t": [track | {"sg": [title]}]} | more


def test_a_clients_draft_becomes_a_version(person):
    session = person.session()
    saved = person.http.put(place(session, "draft"), json={"draft": wire_draft(), "version": 0})
    assert saved.status_code == 200, saved.text
    data = person.http.get(place(session)).json()["data"]
    assert data["version"] == saved.json()["data"]["version"] == 1
    assert data["state"]["draft"]["t"][0]["sg"][0]["tx"]["text"] == "Hello"
    listed = person.http.get(place(session, "versions")).json()["data"]["versions"]
    assert [(v["origin"], "Hello" in v["summary"]) for v in listed] == [("client", True)]


def test_what_comes_back_can_be_sent_again(person):
    session = person.session()
    person.http.put(place(session, "draft"), json={"draft": wire_draft()})
    first = person.http.get(place(session)).json()["data"]["state"]["draft"]
    person.http.put(place(session, "draft"), json={"draft": first})
    assert person.http.get(place(session)).json()["data"]["state"]["draft"] == first


def test_a_draft_made_from_an_older_version_is_refused(person):
    session = person.session()
    person.http.put(place(session, "draft"), json={"draft": wire_draft()})
    late = person.http.put(place(session, "draft"), json={"draft": wire_draft("B"), "version": 0})
    assert (late.status_code, late.json()["code"]) == (409, 1009)
    assert person.http.get(place(session)).json()["data"]["version"] == 1


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"t": [{"id": "t1", "tt": 7, "sg": [{"id": "a", "s": 0, "d": "x", "tx": {"text": "a"}}]}]},
         "t[0].sg[0].d"),
        ({"t": [{"id": "t1", "tt": 0, "sg": [{"id": "a", "s": 0, "d": 9, "src": "/etc/passwd"}]}]},
         "t[0].sg[0].src"),
        ({"t": 7}, "t"),
        ({"m": {"width": -1}}, "m"),
    ],
)  # fmt: skip
def test_a_wrong_draft_is_refused_by_its_path(person, change, path):
    session = person.session()
    answer = person.http.put(place(session, "draft"), json={"draft": wire_draft(**change)})
    assert (answer.status_code, answer.json()["code"]) == (422, 422)
    assert answer.json()["data"]["path"].startswith(path)
    assert answer.json()["data"]["path"] in answer.json()["message"]
    assert person.http.get(place(session)).json()["data"]["version"] == 0


def test_the_place_is_told_in_chinese_too(person):
    session = person.session(language="zh")
    answer = person.http.put(place(session, "draft"), json={"draft": wire_draft(t=7)})
    assert "草稿有误" in answer.json()["message"]
    assert answer.json()["data"]["path"] in answer.json()["message"]
