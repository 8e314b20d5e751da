"""Watching a draft: the stream that a player puts together is the film."""

import re
import subprocess
import threading
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import av
import imageio_ffmpeg
import pytest

from synthetic import NTSC, numbers, pictures, ticks_of
from typecut.edits import Draft
from typecut.studio.service import drafts
from typecut.timeline import Canvas


def place(film, version="latest", name="playlist.m3u8") -> str:
    return f"/api/preview/{film.session}/{version}/{name}"


def playlist_of(film) -> str:
    answer = film.person.http.get(place(film))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/vnd.apple.mpegurl")
    return answer.text


def names_in(text: str) -> list[str]:
    pieces = [line for line in text.splitlines() if line and line[0] != "#"]
    return [*re.findall(r'URI="([^"]+)"', text), *pieces]


def fetched(film, folder: Path, order=None) -> Path:
    """The stream as files on this disk, with a playlist that names them."""
    folder.mkdir(exist_ok=True)
    text = playlist_of(film)
    for name in (order or list)(names_in(text)):
        piece = film.server.http.get(urljoin(place(film), name))  # without a token
        assert piece.status_code == 200, piece.text
        plain = name.rpartition("/")[2].partition("?")[0]
        (folder / plain).write_bytes(piece.content)
        text = text.replace(name, plain)
    (folder / "playlist.m3u8").write_text(text)
    return folder / "playlist.m3u8"


def lengths(text: str) -> list[float]:
    return [float(x) for x in re.findall(r"#EXTINF:([\d.]+),", text)]


def chunks_of(server) -> set[str]:
    return {p.name for p in (server.service.settings.cache_folder / "chunks").rglob("*.mp4")}


def test_a_film_in_pieces(server, person, project, clip, tmp_path: Path):
    one, two = clip(75, channels=0), clip(90, channels=0)
    film = project(server, person, one, two)
    text = playlist_of(film)
    assert text.startswith("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:3\n")
    assert text.endswith("#EXT-X-ENDLIST\n")
    assert lengths(text) == [2.5, 3.0]
    assert person.token not in text
    assert numbers(fetched(film, tmp_path / "hls")) == [*range(75), *range(90)]


@pytest.mark.parametrize("order", [list, lambda names: list(reversed(names))])
def test_picture_and_sound_run_through(server, person, project, clip, tmp_path, order):
    marks = (Fraction(1, 2), Fraction(9, 4))
    shot = clip(80, flashes=marks, hum=0.05)
    film = project(server, person, shot, shot)
    stream = fetched(film, tmp_path / "hls", order)
    assert len(lengths(stream.read_text())) == 2
    times = [time for time, _ in pictures(stream)]
    assert numbers(stream) == [*range(80), *range(80)]
    assert all(abs(time - Fraction(n, 30)) < Fraction(1, 10_000) for n, time in enumerate(times))
    heard = ticks_of(stream)
    wanted = [0.5, 2.25, 80 / 30 + 0.5, 80 / 30 + 2.25]
    assert len(heard) == len(wanted)
    assert all(abs(a - b) < 0.002 for a, b in zip(heard, wanted, strict=True))
    with av.open(str(stream)) as container:
        packets = [p for p in container.demux(audio=0) if p.size]
    spans = [(p.pts * p.time_base, p.duration * p.time_base) for p in packets]
    assert spans[0][0] == 0
    assert all(abs(a + d - b) < Fraction(1, 10_000) for (a, d), (b, _) in pairwise(spans))
    assert abs(sum(d for _, d in spans) - Fraction(160, 30)) < Fraction(1, 20)


def on_canvas(film, canvas: Canvas) -> None:
    """The film's draft anew, on this canvas."""
    with film.server.service.database.write() as tx:
        media = drafts.latest(tx, film.person.id, film.session).draft.timeline.media
        drafts.keep(tx, film.session, Draft.of(media, canvas), origin="test")


def test_lengths_are_exact_and_add_up(server, person, project, clip, tmp_path):
    film = project(server, person, *[clip(73 + n, rate=NTSC, channels=0) for n in range(3)])
    on_canvas(film, Canvas(160, 90, NTSC))
    text, rate = playlist_of(film), NTSC
    wanted = [float((73 + n) / rate) for n in range(3)]
    assert all(abs(a - b) < 2e-6 for a, b in zip(lengths(text), wanted, strict=True))
    assert abs(sum(lengths(text)) - float(222 / rate)) < 2e-6
    stream = fetched(film, tmp_path / "hls")
    times = [time for time, _ in pictures(stream)]
    assert all(abs(t - n / rate) < Fraction(1, 10_000) for n, t in enumerate(times))


def test_short_shots_share_a_piece(server, person, project, clip, tmp_path):
    shots = [clip(20, channels=0, first=100 * n) for n in range(7)]
    film = project(server, person, *shots)
    assert lengths(playlist_of(film)) == [2.0, 2.0, 0.666667]
    wanted = [100 * n + i for n in range(7) for i in range(20)]
    assert numbers(fetched(film, tmp_path / "hls")) == wanted


