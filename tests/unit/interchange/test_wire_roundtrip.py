"""Nothing is lost between a timeline and its wire draft, in either direction."""

import json
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typecut.interchange import from_wire, to_wire
from typecut.timeline import Clip, Gap, Media, Range, Timeline, Track, Transition, notation

QUICK = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@QUICK
@given(data=st.data())
def test_every_timeline_survives(any_timeline, data):
    timeline = data.draw(any_timeline)
    wire = json.loads(json.dumps(to_wire(timeline)))
    assert from_wire(wire) == timeline
    assert to_wire(from_wire(wire)) == wire


def test_every_unknown_key_is_kept():
    draft = {
        "v": 1,
        "new": {"deep": [1, {"x": None}]},
        "m": {"title": "p", "mood": "blue"},
        "media": [{"id": "a", "src": "a.mp4", "license": "CC0"}, {"id": "b", "src": "b.mp4"}],
        "t": [
            {
                "tt": 0,
                "color": "red",
                "m": {"name": "n", "lane": 3},
                "sg": [
                    {"d": 2000, "src": "a"},
                    {
                        "d": 1000,
                        "src": "b",
                        "k": 1,
                        "m": {"name": "c", "mm": 2},
                        "x": {
                            "xx": 3,
                            "crop": {"left": 0.1, "cc": 4},
                            "position": {"x": 0.1, "pp": 5},
                            "keyframes": {
                                "scale": [{"t": 0, "v": 1, "q": 6}, {"t": 9, "v": 2}],
                                "skew": [{"t": 0, "v": 1}],
                            },
                        },
                        "fx": [{"type": "blur"}, {"type": "colour", "look": "warm", "f": 7}],
                        "tr": {"type": "wipe", "d": 500, "angle": 30},
                    },
                ],
            },
            {"tt": 7, "sg": [{"d": 900, "tx": {"text": "hi", "words": [1, 2]}, "voice": "z"}]},
        ],
    }  # fmt: skip
    again = to_wire(from_wire(draft))
    assert _missing(draft, again) == []
    assert to_wire(from_wire(again)) == again


def _missing(given, found, path=""):
    if isinstance(given, dict):
        lost = [f"{path}.{k}" for k in given if not isinstance(found, dict) or k not in found]
        return lost or [m for k in given for m in _missing(given[k], found[k], f"{path}.{k}")]
    if isinstance(given, list):
        pairs = zip(given, found, strict=True)
        return [m for i, (a, b) in enumerate(pairs) for m in _missing(a, b, f"{path}[{i}]")]
    return [] if given == found else [f"{path}: {given!r} became {found!r}"]


def test_unknown_keys_of_a_taken_away_effect_go_with_it():
    wire = to_wire(from_wire(_one({"d": 1000, "src": "a.mp4", "fx": [{"type": "blur", "f": 7}]})))
    timeline = from_wire(wire)
    (track,) = timeline.tracks
    (clip,) = track.items
    bare = Clip(clip.id, clip.media, clip.source, extra=clip.extra)
    wire = to_wire(timeline.with_track(Track(track.id, "video", "main", (bare,))))
    assert "fx" not in wire["t"][0]["sg"][0]


def test_a_change_of_a_rounded_number_wins_over_the_exact_one():
    third = Clip("a", "a", Range(Fraction(1, 3), Fraction(2, 3)))
    timeline = Timeline(
        tracks=(Track("V1", "video", "main", (third,)),), media=(Media("a", "a.mp4", "video"),)
    )
    wire = to_wire(timeline)
    segment = wire["t"][0]["sg"][0]
    assert (segment["d"], segment["exact"]["d"]) == (667, "2/3")
    segment["d"] = 500
    (clip,) = from_wire(wire).tracks[0].items
    assert clip.source == Range(Fraction(1, 3), Fraction(1, 2))


def test_ends_that_were_rounded_apart_meet():
    draft = _one(
        {"s": 0, "d": 333, "src": "a.mp4"},
        {"s": 334, "d": 333, "src": "a.mp4"},
        {"s": 666, "d": 334, "src": "a.mp4"},
        {"s": 1002, "d": 100, "src": "a.mp4"},
    )
    kinds = [type(i).__name__ for i in from_wire(draft).tracks[0].items]
    assert kinds == ["Clip", "Clip", "Clip", "Gap", "Clip"]


def test_a_gap_of_one_millisecond_that_is_meant_stays():
    items = (
        Clip("a", "a", Range(Fraction(0), Fraction(1))),
        Gap(Fraction(1, 1000)),
        Clip("b", "a", Range(Fraction(0), Fraction(1))),
    )
    timeline = Timeline(
        tracks=(Track("V1", "video", "main", items),), media=(Media("a", "a.mp4", "video"),)
    )
    assert from_wire(to_wire(timeline)) == timeline


def test_an_uneven_transition_keeps_its_split():
    timeline = notation.read("V1 A[0-48] ~5+7 B[24-48]")
    wire = to_wire(timeline)
    assert wire["t"][0]["sg"][1]["tr"]["d"] == 500
    assert from_wire(wire) == timeline
    wire["t"][0]["sg"][1]["tr"]["d"] = 100
    transition = from_wire(wire).tracks[0].items[1]
    assert isinstance(transition, Transition)
    assert transition.before == transition.after == Fraction(1, 20)


def _one(*segments):
    return {"t": [{"tt": 0, "sg": list(segments)}]}
