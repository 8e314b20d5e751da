"""Rationals beside the rounded numbers of the wire, under the key ``exact``.

``{"d": 33, "exact": {"d": "1001/30000"}}``: the exact value counts only while it still rounds to
the number next to it, so that a client that changes `d` need not know of it.
"""

import re
from fractions import Fraction
from typing import Any

from typecut.timeline import seconds, to_milliseconds

KEY = "exact"

# Python would take "1e999999999" as well, and compute it.
_RATIONAL = re.compile(r"-?\d{1,80}(/[1-9]\d{0,79})?")

NTSC = {
    Fraction(23976, 1000): Fraction(24000, 1001),
    Fraction(2398, 100): Fraction(24000, 1001),
    Fraction(2997, 100): Fraction(30000, 1001),
    Fraction(5994, 100): Fraction(60000, 1001),
    Fraction(11988, 100): Fraction(120000, 1001),
}
"""Frame rates as people round them."""


def rational(text: Any) -> Fraction | None:
    """The value of ``"n"`` or ``"n/d"``; None for anything else."""
    return Fraction(text) if isinstance(text, str) and _RATIONAL.fullmatch(text) else None


def put_time(out: dict[str, Any], key: str, value: Fraction, *, always: bool = False) -> None:
    """Writes milliseconds, and the exact value where they are not all of it (or `always`)."""
    out[key] = to_milliseconds(value)
    if always or Fraction(out[key], 1000) != value:
        out.setdefault(KEY, {})[key] = str(value)


def put_ratio(out: dict[str, Any], key: str, value: Fraction) -> None:
    """Writes a plain number, and the exact value where that is not all of it."""
    out[key] = value.numerator if value.denominator == 1 else float(value)
    if seconds(out[key]) != value:
        out.setdefault(KEY, {})[key] = str(value)


def put_rate(out: dict[str, Any], key: str, value: Fraction) -> None:
    """Writes a frame rate as people do (29.97), and the exact value where that is another one."""
    rounded = round(float(value), 3)
    out[key] = int(rounded) if rounded.is_integer() else rounded
    if rate_of(out[key]) != value:
        out.setdefault(KEY, {})[key] = str(value)


def rate_of(number: int | float) -> Fraction:
    """The frame rate meant by a number: 29.97 is 30000/1001."""
    plain = seconds(number)
    return NTSC.get(plain, plain)
