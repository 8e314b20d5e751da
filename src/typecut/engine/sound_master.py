"""The master: one gain for the whole mix, and a limiter that only touches what is too high."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .loudness import BUCKET, Peaks
from .sound_block import Block

_AHEAD = 3
"""Buckets (6 ms) over which the gain goes down before a peak."""
_RELEASE = 0.12
"""Decibels per bucket (60 dB/s) at which it comes back."""

_FRAME = 11
"""Buckets that an AAC frame smears a peak over."""
_SPARE = 0.3
"""Decibels further down than needed."""

Curve = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Master:
    """`gain` in dB; `reduction` (dB per bucket) None where nothing is too high."""

    gain: float
    reduction: Curve | None

    @property
    def untouched(self) -> bool:
        return self.gain == 0 and self.reduction is None

    def levels(self, peaks: Peaks) -> Curve:
        """What becomes of `peaks`, in dB."""
        out = _decibels(peaks) + self.gain
        return out if self.reduction is None else out - self.reduction

    def apply(self, block: Block, begin: int) -> Block:
        """`begin` is the index of the block's first sample."""
        if self.untouched:
            return block
        if self.reduction is None:
            return block * np.float32(10 ** (self.gain / 20))
        first = begin // BUCKET
        last = (begin + len(block)) // BUCKET + 2
        curve = self.reduction[max(first - 1, 0) : last]
        centres = (np.arange(max(first - 1, 0), max(first - 1, 0) + len(curve)) + 0.5) * BUCKET
        down = np.interp(np.arange(begin, begin + len(block)) + 0.5, centres, curve)
        return block * (10 ** ((self.gain - down) / 20)).astype(np.float32)[:, None]


def master(peaks: Peaks, gain: float, ceiling: Curve) -> Master:
    """`gain` dB for all, and what must be taken off so that no peak exceeds its `ceiling` (dBTP)."""
    over = _decibels(peaks) + gain - ceiling
    if not len(over) or over.max() <= 0:
        return Master(gain, None)
    return Master(gain, _smooth(np.maximum(over, 0)))


def _smooth(over: Curve) -> Curve:
    """Never less than `over`, falling towards a peak within the look-ahead, rising slowly after."""
    ramp = _RELEASE * np.arange(len(over))
    held = np.maximum.accumulate(over + ramp) - ramp
    # From one bucket back, since the curve is drawn in straight lines between their centres.
    padded = np.concatenate([np.zeros(1), held, np.zeros(_AHEAD + 1)])
    windows: Curve = np.lib.stride_tricks.sliding_window_view(padded, _AHEAD + 3)
    highest = windows.max(axis=1)
    highest = np.concatenate([np.full(_AHEAD, highest[0]), highest])
    weights = np.hanning(_AHEAD + 3)[1:-1]
    smooth: Any = np.convolve(highest, weights / weights.sum(), "valid")
    return smooth


def lowered(ceiling: Curve, heard: Peaks, levels: Curve, limit: float) -> bool:
    """Brings `ceiling` down around the peaks that came out above `limit`; False where none did.

    `levels` are the peaks that went in, `heard` those that the decoder gave. A mix that was
    changed anywhere is quantised anew everywhere, so the rest is lowered a little, too.
    """
    over = _decibels(heard[: len(ceiling)]) - limit
    for index in np.flatnonzero(over > 0):
        near = slice(max(index - _FRAME, 0), index + _FRAME + 1)
        target = min(float(levels[near].max()), limit) - float(over[index]) - _SPARE
        ceiling[near] = np.minimum(ceiling[near], target)
    found = bool((over > 0).any())
    if found:
        ceiling -= _SPARE
    return found


def _decibels(peaks: Peaks) -> Curve:
    return 20 * np.log10(np.maximum(peaks.astype(np.float64), 1e-10))
