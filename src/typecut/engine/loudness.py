"""How loud a mix is (EBU R128), and how high its true peaks go."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.error import BlockingIOError, EOFError
from av.filter import Graph

from .sound_block import RATE, SECOND, Block, Stream

SILENT = -70.0
"""LUFS at which R128's absolute gate closes: nothing below was heard."""

BUCKET = 96
"""Samples (2 ms) that share one peak value."""

_HALF = 16
"""Samples on each side that decide on the curve between two."""
_PHASES = (0.25, 0.5, 0.75)

Peaks = npt.NDArray[np.floating[Any]]


class Meter:
    """Integrated loudness of blocks that come one after the other, by FFmpeg's ebur128."""

    def __init__(self) -> None:
        self._graph: Any = Graph()
        source = self._graph.add_abuffer(
            sample_rate=RATE, format="flt", layout="stereo", time_base=Fraction(1, RATE)
        )
        meter = self._graph.add("ebur128", "metadata=1:framelog=quiet")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()
        self._count = 0
        self._last = SILENT

    def add(self, block: Block) -> None:
        data = np.ascontiguousarray(block, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(data, "flt", "stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._count
        self._count += len(block)
        self._graph.push(frame)
        self._drain()

    def loudness(self) -> float:
        """LUFS of all so far; `SILENT` where nothing (or less than 0.4 s) was heard."""
        return self._last

    def _drain(self) -> None:
        while True:
            try:
                frame = self._graph.pull()
            except (BlockingIOError, EOFError):
                return
            value = frame.metadata.get("lavfi.r128.I")
            if value is not None:
                measured = float(value)
                self._last = measured if np.isfinite(measured) else SILENT


class PeakMeter:
    """True peaks, 4 times oversampled, of each bucket of blocks that come one after the other.

    Only where samples come within 9 dB of `floor` is the curve between them computed.
    """

    def __init__(self, floor: float) -> None:
        self._near = 0.35 * floor
        self._pending = np.zeros((_HALF, 2), np.float32)
        self._found: list[Peaks] = []

    def add(self, block: Block) -> None:
        data = np.concatenate([self._pending, block])
        buckets = max(len(data) - 2 * _HALF, 0) // BUCKET
        if buckets:
            self._measure(data[: buckets * BUCKET + 2 * _HALF], buckets)
        self._pending = data[buckets * BUCKET :]

    def peaks(self) -> Peaks:
        """One value per bucket, in order; call once, at the end."""
        self.add(np.zeros((BUCKET + _HALF, 2), np.float32))
        return np.concatenate(self._found)

    def _measure(self, data: Block, buckets: int) -> None:
        """The buckets of `data`, which has `_HALF` samples more on either side."""
        plain = np.abs(data[_HALF:-_HALF]).max(axis=1).reshape(buckets, BUCKET).max(axis=1)
        for first, last in _spans(np.flatnonzero(plain > self._near)):
            piece = data[first * BUCKET : last * BUCKET + 2 * _HALF]
            plain[first:last] = np.maximum(plain[first:last], _between(piece))
        self._found.append(plain)


def true_peaks(blocks: Iterable[Block], floor: float) -> Peaks:
    """Per bucket; exact where they may come near `floor`."""
    meter, stream = PeakMeter(floor), Stream(blocks)
    while not stream.ended:
        meter.add(stream.take(SECOND))
    return meter.peaks()


def _spans(hot: npt.NDArray[np.intp]) -> list[tuple[int, int]]:
    """Neighbouring indices as half-open ranges."""
    if not len(hot):
        return []
    breaks = np.flatnonzero(np.diff(hot) > 1)
    firsts = hot[np.concatenate([[0], breaks + 1])]
    lasts = hot[np.concatenate([breaks, [len(hot) - 1]])] + 1
    return [(int(a), int(b)) for a, b in zip(firsts, lasts, strict=True)]


def _kernel(phase: float) -> Peaks:
    """Windowed sinc: the value `phase` samples after sample `_HALF - 1`."""
    distance = np.arange(2 * _HALF) - (_HALF - 1) - phase
    window = 0.5 + 0.5 * np.cos(np.pi * distance / (_HALF + 0.5))
    return (np.sinc(distance) * window).astype(np.float32)


_KERNELS = [_kernel(p) for p in _PHASES]


def _between(piece: Block) -> Peaks:
    """The highest value between samples, per bucket; `piece` has `_HALF` more on either side."""
    best = np.zeros((len(piece) - 2 * _HALF) // BUCKET, np.float32)
    for channel in (0, 1):
        for kernel in _KERNELS:
            curve = np.abs(np.correlate(piece[1:, channel], kernel, "valid"))
            best = np.maximum(best, curve[: len(best) * BUCKET].reshape(-1, BUCKET).max(axis=1))
    return best


def decibels(level: float) -> float:
    return 20 * float(np.log10(max(level, 1e-10)))
