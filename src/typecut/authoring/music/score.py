"""A score: which instrument plays which note when."""

from dataclasses import dataclass
from fractions import Fraction

DRUMS = frozenset({
    "kick", "snare", "brush", "rim", "hat", "open-hat", "clap", "shaker", "ride", "crash",
})  # fmt: skip
"""Instruments whose `pitch` is 0: they have none."""


@dataclass(frozen=True, slots=True)
class Note:
    """`begin` and `duration` in seconds, `pitch` as in MIDI (60 is middle C), `velocity` 0…1."""

    instrument: str
    begin: float
    duration: float
    pitch: int
    velocity: float


@dataclass(frozen=True, slots=True)
class Score:
    """Notes in the order of their beginnings. The last chord begins at `cadence` seconds and has
    until `length` to ring out. `tonic` is the key's pitch class (0 is C); all keys are major."""

    style: str
    seed: str
    length: Fraction
    tempo: float
    tonic: int
    cadence: float
    notes: tuple[Note, ...]
