"""Exports and downloads from servers of every published shape."""

import json
import re

import httpx
import pytest

from scripted import BASE, RENDER, SESSION, STATE, TASKS, TOKEN, Pieces, draft, envelope
from typecut.client import ExportWish, Progress
from typecut.errors import (
    Cancelled,
    ExportBlocked,
    NoSuchSession,
    OutputError,
    RenderError,
    RequestError,
    TypecutError,
)

POST = f"POST {RENDER}"
FILE = bytes(range(256)) * 40
LINK = "https://cdn.example.net/film.mp4?sig=abc"
LOOK = "GET /look"
BREAK = httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def top(status, progress=0, **more):
    return httpx.Response(200, json={"taskId": "t", "status": status, "progress": progress} | more)


def inside(status, progress=0, **more):
    data = {"id": "t", "status": status, "progress": progress} | more
    return httpx.Response(200, json={"success": True, "data": data})


def superset(status, progress=0, **more):
    body = {"success": True, "code": 0, "status": status, "progress": progress} | more
    return httpx.Response(200, json=body | {"data": body})


DONE = {
    top: {"output": {"url": LINK, "duration": 30.5, "size": len(FILE)}},
    inside: {"outputUrl": LINK, "createdAt": 1773423613616},
    superset: {"output": {"url": LINK, "duration": 30.5, "size": len(FILE)}, "outputUrl": LINK},
}


@pytest.fixture
def looks(script):
    """Gives the answers to whoever asks for an export, whatever its id is."""
    original = script._answer

    def give(*answers):
        script.on(LOOK, *answers)

    def answer(request):
        if request.method == "GET" and request.url.path.startswith(f"{RENDER}/render_"):
            request = httpx.Request("GET", f"{BASE}/look", headers=request.headers)
        return original(request)

    script._answer = answer
    script.on(POST, superset("pending", 5))
    script.on("GET /film.mp4", whole())
    return give


def whole(**headers):
    named = {"etag": '"v1"', "content-length": str(len(FILE))} | headers
    return lambda _: httpx.Response(200, stream=Pieces(FILE), headers=named)


def broken(count, **headers):
    named = {"etag": '"v1"', "content-length": str(len(FILE))} | headers
    return lambda _: httpx.Response(200, stream=Pieces(FILE[:count], BREAK), headers=named)


def part(request):
    """As a server that takes ranges."""
    found = re.fullmatch(r"bytes=(\d+)-", request.headers.get("range", ""))
    if not found or request.headers.get("if-range") != '"v1"':
        return whole()(request)
    begin = int(found[1])
    if begin >= len(FILE):
        return httpx.Response(416)
    about = {"content-range": f"bytes {begin}-{len(FILE) - 1}/{len(FILE)}", "etag": '"v1"'}
    return httpx.Response(206, stream=Pieces(FILE[begin:]), headers=about)


@pytest.mark.parametrize("shape", [top, inside, superset])
def test_every_shape_ends_with_the_file(speaker, looks, script, tmp_path, shape):
    looks(shape("processing", 30), shape("processing", 20), shape("completed", 100, **DONE[shape]))
    told, out = [], tmp_path / "new" / "film.mp4"
    done = speaker().export(out, tell=told.append)
    assert out.read_bytes() == FILE
    assert (done.path, done.url, done.size) == (out, LINK, len(FILE))
    assert list(out.parent.iterdir()) == [out]
    exported = list(dict.fromkeys(p.done for p in told if p.what == "export"))
    assert exported == sorted(exported) and exported[-1] == 1.0
    assert told[-1] == Progress("download", 1.0, done.render_id)


def test_what_is_asked_for(speaker, looks, script):
    looks(top("completed"))
    speaker().export(None, ExportWish(quality="best", resolution="1080p", fps="30000/1001"))
    body = json.loads(script.to(POST)[0].content)
    assert re.fullmatch(r"render_\d{13,}", body["id"])
    assert body["sessionId"] == SESSION
    assert body["draft"] == draft("a")
    assert body["output"] == {
        "format": "mp4", "quality": "best", "resolution": "1080p", "fps": "30000/1001",
    }  # fmt: skip


def test_a_server_that_counts_versions_exports_its_latest(speaker, looks, script):
    script.on(f"GET {STATE}", envelope({"version": 3, "state": {"draft": draft("a")}}))
    looks(top("completed"))
    speaker().export(None)
    assert "draft" not in json.loads(script.to(POST)[0].content)


def test_a_link_only(speaker, looks, script):
    looks(top("completed", **DONE[top]))
    done = speaker().export(None)
    assert (done.path, done.url, done.duration) == (None, LINK, 30.5)
    assert script.times("GET /film.mp4") == 0


def test_an_empty_timeline_is_said_before_the_server_is_asked(speaker, script):
    script.on(f"GET {STATE}", envelope({"state": {"draft": {"t": [{"tt": 0, "sg": []}]}}}))
    with pytest.raises(RequestError, match="nothing to export"):
        speaker().export(None)
    assert script.times(POST) == 0


