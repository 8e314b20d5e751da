"""JSON: exact round trips, defaults left out, errors that name the place, versions."""

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typecut.errors import DraftError
from typecut.timeline import (
    Animated,
    Blur,
    Canvas,
    Clip,
    Colour,
    Crop,
    Curve,
    Effect,
    Gap,
    Keyframe,
    Media,
    Placement,
    Range,
    Timeline,
    Title,
    Track,
    Transition,
    schema,
)
from typecut.timeline.codec import decode, encode, tag

TIMES = st.fractions(min_value=0, max_value=100, max_denominator=1001)
LENGTHS = st.fractions(min_value=Fraction(1, 1000), max_value=100, max_denominator=1001)
UNIT = st.floats(0, 1)
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    times = sorted(draw(st.sets(TIMES, min_size=1, max_size=3)))
    eases = st.sampled_from(["linear", "smooth", "hold"])
    return Curve(tuple(Keyframe(t, draw(UNIT), draw(eases)) for t in times))


ANIMATED: st.SearchStrategy[Animated] = st.one_of(UNIT, curves())
EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    st.builds(Colour, st.sampled_from(["", "warm", "mono"]), UNIT, ANIMATED),
    st.builds(Blur, ANIMATED),
)


@st.composite
def clips(draw: st.DrawFn) -> Clip:
    loops = draw(st.booleans())
    crop = Crop(draw(UNIT)) if draw(st.booleans()) else None
    return Clip(
        draw(TEXT),
        "A",
        Range(draw(TIMES), draw(LENGTHS)),
        draw(TEXT),
        speed=draw(st.sampled_from([Fraction(1), Fraction(-3, 2)])),
        play="loop" if loops else "play",
        length=draw(LENGTHS) if loops else None,
        volume=draw(UNIT),
        muted=draw(st.booleans()),
        fade_in=draw(TIMES),
        placement=Placement(crop=crop, x=draw(ANIMATED), scale=draw(ANIMATED)),
        effects=tuple(draw(st.lists(EFFECTS, max_size=2))),
        follow=draw(st.booleans()),
    )


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    items = st.one_of(
        clips(),
        st.builds(Title, TEXT, TEXT, LENGTHS),
        st.builds(Gap, LENGTHS),
        st.builds(Transition, st.just("wipe"), TIMES, TIMES, left_gave=st.one_of(st.none(), TIMES)),
    )
    track = Track("V1", "video", "main", tuple(draw(st.lists(items, max_size=3))))
    media = Media("A", draw(TEXT), "video", duration=draw(st.one_of(st.none(), LENGTHS)))
    canvas = Canvas(640, 360, Fraction(30000, 1001))
    return Timeline(canvas, (track,), (media,), draw(TEXT), draw(TIMES))


@given(timelines())
def test_timelines_round_trip_through_text(timeline: Timeline) -> None:
    text = schema.canonical(schema.to_json(timeline))
    assert schema.from_json(json.loads(text)) == timeline


def test_defaults_are_left_out_and_choices_are_tagged() -> None:
    clip = Clip("a", "A", Range(Fraction(0), Fraction(1, 3)))
    track = Track("V1", "video", "main", (clip, Gap(Fraction(2))))
    assert encode(track) == {
        "id": "V1",
        "kind": "video",
        "role": "main",
        "items": [
            {"$": "clip", "id": "a", "media": "A", "source": {"start": "0", "duration": "1/3"}},
            {"$": "gap", "duration": "2"},
        ],
    }
    assert tag(Timeline) == "timeline"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"tracks": [{"id": "V1", "kind": "film", "role": "main"}]}, "timeline.tracks[0].kind"),
        ({"tracks": [{"kind": "video", "role": "main"}]}, "timeline.tracks[0].id"),
        ({"tracks": 5}, "timeline.tracks"),
        ({"canvas": {"width": "wide"}}, "timeline.canvas.width"),
        ({"canvas": {"width": True}}, "timeline.canvas.width"),
        ({"canvas": {"rate": "1/0"}}, "timeline.canvas.rate"),
        ({"fade_in": 1.5}, "timeline.fade_in"),
        ({"sparkle": 1}, "timeline.sparkle"),
        (
            {"tracks": [{"id": "V", "kind": "video", "role": "main", "items": [{"$": "star"}]}]},
            "timeline.tracks[0].items[0].$",
        ),
    ],
)
def test_errors_name_the_place(change: dict[str, Any], path: str) -> None:
    document = {"schema": schema.NAME, "version": 1, "timeline": change}
    with pytest.raises(DraftError) as caught:
        schema.from_json(document)
    assert caught.value.path == path
    assert str(caught.value).startswith(path)


def test_keyframes_that_do_not_rise_are_a_draft_error() -> None:
    frame = {"at": "0", "value": 1.0}
    with pytest.raises(DraftError, match="rise"):
        decode(Curve, {"keyframes": [frame, frame]}, "x")


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        {"schema": "other", "version": 1},
        {"schema": schema.NAME, "version": 0},
        {"schema": schema.NAME, "version": schema.VERSION + 1},
        {"schema": schema.NAME, "version": "1"},
    ],
)
def test_other_documents_are_refused(document: Any) -> None:
    with pytest.raises(DraftError):
        schema.from_json(document)


def test_canonical_text_is_one_per_value() -> None:
    assert schema.canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


@dataclass(frozen=True)
class Sample:
    number: float
    words: tuple[str, ...] = ()


def test_whole_numbers_are_numbers() -> None:
    assert decode(Sample, {"number": 1}) == Sample(1.0)
    assert isinstance(decode(Sample, {"number": 1}).number, float)


@pytest.mark.parametrize("text", ["1e999999999", "1/0", "0x10", "½", "", "1.5", True, None, [1]])
def test_what_is_not_a_rational_number_is_refused_at_once(text: object) -> None:
    with pytest.raises(DraftError, match="rational"):
        decode(Fraction, text, "t")
