"""Tracks and timelines: where things stand, how long the whole is."""

from dataclasses import replace
from fractions import Fraction

from typecut.timeline import Clip, Range, Timeline, notation

S = Fraction


def read(text: str) -> Timeline:
    return notation.read(text, rate=24)


def test_a_transition_takes_no_time() -> None:
    timeline = read("V1 A[0-42] ~6+6 B[6-48] -[12] C[0-24]")
    track = timeline.tracks[0]
    assert track.duration == S(120, 24)
    assert [(i.id, r.start * 24, r.end * 24) for i, r in track.placed()] == [
        ("A", 0, 42),
        ("B", 42, 84),
        ("C", 96, 120),
    ]
    assert [(t.duration * 24, at * 24, index) for t, at, index in track.transitions()] == [
        (12, 42, 1)
    ]


def test_duration_is_the_last_end_but_not_that_of_following_music() -> None:
    timeline = read('V1 A[0-48]\nA1 M[0-96]\nT1 -[24] "x"[0-48]')
    assert timeline.duration == 4
    music = timeline.tracks[1]
    clip = music.items[0]
    assert isinstance(clip, Clip)
    following = timeline.with_track(replace(music, items=(replace(clip, follow=True),)))
    assert following.duration == 3
    assert Timeline().duration == 0


def test_find() -> None:
    timeline = read('V1 A[0-48] ~6+6 B[6-48]\nT1 -[24] "x"[0-48]')
    found = timeline.find("B")
    assert found is not None
    assert (found[0].id, found[1], found[2]) == ("V1", 2, Range(S(2), S(42, 24)))
    title = timeline.find("x")
    assert title is not None and title[2].start == 1
    assert timeline.find("nobody") is None
    assert timeline.main is timeline.tracks[0]


def test_clip_durations() -> None:
    clip = Clip("A", "A", Range(S(1), S(4)))
    assert clip.duration == 4
    assert replace(clip, speed=S(-2)).duration == 2
    assert replace(clip, play="loop", length=S(9)).duration == 9
