"""Whole videos asked for in words."""

from fractions import Fraction

import pytest

from typecut.edits.plan import MusicWish, Plan, Wish
from typecut.timeline import Canvas, Clip, Media, Range, Timeline, Track
from typecut.understanding import understand
from typecut.understanding.brief import brief

EMPTY = Timeline(Canvas())


@pytest.fixture(scope="module")
def photos() -> Timeline:
    media = tuple(
        Media(f"p{i}", f"p{i}.jpg", "image", f"p{i}.jpg", None, 1200, 800) for i in range(5)
    )
    items = tuple(Clip(m.id, m.id, Range(Fraction(0), Fraction(4))) for m in media)
    return Timeline(Canvas(), (Track("V1", "video", "main", items),), media)


def wished(plan: Plan) -> Wish:
    assert plan.wish is not None
    assert not plan.refusals
    assert not plan.not_understood, [s.of(plan.instruction) for s in plan.not_understood]
    return plan.wish


def test_a_promo_from_photos(photos: Timeline) -> None:
    wish = wished(
        understand(
            'create a 30-second promo video from these photos with the text "Fresh Coffee, Every '
            'Morning" and music',
            photos,
        )
    )
    assert (wish.occasion, wish.duration) == ("promo", 30)
    assert wish.texts == ("Fresh Coffee, Every Morning",)
    assert wish.music == MusicWish()


def test_a_vertical_promo_in_chinese(photos: Timeline) -> None:
    wish = wished(understand("用这些照片做一个15秒的竖屏宣传片，配上欢快的音乐", photos))
    assert (wish.occasion, wish.duration) == ("promo", 15)
    assert (wish.width, wish.height) == (1080, 1920)
    assert wish.music == MusicWish("upbeat")


def test_an_intro_of_words_alone() -> None:
    plan = understand(
        'create a 10 second intro video that says "Northwind Studio" with calm music', EMPTY
    )
    wish = wished(plan)
    assert (wish.occasion, wish.duration) == ("intro", 10)
    assert wish.texts == ("Northwind Studio",)
    assert wish.music == MusicWish("calm")


@pytest.mark.parametrize(
    ("said", "occasion", "duration"),
    [
        ("make a slideshow from my pictures", "slideshow", None),
        ("turn these photos into a 20 second slideshow with soft music", "slideshow", 20),
        ("I need a 15 second ad for my bakery", "promo", 15),
        ("put together a one-minute montage", "slideshow", 60),
        ("generate a promo, 12 seconds, square", "promo", 12),
        ("make a slideshow, 3 seconds per photo", "slideshow", 15),
        ("create a video of my photos that lasts 25 seconds", "slideshow", 25),
        ("把这些照片做成一个20秒的相册", "slideshow", 20),
        ("帮我生成一个10秒的广告，写上“新店开业”", "promo", 10),
        ("用我的照片剪一个旅行短视频，轻松的音乐", "slideshow", None),
        ("做一个一分钟的宣传片，不要音乐", "promo", 60),
    ],
)
def test_ways_of_wishing(photos: Timeline, said: str, occasion: str, duration: int | None) -> None:
    wish = understand(said, photos).wish
    assert wish is not None
    assert (wish.occasion, wish.duration) == (occasion, duration)


def test_what_is_not_wanted(photos: Timeline) -> None:
    wish = wished(understand("make a 20 second slideshow without music and no transitions", photos))
    assert wish.music is None
    assert set(wish.without) == {"music", "transitions"}


def test_an_export_after_a_wish(photos: Timeline) -> None:
    plan = understand("make a 20 second promo with lofi music at 20%, then export in 720p", photos)
    assert wished(plan).music == MusicWish("lofi", 0.2)
    assert plan.export is not None


@pytest.mark.parametrize(
    "said",
    [
        "edit my video clips",
        "make it look better",
        "帮我剪一下",
        "剪辑一下这个视频",
        "make this look professional",
        "edit my video",
        "do your magic",
        "随便剪剪",
    ],
)
def test_empty_wishes(photos: Timeline, said: str) -> None:
    wish = understand(said, photos).wish
    assert wish is not None
    assert wish.occasion == "recipe"


def test_trim_add_transitions_and_export(photos: Timeline) -> None:
    plan = understand("trim, add transitions, and export", photos)
    wish = wished(plan)
    assert (wish.occasion, wish.trim, wish.transitions) == ("recipe", True, True)
    assert plan.export is not None
    assert not plan.steps


@pytest.mark.parametrize(
    "said",
    [
        "make the video faster",
        "create a title 'Hi'",
        "make it 10 seconds long",
        "make a copy of clip 2",
        "add an intro title 'Hi'",
        "make the intro louder",
    ],
)
def test_edits_are_no_wishes(photos: Timeline, said: str) -> None:
    assert understand(said, photos).wish is None


def first_edits(plan: Plan) -> list[str]:
    assert plan.wish is not None
    return [brief(edit) for edit in plan.wish.first]


def test_what_is_asked_for_before_a_whole_video_is_done_first(photos: Timeline) -> None:
    plan = understand(
        "remove clip 2, then create a 6-second promo video from these with the text 'Red'", photos
    )
    assert first_edits(plan) == ["RemoveClip(clip=p1)"]
    assert wished(plan).duration == 6
    assert not plan.steps


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        ("create a promo with the text 'P0' from p3.jpg", ["p0", "p1", "p2", "p4"]),
        ("create a promo from p0.jpg and p3.jpg", ["p1", "p2", "p4"]),
        ("create a promo from photos 1 and 3, 10 seconds", ["p1", "p3", "p4"]),
        ("用p2.jpg做一个5秒的宣传片", ["p0", "p1", "p3", "p4"]),
        ("create a promo from these photos", []),
    ],
)
def test_a_video_of_the_pictures_that_are_named(
    photos: Timeline, said: str, left_out: list[str]
) -> None:
    assert first_edits(understand(said, photos)) == [f"RemoveClip(clip={c})" for c in left_out]


def test_a_picture_that_is_not_there_is_told(photos: Timeline) -> None:
    plan = understand("create a promo from nothere.png", photos)
    assert plan.wish is None
    assert "nothere.png" in plan.refusals[0].reason


def test_a_logo_lies_over_the_video_and_is_no_picture_of_it(
    photos: Timeline, library: tuple[Media, ...]
) -> None:
    plan = understand("create a promo with logo.png in the top right corner", photos, library)
    assert first_edits(plan) == []
    assert [type(s.edit).__name__ for s in plan.steps] == ["AddOverlay"]
