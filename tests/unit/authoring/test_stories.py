"""What single wishes become."""

import itertools
from fractions import Fraction

import pytest

from typecut.authoring import told_in_notes
from typecut.edits import apply
from typecut.edits.plan import MusicWish, Span, Step, Wish
from typecut.edits.verbs import (
    AddTitle,
    AddTransition,
    Animate,
    Lift,
    Place,
    RemoveClip,
    SetDuration,
)
from typecut.engine.backdrops import names, palettes
from typecut.timeline import Clip, Curve, Media, Range, Title

from .conftest import clip, photo

SECOND = Fraction(1)


def titles(timeline):
    placed = [p for t in timeline.tracks if t.kind == "text" for p in t.placed()]
    return sorted(
        ((i.text, float(r.start), float(r.end), i.style) for i, r in placed), key=lambda t: t[1]
    )


def song(timeline):
    return next((i for t in timeline.tracks if t.role == "music" for i in t.items), None)


# -- words alone ---------------------------------------------------------------------------------


def test_words_alone_stand_on_a_moving_background(tell):
    timeline, made = tell(
        "intro", duration=Fraction(10), texts=("Northwind Studio",), music=MusicWish("calm")
    )
    (background,) = timeline.main.items
    assert timeline.media_of(background).src.startswith("background:")
    assert timeline.duration == 10
    assert titles(timeline) == [("Northwind Studio", 0.6, 10.0, "title")]
    assert timeline.media_of(song(timeline)).src.startswith("compose:calm?")
    assert timeline.fade_in and timeline.fade_out <= 1
    assert made.notes == ("Made an opener of 10 s on a moving background (1920x1080).",)


def test_a_second_line_comes_later_and_stays(tell):
    timeline, _ = tell("intro", texts=("Northwind", "Film and sound"))
    (first, second) = titles(timeline)
    assert first[1] < second[1] and first[2] == second[2] == timeline.duration == 10


def test_many_words_make_a_longer_opener(tell):
    texts = tuple(f"{n} and quite a few more words to be read by all of us" for n in "ABC")
    timeline, _ = tell("intro", texts=texts)
    assert timeline.duration > 15
    assert [t[0] for t in titles(timeline)] == list(texts)


def test_an_opener_without_words_says_so(tell):
    timeline, made = tell("intro", language="zh", duration=Fraction(5))
    assert timeline.duration == 5 and not titles(timeline)
    assert made.notes[1] == "还没有文字：请告诉我写什么。"


@pytest.mark.parametrize("mood", ["upbeat", "calm", "lofi", ""])
@pytest.mark.parametrize("text", ["a", "b", "c", "d"])
def test_every_background_exists(tell, mood, text):
    timeline, _ = tell("intro", texts=(text,), mood=mood)
    name, _, query = timeline.media[0].src.removeprefix("background:").partition("?")
    assert name in names() and query.partition("palette=")[2] in palettes()


def test_the_same_words_give_the_same_story(tell):
    assert tell("intro", texts=("A",))[1] == tell("intro", texts=("A",))[1]
    assert tell("intro", texts=("A",))[1] != tell("intro", texts=("B",))[1]


# -- photos --------------------------------------------------------------------------------------

SIX = [photo(n) for n in "abcdef"]


def test_a_promo_of_photos(tell):
    timeline, made = tell("promo", SIX, duration=Fraction(30), texts=("Fresh Coffee",))
    assert timeline.duration == 30
    lengths = [i.duration for i in timeline.main.items if isinstance(i, Clip)]
    assert len(lengths) == 6
    assert lengths[0] > lengths[2] < lengths[-1] and max(lengths) < min(lengths) * Fraction(13, 10)
    assert [t.duration for t, _, _ in timeline.main.transitions()] == [1] * 5
    assert [t[3] for t in titles(timeline)] == ["title", "end-card"]
    assert timeline.media_of(song(timeline)).src.startswith("compose:upbeat?")
    assert song(timeline).volume == 0.8
    assert made.notes == (
        "Made a video of 30 s from 6 pictures, about 5 s each, with dissolves of 1 s.",
    )


def test_photos_move_through_their_dissolves(tell):
    """The curves reach over the clip's ends, as far as its transitions show it."""
    timeline, _ = tell("slideshow", SIX, duration=Fraction(30))
    middle = timeline.main.items[4]
    moving = [
        v
        for v in (middle.placement.scale, middle.placement.x, middle.placement.y)
        if isinstance(v, Curve)
    ]
    assert moving
    for curve in moving:
        assert curve.keyframes[0].at == Fraction(-1, 2)
        assert curve.keyframes[-1].at == middle.duration + Fraction(1, 2)


