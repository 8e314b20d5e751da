"""PyAV's rational numbers as Fractions: 18 gives Fractions, 19 a type of its own with less to it."""

from fractions import Fraction
from typing import Protocol


class _Ratio(Protocol):
    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...


def exact(value: _Ratio) -> Fraction:
    return Fraction(value.numerator, value.denominator)
