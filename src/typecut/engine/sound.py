"""The whole timeline's sound: mixed in one pass, brought to its level, encoded once."""

import math
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np

from typecut.errors import OutputError
from typecut.render.spec import SoundSpec

from .loudness import SILENT, Meter, Peaks, decibels, true_peaks
from .sound_block import SECOND, Block, Reel, sample_at
from .sound_deck import Shelf
from .sound_file import write_aac
from .sound_master import Curve, Master, lowered, master
from .sound_reader import decoded
from .sound_voice import Voice, joined

Progress = Callable[[float], None]

_MOST_BOOST = 18.0
"""Decibels; more would only bring up the noise of something that is meant to be quiet."""
_FOR_LIMITING = 3.0
"""Decibels on top that make good for what the limiter takes away."""
_MARGIN, _MARGIN_PER_TENFOLD = 0.55, 0.35
"""Decibels that AAC adds to the worst of a minute's limited peaks, and how much more to that of
ten minutes."""
_CLEAR = 3.0
"""Decibels under the ceiling from which on no encoder gets over it."""
_ATTEMPTS = 4
_MIXED, _ENCODED = 0.6, 0.95


def mix_sound(
    spec: SoundSpec, out: Path, cache: Path, progress: Progress = lambda _part: None
) -> None:
    """Writes the mix of `spec` to `out` (.m4a), whole or not at all.

    Raises from the MediaError tree for a source that cannot be read, OutputError for `out`.
    """
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with closing(Reel(out.parent)) as reel:
            loudness = _record(spec, reel, cache, out.parent, progress)
            _finish(spec, reel, _gain(spec, loudness), partial, progress)
        partial.replace(out)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    progress(1.0)


def render_music(style: str, query: str, length: Fraction, out_wav: Path, cache: Path) -> None:
    """Writes composed music of exactly `length` seconds to `out_wav`, from the cache if it is there."""
    from .synth import render_music as render  # noqa: PLC0415 - most timelines need no composer

    render(style, query, length, out_wav, cache)


def _record(spec: SoundSpec, reel: Reel, cache: Path, work: Path, progress: Progress) -> float:
    """Mixes into `reel`; how loud what is in it then is, in LUFS."""
    meter = Meter()
    total = max(sample_at(spec.duration), 1)
    for block in mixed(spec, cache, work):
        reel.append(block)
        meter.add(block)
        progress(_MIXED * reel.count / total)
    return meter.loudness()


def mixed(spec: SoundSpec, cache: Path, work: Path) -> Iterator[Block]:
    """The mix before the master, second by second, with the timeline's own fades."""
    total = sample_at(spec.duration)
    waiting = joined(spec.sounds)
    playing: list[Voice] = []
    shelf = Shelf()
    try:
        for begin in range(0, total, SECOND):
            block = np.zeros((min(SECOND, total - begin), 2), np.float32)
            while waiting and sample_at(waiting[0].begin) < begin + len(block):
                playing.append(Voice(waiting.pop(0), cache, work, shelf))
            for voice in list(playing):
                at = max(voice.place - begin, 0)
                heard = voice.take(len(block) - at)
                block[at : at + len(heard)] += heard
                if voice.over:  # the next one may want to read on in its file
                    voice.close()
                    playing.remove(voice)
            yield _faded(block, begin, spec, total)
    finally:
        for voice in playing:
            voice.close()
        shelf.close()


def _faded(block: Block, begin: int, spec: SoundSpec, total: int) -> Block:
    rise, fall = sample_at(spec.fade_in), sample_at(spec.fade_out)
    if begin >= rise and begin + len(block) <= total - fall:
        return block
    time = np.arange(begin, begin + len(block))
    gain = np.minimum(time / max(rise, 1), 1) * np.clip((total - time) / max(fall, 1), 0, 1)
    return block * gain.astype(np.float32)[:, None]


def _finish(spec: SoundSpec, reel: Reel, gain: float, out: Path, progress: Progress) -> None:
    """Encodes the mastered mix; again, turned down there, where the encoder's result is over."""
    peaks = true_peaks(reel.blocks(), 10 ** ((spec.peak - gain) / 20))
    highest = decibels(float(peaks.max(initial=0))) + gain
    ceiling = np.full(len(peaks), spec.peak if highest <= spec.peak else spec.peak - _margin(spec))
    for attempt in range(_ATTEMPTS):
        final = _mastered(spec, reel, peaks, gain, ceiling)
        write_aac(_applied(reel, final, progress, attempt), out, spec.bitrate)
        if highest < spec.peak - _CLEAR:
            return
        heard = true_peaks(decoded(str(out)), 10 ** (spec.peak / 20))
        if not lowered(ceiling, heard, final.levels(peaks), spec.peak):
            return


def _margin(spec: SoundSpec) -> float:
    return _MARGIN + _MARGIN_PER_TENFOLD * math.log10(max(spec.duration / 60, 1))


def _gain(spec: SoundSpec, loudness: float) -> float:
    if spec.loudness is None or loudness <= SILENT:
        return 0.0
    return min(spec.loudness - loudness, _MOST_BOOST)


def _mastered(spec: SoundSpec, reel: Reel, peaks: Peaks, gain: float, ceiling: Curve) -> Master:
    """The master whose result is as loud as wanted, although limiting takes some loudness away."""
    final = master(peaks, gain, ceiling)
    if spec.loudness is None:
        return final
    for _ in range(2):
        if final.reduction is None:
            break
        meter = Meter()
        for block in _applied(reel, final):
            meter.add(block)
        missing = spec.loudness - meter.loudness()
        if abs(missing) < 0.15 or final.gain + missing > _MOST_BOOST + _FOR_LIMITING:
            break
        final = master(peaks, final.gain + missing, ceiling)
    return final


def _applied(
    reel: Reel, final: Master, progress: Progress = lambda _part: None, attempt: int = 0
) -> Iterator[Block]:
    begin = 0
    for block in reel.blocks():
        yield final.apply(block, begin)
        begin += len(block)
        if attempt == 0:
            progress(_MIXED + (_ENCODED - _MIXED) * begin / reel.count)
