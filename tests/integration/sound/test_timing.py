"""A sound is heard exactly when the timeline says."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sounds import RATE, Mix, heard, noisy, recording, ticking, ticks, write_sound
from typecut.engine import sound_reader
from typecut.render.spec import Sound

MARKS = [0.25, 1.0, 1.75, 2.5, 3.25, 4.0]


def assert_ticks(found: list[float], wanted: list[float], within: float = 0.001) -> None:
    assert len(found) == len(wanted), (found, wanted)
    assert np.abs(np.subtract(found, wanted)).max() <= within, (found, wanted)


@pytest.mark.parametrize(
    ("name", "rate"),
    [("a.wav", 48000), ("a.wav", 44100), ("a.wav", 8000), ("a.m4a", 44100), ("a.m4a", 48000),
     ("a.mp3", 44100), ("a.flac", 96000), ("a.ogg", 44100), ("a.ogg", 48000), ("a.webm", 48000),
     ("a.ts", 44100), ("a.mkv", 44100), ("a.opus", 48000)],
)  # fmt: skip
def test_ticks_of_every_format_land_where_they_belong(
    tmp_path: Path, mix: Mix, name: str, rate: int
) -> None:
    source = recording(write_sound(tmp_path / name, ticking(4.5, MARKS, rate), rate=rate))
    out = mix(6, Sound(source, Fraction(1), Fraction(4), Fraction(1, 2)))
    # A transport stream cannot say that its first 1024 samples are the encoder's own.
    priming = 1024 / rate if name == "a.ts" else 0
    wanted = [m + 0.5 + priming for m in MARKS if 0.5 <= m < 4.5]
    assert_ticks(ticks(out), wanted)


@pytest.mark.parametrize("name", ["a.wav", "a.m4a", "a.mp3", "a.ogg", "a.webm", "a.ts", "a.flac"])
def test_a_late_part_is_the_same_as_in_the_whole(tmp_path: Path, name: str) -> None:
    """Seeking finds the very samples that decoding from the beginning gives."""
    rate = 48000 if name.endswith("webm") else 44100
    source = recording(write_sound(tmp_path / name, noisy(40, rate=rate), rate=rate))
    begin, end = 30 * RATE + 123, 31 * RATE
    part = np.concatenate(list(sound_reader.samples(source, begin, end)))
    whole = np.concatenate(list(sound_reader.samples(source, 0, end)))[begin:]
    spectrum = np.fft.rfft(whole[:, 0], 2**17) * np.conj(np.fft.rfft(part[:, 0], 2**17))
    lag = int(np.argmax(np.fft.irfft(spectrum)))
    assert min(lag, 2**17 - lag) <= 24  # half a millisecond
    if name in ("a.wav", "a.m4a", "a.mp3", "a.flac"):
        assert lag == 0
        assert np.abs(part - whole).max() < 0.02


def test_a_sound_that_starts_late_stays_late(tmp_path: Path, mix: Mix) -> None:
    path = write_sound(tmp_path / "late.mp4", ticking(3, [0.5, 1.5]), begin=Fraction(4, 5))
    source = recording(path)
    source = replace(source, start=source.facts.start)  # as beside a picture that begins at 0
    late = Sound(source, Fraction(0), Fraction(3), Fraction(0))
    assert_ticks(ticks(mix(3, late)), [1.3, 2.3])


def test_a_gap_in_the_time_stamps_is_silence(tmp_path: Path, mix: Mix) -> None:
    path = write_sound(
        tmp_path / "gap.mkv", ticking(3, [0.5, 1.5, 2.5]), codec="flac", gap=(1, 0.4)
    )
    assert_ticks(ticks(mix(4, Sound(recording(path), Fraction(0), Fraction(4), Fraction(0)))),
                 [0.5, 1.9, 2.9])  # fmt: skip


def test_outside_the_recording_there_is_silence(tmp_path: Path, mix: Mix) -> None:
    source = recording(write_sound(tmp_path / "a.wav", noisy(1)))
    out = mix(4, Sound(source, Fraction(1), Fraction(3), Fraction(-1, 2)))
    assert np.abs(out[: round(1.45 * RATE)]).max() < 0.001
    assert np.abs(out[round(1.55 * RATE) : round(2.45 * RATE)]).max() > 0.1
    assert np.abs(out[round(2.55 * RATE) :]).max() < 0.001


def test_backwards(tmp_path: Path, mix: Mix) -> None:
    source = recording(write_sound(tmp_path / "a.wav", ticking(4.5, MARKS)))
    out = mix(5, Sound(source, Fraction(1, 2), Fraction(4), Fraction(4), Fraction(-1)))
    # Backwards a burst begins with its end.
    wanted = sorted(0.5 + 4 - (m + 0.005) for m in MARKS if m + 0.005 < 4)
    assert_ticks(ticks(out), wanted, 0.001)


@pytest.mark.parametrize("speed", [Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(4)])
def test_faster_and_slower(tmp_path: Path, mix: Mix, speed: Fraction) -> None:
    source = recording(write_sound(tmp_path / "a.wav", ticking(4.5, MARKS, hum=0.05)))
    duration = Fraction(9, 2) / speed
    out = mix(duration, Sound(source, Fraction(0), duration, Fraction(0), speed))
    found = ticks(out, 0.25)
    for mark in MARKS if speed <= 2 else MARKS[1:2]:
        assert min(abs(f - mark / speed) for f in found) < 0.005


@pytest.mark.parametrize("speed", [Fraction(2), Fraction(1, 2), Fraction(-3, 2)])
def test_the_pitch_is_kept(tmp_path: Path, mix: Mix, speed: Fraction) -> None:
    time = np.arange(6 * RATE) / RATE
    path = write_sound(tmp_path / "a.wav", (0.3 * np.sin(2 * np.pi * 440 * time)).astype("f4"))
    start = Fraction(6) if speed < 0 else Fraction(0)
    out = mix(2, Sound(recording(path), Fraction(0), Fraction(2), start, speed))
    middle = out[RATE // 2 : RATE // 2 + RATE, 0]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(RATE)))
    assert abs(int(np.argmax(spectrum)) - 440) <= 1
    away = np.abs(np.arange(len(spectrum)) - 440) > 20
    assert (spectrum[away] ** 2).sum() < 0.002 * (spectrum**2).sum()


def test_a_loop_goes_round_on_time(tmp_path: Path, mix: Mix) -> None:
    source = recording(write_sound(tmp_path / "a.wav", ticking(2, [0.5, 1.25])))
    sound = Sound(source, Fraction(0), Fraction(7), Fraction(1, 4), cycle=Fraction(3, 2))
    wanted = [base + at for base in (0, 1.5, 3, 4.5, 6) for at in (0.25, 1.0) if base + at < 7]
    assert_ticks(ticks(mix(7, sound)), wanted)


def test_a_loop_does_not_click(tmp_path: Path, mix: Mix) -> None:
    time = np.arange(3 * RATE) / RATE
    path = write_sound(tmp_path / "a.wav", (0.4 * np.sin(2 * np.pi * 100 * time)).astype("f4"))
    sound = Sound(
        recording(path), Fraction(0), Fraction(6), Fraction(0), cycle=Fraction(13, 10) / 7
    )
    assert np.abs(np.diff(mix(6, sound)[: -RATE // 20], axis=0)).max() < 0.012


def test_splitting_changes_nothing(tmp_path: Path, mix: Mix) -> None:
    source = recording(write_sound(tmp_path / "a.ogg", noisy(20, rate=44100), rate=44100))
    whole = mix(4, Sound(source, Fraction(0), Fraction(4), Fraction(12)))
    cut = Fraction(7, 3)
    halves = mix(
        4, Sound(source, Fraction(0), cut, Fraction(12)),
        Sound(source, cut, 4 - cut, 12 + cut),
    )  # fmt: skip
    assert np.array_equal(whole, halves)


@pytest.mark.parametrize("duration", [Fraction(1), Fraction(10, 3), Fraction(1001, 240)])
def test_the_length_is_exact(mix: Mix, tmp_path: Path, duration: Fraction) -> None:
    mix(duration)
    assert abs(len(heard(tmp_path / "mix.m4a")) - round(duration * RATE)) <= 1
