"""Faster and slower at the same pitch: overlapping windows, each set where it fits best (WSOLA).

FFmpeg's atempo drifts by tens of milliseconds and swallows short sounds; here a sound is never
further than `_SEARCH` from its place, and exactly at it where there is silence around.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from .sound_block import Block, Stream

_HOP = 960
_WINDOW = 2 * _HOP
_SEARCH = 432
"""9 ms: one period of the deepest voice, so that its waves can always be matched."""
_SIZE = 4096
_SILENT = 1e-9

_Mono = npt.NDArray[np.float32]


def stretched(blocks: Iterable[Block], factor: float) -> Iterator[Block]:
    """Endless blocks of `blocks` played `factor` times as fast; silence after their end."""
    source = _Window(Stream(blocks))
    fade = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)).astype(np.float32)[
        :, None
    ]
    tail = np.zeros((_HOP, 2), np.float32)
    place = 0
    number = 0
    while True:
        nominal = round(number * _HOP * factor)
        found = nominal if number == 0 else _best(source, nominal, place + _HOP)
        piece = source.read(found, _WINDOW) * fade
        if number == 0:
            piece[:_HOP] = source.read(found, _HOP)
        yield tail + piece[:_HOP]
        tail = piece[_HOP:]
        place = found
        number += 1
        source.forget(min(nominal, place) - _WINDOW)


def _best(source: "_Window", nominal: int, natural: int) -> int:
    """The place near `nominal` whose sound goes on most like that at `natural`."""
    wanted = source.read(natural, _WINDOW).mean(axis=1)
    offered = source.read(nominal - _SEARCH, _WINDOW + 2 * _SEARCH).mean(axis=1)
    if float(wanted @ wanted) < _SILENT or float(offered @ offered) < _SILENT:
        return nominal
    spectrum = np.fft.rfft(offered, _SIZE) * np.conj(np.fft.rfft(wanted, _SIZE))
    likeness = np.fft.irfft(spectrum, _SIZE)[: 2 * _SEARCH + 1]
    power = np.concatenate([[0.0], np.cumsum(offered.astype(np.float64) ** 2)])
    energy = power[_WINDOW:] - power[:-_WINDOW]
    # Where nothing is gained the nominal place wins: waves that match everywhere must not drift.
    nearness = 1 - 0.05 * np.abs(np.arange(-_SEARCH, _SEARCH + 1)) / _SEARCH
    score = likeness / np.sqrt(energy + _SILENT) * nearness
    return nominal - _SEARCH + int(np.argmax(score))


class _Window:
    """Random access to the recent part of a stream; silence before its beginning."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._begin = 0
        self._held = np.zeros((0, 2), np.float32)

    def read(self, begin: int, count: int) -> Block:
        missing = begin + count - self._begin - len(self._held)
        if missing > 0:
            more = self._stream.take(missing + 16 * _WINDOW)
            self._held = np.concatenate([self._held, more])
        early = max(min(self._begin - begin, count), 0)
        at = max(begin - self._begin, 0)
        piece = self._held[at : at + count - early]
        return np.concatenate([np.zeros((early, 2), np.float32), piece]) if early else piece

    def forget(self, before: int) -> None:
        drop = before - self._begin
        if drop > 16 * _WINDOW:
            drop = min(drop, len(self._held))
            self._held = self._held[drop:]
            self._begin += drop