class TestAsking:
    def test_seldom_and_more_seldom(self, speaker, looks, clock):
        looks(*[top("processing")] * 8, top("completed"))
        speaker().export(None)
        assert clock.slept == [2, 3, 4.5, 6.75, 10.125, 15, 15, 15, 15]

    def test_as_the_server_likes(self, speaker, looks, clock):
        busy = httpx.Response(200, json={"status": "processing"}, headers={"retry-after": "4"})
        looks(busy, busy, top("completed"))
        speaker().export(None)
        assert clock.slept == [2, 4, 4]

    def test_a_few_failures_do_not_matter(self, speaker, looks):
        away = httpx.ConnectError("refused")
        looks(
            away, away, away, httpx.Response(503), envelope(code=5000, status=500), top("completed")
        )
        assert speaker().export(None).render_id

    def test_many_do(self, speaker, looks, script):
        looks(envelope(code=5000, status=500))
        with pytest.raises(TypecutError):
            speaker().export(None)
        assert script.times(LOOK) == 9


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (top("failed", error="The fonts are missing."), RenderError, "The fonts are missing."),
        (inside("failed", error={"message": "No room."}), RenderError, "No room."),
        (top("error"), RenderError, "could not render"),
        (superset("cancelled"), Cancelled, "stopped"),
        (top("canceled"), Cancelled, "stopped"),
    ],
)
def test_what_does_not_end_well(speaker, looks, answer, kind, words):
    looks(top("processing"), answer)
    with pytest.raises(kind, match=words):
        speaker().export(None)


class TestSubmitting:
    def test_a_taken_id_is_replaced_once(self, speaker, looks, script):
        taken = envelope(code=1009, status=409)
        script.on(POST, taken, superset("pending"))
        looks(top("completed"))
        speaker().export(None)
        first, second = (json.loads(r.content)["id"] for r in script.to(POST))
        assert first != second
        script.on(POST, taken)
        with pytest.raises(TypecutError):
            speaker().export(None)
        assert script.times(POST) == 4

    def test_a_lost_answer_does_not_render_twice(self, speaker, looks, script):
        script.on(POST, httpx.ReadError("reset"))
        looks(top("completed"))
        speaker().export(None)
        assert script.times(POST) == 1

    def test_a_request_that_did_not_arrive_is_sent_again(self, speaker, looks, script):
        script.on(POST, httpx.ReadError("reset"), superset("completed"))
        looks(envelope(code=1003, status=404))
        speaker().export(None)
        first, second = (json.loads(r.content)["id"] for r in script.to(POST))
        assert first == second

    def test_a_blocked_export_says_where_to_register(self, speaker, looks, script):
        script.on(POST, envelope(code=402, status=402))
        with pytest.raises(ExportBlocked) as raised:
            speaker(web_url="https://nemovideo.com").export(None)
        assert raised.value.link == "https://nemovideo.com/register?bind=anon_a"

    def test_a_session_that_is_gone_has_nothing_to_export(self, speaker, looks, script):
        script.on(f"GET {STATE}", envelope(code=1002, status=404))
        one = speaker()
        with pytest.raises(NoSuchSession, match="bring the files again"):
            one.export(None)
        assert one.gone is not None
        assert script.times(f"POST {TASKS}") == 2


def test_stopping(speaker, script):
    script.on(f"POST {RENDER}/render_1/cancel", superset("cancelled"))
    assert speaker().cancel("render_1").status == "cancelled"


