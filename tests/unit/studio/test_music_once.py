"""A wish for the usual, with music: there is music once, and what is there already stays."""

from fractions import Fraction

import pytest

from typecut.edits import Draft, summary
from typecut.studio.service.conversation import AtHand, reply
from typecut.timeline import Media

USUAL = "edit it with transitions and music"


def clip(name: str) -> Media:
    return Media(
        name, f"{name}.mp4", "video", name, Fraction(20), 1920, 1080, Fraction(30), has_audio=True
    )


@pytest.fixture
def draft() -> Draft:
    return Draft.of([clip("one"), clip("two")])


def said(draft: Draft, words: str) -> tuple[Draft, str]:
    """The draft afterwards, and what was said to be done and noted."""
    made = reply(words, AtHand(draft), "zh" if "音" in words else "en")
    return made.draft, "\n".join([*(c.said for c in made.changes), *made.notes])


@pytest.mark.parametrize(
    "words", [USUAL, "edit my clips and add music", "剪辑一下，加上转场和音乐"]
)
def test_music_is_added_once(draft, words):
    after, told = said(draft, words)
    assert summary(after.timeline, "en").count("BGM") == 1
    assert "Changed the music" not in told
    assert "音乐改为" not in told
    assert told.count("Added music") + told.count("添加音乐") == 1


def test_music_that_is_there_stays(draft):
    there, _ = said(draft, "add calm music at 20%")
    after, told = said(there, USUAL)
    assert "BGM: Calm" in summary(after.timeline, "en")
    assert "20%" in summary(after.timeline, "en")
    assert "There is music already; it stays." in told
    assert "music at" not in told
    assert "Changed the music" not in told


def test_a_style_that_is_named_replaces_it_once(draft):
    there, _ = said(draft, "add calm music at 20%")
    after, told = said(there, "edit it with transitions and upbeat music")
    assert "BGM: Upbeat" in summary(after.timeline, "en")
    assert told.count("Changed the music") == 1


def test_a_video_made_of_words_keeps_its_music():
    made, _ = said(Draft.of(()), 'create a 10 second intro video that says "Hi" with calm music')
    after, _ = said(made, USUAL)
    assert "BGM: Calm" in summary(after.timeline, "en")
