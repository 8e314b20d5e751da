"""Faster and slower at the same pitch: overlapping windows, each set where it fits best (WSOLA).

FFmpeg's atempo drifts by tens of milliseconds and swallows short sounds. Here a sound is never
further than `_SEARCH` from its place, and what begins suddenly (a drum, a consonant, a clap) is
set exactly at it and is always heard.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from .sound_block import Block, Stream

_HOP = 960
_WINDOW = 2 * _HOP
_SEARCH = 432
"""9 ms: one period of the deepest voice, so that its waves can always be matched."""
_SIZE = 4096
_SILENT = 1e-9

_GRAIN = 120
"""Samples (2.5 ms) in which sudden beginnings are looked for, against `_BEFORE` such before."""
_BEFORE = 20
_SUDDEN = 8.0


def stretched(blocks: Iterable[Block], factor: float) -> Iterator[Block]:
    """Endless blocks of `blocks` played `factor` times as fast; silence after their end."""
    source = _Window(Stream(blocks))
    beginnings = _Beginnings(source)
    fade = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)).astype(np.float32)[
        :, None
    ]
    tail = source.read(0, _HOP) * fade[_HOP:]
    place, number = 0, 0
    while True:
        nominal = round(number * _HOP * factor)
        # What is nearest to the middle of this window is this window's to place.
        own = round((number + 0.5) * _HOP * factor)
        next_own = round((number + 1.5) * _HOP * factor)
        sudden = beginnings.first(own, next_own)
        if sudden is not None:
            place = round(sudden - sudden / factor) + number * _HOP
        elif number:
            # What a later window will place must not be heard before.
            later = beginnings.first(next_own, nominal + _WINDOW + _SEARCH)
            most = nominal if later is None else min(nominal, later - _WINDOW - _SEARCH)
            place = _best(source, most, place + _HOP)
        piece = source.read(place, _WINDOW) * fade
        yield tail + piece[:_HOP]
        tail = piece[_HOP:]
        number += 1
        source.forget(min(nominal, place) - 4 * _WINDOW)


class _Beginnings:
    """Where something begins suddenly, found as far as it is asked for."""

    def __init__(self, source: "_Window") -> None:
        self._source = source
        self._known = 0
        self._found: list[int] = []

    def first(self, begin: int, end: int) -> int | None:
        """The first between two places. Asked for ever later ones."""
        while self._known < end:
            self._look()
        return next((f for f in self._found if begin <= f < end), None)

    def _look(self) -> None:
        size = _WINDOW // _GRAIN
        begin = self._known - _BEFORE * _GRAIN
        piece = self._source.read(begin, (_BEFORE + size) * _GRAIN)
        power = np.square(piece).sum(axis=1).reshape(-1, _GRAIN).sum(axis=1).astype(np.float64)
        total = np.concatenate([[0.0], np.cumsum(power)])
        before = (total[_BEFORE:-1] - total[: -_BEFORE - 1]) / _BEFORE
        # What a listener cannot hear is no beginning: −50 dB.
        for grain in np.flatnonzero(power[_BEFORE:] > _SUDDEN * before + _GRAIN * 2e-5):
            at = self._known + int(grain) * _GRAIN
            if not self._found or at - self._found[-1] > _BEFORE * _GRAIN:
                self._found.append(at)
        self._found = [f for f in self._found if f > begin - 4 * _WINDOW]
        self._known += size * _GRAIN


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
        drop = min(before - self._begin, len(self._held))
        if drop > 16 * _WINDOW:
            self._held = self._held[drop:]
            self._begin += drop
