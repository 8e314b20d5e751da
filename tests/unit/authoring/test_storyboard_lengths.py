"""Whatever the material, the story is exactly as long as asked, whole and seen."""

import itertools
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typecut.authoring import storyboard
from typecut.edits import apply
from typecut.edits.plan import MusicWish, Span, Wish
from typecut.edits.verbs import Append
from typecut.timeline import Canvas, Clip, Gap, Media, Timeline, Title, value_at

SOME = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SIZES = st.sampled_from([150, 320, 512, 667, 1000, 1080, 1920, 2166, 3840])
RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(30000, 1001)])
CANVASES = st.sampled_from([(1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350)])
LENGTHS = st.one_of(st.integers(5, 120).map(Fraction), st.fractions(5, 120, max_denominator=1001))
TEXTS = st.sampled_from(
    [
        "Fresh Coffee, Every Morning",
        "新品上市",
        "Summer",
        "A rather long line of words to be read by all",
    ]
)


@st.composite
def pictures(draw, number, video):
    size = {"width": draw(SIZES), "height": draw(SIZES)}
    if not video:
        return Media(f"p{number}", f"p{number}.jpg", "image", **size)
    length = draw(st.fractions(Fraction(3, 10), 40, max_denominator=600))
    sound = draw(st.booleans())
    return Media(f"v{number}", f"v{number}.mp4", "video", duration=length, has_audio=sound, **size)


@st.composite
def stories(draw):
    count = draw(st.integers(1, 40))
    kind = draw(st.sampled_from(["photos", "clips", "mixed"]))
    videos = [kind == "clips" or (kind == "mixed" and draw(st.booleans())) for _ in range(count)]
    media = [draw(pictures(i, v)) for i, v in enumerate(videos)]
    width, height = draw(CANVASES)
    timeline = Timeline(canvas=Canvas(rate=draw(RATES)))
    for each in media:
        timeline = apply(timeline, Append(each))
    wish = Wish(
        draw(st.sampled_from(["promo", "slideshow", "intro"])),
        Span(0, 0),
        duration=draw(LENGTHS),
        texts=tuple(draw(st.lists(TEXTS, max_size=4))),
        music=MusicWish("upbeat"),
        width=width,
        height=height,
        without=tuple(draw(st.sets(st.sampled_from(["music", "transitions", "titles"])))),
    )
    return wish, timeline


@SOME
@given(stories())
def test_the_story_is_exactly_as_long_as_asked(story):
    wish, base = story
    made = storyboard(wish, base)
    timeline = base
    for edit in made.edits:
        timeline = apply(timeline, edit)
    assert timeline.duration == wish.duration
    assert timeline.main.duration == wish.duration
    assert not any(isinstance(i, Gap) for i in timeline.main.items)
    _every_picture_is_seen(wish, base, timeline, made.notes)
    _titles_are_inside(wish, timeline)
    _photos_cover_the_canvas(timeline)
    _footage_is_not_stretched(timeline)
    if "music" not in wish.without:
        (song,) = next(t for t in timeline.tracks if t.role == "music").items
        assert song.duration == wish.duration
    if "transitions" in wish.without:
        assert not any(timeline.main.transitions())


def _every_picture_is_seen(wish, base, timeline, notes):
    shown = {i.id: i.duration for i in timeline.main.items if isinstance(i, Clip)}
    count = len(base.main.items)
    assert all(c.id in shown for c in base.main.items) or "left out" in notes[1]
    photos = [d for i, d in shown.items() if i.startswith("p")]
    # A photo gets its beat, two frames less for rounding; footage may simply be shorter.
    beat = min(wish.duration / (count + 1), wish.duration) - 2 / base.canvas.rate
    if photos and count <= wish.duration * 5:
        assert min(photos) >= beat
    if photos and min(photos) < Fraction(4, 5):
        assert len(notes) > 1


def _titles_are_inside(wish, timeline):
    titles = [p for t in timeline.tracks if t.kind == "text" for p in t.placed()]
    if "titles" in wish.without or not wish.texts:
        assert not titles
        return
    assert {t.text for t, _ in titles} == set(wish.texts)
    assert all(r.start >= 0 and r.end <= wish.duration for _, r in titles)
    spans = sorted((r.start, r.end) for _, r in titles)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def _photos_cover_the_canvas(timeline):
    canvas = timeline.canvas
    for clip in timeline.main.items:
        if not isinstance(clip, Clip) or timeline.media_of(clip).kind != "image":
            continue
        media, place = timeline.media_of(clip), clip.placement
        if (place.fit or canvas.fit) != "fill":
            assert place.fit == "blur"
            continue
        fitted = max(canvas.width / media.width, canvas.height / media.height)
        for step in range(11):
            time = float(clip.duration) * step / 10
            scale = value_at(place.scale, time) * fitted
            for middle, size, whole in (
                (value_at(place.x, time), media.width, canvas.width),
                (value_at(place.y, time), media.height, canvas.height),
            ):
                half = size * scale / 2
                assert middle * whole - half <= 0
                assert middle * whole + half >= whole


def _footage_is_not_stretched(timeline):
    for clip in timeline.main.items:
        if isinstance(clip, Clip):
            length = timeline.media_of(clip).duration
            assert clip.play == "play" and clip.speed == 1
            assert length is None or (clip.source.start >= 0 and clip.source.end <= length)


def test_titles_stay_long_enough_to_be_read():
    base = Timeline()
    for number in range(6):
        base = apply(base, Append(Media(f"p{number}", "p.jpg", "image", width=1600, height=900)))
    wish = Wish("promo", Span(0, 0), Fraction(30), ("Fresh Coffee, Every Morning",))
    timeline = base
    for edit in storyboard(wish, base).edits:
        timeline = apply(timeline, edit)
    titles = [i for t in timeline.tracks for i in t.items if isinstance(i, Title)]
    assert [t.style for t in titles] == ["title", "end-card"]
    assert all(t.duration >= 3 for t in titles)
