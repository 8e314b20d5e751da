"""Which chords a piece is made of, bar by bar, up to its cadence."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .form import BEATS, Bar
from .theory import Chord

Progression = tuple[tuple[Chord, ...], ...]
"""Four bars, each with its chords, which share it evenly."""


@dataclass(frozen=True, slots=True)
class Struck:
    """A chord on beats `begin` to `begin + beats` of the piece."""

    begin: float
    beats: float
    chord: Chord


@dataclass(frozen=True, slots=True)
class Repertoire:
    """A style's progressions. `cadence` holds the last chords before `home`, as many as fit."""

    a: tuple[Progression, ...]
    b: tuple[Progression, ...]
    cadence: tuple[Chord, ...]
    home: Chord


def choose(rng: random.Random, repertoire: Repertoire) -> Mapping[str, Progression]:
    a, b = rng.choice(repertoire.a), rng.choice(repertoire.b)
    return {"a": a, "b": b, "intro": a, "rest": b, "end": a}


def harmonise(
    bar: Bar, progressions: Mapping[str, Progression], repertoire: Repertoire, left: int
) -> list[Struck]:
    """The chords of a bar with `left` bars between it and the last chord."""
    if bar.role == "ring":
        return [Struck(bar.begin, bar.beats, repertoire.home)]
    if bar.beats < BEATS and bar.role == "end":
        return _share(bar, repertoire.cadence[-min(bar.beats, 2) :])
    if left == 0 and bar.role == "end":
        return _share(bar, repertoire.cadence[-2:])
    progression = progressions[bar.role]
    return _share(bar, progression[bar.place % len(progression)])


def _share(bar: Bar, chords: Sequence[Chord]) -> list[Struck]:
    size = bar.beats / len(chords)
    return [Struck(bar.begin + i * size, size, chord) for i, chord in enumerate(chords)]
