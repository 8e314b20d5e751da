"""Beats: exact sums, whole frames, no more than there is."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from typecut.authoring.rhythm import rhythm
from typecut.authoring.words import reading_time

ROOMS = st.lists(
    st.none() | st.fractions(Fraction(1, 10), 60, max_denominator=1000), min_size=1, max_size=12
)
RATE = Fraction(30)


@given(ROOMS, st.fractions(1, 120, max_denominator=1000), st.fractions(0, 1, max_denominator=60))
def test_beats(rooms, total, dissolve):
    beat = rhythm(rooms, total, dissolve, RATE)
    assert sum(beat.seen) + beat.lacking == total
    assert sum(beat.full) - sum(beat.overlaps) == sum(beat.seen)
    assert all(r is None or f <= r for f, r in zip(beat.full, rooms, strict=True))
    assert beat.lacking >= 0
    if None in rooms:
        assert beat.lacking == 0
    for overlap, left, right in zip(beat.overlaps, beat.full, beat.full[1:], strict=False):
        assert overlap <= dissolve and 2 * overlap <= min(left, right)
        assert overlap * RATE % 2 == 0


def test_reading_times():
    assert reading_time("Hi") == Fraction(5, 2)
    assert reading_time("one two three four five six seven eight nine ten") == Fraction(16, 5)
    assert reading_time("用这些照片做一个十五秒的竖屏宣传片") == Fraction(2, 5) + 17 * Fraction(
        9, 50
    )
    assert reading_time("Type what you want 得到你想要的视频剪辑效果吧") > reading_time(
        "Type what you want"
    )
