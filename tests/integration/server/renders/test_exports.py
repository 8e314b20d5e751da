"""An export from request to file, and everything that can be wrong with the request."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from synthetic import numbers
from typecut.edits import Draft
from typecut.store import renders as render_rows
from typecut.studio.service import drafts

RENDERS = "/api/render/proxy/lambda"
SKILL = {
    "X-Skill-Source": "test-skill",
    "X-Skill-Version": "1.0.0",
    "X-Skill-Platform": "unknown",
}
DRAFT_QUALITY = {"format": "mp4", "quality": "draft"}


def fetched(http, answer, place: Path) -> Path:
    assert answer["status"] == "completed", answer
    got = http.get(answer["output"]["url"])
    assert got.status_code == 200, got.text
    place.write_bytes(got.content)
    return place


def count(server) -> int:
    with server.service.database.read() as tx:
        return sum(render_rows.count_by_status(tx).values())


def test_an_export_from_request_to_file(server, person, project, clip, tmp_path: Path):
    film = project(server, person, clip(45, channels=0), name="holiday")
    asked = film.submit("render_1", output=DRAFT_QUALITY)
    assert asked.status_code == 200, asked.text
    body = asked.json()
    assert (body["success"], body["code"], body["id"], body["taskId"]) == (
        True, 0, "render_1", "render_1",
    )  # fmt: skip
    assert body["status"] in ("pending", "processing")
    assert body["output"] is None
    first = person.http.get(f"{RENDERS}/render_1")
    over = first.json()["status"] == "completed"
    assert first.headers.get("retry-after") == (None if over else "2")
    told = film.finished("render_1")
    assert (told["status"], told["progress"], told["error"]) == ("completed", 100, None)
    assert told["outputUrl"] == told["output"]["url"]
    assert told["output"]["duration"] == 1.5
    assert told["createdAt"] <= told["completedAt"]
    assert told["data"] == {
        k: v for k, v in told.items() if k not in ("success", "code", "message", "data")
    }
    out = fetched(server.http, told, tmp_path / "out.mp4")  # without a token
    assert out.stat().st_size == told["output"]["size"]
    assert numbers(out) == list(range(45))


def test_the_same_request_is_the_same_job(server, person, project):
    film = project(server, person)
    first = film.submit("r", output=DRAFT_QUALITY).json()
    again = film.submit("r", output={"quality": "draft"})  # mp4 is what it is anyway
    assert (again.status_code, again.json()["createdAt"]) == (200, first["createdAt"])
    with server.service.database.write() as tx:
        # The session has moved on: the answer is still the job that was asked for then.
        drafts.keep(tx, film.session, Draft.of(()), origin="test")
    assert film.submit("r", output=DRAFT_QUALITY).json()["createdAt"] == first["createdAt"]
    assert film.finished("r")["status"] == "completed"
    assert film.submit("r", output=DRAFT_QUALITY).json()["status"] == "completed"


def test_another_request_under_the_same_id_is_refused(server, person, project):
    film = project(server, person)
    film.submitted("r", output=DRAFT_QUALITY)
    for body in ({"output": {"quality": "best"}}, {"draft": film.wire_draft()}, {}):
        refused = film.submit("r", **body)
        assert (refused.status_code, refused.json()["code"]) == (409, 1009)
        assert "another id" in refused.json()["message"]


def test_ids_are_each_users_own(server, person, stranger, project):
    mine, theirs = project(server, person), project(server, stranger)
    mine.submitted("r", output=DRAFT_QUALITY)
    assert theirs.submit("r", output={"quality": "high"}).status_code == 200
    for film in (mine, theirs):
        assert film.finished("r")["status"] == "completed"


@pytest.mark.parametrize("missing", SKILL)
@pytest.mark.parametrize("value", [None, ""])
def test_an_export_needs_all_three_headers(server, person, project, missing, value):
    film, before = project(server, person), count(server)
    headers = {k: v for k, v in SKILL.items() if k != missing}
    if value is not None:
        headers[missing] = value
    body = {"id": "r", "sessionId": film.session}
    refused = person.http.post(RENDERS, json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (402, 402)
    assert missing in refused.json()["message"]
    assert count(server) == before


def test_only_the_export_needs_the_headers(server, person, project):
    film = project(server, person)
    film.submitted("r", output=DRAFT_QUALITY)
    told = film.finished("r")  # without headers
    assert person.http.get(f"/api/render/proxy/{told['id']}/download").status_code == 200
    assert person.http.post(f"{RENDERS}/r/cancel").status_code == 200


def test_an_export_is_free(server, person, project):
    film = project(server, person)
    balance = person.http.get("/api/credits/balance/simple").json()["data"]
    film.submitted("r", output=DRAFT_QUALITY)
    assert film.finished("r")["status"] == "completed"
    assert person.http.get("/api/credits/balance/simple").json()["data"] == balance


def test_exports_can_have_a_price(start_server, project):
    server = start_server(price_export=60)
    person = server.person()
    film = project(server, person)
    film.submitted("r", output=DRAFT_QUALITY)
    assert film.finished("r")["status"] == "completed"
    balance = person.http.get("/api/credits/balance/simple").json()["data"]
    assert balance == {"available": 40, "frozen": 0, "total": 40}
    refused = film.submit("r2")
    assert (refused.status_code, refused.json()["code"]) == (403, 2001)


# -- the draft ----------------------------------------------------------------------------------


def test_a_draft_that_is_sent_along_is_what_is_exported(server, person, project, clip, tmp_path):
    film = project(server, person, clip(45, channels=0))
    draft = film.wire_draft()
    draft["t"][0]["sg"][0] |= {"in": 500, "d": 500}
    draft["t"][0]["sg"][0].pop("exact", None)
    film.submitted("r", draft=draft, output=DRAFT_QUALITY)
    out = fetched(person.http, film.finished("r"), tmp_path / "out.mp4")
    assert numbers(out) == list(range(15, 30))
    assert film.wire_draft()["d"] == 1500  # the session's own is as it was


def test_the_draft_of_the_state_can_be_sent_back_as_it_is(server, person, project, clip, tmp_path):
    film = project(server, person, clip(31, channels=0, rate=Fraction(30000, 1001)))
    state = person.http.get(f"/api/state/nemo_agent/me/{film.session}/latest").json()["data"]
    film.submitted("r", draft=state["state"]["draft"], output=DRAFT_QUALITY)
    out = fetched(person.http, film.finished("r"), tmp_path / "out.mp4")
    assert numbers(out) == list(range(31))


@pytest.mark.parametrize("way", ["id", "link", "name"])
def test_files_are_named_by_id_link_or_name(server, person, project, clip, way):
    film = project(server, person, clip(30))
    file = film.files[0]
    state = person.http.get(f"/api/state/nemo_agent/me/{film.session}/latest").json()["data"]
    link = state["state"]["video_infos"][0]["cdn_url"]
    source = {"id": file.id, "link": link, "name": file.filename}[way]
    draft = {"t": [{"tt": 0, "sg": [{"s": 0, "d": 1000, "m": {}, "src": source}]}]}
    told = film.submit("r", draft=draft, output=DRAFT_QUALITY)
    assert told.status_code == 200, told.text
    assert film.finished("r")["output"]["duration"] == 1


@pytest.mark.parametrize(
    "source",
    ["/etc/passwd", "../../typecut.db", "file:///etc/passwd", "https://example.org/a.mp4",
     "http://169.254.169.254/latest", "blob:" + "0" * 64, "m_nothing"],
)  # fmt: skip
def test_a_draft_reaches_nothing_but_its_sessions_files(server, person, project, source):
    film, before = project(server, person), count(server)
    draft = film.wire_draft()
    draft["t"][0]["sg"][0]["src"] = source
    refused = film.submit("r", draft=draft)
    assert (refused.status_code, refused.json()["code"]) == (422, 422)
    assert refused.json()["data"]["path"] == "t[0].sg[0].src"
    assert "Upload it" in refused.json()["message"]
    assert count(server) == before


def test_somebody_elses_file_is_no_file(server, person, stranger, project, clip):
    theirs = project(server, stranger, clip(33))
    mine = project(server, person, clip(44))
    for source in (theirs.files[0].id, "blob:" + theirs.files[0].digest):
        draft = mine.wire_draft()
        draft["media"][0] |= {"id": "x", "src": source}
        draft["t"][0]["sg"][0]["src"] = "x"
        assert mine.submit("r", draft=draft).status_code == 422


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"d": "long"}, "t[0].sg[0].d"),
        ({"sp": 0}, "t[0].sg[0].sp"),
        ({"in": 60_000, "d": 1000}, "t[0].sg[0].in"),
        ({"vol": 9}, "t[0].sg[0].vol"),
    ],
)
def test_a_broken_draft_is_told_where(server, person, project, change, path):
    film, before = project(server, person, language="zh-CN"), count(server)
    draft = film.wire_draft()
    draft["t"][0]["sg"][0] |= change
    refused = film.submit("r", draft=draft)
    assert (refused.status_code, refused.json()["data"]["path"]) == (422, path)
    assert path in refused.json()["message"]
    assert "草稿" in refused.json()["message"]
    assert count(server) == before


def test_nothing_to_export(server, person):
    for body in ({}, {"draft": {"t": []}}):
        wish = {"id": "r", "sessionId": person.session()} | body
        refused = person.http.post(RENDERS, json=wish, headers=SKILL)
        assert (refused.status_code, refused.json()["code"]) == (422, 422)
        assert "Add a clip" in refused.json()["message"]


def test_a_deep_draft_is_refused(server, person, project):
    film = project(server, person)
    text = '{"id":"r","sessionId":"%s","draft":{"t":[],"x":%s1%s}}'
    body = text % (film.session, "[" * 5000, "]" * 5000)
    refused = person.http.post(
        RENDERS, content=body, headers={**SKILL, "Content-Type": "application/json"}
    )
    assert refused.status_code == 422


# -- the output ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "offered"),
    [
        ({"format": "avi"}, "mp4"),
        ({"quality": "ultra"}, "standard, high, best"),
        ({"codec": "av1"}, "h264"),
        ({"resolution": "9000p"}, "1080p"),
        ({"fps": 0}, "30000/1001"),
        ({"fps": "fast"}, "30000/1001"),
        ({"width": 2}, "16 to 8192"),
        ({"height": 100_000}, "16 to 8192"),
        ({"crf": 99}, "CRF"),
    ],
)
def test_an_output_that_cannot_be(server, person, project, wish, offered):
    refused = project(server, person).submit("r", output=wish)
    assert (refused.status_code, refused.json()["code"]) == (422, 422)
    assert offered in refused.json()["message"]


@pytest.mark.parametrize(
    ("wish", "size", "rate"),
    [
        ({"width": 320, "height": 240, "fps": 15}, (320, 240), 15),
        ({"width": 320}, (320, 180), 30),
        ({"resolution": "360p", "fps": "30000/1001"}, (640, 360), Fraction(30000, 1001)),
        ({"fps": 29.97, "format": ".MP4"}, (160, 90), Fraction(30000, 1001)),
    ],
)
def test_size_and_rate(server, person, project, clip, tmp_path, wish, size, rate):
    film = project(server, person, clip(20))
    film.submitted("r", output={"quality": "draft"} | wish)
    out = fetched(person.http, film.finished("r"), tmp_path / "out.mp4")
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == size
        assert stream.average_rate == rate


# -- who ----------------------------------------------------------------------------------------


def test_a_session_that_is_not_there_or_not_ones_own(server, person, stranger, project):
    theirs = project(server, stranger)
    for session in ("2235408237592604000", theirs.session, "x"):
        refused = person.http.post(RENDERS, json={"id": "r", "sessionId": session}, headers=SKILL)
        assert (refused.status_code, refused.json()["code"]) == (404, 1002)


def test_somebody_elses_export_is_no_export(server, person, stranger, project):
    theirs = project(server, stranger)
    theirs.submitted("r_theirs", output=DRAFT_QUALITY)
    for answer in (
        person.http.get(f"{RENDERS}/r_theirs"),
        person.http.post(f"{RENDERS}/r_theirs/cancel"),
        person.http.get("/api/render/proxy/r_theirs/download"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, 1003)
    assert theirs.finished("r_theirs")["status"] == "completed"


def test_a_token_without_the_scope(server, person, project):
    film = project(server, person)
    made = person.http.post("/api/auth/tokens", json={"scopes": ["read"], "label": "reader"})
    headers = {"Authorization": f"Bearer {made.json()['data']['token']}", **SKILL}
    body = {"id": "r", "sessionId": film.session}
    refused = server.http.post(RENDERS, json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (401, 1001)


@pytest.mark.parametrize("render_id", ["", "a/b", "a b", "导出", "x" * 201])
def test_an_id_that_no_address_can_hold(server, person, project, render_id):
    film = project(server, person)
    body = {"id": render_id, "sessionId": film.session}
    assert person.http.post(RENDERS, json=body, headers=SKILL).status_code == 422


def test_too_many_waiting(start_server, project):
    server = start_server(waiting_jobs_per_user=2)
    server.service.stopping.set()  # nobody works on them
    film = project(server, server.person())
    for name in ("a", "b"):
        film.submitted(name)
    refused = film.submit("c")
    assert (refused.status_code, refused.json()["code"]) == (429, 429)
    assert int(refused.headers["Retry-After"]) > 0
    assert film.submit("b").status_code == 200
