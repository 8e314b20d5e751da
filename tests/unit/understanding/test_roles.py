"""Which files become clips, and which wait for the instruction to place them."""

import pytest

from typecut.timeline import Media
from typecut.understanding import roles

A = Media("a", "trip/a.mp4", "video")
B = Media("b", "trip/b.mp4", "video")
P = Media("p", "photo.jpg", "image")
LOGO = Media("l", "brand/logo.png", "image")
SONG = Media("s", "song.mp3", "audio")


@pytest.mark.parametrize(
    ("said", "media", "waiting"),
    [
        ("trim the second clip to 5 s", [A, B], ""),
        ("add lofi music", [A, SONG], "s"),
        ("put logo.png in the top right corner", [A, LOGO], "l"),
        ("add my logo bottom left", [A, LOGO], "l"),
        ("join all of these with crossfades", [A, P, LOGO], ""),
        ("insert b.mp4 at 0:10", [A, B], "b"),
        ("replace the first clip with b.mp4", [A, B], "b"),
        ("trim b.mp4 to 5 seconds", [A, B], ""),
        ("make b.mp4 black and white", [A, B], ""),
        ("右上角加上logo.png", [A, LOGO], "l"),
        ("在第10秒插入b.mp4", [A, B], "b"),
        ("make a slideshow of these photos", [P, LOGO], ""),
        ("overlay b.mp4 as picture in picture", [A, B], "b"),
        ("cut b.mp4 from 0:05 to 0:10 and mute it", [A, B], ""),
    ],
)
def test_roles(said: str, media: list[Media], waiting: str) -> None:
    found = roles(said, media)
    assert set(found) == {m.id for m in media}
    assert {i for i, role in found.items() if role == "library"} == set(waiting)


def test_a_lone_file_is_a_clip() -> None:
    assert roles("put a.mp4 at the start", [A]) == {"a": "clip"}
