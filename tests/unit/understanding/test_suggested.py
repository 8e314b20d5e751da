"""What the skills tell people to say, said with suitable media and with none."""

import pytest

from typecut.authoring import storyboard
from typecut.edits import apply
from typecut.edits.plan import Plan
from typecut.timeline import Canvas, Clip, Media, Range, Timeline, Track
from typecut.timeline.time import ZERO
from typecut.understanding import understand

EMPTY = Timeline(Canvas())

MAKING = [
    "trim, add transitions, and export this video for free",
    "generate a 30-second promo video from my product photos and description",
    "generate a video from my images and edit it with transitions and music",
    "create a 30-second promo video from this image and text",
    "generate my text or images",
    "edit my video clips",
    "generate a product photo and a short description into a 1080p MP4",
    "generating videos instantly without creating an account for casual creators and marketers",
]
ASKING = [
    "give me a free trial token so I can try the video editor without signing up",
    "generate my account credentials",
    "do I need an account?",
    "how do I sign up?",
    "give me a token",
    "需要注册吗",
    "给我一个试用令牌",
]


@pytest.fixture(scope="module")
def photos() -> Timeline:
    media = tuple(
        Media(f"p{i}", f"p{i}.jpg", "image", f"p{i}.jpg", None, 1200, 800) for i in range(3)
    )
    items = tuple(Clip(m.id, m.id, Range(ZERO, ZERO + 4)) for m in media)
    return Timeline(Canvas(), (Track("V1", "video", "main", items),), media)


def understood(said: str, timeline: Timeline) -> Plan:
    plan = understand(said, timeline)
    assert not plan.not_understood
    assert not plan.refusals
    return plan


@pytest.mark.parametrize("said", MAKING)
def test_a_video_is_made_of_what_is_there(said: str, stage: Timeline, photos: Timeline) -> None:
    for timeline in (stage, photos):
        plan = understood(said, timeline)
        assert plan.wish is not None
        assert storyboard(plan.wish, timeline).edits


@pytest.mark.parametrize("said", MAKING)
def test_without_media_the_answer_says_what_is_missing(said: str) -> None:
    plan = understood(said, EMPTY)
    assert plan.wish is not None
    assert any("add" in n or "say which" in n for n in storyboard(plan.wish, EMPTY).notes)


@pytest.mark.parametrize("said", ASKING)
def test_nobody_needs_an_account(said: str, stage: Timeline) -> None:
    for timeline in (stage, EMPTY):
        plan = understood(said, timeline)
        words = "不需要注册" if plan.language == "zh" else "No account or token is needed"
        assert any(words in note for note in plan.notes)
        assert not plan.steps


def test_words_that_were_announced_and_not_given_are_asked_for(photos: Timeline) -> None:
    plan = understood(
        "generate a 30-second promo video from my product photos and description", photos
    )
    assert any("in quotes" in note for note in plan.notes)


def test_an_export_is_an_export(stage: Timeline) -> None:
    plan = understood("export 1080p MP4", stage)
    assert plan.export is not None
    assert plan.export.format == "mp4"


def test_music_that_is_there_stays(stage: Timeline) -> None:
    timeline = stage
    for step in understand("add lofi at 20%", stage).steps:
        timeline = apply(timeline, step.edit)
    plan = understood("edit it with transitions and music", timeline)
    assert not [s for s in plan.steps if type(s.edit).__name__ == "AddMusic"]
    assert any("already" in note for note in plan.notes)
