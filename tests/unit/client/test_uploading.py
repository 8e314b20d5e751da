"""Files and addresses go to a server; one that is bad does not take the others with it."""

import base64
import json

import httpx
import pytest

from scripted import BASE, SESSION, TASKS, UPLOAD, envelope
from typecut.client import Limits
from typecut.errors import OutOfCredits, TypecutError, Unreachable

POST = f"POST {UPLOAD}"
OPTIONS = "OPTIONS /api/uploads/"
CREATE = "POST /api/uploads/"
SMALL = Limits(tus_above=1000, piece=1500)


def taken(**file):
    about = {"filename": "a.mp4", "file_type": "video", "duration": 30.5, "width": 1920} | file
    return envelope({"files": [about], "session_state_applied": True})


@pytest.fixture
def film(tmp_path):
    path = tmp_path / '海边 "a".mp4'
    path.write_bytes(bytes(range(256)) * 20)
    return path


def test_a_form_as_the_documents_send_it(speaker, script, film):
    script.on(POST, taken(fps=30, hash="abc", cdn_url="https://cdn/a.mp4"))
    told = []
    (one,) = speaker().upload([str(film)], told.append)
    assert (one.filename, one.duration, one.fps, one.url) == (
        "a.mp4", 30.5, 30.0, "https://cdn/a.mp4",
    )  # fmt: skip
    (request,) = script.to(POST)
    head, _, rest = request.content.partition(b"\r\n\r\n")
    assert 'name="files"; filename="海边 %22a%22.mp4"' in head.decode()
    assert "video/mp4" in head.decode()
    assert rest.partition(b"\r\n--")[0] == film.read_bytes()
    assert int(request.headers["content-length"]) == len(request.content)
    done = [p.done for p in told]
    assert done == sorted(done) and done[-1] == 1.0


def test_addresses_as_the_documents_send_them(speaker, script):
    script.on(POST, envelope({"files": [{"filename": "a.mp4"}, {"filename": "b.png"}]}))
    urls = ["https://x/a.mp4", "https://x/b.png"]
    assert [f.filename for f in speaker().upload(urls)] == ["a.mp4", "b.png"]
    assert json.loads(script.to(POST)[0].content) == {"urls": urls, "source_type": "url"}


class TestOneBadFile:
    def test_the_others_stay(self, speaker, script, film, tmp_path):
        (tmp_path / "empty.mp4").touch()
        script.on(POST, taken(), envelope(code=4001, status=415), taken(filename="c.mp4"))
        sources = [film, tmp_path / "none.mp4", film, tmp_path / "empty.mp4", tmp_path, film]
        found = speaker().upload([str(s) for s in sources])
        assert [f.code for f in found] == [0, 1003, 4001, 4003, 1003, 0]
        assert all(f.message for f in found if f.code)
        assert found[-1].filename == "c.mp4"

    def test_the_server_says_it_of_each(self, speaker, script):
        bad = {"filename": "b.exe", "code": 4001, "message": "No."}
        script.on(POST, envelope({"files": [{"filename": "a.mp4"}, bad]}))
        good, refused = speaker().upload(["https://x/a.mp4", "https://x/b.exe"])
        assert (good.code, refused.code, refused.message) == (0, 4001, "No.")

    def test_the_server_refuses_all_and_says_why(self, speaker, script):
        body = {"code": 4001, "message": "No.", "data": {"files": [
            {"filename": "b.exe", "code": 4001, "message": "No."}]}}  # fmt: skip
        script.on(POST, httpx.Response(415, json=body))
        (refused,) = speaker().upload(["https://x/b.exe"])
        assert (refused.filename, refused.code) == ("b.exe", 4001)

    def test_a_server_that_takes_all_or_none_is_asked_for_each(self, speaker, script):
        def answer(request):
            urls = json.loads(request.content)["urls"]
            if "https://x/b.exe" in urls:
                return envelope(code=4001, status=415)
            return envelope({"files": [{"filename": u[-5:]} for u in urls]})

        script.on(POST, answer)
        found = speaker().upload(["https://x/a.mp4", "https://x/b.exe"])
        assert [(f.filename, f.code) for f in found] == [("a.mp4", 0), ("b.exe", 4001)]

    def test_what_concerns_all_of_them_is_raised(self, speaker, script, film):
        script.on(POST, envelope(code=2001, status=403))
        with pytest.raises(OutOfCredits):
            speaker().upload([str(film)])


def test_a_session_that_is_gone_is_replaced(speaker, script, film):
    new = SESSION.replace("552", "553")
    made = envelope({"session_id": new})
    script.on(f"POST {TASKS}", envelope({"session_id": SESSION}), made)
    script.on(POST, envelope(code=1002, status=404))
    script.on(POST.replace(SESSION, new), taken())
    one = speaker()
    assert one.upload([str(film)])[0].code == 0
    assert one.session.session_id == new


def test_a_form_that_broke_off_is_not_sent_again(speaker, script, film):
    script.on(POST, httpx.WriteError("reset"))
    with pytest.raises(Unreachable):
        speaker().upload([str(film)])
    assert script.times(POST) == 1


