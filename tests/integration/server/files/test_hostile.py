"""Files that pretend: nothing they name is read, nowhere they point is reached."""

import http.server
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest


@dataclass
class Trap:
    """A file and an address that nobody may touch."""

    film: Path
    url: str
    asked: list[str] = field(default_factory=list[str])

    @property
    def path(self) -> str:
        return str(self.film)


@pytest.fixture(scope="module")
def trap(made: Callable[[str], Path], tmp_path_factory) -> Iterator[Trap]:
    """Were the canary read, something would be found that can be decoded."""
    film = tmp_path_factory.mktemp("canary") / "canary.mp4"
    film.write_bytes(made("mp4").read_bytes())
    asked: list[str] = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            return

    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield Trap(film, f"http://127.0.0.1:{site.server_address[1]}", asked)
    site.shutdown()
    site.server_close()


DISGUISES: dict[str, Callable[[Trap], str]] = {
    "hls with files": lambda t: (
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-MEDIA-SEQUENCE:0\n"
        f"#EXTINF:10.0,\nfile://{t.path}\n#EXT-X-ENDLIST\n"
    ),
    "hls with addresses": lambda t: (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10.0,\n{t.url}/a.ts\n#EXT-X-ENDLIST\n"
    ),
    "hls master": lambda t: f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{t.url}/v.m3u8\n",
    "hls key": lambda t: (
        f'#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI="{t.url}/k"\n'
        f"#EXTINF:1,\nconcat:{t.path}|{t.path}\n#EXT-X-ENDLIST\n"
    ),
    "concat": lambda t: f"ffconcat version 1.0\nfile '{t.path}'\n",
    "concat unsafe": lambda t: f"ffconcat version 1.0\noption safe 0\nfile {t.path}\nfile {t.url}/a\n",
    "sdp": lambda _: (
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
    ),
    "dash": lambda t: (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT9S"><Period><AdaptationSet mimeType="video/mp4">'
        f'<Representation id="1" bandwidth="1"><BaseURL>{t.url}/x.mp4</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>"
    ),
    "smil": lambda t: f'<smil><body><video src="{t.url}/a"/></body></smil>',
    "imf": lambda t: (
        f'<?xml version="1.0"?><CompositionPlaylist><Id>{t.url}</Id></CompositionPlaylist>'
    ),
    "svg": lambda t: (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<image xlink:href="file://{t.path}"/><image href="{t.url}/a.png"/></svg>'
    ),
    "eps": lambda t: f"%!PS-Adobe-3.0 EPSF-3.0\n({t.path}) run\n",
    "html": lambda t: f'<html><img src="{t.url}/a.png"></html>',
    "image sequence": lambda t: f"{t.film.parent}/canary%d.mp4\n",
    "rtsp text": lambda t: f"RTSPtext\nrtsp://{t.url.removeprefix('http://')}/a\n",
    "asx": lambda t: f'[Reference]\nRef1={t.url}/a.asf\n',
    "avisynth": lambda t: f'FFVideoSource("{t.path}")\n',
    "vapoursynth": lambda t: f"import vapoursynth\nopen({t.path!r})\n",
    "ffmetadata": lambda _: ";FFMETADATA1\ntitle=x\n",
    "playlist behind mp4": lambda t: (
        "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + f"#EXTM3U\n#EXTINF:1,\n{t.url}/a\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("name", ["film.mp4", "list.m3u8"])
def test_scripts_that_name_others(mine, trap, disguise, name):
    body = mine.send((name, DISGUISES[disguise](trap).encode("latin-1")), status=None)
    assert body["code"] in (4001, 4003)
    assert trap.path not in body["message"]
    assert trap.asked == []
    assert mine.state()["state"]["video_infos"] == []


def test_a_film_whose_pictures_are_in_another_file(mine, trap):
    """QuickTime's data references: an alias, a path and an address."""
    for kind, reference in (
        (b"alis", _alias(trap.film)),
        (b"url ", trap.url.encode() + b"\0"),
        (b"url ", f"file://{trap.path}".encode() + b"\0"),
        (b"rsrc", _alias(trap.film)),
    ):
        body = mine.send(("film.mov", _with_reference(trap.film, kind, reference)), status=None)
        # FFmpeg takes the samples from this very file, where there are none that decode.
        assert body["code"] in (4001, 4003)
    assert trap.asked == []


def test_a_film_that_is_a_list_of_other_films(mine, trap):
    """QuickTime's reference movies."""
    place = f"{trap.url}/other.mov".encode() + b"\0"
    rdrf = _box(b"rdrf", b"\0" * 4 + b"url " + struct.pack(">I", len(place)) + place)
    film = _box(b"ftyp", b"qt  \0\0\0\0qt  ") + _box(b"moov", _box(b"rmra", _box(b"rmda", rdrf)))
    assert mine.send(("film.mov", film), status=None)["code"] in (4001, 4003)
    assert trap.asked == []


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def _alias(target: Path) -> bytes:
    """What Mac OS kept of a file: names, and among the extras the whole path."""
    volume, folder, name = b"Volume", target.parent.name.encode()[:31], target.name.encode()[:63]
    head = b"\0" * 6 + struct.pack(">HH", 150, 2)
    head += bytes([0]) + bytes([len(volume)]) + volume.ljust(27, b"\0") + b"\0" * 12
    head += bytes([len(name)]) + name.ljust(63, b"\0") + b"\0" * 16
    head += struct.pack(">hh", 1, 1) + b"\0" * 16
    path = str(target).encode()
    padded = path + b"\0" * (len(path) % 2)
    extras = struct.pack(">hH", 2, len(path)) + padded
    extras += struct.pack(">hH", 18, len(path)) + padded
    extras += struct.pack(">hH", 0, len(folder)) + folder + b"\0" * (len(folder) % 2)
    return head + extras + struct.pack(">hH", -1, 0)


def _with_reference(film: Path, kind: bytes, reference: bytes) -> bytes:
    """The film's tables without its pictures, which are said to be in another file."""
    data = film.read_bytes()
    at = data.index(b"moov") - 4
    moov = data[at : at + struct.unpack(">I", data[at : at + 4])[0]]
    entry = _box(kind, b"\0\0\0\0" + reference)
    dref = _box(b"dref", struct.pack(">II", 0, 1) + entry)
    return _box(b"ftyp", b"qt  \0\0\0\0qt  ") + _replaced(moov, dref)


def _replaced(box: bytes, dref: bytes) -> bytes:
    kind, content = box[4:8], box[8:]
    if kind == b"dref":
        return dref
    if kind not in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        return box
    inner = b""
    while content:
        size = struct.unpack(">I", content[:4])[0]
        inner += _replaced(content[:size], dref)
        content = content[size:]
    return _box(kind, inner)


def test_names_that_are_paths(mine, made, server):
    data = made("png").read_bytes()
    for name, kept in (
        ("../../../etc/passwd.png", "passwd.png"),
        ("C:\\Windows\\evil.png", "evil.png"),
        ("-rf.png", "-rf.png"),
        ("a'b;$(id)%s.png", "a'b;$(id)%s.png"),
        ("片 🎬.png", "片 🎬.png"),
        ("x" * 400 + ".png", "x" * 150 + ".png"),
        ("..", "upload"),
    ):
        (file,) = mine.send((name, data + name.encode()))["files"]
        assert file["filename"] == kept
        got = mine.http.get(file["cdn_url"])
        assert got.status_code == 200
        assert got.content == data + name.encode()
    assert not list(server.service.settings.data.rglob("passwd*"))


def test_nothing_is_left_lying_about(mine, made, server):
    mine.send(made("mp4"), ("bad.mp4", b"x" * 1000))
    mine.send(("bad.mp4", b"x" * 1000), status=415)
    assert [p for p in server.service.scratch.rglob("*") if p.is_file()] == []
