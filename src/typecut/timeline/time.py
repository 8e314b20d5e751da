"""Exact time: rational seconds, half-open ranges, snapping to a frame grid on request only."""

import math
from dataclasses import dataclass
from fractions import Fraction

Seconds = Fraction
"""A time or a duration in seconds, exact."""

ZERO = Fraction(0)


def seconds(value: int | float | str | Fraction) -> Fraction:
    """The exact value of a number as written: ``seconds(0.1) == Fraction(1, 10)``."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def from_milliseconds(value: int) -> Fraction:
    return Fraction(value, 1000)


def to_milliseconds(value: Fraction) -> int:
    """Rounded half up to whole milliseconds."""
    return math.floor(value * 1000 + Fraction(1, 2))


def frame_at(time: Fraction, rate: Fraction) -> int:
    """The frame boundary nearest to `time` on the grid of `rate` frames per second (half up)."""
    return math.floor(time * rate + Fraction(1, 2))


def snap(time: Fraction, rate: Fraction) -> Fraction:
    """`time` moved to the nearest frame boundary."""
    return frame_at(time, rate) / rate


def clock(time: Fraction) -> str:
    """A time for people: ``0:05``, ``1:02.5``, ``1:00:00``."""
    milliseconds = to_milliseconds(abs(time))
    whole, rest = divmod(milliseconds, 1000)
    hours, minutes, secs = whole // 3600, whole // 60 % 60, whole % 60
    text = f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
    tail = f".{rest:03}".rstrip("0") if rest else ""
    return ("-" if time < 0 else "") + text + tail


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A half-open span of time ``[start, start + duration)``. Whose time it is, the owner says."""

    start: Fraction
    duration: Fraction

    @property
    def end(self) -> Fraction:
        return self.start + self.duration

    @classmethod
    def between(cls, start: Fraction, end: Fraction) -> "Range":
        return cls(start, end - start)

    def contains(self, time: Fraction) -> bool:
        return self.start <= time < self.end

    def overlaps(self, other: "Range") -> bool:
        return self.start < other.end and other.start < self.end

    def intersection(self, other: "Range") -> "Range | None":
        """The part both share, or None where they share nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Range.between(start, end) if start < end else None

    def shifted(self, by: Fraction) -> "Range":
        return Range(self.start + by, self.duration)
