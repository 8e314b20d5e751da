"""A recording's sound as 48 kHz stereo, every sample at its own time on the media clock."""

import itertools
import statistics
from collections.abc import Generator, Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from typecut.render.spec import Recording

from . import opening
from .sound_block import RATE, Block, sample_at, silence
from .sound_deck import SETTLE, Deck, Run, Shelf

_LOUDEST = 8.0
_ANCHOR = 48
"""Frames whose time stamps decide where a run lies: Vorbis' are off by up to 11 ms one by one,
Matroska's are rounded to milliseconds."""
_JUMP = Fraction(1, 40)
"""Time stamps that disagree with the samples counted by more than this mean a gap."""
_REWIND = 1
"""Seconds; time stamps that go back further were started anew and are not believed."""

Stamped = tuple[Fraction | None, AudioFrame]


def samples(
    recording: Recording, begin: int, end: int, shelf: Shelf | None = None
) -> Generator[Block]:
    """Samples `begin` to `end` of the media clock, exactly that many; silence where the recording
    has none. Packets that cannot be decoded leave silence, too.

    The file is taken from `shelf`, and back there when this is done or closed.
    """
    home = shelf or Shelf()
    deck = home.take(recording, begin, _runs)
    try:
        yield from _cut(deck.runs(begin), begin, end)
    except FFmpegError as error:
        raise opening.explain(error, recording.path) from error
    finally:
        home.give_back(deck)
        if shelf is None:
            home.close()


def _cut(runs: Iterator[Run], begin: int, end: int) -> Iterator[Block]:
    cursor = begin
    for position, block in runs:
        if position >= end:
            break
        if position > cursor:
            yield from silence(position - cursor)
            cursor = position
        fresh = block[cursor - position : end - position]
        if len(fresh):
            yield fresh
            cursor += len(fresh)
        if cursor >= end:
            break
    yield from silence(end - cursor)


def _runs(deck: Deck, time: Fraction) -> Generator[Run]:
    """From where the deck is wound to; the runs begin so that all is exact from `time` on."""
    frames = _stamped(_decoded(deck.packets()), deck.shift)
    converter = _Converter()
    for clock, frame, fresh in _placed(frames):
        if fresh and clock < time - SETTLE:
            clock, frame = _on_grid(clock, frame)  # noqa: PLW2901
        yield from converter.convert(clock, frame, fresh)
    yield from converter.rest()


def _decoded(packets: Iterator[Any]) -> Iterator[AudioFrame]:
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except FFmpegError:
            return  # the file ends in the middle of a packet
        try:
            yield from packet.decode()
        except FFmpegError:
            continue


def _stamped(frames: Iterator[AudioFrame], shift: Fraction) -> Iterator[Stamped]:
    for frame in frames:
        stamp = None if frame.pts is None or not frame.time_base else frame.pts * frame.time_base
        if frame.samples and frame.sample_rate:
            yield None if stamp is None else stamp + shift, frame


def _placed(frames: Iterator[Stamped]) -> Iterator[tuple[Fraction, AudioFrame, bool]]:
    """Frames with the media time of their first sample and whether a new run begins there.

    Within a run samples are counted, since time stamps are often rounded or off."""
    head: list[Stamped] = list(itertools.islice(frames, _ANCHOR))
    clock: Fraction | None = None
    pending = iter(())
    while True:
        item = next(pending, None) or (head.pop(0) if head else next(frames, None))
        if item is None:
            return
        stamp, frame = item
        fresh = clock is None
        if clock is None:
            clock = _anchor([item, *head])
        elif stamp is not None and abs(stamp - clock) > _JUMP and clock - stamp < _REWIND:
            head += itertools.islice(frames, max(_ANCHOR - len(head), 0))
            new = _anchor([item, *head])
            if abs(new - clock) > _JUMP:
                clock, fresh = new, True
        yield clock, frame, fresh
        clock += Fraction(frame.samples, frame.sample_rate)


def _on_grid(clock: Fraction, frame: AudioFrame) -> tuple[Fraction, AudioFrame]:
    """The frame from its first sample on that falls exactly on one of ours, so that resampling
    gives the same wherever decoding began; of 44.1 kHz that is every 147th."""
    step = Fraction(1, frame.sample_rate)
    for drop in range(min(frame.samples - 1, 480)):
        if ((clock + drop * step) * RATE).denominator == 1:
            break
    else:
        return clock, frame
    data: Any = frame.to_ndarray()
    width = 1 if frame.format.is_planar else frame.layout.nb_channels
    rest = np.ascontiguousarray(data[:, drop * width :])
    shorter = AudioFrame.from_ndarray(rest, frame.format.name, frame.layout.name)
    shorter.sample_rate = frame.sample_rate
    return clock + drop * step, shorter


def _anchor(frames: list[Stamped]) -> Fraction:
    """Where the first of some frames begins, by the time stamps of all up to the next gap."""
    found: list[Fraction] = []
    counted = Fraction(0)
    for stamp, frame in frames:
        if stamp is not None:
            if found and abs(stamp - counted - found[-1]) > _JUMP:
                break
            found.append(stamp - counted)
        counted += Fraction(frame.samples, frame.sample_rate)
    return statistics.median_low(found) if found else Fraction(0)


class _Converter:
    """Any rate, format and layout to 48 kHz stereo.

    Mono goes to both sides at its own level; surround is folded down by the usual coefficients
    (centre and surrounds at −3 dB) without being turned down as a whole: peaks are the master's
    business."""

    def __init__(self) -> None:
        self._resampler: AudioResampler | None = None
        self._kind: tuple[str, str, int] | None = None
        self._position = 0

    def convert(self, time: Fraction, frame: AudioFrame, fresh: bool) -> Iterator[Run]:
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if fresh or kind != self._kind:
            yield from self.rest()
            self._start(kind, frame, sample_at(time))
        frame.pts = None  # the resampler would complain about stamps that jitter
        yield from self._out(frame)

    def rest(self) -> Iterator[Run]:
        """What the resampler still holds at the end of a run."""
        yield from self._out(None)
        self._resampler = None

    def _start(self, kind: tuple[str, str, int], frame: AudioFrame, position: int) -> None:
        layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
        self._resampler = AudioResampler("flt", layout, RATE)
        self._kind, self._position = kind, position

    def _out(self, frame: AudioFrame | None) -> Iterator[Run]:
        if self._resampler is None:
            return
        for ready in self._resampler.resample(frame):
            block: Any = ready.to_ndarray().reshape(-1, ready.layout.nb_channels)
            if block.shape[1] == 1:
                block = np.repeat(block, 2, axis=1)
            # Damaged AAC can decode to numbers beyond all measure, or to none.
            if not np.abs(block).max(initial=0) <= _LOUDEST:
                block = np.clip(np.nan_to_num(block), -_LOUDEST, _LOUDEST)
            yield self._position, block
            self._position += len(block)


def decoded(path: str) -> Iterator[Block]:
    """A whole sound file of our own, sample after sample."""
    container: Any
    with av.open(path) as container:
        stream: Any = container.streams.audio[0]
        stream.codec_context.thread_count = 1
        packets: Any = container.demux(stream)
        converter = _Converter()
        for frame in _decoded(packets):
            for _, block in converter.convert(Fraction(0), frame, False):
                yield block
        for _, block in converter.rest():
            yield block
