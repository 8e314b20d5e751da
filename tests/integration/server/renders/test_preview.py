"""Watching a draft: the stream that a player puts together is the film."""

import re
from pathlib import Path

from synthetic import numbers


def fetched(http, url: str, folder: Path) -> Path:
    """The stream as files on this disk, with a playlist that names them."""
    folder.mkdir(exist_ok=True)
    answer = http.get(url)
    assert answer.status_code == 200, answer.text
    text = answer.text
    names = re.findall(r'URI="([^"]+)"', text) + [
        line for line in text.splitlines() if line and line[0] != "#"
    ]
    for name in names:
        piece = http.get(str(answer.url.join(name)), headers={"Authorization": ""})
        assert piece.status_code == 200, piece.text
        plain = name.rpartition("/")[2].partition("?")[0]
        (folder / plain).write_bytes(piece.content)
        text = text.replace(name, plain)
    (folder / "playlist.m3u8").write_text(text)
    return folder / "playlist.m3u8"


def lengths(playlist: Path) -> list[float]:
    return [float(x) for x in re.findall(r"#EXTINF:([\d.]+),", playlist.read_text())]


def test_a_film_in_pieces(server, person, project, clip, tmp_path: Path):
    film = project(server, person, clip(75, channels=0), clip(90, channels=0))
    stream = fetched(
        person.http, f"/api/preview/{film.session}/latest/playlist.m3u8", tmp_path / "hls"
    )
    text = stream.read_text()
    assert "#EXT-X-ENDLIST" in text
    assert lengths(stream) == [2.5, 3.0]
    assert numbers(stream) == [*range(75), *range(90)]
