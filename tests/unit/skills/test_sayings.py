"""The sentences that skills show are understood to the last word."""

import re
import shlex
from fractions import Fraction

import pytest

from typecut.cli.skill_pages import pages
from typecut.skills.book import SKILLS
from typecut.skills.sayings import CREATIONS, SAYINGS
from typecut.timeline import Canvas, Clip, Media, Range, Timeline, Track
from typecut.understanding import understand


def video(media_id, name, length):
    return Media(
        media_id, f"/media/{name}", "video", name, Fraction(length), 1920, 1080, Fraction(30), True
    )


@pytest.fixture(scope="module")
def stage():
    media = (video("a", "park.mp4", 60), video("b", "bbb.mp4", 40), video("c", "city.mp4", 50))
    items = tuple(Clip(m.id, m.id, Range(Fraction(0), m.duration), m.name) for m in media)
    return Timeline(Canvas(), (Track("V1", "video", "main", items),), media)


@pytest.fixture(scope="module")
def library():
    return (
        Media("song", "/media/song.mp3", "audio", "song.mp3", Fraction(113), has_audio=True),
        Media("logo", "/media/logo.png", "image", "logo.png", None, 600, 500),
        video("beach", "beach.mp4", 60),
    )


def asked():
    """What `typecut ask` is given in the skills."""
    found = set()
    for skill in SKILLS:
        for text in pages(skill).values():
            lines = re.findall(r"^typecut ask .*$", text, re.MULTILINE)
            found |= {shlex.split(line)[2] for line in lines if "[OPTIONS]" not in line}
    return sorted(found)


@pytest.mark.parametrize("words", [*(s for t in SAYINGS.values() for s in t), *CREATIONS, *asked()])
def test_a_sentence_is_understood(words, stage, library):
    plan = understand(words, stage, library)
    assert plan.not_understood == ()
    assert plan.steps or plan.wish or plan.queries or plan.export