def test_neighbours_move_differently(tell):
    timeline, _ = tell("slideshow", SIX, duration=Fraction(30))
    placements = [i.placement for i in timeline.main.items if isinstance(i, Clip)]
    assert all(a != b for a, b in itertools.pairwise(placements))


def test_an_upright_canvas_and_a_mood(tell):
    timeline, made = tell("promo", SIX, duration=Fraction(15), width=1080, height=1920,
                          music=MusicWish("欢快"), language="zh")  # fmt: skip
    assert (timeline.canvas.width, timeline.canvas.height) == (1080, 1920)
    assert timeline.media_of(song(timeline)).src.startswith("compose:upbeat?")
    assert made.notes[0].startswith("用6个画面做了一个15秒的视频")


@pytest.mark.parametrize(
    ("size", "fit"),
    [((1920, 1080), None), ((1600, 1200), "fill"), ((2166, 800), "fill"), ((900, 900), "blur"),
     ((1080, 1920), "blur"), ((150, 150), "blur"), ((320, 180), "blur"), ((0, 0), "blur")],
)  # fmt: skip
def test_how_photos_are_fitted(tell, size, fit):
    timeline, _ = tell("slideshow", [photo("a", *size)], duration=Fraction(5))
    assert timeline.main.items[0].placement.fit == (fit or "fill")


def test_the_usual_length_goes_by_the_number_of_photos(tell):
    assert [
        tell("slideshow", [photo(f"p{i}") for i in range(n)])[0].duration for n in (1, 8, 40)
    ] == [15, 28, 60]
    assert tell("intro", SIX[:1], texts=("Hi",))[0].duration == 10


def test_too_many_photos_are_told(tell):
    many = [photo(f"p{i}") for i in range(20)]
    timeline, made = tell("slideshow", many, duration=Fraction(10))
    assert len([i for i in timeline.main.items if isinstance(i, Clip)]) == 20
    assert "about 0.5 s each" in made.notes[1]
    timeline, made = tell("slideshow", many, duration=Fraction(2))
    assert len([i for i in timeline.main.items if isinstance(i, Clip)]) == 10
    assert made.notes[1].startswith("10 pictures were left out")


def test_several_texts_go_with_the_pictures(tell):
    timeline, _ = tell("promo", SIX, duration=Fraction(30), texts=("One", "Two", "Three"))
    assert [(t[0], t[3]) for t in titles(timeline)] == [
        ("One", "title"),
        ("Two", "heading"),
        ("Three", "end-card"),
    ]
    assert titles(timeline)[-1][2] == 30


def test_words_that_cannot_be_read_in_time_are_told(tell):
    text = "so many words that nobody could read all of them in so little time as we have here"
    _, made = tell("promo", SIX, duration=Fraction(3), texts=(text,))
    assert "be read" in made.notes[-1]


def test_what_is_not_wanted_is_left_out(tell):
    wished = {
        "duration": Fraction(20),
        "texts": ("Hi",),
        "without": ("music", "titles", "transitions"),
    }
    timeline, _ = tell("promo", SIX, **wished)
    assert len(timeline.tracks) == 1 and not list(timeline.main.transitions())
    assert timeline.duration == 20


# -- clips ---------------------------------------------------------------------------------------


def test_clips_keep_their_sound_and_music_goes_under_it(tell):
    timeline, _ = tell("promo", [clip("a", 40), clip("b", 40), photo("c")], duration=Fraction(20))
    assert song(timeline).volume == 0.35
    assert timeline.duration == 20
    assert all(
        i.source.start > 0 for i in timeline.main.items if isinstance(i, Clip) and i.media != "c"
    )


def test_the_users_own_music_is_taken(tell):
    tune = Media("tune", "tune.mp3", "audio", "tune", Fraction(60), has_audio=True)
    timeline, _ = tell("slideshow", SIX, library=[tune], duration=Fraction(20))
    assert song(timeline).media == "tune"
    timeline, _ = tell(
        "slideshow", SIX, library=[tune], duration=Fraction(20), music=MusicWish("lofi")
    )
    assert timeline.media_of(song(timeline)).src.startswith("compose:lofi?")


def test_short_clips_are_filled_up_with_cards_not_frozen(tell):
    timeline, made = tell("promo", [clip("a", 6)], duration=Fraction(30), texts=("Hello",))
    kinds = [timeline.media_of(i).made for i in timeline.main.items if isinstance(i, Clip)]
    assert kinds == [True, False, True] and timeline.duration == 30
    assert "less material" in made.notes[-1]


