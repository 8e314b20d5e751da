"""How long each shot of a story lasts, so that with its dissolves it is exactly as long as asked."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from typecut.timeline import ZERO

FEWEST = 4
"""Frames below which a dissolve is no dissolve."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`seen` are lengths on the finished timeline, `full` those before the dissolves overlap them
    (`overlaps`, one per cut). `lacking` is what could not be filled for want of material."""

    seen: tuple[Fraction, ...]
    full: tuple[Fraction, ...]
    overlaps: tuple[Fraction, ...]
    lacking: Fraction


def rhythm(
    rooms: Sequence[Fraction | None], total: Fraction, dissolve: Fraction, rate: Fraction
) -> Rhythm:
    """An equal beat with a longer first and last shot; shots without enough material (`rooms`;
    None: any amount) last as long as they can, and the others share what that leaves."""
    overlaps = _overlaps(rooms, total, dissolve, rate)
    lost = [(a + b) / 2 for a, b in zip((ZERO, *overlaps), (*overlaps, ZERO), strict=True)]
    most = [None if r is None else _floor(r - x, rate) for r, x in zip(rooms, lost, strict=True)]
    seen = _on_frames(_filled(most, total, _weights(len(rooms))), most, total, rate)
    full = tuple(s + x for s, x in zip(seen, lost, strict=True))
    return Rhythm(tuple(seen), full, overlaps, total - sum(seen, ZERO))


def _overlaps(
    rooms: Sequence[Fraction | None], total: Fraction, dissolve: Fraction, rate: Fraction
) -> tuple[Fraction, ...]:
    """Whole pairs of frames, so that both halves of a dissolve are whole frames; a shot is seen
    alone for at least a third of its time."""
    usual = min(dissolve, total / (len(rooms) + 1) * Fraction(3, 10))
    found: list[Fraction] = []
    for left, right in itertools.pairwise(rooms):
        longest = min([usual, *(r / 3 for r in (left, right) if r is not None)])
        frames = math.floor(longest * rate / 2) * 2
        found.append(frames / rate if frames >= FEWEST else ZERO)
    return tuple(found)


def _weights(count: int) -> list[Fraction]:
    if count < 3:
        return [Fraction(1)] * count
    return [Fraction(6, 5), *[Fraction(1)] * (count - 2), Fraction(6, 5)]


def _filled(
    most: list[Fraction | None], total: Fraction, weights: list[Fraction]
) -> list[Fraction]:
    """Shares by weight; whoever cannot take its share takes all it can."""
    shares = [ZERO] * len(most)
    open_: list[int] = list(range(len(most)))
    while open_:
        rest = total - sum((s for i, s in enumerate(shares) if i not in open_), ZERO)
        beat = rest / sum(weights[i] for i in open_)
        for i in open_:
            shares[i] = beat * weights[i]
        full = [i for i in open_ if (m := most[i]) is not None and m < shares[i]]
        if not full:
            break
        for i in full:
            shares[i] = most[i] or ZERO
        open_ = [i for i in open_ if i not in full]
    return shares


def _on_frames(
    shares: list[Fraction], most: list[Fraction | None], total: Fraction, rate: Fraction
) -> list[Fraction]:
    """Cuts on whole frames; what rounding leaves goes to the last shots that have room for it."""
    seen = [_floor(s, rate) for s in shares]
    left = total - sum(seen, ZERO)
    for step in (1 / rate, left % (1 / rate)):
        while step and left >= step:
            takers = [i for i, m in enumerate(most) if m is None or seen[i] + step <= m]
            if not takers:
                return seen
            for i in reversed(takers):
                if left < step:
                    break
                seen[i] += step
                left -= step
    return seen


def _floor(time: Fraction, rate: Fraction) -> Fraction:
    return math.floor(time * rate) / rate
