"""From a score to a file: played in blocks, put through the desk's effects, brought to one level."""

import hashlib
import os
import wave
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np

from typecut.authoring.music import Score, compose
from typecut.engine.loudness import SILENT, Meter, true_peaks
from typecut.engine.sound_block import RATE, SECOND, Block, Reel, sample_at
from typecut.engine.sound_master import master
from typecut.errors import OutputError

from .band import Band, Tracks
from .desk import DESKS, Desk
from .modes import Wave
from .record import Record
from .room import Room

MUSIC_VERSION = "2"
"""Part of a piece's name in the cache: raised whenever the same score sounds different."""

LOUDNESS = -16.0
"""LUFS of every piece, so that a volume means the same for all styles."""
_CEILING = -1.0
_BLOCK = 8 * RATE
_HISTORY = 512


def composed(style: str, query: str, length: Fraction, cache: Path) -> Path:
    """The WAV file of this music: from the cache's folder `music`, else made now."""
    name = f"{MUSIC_VERSION} {style} {query} {length}"
    path = cache / "music" / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.wav"
    if not _whole(path, sample_at(length)):
        _render(style, query, length, path)
    return path


def render_music(style: str, query: str, length: Fraction, out_wav: Path, cache: Path) -> None:
    """Writes music of exactly `length` seconds to `out_wav`: 48 kHz, stereo, 16 bits."""
    made = composed(style, query, length, cache)
    partial = out_wav.with_name(f".{out_wav.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(made.read_bytes())
        partial.replace(out_wav)
    except OSError as error:
        raise OutputError(f"{out_wav} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def played(score: Score) -> Iterator[Block]:
    """The score's sound, as long as the score, not yet at its level."""
    total = sample_at(score.length)
    desk = DESKS[score.style]
    band, tracks = Band(desk), Tracks(_BLOCK)
    effects = _Effects(desk, score)
    begins = [note.begin for note in score.notes]
    for begin in range(0, total, _BLOCK):
        first = bisect_left(begins, begin / RATE)
        last = bisect_left(begins, (begin + _BLOCK) / RATE)
        band.play(score.notes[first:last], begin, tracks)
        mixed = effects.apply(tracks, begin)[:, : total - begin]
        tracks.advance()
        yield _ended(mixed, begin, total, sample_at(Fraction(score.cadence))).T


class _Effects:
    """What happens to the whole band: tremolo, room, tape, record."""

    def __init__(self, desk: Desk, score: Score) -> None:
        self._desk = desk
        self._room = Room(desk.room, desk.damp, _BLOCK)
        digest = hashlib.sha256(score.seed.encode()).digest()
        self._record = Record(int.from_bytes(digest[:4], "big")) if desk.crackle else None
        self._history = np.zeros((2, _HISTORY), np.float32)

    def apply(self, tracks: Tracks, begin: int) -> Wave:
        desk = self._desk
        time = np.arange(begin, begin + _BLOCK) / RATE
        depth, speed = desk.tremolo
        swing = (depth * np.sin(2 * np.pi * speed * time)).astype(np.float32)
        out = tracks.dry[:, :_BLOCK] + tracks.keys[:, :_BLOCK] * np.stack([1 + swing, 1 - swing])
        out += self._room.heard(tracks.send[:_BLOCK])
        if desk.wow:
            out = self._unsteady(out, time)
        # Rounds off what is loud and leaves what is soft as it is.
        out = np.tanh(out * np.float32(desk.drive)) / np.float32(desk.drive)
        if self._record:
            rise = np.minimum(time / 0.4, 1).astype(np.float32)
            out += self._record.next(_BLOCK) * rise * np.float32(desk.crackle)
        return out

    def _unsteady(self, wave: Wave, time: np.ndarray) -> Wave:
        """A tape that runs now a little faster, now a little slower."""
        sway = 0.5 - 0.35 * np.cos(2 * np.pi * 0.55 * time) - 0.15 * np.cos(2 * np.pi * 1.37 * time)
        place = np.arange(_BLOCK) + _HISTORY - sway * self._desk.wow * RATE / 1000 * 2
        whole = np.concatenate([self._history, wave], axis=1)
        self._history = whole[:, -_HISTORY:].copy()
        first = place.astype(np.int64)
        part = (place - first).astype(np.float32)
        return np.stack([s[first] * (1 - part) + s[first + 1] * part for s in whole])


def _ended(wave: Wave, begin: int, total: int, cadence: int) -> Wave:
    """The last chord's ring fades into silence by the end."""
    fall = max(min(round((total - cadence) * 0.6), 2 * RATE), 1)
    place: Wave = np.arange(begin, begin + wave.shape[1], dtype=np.float64)
    left = (total - place) / fall
    return wave * (np.sin(np.clip(left, 0, 1) * np.pi / 2) ** 2).astype(np.float32)


def _render(style: str, query: str, length: Fraction, path: Path) -> None:
    score = compose(style, query, length)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(Reel(path.parent)) as reel:
            meter = Meter()
            for block in played(score):
                reel.append(block)
                for at in range(0, len(block), SECOND):
                    meter.add(block[at : at + SECOND])
            _write(reel, meter.loudness(), partial)
        partial.replace(path)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def _write(reel: Reel, loudness: float, path: Path) -> None:
    gain = LOUDNESS - loudness if loudness > SILENT else 0.0
    peaks = true_peaks(reel.blocks(), 10 ** ((_CEILING - gain) / 20))
    final = master(peaks, gain, np.full(len(peaks), _CEILING))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        begin = 0
        for block in reel.blocks():
            level = final.apply(block, begin)
            begin += len(block)
            out.writeframes(np.round(np.clip(level, -1, 1) * 32767).astype("<i2").tobytes())


def _whole(path: Path, count: int) -> bool:
    """Whether a file of the cache is there and complete."""
    try:
        with wave.open(str(path), "rb") as file:
            header = path.stat().st_size - 4 * count
            return file.getnframes() == count and 0 < header < 100
    except (OSError, EOFError, wave.Error):
        return False
