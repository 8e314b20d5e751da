"""Many pieces of one recording sound like each of them alone."""

import os
import sys
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sounds import RATE, Samples, noisy, recording, write_sound
from typecut.engine import sound_reader
from typecut.engine.sound import mixed
from typecut.engine.sound_deck import Shelf
from typecut.render.spec import Recording, Sound, SoundSpec

PIECES = [(RATE * a, RATE * b) for a, b in (
    (0, 1), (2, 3), (9, 12), (12, 13), (12, 14), (14, 15), (30, 31), (11, 12), (3, 4), (38, 42), (20, 21),
)]  # fmt: skip
"""Forwards, touching, overlapping, back, over the end."""


def piece(source: Recording, begin: int, end: int, shelf: Shelf | None = None) -> Samples:
    return np.concatenate(list(sound_reader.samples(source, begin, end, shelf)))


@pytest.mark.parametrize("name", ["a.wav", "a.m4a", "a.mp3", "a.ogg", "a.webm", "a.ts", "a.mkv"])
def test_a_piece_does_not_depend_on_what_was_read_before(tmp_path: Path, name: str) -> None:
    rate = RATE if name == "a.webm" else 44100
    source = recording(write_sound(tmp_path / name, noisy(40, rate=rate), rate=rate))
    with closing(Shelf()) as shelf:
        for begin, end in PIECES:
            alone, after = piece(source, begin, end), piece(source, begin, end, shelf)
            assert after.shape == alone.shape
            # Decoders make some noise of their own, each time another. Time stamps in whole
            # milliseconds say by some samples where a part lies that was searched for.
            late, near = (_lag(alone, after), 0.08) if name == "a.mkv" else (0, 0.002)
            assert abs(late) <= 24
            same = alone[24:-24] - np.roll(after, -late, axis=0)[24:-24]
            assert np.abs(same).max() < near, (begin / RATE, end / RATE, late)


def _lag(one: Samples, other: Samples) -> int:
    """By how many samples `other` is later."""
    spectrum = np.conj(np.fft.rfft(one[:, 0], 2**19)) * np.fft.rfft(other[:, 0], 2**19)
    best = int(np.argmax(np.fft.irfft(spectrum)))
    return best if best < 2**18 else best - 2**19


def test_pieces_that_sound_at_once(tmp_path: Path) -> None:
    source = recording(write_sound(tmp_path / "a.m4a", noisy(40)))
    parts = [Sound(source, Fraction(i, 2), Fraction(1), Fraction(37 - 3 * i)) for i in range(12)]
    spec = SoundSpec(Fraction(7), tuple(parts))
    out = np.concatenate(list(mixed(spec, tmp_path, tmp_path)))
    wanted = np.zeros_like(out)
    for sound in parts:
        at, begin = round(sound.begin * RATE), round(sound.start * RATE)
        wanted[at : at + RATE] += piece(source, begin, begin + RATE)
    assert np.abs(out - wanted).max() < 0.004


@pytest.mark.skipif(sys.platform != "linux", reason="open files are counted in /proc")
def test_few_files_are_open_and_none_is_left(tmp_path: Path) -> None:
    paths = [write_sound(tmp_path / f"{i}.wav", noisy(2)) for i in range(20)]
    sources = [recording(path) for path in paths]
    sounds = [
        Sound(sources[i % 20], Fraction(i, 10), Fraction(1, 10), Fraction(1)) for i in range(40)
    ]
    before, most = _open_files(), 0
    for _ in mixed(SoundSpec(Fraction(4), tuple(sounds)), tmp_path, tmp_path):
        most = max(most, _open_files() - before)
    assert 0 < most <= 10
    assert _open_files() == before


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208