def test_a_player_plays_it_over_the_network(server, person, project, clip):
    film = project(server, person, clip(75, hum=0.1), clip(60))
    link = person.http.get(f"/api/preview/{film.session}/latest").json()["data"]
    assert link["url"].startswith(server.url)
    assert (link["width"], link["height"], link["fps"], link["duration"]) == (160, 90, 30, 4.5)
    done = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "warning", "-i", link["url"],
         "-map", "0:v", "-map", "0:a", "-f", "framecrc", "-"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [line.split(",") for line in done.stdout.splitlines() if line[0] != "#"]
    assert sum(line[0].strip() == "0" for line in lines) == 135
    assert sum(line[0].strip() == "1" for line in lines) >= 4.5 * 48000 // 1024
    assert "discontinuity" not in done.stderr.lower(), done.stderr
    assert "non-monoton" not in done.stderr.lower(), done.stderr


def test_after_a_change_only_what_changed_is_rendered(start_server, project, clip, tmp_path):
    server = start_server(cache=tmp_path / "cache")
    film = project(server, server.person(), clip(75, channels=0), clip(90, channels=0))
    fetched(film, tmp_path / "one")
    before = chunks_of(server)
    fetched(film, tmp_path / "again")
    assert chunks_of(server) == before
    with server.service.database.read() as tx:
        kept = drafts.latest(tx, film.person.id, film.session)
    media = kept.draft.timeline.media
    with server.service.database.write() as tx:
        drafts.keep(tx, film.session, Draft.of([media[0], media[1], media[0]]), origin="test")
    old = place(film, kept.number)
    assert lengths(film.person.http.get(old).text) == [2.5, 3.0]
    fetched(film, tmp_path / "two")
    assert before <= chunks_of(server)
    assert len(chunks_of(server) - before) <= 1


def test_two_viewers_at_once_make_no_double_work(start_server, project, clip, tmp_path):
    server = start_server(probe_workers=2, cache=tmp_path / "cache")
    film = project(server, server.person(), clip(150, channels=0))
    got: list[bytes] = []
    names = names_in(playlist_of(film))
    threads = [
        threading.Thread(
            target=lambda: got.append(server.http.get(urljoin(place(film), names[1])).content)
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(got) == 4
    assert len(set(got)) == 1
    assert len(chunks_of(server)) == 1


@pytest.mark.parametrize(
    ("size", "shown"),
    [((3840, 2160), (1280, 720)), ((1080, 1920), (404, 720)), ((640, 360), (640, 360))],
)
def test_the_picture_is_small(server, person, project, clip, size, shown):
    film = project(server, person, clip(15, channels=0))
    on_canvas(film, Canvas(*size))
    link = person.http.get(f"/api/preview/{film.session}/latest").json()["data"]
    width, height = link["width"], link["height"]
    assert max(width, height) <= 1280
    assert min(width, height) <= 720
    assert abs(width / height - size[0] / size[1]) < 0.01
    if size[0] > size[1]:
        assert (width, height) == shown


# -- who, and which -----------------------------------------------------------------------------


def test_a_stranger_sees_nothing(server, person, stranger, project):
    film = project(server, person)
    for name in ("playlist.m3u8", "header.mp4", "0.m4s"):
        refused = stranger.http.get(place(film, name=name))
        assert (refused.status_code, refused.json()["code"]) == (404, 1002)
        nobody = server.http.get(place(film, name=name))
        assert (nobody.status_code, nobody.json()["code"]) == (401, 1001)
    assert stranger.http.get(f"/api/preview/{film.session}/latest").json()["code"] == 1002


def test_a_link_is_for_one_version_of_one_session(server, person, project):
    film, other = project(server, person), project(server, person)
    link = person.http.get(f"/api/preview/{film.session}/latest").json()["data"]
    signature = link["url"].rpartition("=")[2]
    assert server.http.get(link["url"]).status_code == 200
    for wrong in (
        place(film, link["version"] + 1), place(film, 0), place(other, link["version"]),
    ):  # fmt: skip
        refused = server.http.get(wrong, params={"sig": signature})
        assert (refused.status_code, refused.json()["code"]) == (404, 1003), wrong
    for bent in (signature[:-1] + "_", "1." + "A" * 32, "x"):
        refused = server.http.get(place(film, link["version"]), params={"sig": bent})
        assert (refused.status_code, refused.json()["code"]) == (404, 1003)


def test_what_is_not_there(server, person, project):
    film = project(server, person)
    assert person.http.get(place(film, 999)).json()["code"] == 1003
    assert person.http.get(place(film, name="7.m4s")).json()["code"] == 1003
    assert person.http.get(place(film, "x")).json()["code"] == 422
    empty = person.http.get(f"/api/preview/{person.session()}/latest/playlist.m3u8")
    assert (empty.status_code, empty.json()["code"]) == (422, 422)
    assert "Add a clip" in empty.json()["message"]
