"""Exact time: no drift, half-open ranges, snapping on request."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typecut.timeline import (
    Range,
    clock,
    frame_at,
    from_milliseconds,
    seconds,
    snap,
    to_milliseconds,
)

TIMES = st.fractions(min_value=0, max_value=10_000, max_denominator=1001)


def test_seconds_are_what_is_written() -> None:
    assert seconds(0.1) == Fraction(1, 10)
    assert seconds("1001/30000") == Fraction(1001, 30000)
    assert sum([seconds(0.1)] * 10) == 1


@given(st.integers(0, 10**9))
def test_milliseconds_round_trip(value: int) -> None:
    assert to_milliseconds(from_milliseconds(value)) == value


@given(TIMES)
def test_milliseconds_are_nearest(time: Fraction) -> None:
    assert abs(from_milliseconds(to_milliseconds(time)) - time) <= Fraction(1, 2000)


@given(TIMES, st.sampled_from([Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)]))
def test_snapping_is_idempotent_and_near(time: Fraction, rate: Fraction) -> None:
    snapped = snap(time, rate)
    assert snap(snapped, rate) == snapped
    assert abs(snapped - time) <= 1 / (2 * rate)
    assert frame_at(snapped, rate) == snapped * rate


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (Fraction(5), "0:05"),
        (Fraction(125, 2), "1:02.5"),
        (Fraction(3600), "1:00:00"),
        (Fraction(853, 50), "0:17.06"),
        (Fraction(0), "0:00"),
        (Fraction(-3, 2), "-0:01.5"),
        (Fraction(59_9996, 10_000), "1:00"),
    ],
)
def test_clock(time: Fraction, text: str) -> None:
    assert clock(time) == text


def test_ranges_are_half_open() -> None:
    left = Range.between(Fraction(0), Fraction(2))
    right = Range.between(Fraction(2), Fraction(3))
    assert left.contains(Fraction(0)) and not left.contains(Fraction(2))
    assert not left.overlaps(right)
    assert left.intersection(right) is None
    assert right.shifted(Fraction(1)).end == 4


@given(TIMES, TIMES, TIMES, TIMES)
def test_intersection_is_what_both_contain(
    a: Fraction, b: Fraction, c: Fraction, d: Fraction
) -> None:
    one, other = Range(a, b), Range(c, d)
    both = one.intersection(other)
    assert both == other.intersection(one)
    assert (both is not None) == (one.overlaps(other) and b > 0 and d > 0)
    if both:
        assert one.start <= both.start < both.end <= one.end
