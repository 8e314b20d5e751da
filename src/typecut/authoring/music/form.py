"""The form: how many bars a length has, what each is for, and how full it sounds."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Role = Literal["intro", "a", "b", "rest", "end", "ring"]

BEATS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """`place` counts bars from the first one of its section, which has four unless it is shorter
    and then lacks the first ones (intro) or the last. `energy` 0…1 says how many instruments
    play and how hard. A `fill` leads into something new."""

    begin: int
    beats: int
    role: Role
    place: int
    energy: float
    fill: bool = False
    turn: int = 0
    """How often this section was heard before."""


@dataclass(frozen=True, slots=True)
class Form:
    """`beat` in seconds; beats times `beat` is the whole length."""

    beat: Fraction
    bars: tuple[Bar, ...]


_ARCH: tuple[tuple[Role, float], ...] = (
    ("a", 0.55), ("a", 0.7), ("b", 0.85), ("a", 0.8),
    ("b", 0.95), ("rest", 0.4), ("a", 0.75), ("b", 1.0),
)  # fmt: skip
"""Sections of four bars, round and round; each round is played a little differently."""


def form(length: Fraction, tempo: float, ring: int) -> Form:
    """Bars for `length` seconds at about `tempo`, the last chord ringing for `ring` bars.

    Everything above ten seconds or so has whole bars; below that beats are counted, and at one
    second there is just the step from the dominant to the tonic.
    """
    wanted = length * Fraction(tempo) / 60
    beats = round(wanted / BEATS) * BEATS if wanted >= 3 * BEATS else max(2, round(wanted))
    last = min(ring * BEATS, max(1, beats // 2))
    bars = _lead((beats - last) // BEATS, (beats - last) % BEATS)
    end = Bar(beats - last, last, "ring", 0, 0.6)
    return Form(length / beats, (*bars, end))


def _lead(count: int, odd: int) -> list[Bar]:
    """`count` bars before the last chord, after an upbeat of `odd` beats."""
    plan = _sections(count)
    bars = [Bar(0, odd, "end" if not count else "intro", 3, 0.35)] if odd else []
    begin = odd
    for number, (role, size, energy, turn) in enumerate(plan):
        for index in range(size):
            place = index + (4 - size if role == "intro" else 0)
            follows = number + 1 < len(plan) and index == size - 1
            change = follows and plan[number + 1][0] != role
            bars.append(Bar(begin, BEATS, role, place, energy, change and size > 1, turn))
            begin += BEATS
    return bars


def _sections(count: int) -> list[tuple[Role, int, float, int]]:
    """Role, bars, energy and turn of each section."""
    if count <= 0:
        return []
    if count <= 4:
        return [("end", count, 0.6, 0)]
    end = 4 if count >= 8 else 2
    middle = count - end
    intro = middle % 4 + (4 if middle >= 12 and middle % 4 < 1 else 0)
    sections: list[tuple[Role, int, float, int]] = []
    if intro:
        sections.append(("intro", intro, 0.35, 0))
    heard: dict[Role, int] = {}
    for index in range((middle - intro) // 4):
        role, energy = _ARCH[index % len(_ARCH)]
        sections.append((role, 4, energy, heard.get(role, 0)))
        heard[role] = heard.get(role, 0) + 1
    return [*sections, ("end", end, 0.65, 0)]