class Tus:
    """A server that takes pieces: `breaks` says at which requests the connection goes."""

    def __init__(self, script, place="/api/uploads/u1"):
        self.got, self.length, self.breaks, self.path = b"", 0, [], "/api/uploads/u1"
        version = {"tus_resumable": "1.0.0", "tus_version": "1.0.0"}
        script.on(OPTIONS, envelope(status=204, **version))
        script.on(CREATE, self.create)
        script.on(f"PATCH {self.path}", self.patch)
        script.on(f"HEAD {self.path}", self.head)
        script.on(f"GET {self.path}", lambda _: envelope({"file": {"filename": "a.mp4"}}))
        self._place = place

    def create(self, request):
        assert request.headers["tus-resumable"] == "1.0.0"
        pairs = [p.split(" ") for p in request.headers["upload-metadata"].split(",")]
        self.about = {k: base64.b64decode(v).decode() for k, v in pairs}
        self.length, self.got = int(request.headers["upload-length"]), b""
        return httpx.Response(201, headers={"location": self._place})

    def head(self, _):
        named = {"upload-offset": str(len(self.got)), "upload-length": str(self.length)}
        return httpx.Response(200, headers=named)

    def patch(self, request):
        assert int(request.headers["upload-offset"]) == len(self.got)
        if self.breaks and (keeps := self.breaks.pop(0)) is not None:
            self.got += request.content[:keeps]
            raise httpx.WriteError("reset")
        self.got += request.content
        return httpx.Response(204, headers={"upload-offset": str(len(self.got))})


class TestPieces:
    @pytest.mark.parametrize(
        "place",
        ["/api/uploads/u1", "u1", f"{BASE}/api/uploads/u1", "http://inside:80/api/uploads/u1"],
    )
    def test_a_large_file(self, speaker, script, film, place):
        tus, told = Tus(script, place), []
        (one,) = speaker(limits=SMALL).upload([str(film)], told.append)
        assert one.filename == "a.mp4"
        assert tus.got == film.read_bytes()
        assert tus.about == {"filename": film.name, "session_id": SESSION}
        assert script.times(f"PATCH {tus.path}") == 4
        assert all(r.url.host == "video.example.com" for r in script.asked)
        done = [p.done for p in told]
        assert done == sorted(done) and done[-1] == 1.0

    def test_breaks_cost_nothing_that_has_arrived(self, speaker, script, film):
        tus = Tus(script)
        tus.breaks = [700, None, 0, 100]
        speaker(limits=SMALL).upload([str(film)])
        assert tus.got == film.read_bytes()
        assert script.times(CREATE) == 1

    def test_another_process_goes_on(self, speaker, script, film):
        tus = Tus(script)
        tus.breaks = [None] + [0] * 20
        with pytest.raises(Unreachable, match="goes on"):
            speaker(limits=SMALL).upload([str(film)])
        assert len(tus.got) == 1500
        tus.breaks = []
        speaker(limits=SMALL).upload([str(film)])
        assert tus.got == film.read_bytes()
        assert script.times(CREATE) == 1
        speaker(limits=SMALL).upload([str(film)])
        assert script.times(CREATE) == 2

    def test_another_file_of_this_name_begins_anew(self, speaker, script, film):
        tus = Tus(script)
        tus.breaks = [None] + [0] * 20
        with pytest.raises(Unreachable):
            speaker(limits=SMALL).upload([str(film)])
        tus.breaks = []
        film.write_bytes(b"another" * 700)
        speaker(limits=SMALL).upload([str(film)])
        assert tus.got == film.read_bytes()

    def test_an_upload_that_the_server_forgot_begins_anew(self, speaker, script, film):
        tus = Tus(script)
        tus.breaks = [None] + [0] * 20
        with pytest.raises(Unreachable):
            speaker(limits=SMALL).upload([str(film)])
        tus.breaks = []
        script.on(f"HEAD {tus.path}", httpx.Response(404))
        speaker(limits=SMALL).upload([str(film)])
        assert tus.got == film.read_bytes()

    @pytest.mark.parametrize("answer", [httpx.Response(404), httpx.Response(405), envelope()])
    def test_servers_without_it_get_a_form(self, speaker, script, film, answer):
        script.on(OPTIONS, answer).on(POST, taken())
        assert speaker(limits=SMALL).upload([str(film)])[0].code == 0

    def test_a_refused_file(self, speaker, script, film):
        tus = Tus(script)
        script.on(f"PATCH {tus.path}", envelope(code=4003, status=422))
        (one,) = speaker(limits=SMALL).upload([str(film)])
        assert one.code == 4003

    def test_a_place_that_is_none(self, speaker, script, film):
        Tus(script, "https://evil.example.net/x")
        with pytest.raises(TypecutError, match="did not say where"):
            speaker(limits=SMALL).upload([str(film)])
        assert all(r.url.host == "video.example.com" for r in script.asked)
