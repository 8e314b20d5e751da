"""Notation: what is written reads back, what is not notation is refused."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typecut.timeline import Clip, Gap, Title, Transition, notation
from typecut.timeline.notation import read, write

LINES = [
    "V1 A[0-48] ~12+12 B[0-24]x2 -[10] C[0-24]",
    "V1 A[0-48]\nV2 -[12] L[0-24]",
    "V1 A[0-48]x-1 A.2[24-24]=12 A.3[0-24]*90",
    "V1 A[0-48] ~6+6:fade-black B[1/2-24]",
    'V1 A[0-48]\nA1 M[0-90]\nT1 -[5] "Urban \\"Dreams\\"\\nnow"[0-60]',
    "V1 A[0-48]x1/3",
    "",
]


@pytest.mark.parametrize("text", LINES)
def test_round_trip(text: str) -> None:
    assert write(read(text)) == text


def test_reading_gives_nouns() -> None:
    timeline = read('V1 A[0-48] ~12+6:wipe B[0-24]x2 -[10] C[4-4]=9\nT1 "a\\nb"[0-24]')
    a, joint, b, gap, c = timeline.tracks[0].items
    assert isinstance(a, Clip) and isinstance(b, Clip) and isinstance(c, Clip)
    assert joint == Transition("wipe", Fraction(1, 2), Fraction(1, 4))
    assert (b.speed, b.duration) == (2, Fraction(1, 2))
    assert gap == Gap(Fraction(10, 24))
    assert (c.play, c.length) == ("hold", Fraction(9, 24))
    assert timeline.media_of(a).duration == 10
    title = timeline.tracks[1].items[0]
    assert isinstance(title, Title) and title.text == "a\nb"
    assert [t.role for t in timeline.tracks] == ["main", "title"]


def test_parts_of_a_clip_share_its_media() -> None:
    timeline = read("V1 A[0-24] A.2[24-48]")
    assert [m.id for m in timeline.media] == ["A"]


@pytest.mark.parametrize("text", ["V1 A[0-48", "V1 A(0-48)", "V1 A[0-24] A[24-48]", "V1 ~"])
def test_what_is_not_notation(text: str) -> None:
    with pytest.raises(ValueError, match=r"not notation|differ"):
        read(text)


FRAMES = st.integers(1, 300)


@given(
    st.lists(st.tuples(FRAMES, FRAMES, st.sampled_from(["", "x2", "x-1", "x1/2"])), min_size=1),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1),
    st.sampled_from([24, 25, 30]),
)
def test_any_track_round_trips(clips: list[tuple[int, int, str]], words: str, rate: int) -> None:
    items = " ".join(f"A.{n + 2}[{a}-{a + b}]{s}" for n, (a, b, s) in enumerate(clips))
    timeline = read(f"V1 {items}", rate=rate)
    title = notation.read('T1 "x"[0-24]', rate=rate).tracks[0]
    worded = Title("t", words, Fraction(1))
    timeline = replace(timeline, tracks=(*timeline.tracks, replace(title, items=(worded,))))
    text = write(timeline)
    again = read(text, rate=rate)
    assert write(again) == text
    assert again.duration == timeline.duration
    last = again.tracks[1].items[0]
    assert isinstance(last, Title) and last.text == words
