"""Timelines out of thin air, for property tests."""

from fractions import Fraction

import pytest
from hypothesis import strategies as st

from typecut.timeline import (
    Blur,
    Canvas,
    Clip,
    Colour,
    Crop,
    Curve,
    Gap,
    Keyframe,
    Media,
    Placement,
    Range,
    Timeline,
    Title,
    Track,
    Transition,
)
from typecut.timeline.schema import canonical

POSITIVE = st.one_of(
    st.integers(1, 20_000).map(lambda n: Fraction(n, 1000)),
    st.fractions(min_value=Fraction(1, 5000), max_value=30, max_denominator=30_030),
)
TIMES = st.one_of(st.just(Fraction(0)), POSITIVE)
RATES = st.sampled_from([Fraction(24), Fraction(30000, 1001), Fraction(25), Fraction(997, 13)])
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
EXTRA = st.one_of(
    st.just(""),
    st.dictionaries(
        st.sampled_from(["zz", "note", "b7"]), st.integers() | TEXT | st.none(), min_size=1
    ).map(lambda keys: canonical({"keys": keys})),
)


@st.composite
def curves(draw, low, high):
    times = draw(st.lists(TIMES, min_size=1, max_size=3, unique=True))
    values = st.floats(low, high)
    ease = st.sampled_from(["linear", "smooth", "hold"])
    return Curve(tuple(Keyframe(t, draw(values), draw(ease)) for t in sorted(times)))


def animated(low, high):
    return st.one_of(st.floats(low, high), curves(low, high))


PLACEMENTS = st.builds(
    Placement,
    fit=st.sampled_from([None, "fill", "fit", "blur"]),
    crop=st.one_of(st.none(), st.builds(Crop, *[st.floats(0, 0.49)] * 4)),
    x=animated(-3, 3),
    y=animated(-3, 3),
    scale=animated(0, 9),
    rotate=animated(-360, 360),
    flip=st.sampled_from(["", "h", "v", "hv"]),
    opacity=animated(0, 1),
)
COLOURS = st.builds(
    Colour,
    look=st.sampled_from(["", "warm", "mono"]),
    amount=st.floats(0, 1),
    brightness=animated(-1, 1),
    contrast=animated(0, 3),
    saturation=animated(0, 3),
    gamma=animated(0.1, 3),
    temperature=animated(-1, 1),
)
EFFECTS = st.one_of(COLOURS, st.builds(Blur, animated(0, 1)))
MEDIA = st.builds(
    Media,
    id=st.just("?"),
    src=st.sampled_from(["a.mp4", "/x/b c.jpg", "https://h/v.mp4?q=1", "compose:lofi?seed=7"]),
    kind=st.sampled_from(["video", "image"]),
    name=TEXT,
    duration=st.none() | POSITIVE,
    width=st.integers(0, 9999),
    height=st.integers(0, 9999),
    rate=st.none() | RATES,
    has_audio=st.booleans(),
)


@st.composite
def clips(draw, name, media):
    play = draw(st.sampled_from(["play", "play", "loop", "hold"]))
    return Clip(
        id=name,
        media=draw(st.sampled_from(media)),
        source=Range(draw(TIMES), draw(POSITIVE)),
        name=draw(TEXT),
        speed=draw(st.sampled_from([Fraction(1), Fraction(-1), Fraction(7, 3), Fraction(1, 10)])),
        play=play,
        length=None if play == "play" else draw(POSITIVE),
        volume=draw(st.floats(0, 4)),
        muted=draw(st.booleans()),
        fade_in=draw(TIMES),
        fade_out=draw(TIMES),
        placement=draw(PLACEMENTS),
        effects=tuple(draw(st.lists(EFFECTS, max_size=2))),
        follow=draw(st.booleans()),
        extra=draw(EXTRA),
    )


@st.composite
def titles(draw, name):
    return Title(
        id=name,
        text=draw(TEXT.filter(bool)),
        duration=draw(POSITIVE),
        style=draw(st.sampled_from(["title", "lower-third", "end-card"])),
        position=draw(st.sampled_from(["center", "bottom-right"])),
        animation=draw(st.sampled_from(["rise", "none", "typewriter"])),
        color=draw(st.sampled_from(["", "#20c0ff"])),
        size=draw(st.floats(0.1, 5)),
        extra=draw(EXTRA),
    )


TRANSITIONS = st.builds(
    Transition,
    st.sampled_from(["dissolve", "fade-black", "zoom"]),
    POSITIVE,
    TIMES,
    EXTRA,
    left_gave=st.none() | TIMES,
    right_gave=st.none() | TIMES,
)


@st.composite
def tracks(draw, number, kind, role, media):
    items = []
    for index in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):
            items.append(Gap(draw(POSITIVE)))
        elif items and draw(st.booleans()):
            items.append(draw(TRANSITIONS))
        name = f"i{number}.{index}"
        items.append(draw(titles(name) if kind == "text" else clips(name, media)))
    if draw(st.booleans()):
        items.append(Gap(draw(POSITIVE)))
    return Track(
        id=f"t{number}",
        kind=kind,
        role=role,
        items=tuple(items),
        name=draw(TEXT),
        muted=draw(st.booleans()),
        hidden=draw(st.booleans()),
        extra=draw(EXTRA),
    )


ROLES = [
    ("video", "overlay"),
    ("audio", "music"),
    ("audio", "voice"),
    ("text", "title"),
    ("text", "caption"),
]


@st.composite
def timelines(draw):
    ids = [f"m{i}" for i in range(draw(st.integers(1, 3)))]
    media = tuple(_named(draw(MEDIA), i) for i in ids)
    kinds = draw(st.lists(st.sampled_from(ROLES), max_size=3))
    if draw(st.booleans()):
        kinds.insert(0, ("video", "main"))
    return Timeline(
        canvas=Canvas(
            width=2 * draw(st.integers(8, 2000)),
            height=2 * draw(st.integers(8, 2000)),
            rate=draw(RATES),
            fit=draw(st.sampled_from(["fill", "fit", "blur"])),
            background=draw(st.sampled_from(["#000000", "#12aBff"])),
        ),
        tracks=tuple(draw(tracks(n, k, r, ids)) for n, (k, r) in enumerate(kinds)),
        media=media,
        name=draw(TEXT),
        fade_in=draw(TIMES),
        fade_out=draw(TIMES),
        extra=draw(EXTRA),
    )


def _named(media, name):
    return Media(
        name, media.src, media.kind, media.name, media.duration, media.width, media.height,
        media.rate, media.has_audio,
    )  # fmt: skip


@pytest.fixture(scope="session")
def any_timeline():
    """The strategy of all timelines."""
    return timelines()
