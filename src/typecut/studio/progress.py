"""How far an export is: one number that never falls, with speed and the time that is left."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Stage = Literal["rendering", "sound", "joining", "done"]
_TOO_EARLY = 1.0
"""Seconds: before that nothing can be said about the time left."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`part` is 0 to 1; `speed` counts seconds of video per second; `left` is in seconds."""

    stage: Stage
    part: float
    chunks: int
    of: int
    speed: float | None = None
    left: float | None = None


OnProgress = Callable[[Progress], None]


class Meter:
    """Adds up parts of work that run side by side, each with its weight in frames."""

    def __init__(
        self,
        weights: Mapping[str, float],
        chunks: Mapping[str, int],
        seconds_per_frame: float,
        tell: OnProgress,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._weights = dict(weights)
        self._total = sum(self._weights.values()) or 1.0
        self._chunks = dict(chunks)
        self._seconds_per_frame = seconds_per_frame
        self._parts = dict.fromkeys(self._weights, 0.0)
        self._tell = tell
        self._clock = clock
        self._begun = clock()
        self._shown = 0.0
        self._finished = 0

    def move(self, key: str, part: float) -> None:
        """`part` of the work `key` is done; going back is not believed."""
        self._parts[key] = max(self._parts[key], min(part, 1.0))
        self._tell(self._now())

    def finish(self, key: str) -> None:
        if key in self._chunks:
            self._finished += 1
        self.move(key, 1.0)

    def _now(self) -> Progress:
        done = sum(self._weights[k] * part for k, part in self._parts.items())
        self._shown = max(self._shown, min(done / self._total, 1.0))
        passed = self._clock() - self._begun
        frames = sum(count * self._parts[key] for key, count in self._chunks.items())
        early = passed < _TOO_EARLY
        return Progress(
            self._stage(),
            self._shown,
            self._finished,
            len(self._chunks),
            None if early or not frames else frames * self._seconds_per_frame / passed,
            None if early or not self._shown else passed * (1 - self._shown) / self._shown,
        )

    def _stage(self) -> Stage:
        if self._finished < len(self._chunks):
            return "rendering"
        open_work = [k for k, part in self._parts.items() if part < 1]
        if "sound" in open_work:
            return "sound"
        return "joining" if open_work else "done"