def test_a_length_that_nobody_asked_for_is_what_the_clips_have(tell):
    timeline, made = tell("promo", [clip("a", 4), clip("b", 5)])
    assert 7 < timeline.duration <= 9 and len(made.notes) == 1
    assert not any(m.src.startswith("background:") for m in timeline.media)


def test_an_edited_timeline_is_told_anew(tell):
    """Gaps, transitions and titles of an earlier turn do not add to the length."""
    base, _ = tell("recipe", [clip("a", 20), clip("b", 20), clip("c", 20)])
    base = apply(base, AddTitle("old"))
    base = apply(base, Lift(Range(Fraction(10), SECOND)))
    timeline, _ = tell("promo", base=base, duration=Fraction(25), texts=("new",))
    assert timeline.duration == 25 == timeline.main.duration
    assert {t[0] for t in titles(timeline)} == {"new"}
    assert all(isinstance(i, Title | Clip) or hasattr(i, "before") for i in timeline.main.items)


# -- the recipe ----------------------------------------------------------------------------------


def test_the_recipe(tell):
    timeline, made = tell("recipe", [clip("a", 6), clip("b", 3), clip("c", 17)], trim=True)
    assert timeline.main.items[0].source.start == Fraction(2, 5)
    assert len(list(timeline.main.transitions())) == 2
    assert timeline.duration == 26 - 4 * Fraction(2, 5) - 2 * Fraction(11, 15)
    assert song(timeline).volume == 0.3 and timeline.fade_in and timeline.fade_out
    assert made.notes[0] == (
        "Trimmed 0.4 s off both ends of 2 long clips, added crossfades of 0.7 s, faded in and out "
        "and put music at 30% under the original sound."
    )


def test_the_recipe_for_one_clip_in_chinese(tell):
    timeline, made = tell("recipe", [clip("a", 6, sound=False)], language="zh")
    assert timeline.duration == 6
    assert made.notes[0] == "按默认方式处理：开头淡入、结尾淡出，配上80%音量的音乐。"


def test_the_recipe_does_not_crop_footage(tell):
    timeline, _ = tell("recipe", [clip("a", 6), clip("b", 6, 640, 480)])
    fits = [i.placement.fit for i in timeline.main.items if isinstance(i, Clip)]
    assert fits == [None, "blur"]


def test_the_recipe_obeys(tell):
    timeline, made = tell(
        "recipe", [clip("a", 6), clip("b", 6)], without=("music", "transitions", "fades")
    )
    assert len(timeline.tracks) == 1 and timeline.duration == 12
    assert made.notes == ("Left the clips as they are.",)


def test_the_recipe_of_an_asked_length(tell):
    timeline, _ = tell("recipe", [clip("a", 30), clip("b", 30)], duration=Fraction(20))
    assert timeline.duration == 20


def test_nothing_to_edit(tell):
    timeline, made = tell("recipe")
    assert not made.edits and timeline.duration == 0
    assert made.notes[0].startswith("There are no clips")


def test_the_recipe_over_a_transition_that_was_there(tell):
    base, _ = tell(
        "promo", [clip("a", 20), clip("b", 20)], duration=Fraction(20), without=("music",)
    )
    base = apply(base, AddTransition("wipe", SECOND))
    timeline, _ = tell("recipe", base=base)
    assert [t.kind for t, _, _ in timeline.main.transitions()] == ["dissolve"]


@pytest.mark.parametrize("length", ["1/30", "1/10", "1/2", "1", "2", "3600"])
@pytest.mark.parametrize("media", [SIX, [clip("a", 6)], []])
def test_odd_lengths(tell, length, media):
    timeline, _ = tell("promo", media, duration=Fraction(length), texts=("Hi", " ", "there"))
    assert timeline.duration == Fraction(length)


def test_what_is_done_first_is_done_before_the_story(tell):
    """The picture taken away is not in it, and the length is what was asked for."""
    timeline, made = tell(
        "promo", [photo("a"), photo("b")], duration=Fraction(6), first=(RemoveClip("a"),)
    )
    assert [c.id for c in timeline.main.items if isinstance(c, Clip)] == ["b"]
    assert timeline.main.duration == 6
    assert made.edits[0] == RemoveClip("a")


def test_the_notes_tell_what_happens_to_each_picture(tell):
    wish = Wish("promo", Span(0, 0), duration=Fraction(6), texts=("Hi",))
    _, made = tell("promo", [photo("a"), photo("b")], duration=Fraction(6), texts=("Hi",))
    left = {type(e) for e in made.edits if not told_in_notes(Step(e, Span(0, 0)), wish)}
    assert not left & {Place, Animate, SetDuration, AddTransition}
    assert AddTitle in left
