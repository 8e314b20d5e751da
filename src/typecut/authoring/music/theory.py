"""Keys, chords and how one voicing leads to the next. All within a major key."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

MAJOR = (0, 2, 4, 5, 7, 9, 11)
PENTATONIC = (0, 1, 2, 4, 5)
"""Degrees of the major scale that clash with no chord of the key for long."""


@dataclass(frozen=True, slots=True)
class Chord:
    """Stacked on the scale's `degree` (0 is the tonic's): `steps` count scale steps above it, so
    that (0, 2, 4, 6, 8) is a ninth chord. `bass` is the degree the bass plays, if another."""

    degree: int
    steps: tuple[int, ...] = (0, 2, 4)
    bass: int | None = None

    def degrees(self) -> tuple[int, ...]:
        return tuple(self.degree + s for s in self.steps)

    @property
    def lowest(self) -> int:
        return self.degree if self.bass is None else self.bass


def pitch_class(tonic: int, degree: int) -> int:
    return (tonic + MAJOR[degree % 7]) % 12


def near(tonic: int, degree: int, around: int) -> int:
    """The pitch of a scale degree nearest to `around`."""
    below = around - (around - pitch_class(tonic, degree)) % 12
    return below if around - below <= 6 else below + 12


def scale(tonic: int, low: int, high: int, degrees: Sequence[int] = range(7)) -> list[int]:
    """All pitches of these degrees from `low` to `high`."""
    classes = {pitch_class(tonic, d) for d in degrees}
    return [p for p in range(low, high + 1) if p % 12 in classes]


def voicings(classes: Sequence[int], low: int, high: int) -> list[tuple[int, ...]]:
    """Close and open ways to stack pitch classes between two pitches, each once."""
    found: set[tuple[int, ...]] = set()
    for order in permutations(dict.fromkeys(classes)):
        for first in range(low, low + 12):
            if first % 12 != order[0]:
                continue
            stack = [first]
            for wanted in order[1:]:
                stack.append(stack[-1] + ((wanted - stack[-1]) % 12 or 12))
            for octave in (0, 12):
                moved = tuple(p + octave for p in stack)
                if moved[-1] <= high and moved[-1] - moved[0] <= 17:
                    found.add(moved)
    return sorted(found)


def lead(classes: Sequence[int], before: Sequence[int], low: int, high: int) -> tuple[int, ...]:
    """The voicing whose voices move least from `before`, without seconds at the bottom."""
    middle = (low + high) / 2

    def effort(voicing: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        old = before or (round(middle),)
        top = abs(voicing[-1] - old[-1]) or 4  # an upper voice that stands still tires the ear
        moved = sum(min(abs(p - q) for q in old) for p in voicing) + top
        muddy = 3 * (voicing[1] - voicing[0] < 3) if len(voicing) > 1 else 0
        off = 0.35 * abs(sum(voicing) / len(voicing) - middle)
        return moved + muddy + off, voicing

    return min(voicings(classes, low, high), key=effort)
