"""One sound of the timeline as the samples it adds to the mix."""

from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from typecut.render.facts import SoundFacts
from typecut.render.spec import Composition, FadeShape, Recording, Sound

from . import sound_reader
from .sound_block import RATE, Block, Reel, Stream, sample_at
from .sound_deck import Shelf
from .sound_tempo import stretched

_SEAM = 480
"""10 ms: how long the end of a cycle blends into what comes before its beginning."""


class Voice:
    """A sound from its first sample on. `place` is that sample's index in the timeline."""

    def __init__(self, sound: Sound, cache: Path, work: Path, shelf: Shelf) -> None:
        self.place = sample_at(sound.begin)
        self.count = max(sample_at(sound.begin + sound.duration) - self.place, 0)
        self._sound = sound
        self._shelf = shelf
        self._reels: list[Reel] = []
        self._reads: list[Generator[Block]] = []
        self._stream = Stream(self._played(cache, work))
        self._done = 0
        if self.place < 0:
            self.take(-self.place)
            self.place = 0

    @property
    def over(self) -> bool:
        return self._done >= self.count

    def take(self, count: int) -> Block:
        """The next samples (fewer at the end), with gain and fades."""
        count = min(count, self.count - self._done)
        block = self._stream.take(count) * np.float32(self._sound.gain)
        _fade(block, self._done, 0, sample_at(self._sound.fade_in), self._sound.fade_in_shape)
        _fade(
            block, self._done, self.count, -sample_at(self._sound.fade_out),
            self._sound.fade_out_shape,
        )  # fmt: skip
        self._done += count
        return block

    def close(self) -> None:
        for read in self._reads:
            read.close()
        for reel in self._reels:
            reel.close()

    def _played(self, cache: Path, work: Path) -> Iterator[Block]:
        """The media at the sound's speed, from its first sample on."""
        sound = self._sound
        source = _recording(sound.content, cache)
        begin, pace = sample_at(sound.start), abs(sound.speed)
        needed = int(self.count * pace) + RATE  # the stretcher looks ahead
        if sound.cycle:
            blocks = self._cycling(source, begin, sample_at(sound.cycle), needed, work)
        elif sound.speed < 0:
            reel = self._reel(self._read(source, begin - needed, begin), work)
            blocks = reel.backwards()
        else:
            blocks = self._read(source, begin, begin + needed)
        return blocks if pace == 1 else stretched(blocks, float(pace))

    def _cycling(
        self, source: Recording, begin: int, length: int, needed: int, work: Path
    ) -> Iterator[Block]:
        back = self._sound.speed < 0
        first = begin - length if back else begin
        if needed <= length and not back:
            return self._read(source, begin, begin + needed)
        reel = self._reel(self._read(source, first, first + length), work)
        before = Stream(self._read(source, first - _SEAM, first)).take(_SEAM)
        return _backwards_for_ever(reel) if back else _for_ever(reel, before)

    def _read(self, source: Recording, begin: int, end: int) -> Iterator[Block]:
        read = sound_reader.samples(source, begin, end, self._shelf)
        self._reads.append(read)
        return read

    def _reel(self, blocks: Iterator[Block], work: Path) -> Reel:
        reel = Reel(work, blocks)
        self._reels.append(reel)
        return reel


def _for_ever(reel: Reel, before: Block) -> Iterator[Block]:
    """The reel again and again. Where its end does not lead to its beginning, the end blends into
    what comes before the beginning."""
    seam = min(_SEAM, reel.count // 2)
    if seam == 0:
        return
    tail, head = reel.read(reel.count - seam, reel.count), reel.read(0, seam)
    if not _meets(tail, head):
        slope = _shape(np.arange(seam) / seam, "linear")
        tail = tail * (1 - slope) + before[-seam:] * slope
    while True:
        for begin in range(0, reel.count - seam, RATE):
            yield reel.read(begin, min(begin + RATE, reel.count - seam))
        yield tail


def _backwards_for_ever(reel: Reel) -> Iterator[Block]:
    while reel.count:
        yield from reel.backwards()


def _meets(tail: Block, head: Block) -> bool:
    """Whether the step from the end to the beginning is no larger than the steps around it."""
    step = float(np.abs(head[0] - tail[-1]).max())
    usual = max(float(np.abs(np.diff(part, axis=0)).max(initial=0)) for part in (tail, head))
    return step <= 1.5 * usual + 1e-4


def _recording(content: Recording | Composition, cache: Path) -> Recording:
    if isinstance(content, Recording):
        return content
    from .synth import composed  # noqa: PLC0415 - most timelines need no composer

    path = composed(content.style, content.query, content.length, cache)
    return Recording(str(path), "", SoundFacts(0, "pcm_s16le", RATE, 2, "stereo"), Fraction(0))


def _fade(block: Block, done: int, edge: int, length: int, shape: FadeShape) -> None:
    """Fades the part of `block` (whose first sample is number `done`) that lies within `length`
    samples of `edge`, rising from 0 there; a negative length reaches back from `edge`."""
    first, last = sorted((edge, edge + length))
    begin, end = max(first - done, 0), min(last - done, len(block))
    if begin < end:
        distance = np.abs(np.arange(done + begin, done + end) - edge) / abs(length)
        block[begin:end] *= _shape(distance, shape)


def _shape(part: npt.NDArray[np.float64], shape: FadeShape) -> npt.NDArray[np.float32]:
    gain = np.sin(part * (np.pi / 2)) if shape == "power" else part
    return gain.astype(np.float32)[:, None]


def joined(sounds: tuple[Sound, ...]) -> list[Sound]:
    """Sounds that go on one into the other become one, so that no seam can be heard."""
    from dataclasses import replace  # noqa: PLC0415

    out: list[Sound] = []
    for sound in sorted(sounds, key=lambda s: s.begin):
        match = next((i for i, s in enumerate(out) if _runs_on(s, sound)), None)
        if match is None:
            out.append(sound)
            continue
        first = out[match]
        out[match] = replace(
            first, duration=first.duration + sound.duration, fade_out=sound.fade_out,
            fade_out_shape=sound.fade_out_shape,
        )  # fmt: skip
    return out


def _runs_on(first: Sound, second: Sound) -> bool:
    return (
        isinstance(first.content, Recording)
        and first.content == second.content
        and first.begin + first.duration == second.begin
        and first.start + first.duration * first.speed == second.start
        and (first.speed, first.gain) == (second.speed, second.gain)
        and first.cycle is None
        and second.cycle is None
        and first.fade_out == 0
        and second.fade_in == 0
        and first.fade_in <= first.duration
        and second.fade_out <= second.duration
    )
