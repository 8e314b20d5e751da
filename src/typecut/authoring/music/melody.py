"""Melodies from motifs: a figure, its answer, the figure again, and a line that comes to rest."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from .theory import PENTATONIC, Chord, pitch_class, scale

Rhythm = tuple[tuple[float, float], ...]
"""Beats at which notes begin, and how long they last."""


@dataclass(frozen=True, slots=True)
class Motif:
    """A rhythm over two bars with steps on the scale from one note to the next."""

    rhythm: Rhythm
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sung:
    beat: float
    beats: float
    pitch: int


def motif(rng: random.Random, rhythms: Sequence[Rhythm], leap: float = 0.2) -> Motif:
    """Mostly steps, now and then a leap, which is then followed by a step back."""
    rhythm = rng.choice(rhythms)
    steps: list[int] = [0]
    while len(steps) < len(rhythm):
        if abs(steps[-1]) > 1:
            steps.append(-1 if steps[-1] > 0 else 1)
        elif rng.random() < leap:
            steps.append(rng.choice((-3, -2, 2, 3)))
        else:
            steps.append(rng.choice((-1, -1, 1, 1, 0)))
    return Motif(rhythm, tuple(steps))


def sing(
    figure: Motif, tonic: int, chord_at: "ChordAt", begin: float, before: int, low: int, high: int
) -> list[Sung]:
    """The motif from beat `begin` on, near the pitch `before`; long and accented notes are the
    chord's own, the others the pentatonic scale's."""
    ladder = scale(tonic, low, high, PENTATONIC)
    index = _nearest(ladder, before)
    out: list[Sung] = []
    for (beat, beats), step in zip(figure.rhythm, figure.steps, strict=True):
        index = _inside(index + step, len(ladder))
        if beats >= 1 or beat % 2 == 0:
            own = [p for p in ladder if p % 12 in classes(tonic, chord_at(begin + beat))]
            if own:
                index = ladder.index(min(own, key=lambda p: (abs(p - ladder[index]), p)))
        out.append(Sung(begin + beat, beats, ladder[index]))
    return out


class ChordAt:
    """Which chord sounds at a beat."""

    def __init__(self, chords: Sequence[tuple[float, Chord]]) -> None:
        self._chords = chords

    def __call__(self, beat: float) -> Chord:
        found = self._chords[0][1]
        for begin, chord in self._chords:
            if begin > beat:
                break
            found = chord
        return found


def classes(tonic: int, chord: Chord) -> set[int]:
    return {pitch_class(tonic, d) for d in chord.degrees()}


def _nearest(ladder: Sequence[int], pitch: int) -> int:
    return min(range(len(ladder)), key=lambda i: (abs(ladder[i] - pitch), i))


def _inside(index: int, size: int) -> int:
    """Turned back at the ends of the range."""
    if index < 0:
        return min(-index, size - 1)
    return max(2 * (size - 1) - index, 0) if index >= size else index
