"""The band: plays notes onto the desk's channels, keeping every sound it has made once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from typecut.authoring.music import DRUMS, Note
from typecut.engine.sound_block import RATE

from . import drums, keys, plucked, sustained
from .desk import Desk, Strip
from .modes import Wave, darker

_INSTRUMENTS: dict[str, Callable[[int, float], Wave]] = {
    "epiano": keys.epiano, "piano": keys.piano, "vibes": keys.vibes, "glock": keys.glock,
    "marimba": keys.marimba, "guitar": plucked.guitar, "steel": plucked.steel,
    "bass": plucked.bass, "fingerbass": plucked.fingerbass, "pluck": plucked.pluck,
    "steel-right": lambda pitch, force: plucked.steel(pitch, force, side=1),
    "pad": sustained.pad, "strings": sustained.strings,
}  # fmt: skip

TAIL = 12 * RATE
"""How far a note that begins in a block may reach beyond it."""
_MOST_KEPT = 40_000_000
"""Samples of all sounds kept (160 MB)."""
_FORCES = 4
_MIDDLE = 62


@dataclass(slots=True)
class Tracks:
    """What is played in a block, and (in the `TAIL` behind it) what rings on after it."""

    size: int
    dry: Wave = field(init=False)
    keys: Wave = field(init=False)
    send: Wave = field(init=False)

    def __post_init__(self) -> None:
        self.dry, self.keys = (np.zeros((2, self.size + TAIL), np.float32) for _ in range(2))
        self.send = np.zeros(self.size + TAIL, np.float32)

    def advance(self) -> None:
        for track in (self.dry, self.keys, self.send):
            track[..., :TAIL] = track[..., self.size :]
            track[..., TAIL:] = 0


class Band:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[tuple[str, int, int], Wave] = {}
        self._kept = 0
        self._strokes = 0

    def play(self, notes: Iterable[Note], begin: int, tracks: Tracks) -> None:
        """Adds notes to the block that begins at sample `begin`."""
        for note in notes:
            strip = self._desk.strips.get(note.instrument, Strip())
            wave = self._sound(note, strip)
            at = round(note.begin * RATE) - begin
            level = strip.level * note.velocity**1.4
            pan = strip.pan + strip.spread * (note.pitch - _MIDDLE) / 24 * (note.pitch > 0)
            held = wave.shape[-1] if note.instrument in DRUMS else round(note.duration * RATE)
            _add(wave, strip, at, held, level, min(max(pan, -1.0), 1.0), tracks, note.instrument)

    def _sound(self, note: Note, strip: Strip) -> Wave:
        if note.instrument in DRUMS:
            self._strokes += 1
            key = (note.instrument, 0, self._strokes % drums.VERSIONS)
        else:
            key = (note.instrument, note.pitch, min(int(note.velocity * _FORCES), _FORCES - 1))
        wave = self._known.pop(key, None)
        if wave is None:
            wave = self._made(*key)
            if strip.lowpass:
                wave = darker(wave, strip.lowpass)
            wave = np.ascontiguousarray(wave, np.float32)
            self._kept += wave.size
        self._known[key] = wave  # last in the order of use
        while self._kept > _MOST_KEPT and len(self._known) > 1:
            self._kept -= self._known.pop(next(iter(self._known))).size
        return wave

    def _made(self, instrument: str, pitch: int, version: int) -> Wave:
        if instrument in DRUMS:
            return drums.drum(instrument, version, self._desk.soft)
        return _INSTRUMENTS[instrument](pitch, (version + 0.5) / _FORCES)


def _add(
    wave: Wave, strip: Strip, at: int, held: int, level: float, pan: float, tracks: Tracks,
    instrument: str,
) -> None:  # fmt: skip
    """One note: its sound while it is held, then the release."""
    release = round(strip.release * RATE)
    length = min(wave.shape[-1], held + release, tracks.size + TAIL - at)
    piece = wave[..., :length] * np.float32(level)
    if length > held:
        fall = np.cos(np.linspace(0, np.pi / 2, release, dtype=np.float32)) ** 2
        piece[..., held:] *= fall[: length - held]
    if strip.attack:
        rise = min(round(strip.attack * RATE), length)
        piece[..., :rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    if length == wave.shape[-1]:
        end = min(length, RATE // 200)
        piece[..., length - end :] *= np.linspace(1, 0, end, dtype=np.float32)
    # Constant power over the picture's width; 1 in the middle.
    sides = [np.float32(np.sqrt(1 + side * pan)) for side in (-1, 1)]
    target = tracks.keys if instrument == "epiano" else tracks.dry
    for side in (0, 1):
        target[side, at : at + length] += (piece if piece.ndim == 1 else piece[side]) * sides[side]
    mono = piece if piece.ndim == 1 else piece.mean(axis=0)
    tracks.send[at : at + length] += mono * np.float32(strip.send)
