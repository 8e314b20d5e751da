"""Writing notes down as a player would play them: swing, a little early or late, louder, softer."""

import random
from collections.abc import Sequence
from fractions import Fraction

from .score import Note


class Pen:
    """Collects notes. Times are in beats; `swing` is where in the beat its second half begins."""

    def __init__(
        self, rng: random.Random, beat: Fraction, length: Fraction, swing: float = 0.5,
        loose: float = 0.006,
    ) -> None:  # fmt: skip
        self._rng = rng
        self._beat = float(beat)
        self._length = float(length)
        self._swing = swing
        self._loose = loose
        self._notes: list[Note] = []

    def play(
        self, instrument: str, beat: float, beats: float, pitch: int, velocity: float,
        late: float = 0.0,
    ) -> None:  # fmt: skip
        """One note; `late` in seconds."""
        wander = self._rng.gauss(0, self._loose)
        begin = max(self.seconds(beat) + late + max(min(wander, 0.02), -0.02), 0.0)
        end = min(self.seconds(beat + beats), self._length)
        loud = velocity * (1 + self._rng.uniform(-0.09, 0.09))
        if end - begin > 0.01:
            self._notes.append(
                Note(instrument, begin, end - begin, pitch, min(max(loud, 0.04), 1.0))
            )

    def chord(
        self, instrument: str, beat: float, beats: float, pitches: Sequence[int], velocity: float,
        roll: float = 0.012, late: float = 0.0,
    ) -> None:  # fmt: skip
        """Several notes, each `roll` seconds after the one before; a downward stroke if negative."""
        order = list(pitches) if roll >= 0 else list(reversed(pitches))
        for index, pitch in enumerate(order):
            top = 1.08 if pitch == max(pitches) else 0.94
            self.play(instrument, beat, beats, pitch, velocity * top, late + abs(roll) * index)

    def seconds(self, beat: float) -> float:
        whole = int(beat // 1)
        part = beat - whole
        half = self._swing
        bent = part / 0.5 * half if part < 0.5 else half + (part - 0.5) / 0.5 * (1 - half)
        return (whole + bent) * self._beat

    def notes(self) -> tuple[Note, ...]:
        return tuple(sorted(self._notes, key=lambda n: (n.begin, n.instrument, n.pitch)))
