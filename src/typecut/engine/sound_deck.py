"""Open recordings: each goes on where it is, or is wound to where it is needed next."""

from collections.abc import Callable, Generator
from contextlib import suppress
from fractions import Fraction
from typing import Any

from av.error import FFmpegError
from av.stream import Discard

from typecut.render.spec import Recording

from . import opening
from .sound_block import RATE, Block

_PREROLL = Fraction(3, 4)
"""Seconds decoded before the wanted ones: MP3, Opus and AAC need what came before to be exact."""
SETTLE = Fraction(1, 5)
"""Seconds a decoder and a resampler need to forget where they began: only runs that begin sooner
than that before the wanted sound begin with the very first sample."""
_SEEK_FROM = 10
"""Seconds up to which decoding from the beginning is cheap enough."""
_MOST_IDLE = 8

Run = tuple[int, Block]
"""A block and the sample of the media clock at which it begins."""
Read = Callable[["Deck", Fraction], Generator[Run]]


class Deck:
    """One open file. Its decoder is used by one reader at a time."""

    def __init__(self, recording: Recording, read: Read) -> None:
        """`read` gives the runs from where a deck stands, to be exact from a media time on."""
        self.recording = recording
        self._read = read
        self._runs: Generator[Run] | None = None
        self._last: Run | None = None
        self._wound_for = 0
        self._open()

    def _open(self) -> None:
        self._container: Any = opening.open_media(self.recording.path)
        self.stream: Any = self._container.streams[self.recording.facts.stream]
        for other in self._container.streams:
            if other.index != self.stream.index:
                other.discard = Discard.all  # or pictures would be read only to be dropped
        self.stream.codec_context.thread_count = 1
        self._untouched = True

    @property
    def shift(self) -> Fraction:
        """Seconds from a time stamp to the media clock."""
        return self.recording.start - self.recording.facts.start

    def goes_on(self, begin: int) -> bool:
        """Whether `begin` is reached by reading on: only where one would read from the beginning
        anyway. Further on time stamps decide, and those may be some milliseconds from what
        counting samples gives; a clip must not move with what is before it."""
        if self._last is None or self._wound_for < SETTLE * RATE <= begin:
            return False
        return self._last[0] <= begin <= _SEEK_FROM * RATE

    def can_wind(self, begin: int) -> bool:
        """Beginnings are read from a file just opened: decoders know some of what comes first
        (how much to skip) only then."""
        return self._untouched or begin > _SEEK_FROM * RATE

    def packets(self) -> Any:
        self._untouched = False
        return self._container.demux(self.stream)

    def runs(self, begin: int) -> Generator[Run]:
        """Blocks from `begin` on, or from a little before."""
        if self._runs is None or not self.goes_on(begin):
            self._wind(begin)
            self._runs = self._read(self, Fraction(begin, RATE))
        elif self._last:
            yield self._last
        for run in self._runs:
            self._last = run
            yield run

    def _wind(self, begin: int) -> None:
        self._stop()
        self._wound_for = begin
        if begin <= _SEEK_FROM * RATE:
            return
        target = (Fraction(begin, RATE) - _PREROLL - self.shift) / self.stream.time_base
        try:
            self._container.seek(int(target), stream=self.stream)
        except FFmpegError:
            if not self._untouched:  # what cannot be searched is read from its start
                self._container.close()
                self._open()

    def _stop(self) -> None:
        if self._runs is not None:
            self._runs.close()
        self._runs = self._last = None

    def close(self) -> None:
        self._stop()
        with suppress(FFmpegError):
            self._container.close()


class Shelf:
    """Decks that nobody plays just now, the one used last at the end."""

    def __init__(self) -> None:
        self._idle: list[Deck] = []

    def take(self, recording: Recording, begin: int, read: Read) -> Deck:
        """The deck that is quickest at `begin`; give it back."""
        same = [d for d in self._idle if d.recording == recording]
        found = next((d for d in same if d.goes_on(begin)), None)
        found = found or next((d for d in same if d.can_wind(begin)), None)
        if found is None:
            return Deck(recording, read)
        self._idle.remove(found)
        return found

    def give_back(self, deck: Deck) -> None:
        self._idle.append(deck)
        while len(self._idle) > _MOST_IDLE:
            self._idle.pop(0).close()

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
