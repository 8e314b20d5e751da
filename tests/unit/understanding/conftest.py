"""The timeline that the tables of examples speak of: 60 s, 40 s and 50 s of footage."""

from fractions import Fraction

import pytest

from typecut.timeline import Canvas, Clip, Media, Range, Timeline, Track


def video(media_id: str, name: str, length: int) -> Media:
    return Media(
        media_id, f"/media/{name}", "video", name, Fraction(length), 1920, 1080, Fraction(30), True
    )


@pytest.fixture(scope="session")
def stage() -> Timeline:
    media = (video("a", "park.mp4", 60), video("b", "bbb.mp4", 40), video("c", "city.mp4", 50))
    items = tuple(
        Clip(m.id, m.id, Range(Fraction(0), m.duration or Fraction(0)), m.name) for m in media
    )
    return Timeline(Canvas(), (Track("V1", "video", "main", items),), media)


@pytest.fixture(scope="session")
def library() -> tuple[Media, ...]:
    return (
        Media("song", "/media/song.mp3", "audio", "song.mp3", Fraction(113), has_audio=True),
        Media("logo", "/media/logo.png", "image", "logo.png", None, 600, 500),
        video("beach", "beach.mp4", 60),
    )