class TestDownloading:
    def test_a_foreign_host_never_sees_the_token(self, speaker, looks, script, tmp_path):
        looks(top("completed", **DONE[top]))
        speaker().export(tmp_path / "a.mp4")
        (request,) = script.to("GET /film.mp4")
        assert "authorization" not in request.headers
        assert "x-skill-source" not in request.headers

    def test_our_own_server_needs_it(self, speaker, looks, script, tmp_path):
        looks(top("completed"))
        script.answers = {k: v for k, v in script.answers.items() if "film" not in k}
        original = script._answer

        def answer(request):
            if request.url.path.endswith("/download"):
                assert request.headers["authorization"] == "Bearer nmv_usr_one"
                return whole()(request)
            return original(request)

        script._answer = answer
        speaker().export(tmp_path / "a.mp4")
        assert (tmp_path / "a.mp4").read_bytes() == FILE

    def test_goes_on_where_it_broke_off(self, speaker, looks, script, tmp_path):
        looks(top("completed", **DONE[top]))
        script.on("GET /film.mp4", broken(3000), part)
        told = []
        speaker().export(tmp_path / "a.mp4", tell=told.append)
        assert (tmp_path / "a.mp4").read_bytes() == FILE
        again = script.to("GET /film.mp4")[1].headers
        assert (again["range"], again["if-range"]) == ("bytes=3000-", '"v1"')
        done = [p.done for p in told if p.what == "download"]
        assert done == sorted(done)

    def test_begins_anew_where_the_file_has_changed(self, speaker, looks, script, tmp_path):
        looks(top("completed", **DONE[top]))
        script.on("GET /film.mp4", broken(3000), whole(etag='"v2"'))
        speaker().export(tmp_path / "a.mp4")
        assert (tmp_path / "a.mp4").read_bytes() == FILE
        assert [p.name for p in tmp_path.glob("*.mp4")] == ["a.mp4"]
        assert not list(tmp_path.glob(".*.part"))

    def test_begins_anew_where_a_server_names_no_version(self, speaker, looks, script, tmp_path):
        looks(top("completed", **DONE[top]))
        script.on("GET /film.mp4", broken(3000, etag='W/"v1"'), whole(etag='W/"v1"'))
        speaker().export(tmp_path / "a.mp4")
        assert "range" not in script.to("GET /film.mp4")[1].headers
        assert (tmp_path / "a.mp4").read_bytes() == FILE

    @pytest.mark.parametrize("count", [3000, len(FILE)])
    def test_another_run_goes_on_with_what_is_there(self, speaker, looks, script, tmp_path, count):
        looks(top("completed", **DONE[top]))
        script.on("GET /film.mp4", broken(count), httpx.ConnectError("gone"))
        out = tmp_path / "a.mp4"
        with pytest.raises(TypecutError):
            speaker().download("render_1", out)
        assert not out.exists()
        script.on("GET /film.mp4", part)
        before = len(script.asked)
        speaker().download("render_1", out)
        assert out.read_bytes() == FILE
        ranges = [r.headers.get("range") for r in script.asked[before:] if "film" in str(r.url)]
        assert ranges == ([None, "bytes=3000-"] if count == 3000 else [None])

    def test_a_file_that_is_too_short_is_not_left_behind(self, speaker, looks, script, tmp_path):
        looks(top("completed", **DONE[top]))
        short = httpx.Response(200, stream=Pieces(FILE[:-1]))
        script.on("GET /film.mp4", short)
        with pytest.raises(TypecutError, match="bytes came"):
            speaker().export(tmp_path / "a.mp4")
        assert not (tmp_path / "a.mp4").exists()

    @pytest.mark.parametrize("status", [403, 404, 410])
    def test_an_expired_link_is_replaced(self, speaker, looks, script, tmp_path, status):
        fresh = {"output": {"url": "https://cdn.example.net/fresh.mp4", "size": len(FILE)}}
        looks(top("completed", **DONE[top]), top("completed", **fresh))
        script.on("GET /film.mp4", httpx.Response(status)).on("GET /fresh.mp4", whole())
        speaker().export(tmp_path / "a.mp4")
        assert (tmp_path / "a.mp4").read_bytes() == FILE

    @pytest.mark.parametrize("link", ["file:///etc/passwd", "javascript:alert(1)", "data:,x"])
    def test_a_link_that_leads_nowhere(self, speaker, looks, clock, tmp_path, link):
        looks(top("completed", output={"url": link}))
        with pytest.raises(TypecutError, match="link"):
            speaker().export(tmp_path / "a.mp4")
        assert sum(clock.slept) < 10

    def test_a_host_that_is_away_is_named(self, speaker, looks, script, tmp_path):
        looks(top("completed", **DONE[top]))
        script.on("GET /film.mp4", httpx.ConnectError("refused"))
        with pytest.raises(TypecutError, match=r"cdn\.example\.net"):
            speaker().export(tmp_path / "a.mp4")

    def test_the_old_file_stays_until_the_new_one_is_there(self, speaker, looks, script, tmp_path):
        out = tmp_path / "a.mp4"
        out.write_bytes(b"old")
        looks(top("completed", **DONE[top]))
        script.on("GET /film.mp4", httpx.Response(404))
        with pytest.raises(TypecutError):
            speaker().export(out)
        assert out.read_bytes() == b"old"

    def test_a_place_that_cannot_be_written(self, speaker, looks, tmp_path):
        (tmp_path / "file").write_text("")
        looks(top("completed", **DONE[top]))
        with pytest.raises(OutputError):
            speaker().export(tmp_path / "file" / "a.mp4")

    def test_one_that_is_not_finished(self, speaker, looks, tmp_path):
        looks(top("processing"))
        with pytest.raises(TypecutError, match="not finished"):
            speaker().download("render_1", tmp_path / "a.mp4")


def test_nothing_of_a_token_is_told(speaker, script):
    """Not by its client, and not by an error."""
    one = speaker()
    script.on(f"POST {TOKEN}", envelope({"token": "nmv_usr_secret"}))
    one.connect()
    assert "nmv_usr" not in repr(one.client) + repr(vars(one.client))
