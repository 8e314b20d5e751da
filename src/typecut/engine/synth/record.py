"""The noise of an old record: hiss, a little rumble, ticks and pops."""

import numpy as np

from typecut.engine.sound_block import RATE

from .modes import Wave, band, noise

_SECONDS = 23
_TICKS = 9.0
"""Per second."""


class Record:
    """Surface noise without end. The loop is long, and turned around once per round."""

    def __init__(self, seed: int) -> None:
        self._loop = _surface(np.random.default_rng(seed))
        self._at = 0

    def next(self, count: int) -> Wave:
        index = (self._at + np.arange(count)) % self._loop.shape[1]
        self._at += count
        return self._loop[:, index]


def _surface(rng: np.random.Generator) -> Wave:
    count = _SECONDS * RATE
    hiss = np.stack([noise(rng, _SECONDS, band(300, 5000, 1)) for _ in range(2)]) * 0.05
    ticks = np.zeros((2, count), np.float32)
    for at in rng.integers(0, count - 400, int(_TICKS * _SECONDS)):
        size = min(rng.pareto(2.6) * 0.25, 2.0)
        length = int(rng.integers(12, 90))
        shape = np.hanning(length) * np.cos(np.arange(length) * rng.uniform(0.15, 0.7))
        ticks[:, at : at + length] += np.outer(rng.uniform(0.4, 1, 2), shape * size)
    # The end of the noise leads into its beginning.
    seam = RATE // 10
    rise = np.linspace(0, 1, seam, dtype=np.float32)
    hiss[:, :seam] = hiss[:, :seam] * rise + hiss[:, -seam:] * (1 - rise)
    return (hiss + ticks)[:, : count - seam].astype(np.float32)
