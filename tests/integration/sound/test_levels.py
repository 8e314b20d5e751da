"""What is heard is as loud as it should be: gains, fades, channels, loudness, peaks."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sounds import RATE, Mix, Samples, noisy, recording, rms, write_sound
from typecut.engine.loudness import Meter, decibels, true_peaks
from typecut.engine.sound import mix_sound
from typecut.render.spec import Sound, SoundSpec


def loudness(samples: Samples) -> float:
    meter = Meter()
    for at in range(0, len(samples), RATE):
        meter.add(samples[at : at + RATE])
    return meter.loudness()


def true_peak(samples: Samples) -> float:
    return decibels(float(true_peaks([samples], 0.1).max()))


def tone(
    path: Path, seconds: float, level: float, frequency: float = 1000, rate: int = RATE
) -> Path:
    time = np.arange(int(seconds * rate)) / rate
    return write_sound(
        path, (level * np.sin(2 * np.pi * frequency * time)).astype("f4"), rate=rate,
        codec="pcm_f32le",
    )  # fmt: skip


def test_the_meters_agree_with_what_is_known() -> None:
    """EBU Tech 3341: a 1 kHz stereo sine at −23 dBFS has −23 LUFS. A sine of a quarter of the
    sampling rate, samples at 45 degrees, peaks 3 dB above its samples."""
    time = np.arange(20 * RATE) / RATE
    sine = 10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * time)
    assert loudness(np.stack([sine, sine], 1).astype("f4")) == pytest.approx(-23, abs=0.1)
    quarter = 0.5 * np.sin(2 * np.pi * (np.arange(RATE) / 4 + 0.125))
    both = np.stack([quarter, quarter], 1).astype("f4")[2000:-2000]
    assert np.abs(both).max() == pytest.approx(0.5 / 2**0.5, abs=0.001)
    assert true_peak(both) == pytest.approx(20 * np.log10(0.5), abs=0.2)


def test_gain_and_mono_to_both_sides(tmp_path: Path, mix: Mix) -> None:
    source = recording(tone(tmp_path / "a.wav", 3, 0.5))
    out = mix(3, Sound(source, Fraction(0), Fraction(3), Fraction(0), gain=0.35))
    middle = out[RATE : 2 * RATE]
    for side in (0, 1):
        assert rms(middle[:, side]) == pytest.approx(20 * np.log10(0.35 * 0.5 / 2**0.5), abs=0.1)


def test_surround_is_folded_down(tmp_path: Path, mix: Mix) -> None:
    """Front left, centre and left surround in turns: 0, −3 and −3 dB; the bass channel is left
    out. Four loud channels at once do not clip."""
    data = np.zeros((5 * RATE, 6), np.float32)
    time = np.arange(RATE) / RATE
    sine = 0.5 * np.sin(2 * np.pi * 500 * time)
    for second, channel in enumerate((0, 2, 4, 3)):
        data[second * RATE : (second + 1) * RATE, channel] = sine
    data[4 * RATE :] = sine[:, None]
    path = write_sound(tmp_path / "a.wav", data, layout="5.1", codec="pcm_f32le")
    out = mix(5, Sound(recording(path), Fraction(0), Fraction(5), Fraction(0)))
    levels = [rms(out[s * RATE + 9600 : (s + 1) * RATE - 9600, 0]) for s in range(4)]
    base = 20 * np.log10(0.5 / 2**0.5)
    assert levels[0] == pytest.approx(base, abs=0.2)
    assert levels[1] == pytest.approx(base - 3, abs=0.2)
    assert levels[2] == pytest.approx(base - 3, abs=0.2)
    assert levels[3] < -60
    assert rms(out[2 * RATE + 9600 : 3 * RATE - 9600, 1]) < -60
    assert true_peak(out) <= -1


def test_linear_fades(tmp_path: Path, mix: Mix) -> None:
    source = recording(tone(tmp_path / "a.wav", 4, 0.5))
    out = mix(
        4,
        Sound(source, Fraction(0), Fraction(4), Fraction(0), fade_in=Fraction(1), fade_out=Fraction(2)),
    )  # fmt: skip
    full = rms(out[round(1.4 * RATE) : round(1.6 * RATE)])
    for at, part in ((0.25, 0.25), (0.5, 0.5), (0.75, 0.75), (2.5, 0.75), (3, 0.5), (3.5, 0.25)):
        window = out[round((at - 0.01) * RATE) : round((at + 0.01) * RATE)]
        assert rms(window) - full == pytest.approx(20 * np.log10(part), abs=0.3)
    assert np.abs(out[:20]).max() < 0.01
    assert np.abs(out[-20:]).max() < 0.01


def test_a_crossfade_keeps_the_power(tmp_path: Path, mix: Mix) -> None:
    first = recording(write_sound(tmp_path / "a.wav", noisy(4, seed=1)))
    second = recording(write_sound(tmp_path / "b.wav", noisy(4, seed=2)))
    one, two = Fraction(1), Fraction(2)
    out = mix(
        6,
        Sound(first, Fraction(0), Fraction(4), Fraction(0), fade_out=two, fade_out_shape="power"),
        Sound(second, two, Fraction(4), Fraction(0), fade_in=two, fade_in_shape="power"),
    )
    before = rms(out[: one.numerator * RATE])
    for tenth in range(20, 40):
        window = out[tenth * RATE // 10 : (tenth + 1) * RATE // 10]
        assert rms(window) == pytest.approx(before, abs=1)


def test_the_timeline_fades_out_to_nothing(tmp_path: Path, mix: Mix) -> None:
    source = recording(tone(tmp_path / "a.wav", 4, 0.5))
    out = mix(4, Sound(source, Fraction(0), Fraction(4), Fraction(0)), fade_out=Fraction(2))
    full = rms(out[RATE : 2 * RATE - 4800])
    assert rms(out[3 * RATE - 480 : 3 * RATE + 480]) - full == pytest.approx(-6, abs=0.3)
    assert np.abs(out[-10:]).max() < 0.01


@pytest.mark.parametrize("level", [0.02, 0.3])
def test_loudness_reaches_its_target(tmp_path: Path, mix: Mix, level: float) -> None:
    source = recording(write_sound(tmp_path / "a.wav", noisy(12, level)))
    out = mix(12, Sound(source, Fraction(0), Fraction(12), Fraction(0)), loudness=-14.0)
    assert loudness(out) == pytest.approx(-14, abs=0.5)
    assert true_peak(out) <= -1.0


def test_loud_and_spiky_sound_stays_under_the_ceiling(tmp_path: Path, mix: Mix) -> None:
    spikes = noisy(10, 0.15)
    spikes[::7001] += 0.9
    source = recording(write_sound(tmp_path / "a.wav", spikes, codec="pcm_f32le"))
    sounds = [Sound(source, Fraction(0), Fraction(10), Fraction(0), gain=g) for g in (1.0, 0.9)]
    for target in (None, -14.0):
        out = mix(10, *sounds, loudness=target)
        assert true_peak(out) <= -1.0
        if target:
            assert loudness(out) == pytest.approx(target, abs=0.5)


def test_what_is_not_too_high_is_left_alone(tmp_path: Path, mix: Mix) -> None:
    """One peak is taken down; a second later everything is as it was."""
    data = noisy(6, 0.05)
    data[2 * RATE : 2 * RATE + 240] += 1.5
    source = recording(write_sound(tmp_path / "a.wav", data, codec="pcm_f32le"))
    out = mix(6, Sound(source, Fraction(0), Fraction(6), Fraction(0)))
    assert true_peak(out) <= -1.0
    for second in (0, 1, 3, 4):
        part = slice(second * RATE + 4800, (second + 1) * RATE - 4800)
        assert rms(out[part]) == pytest.approx(rms(data[part]), abs=0.1)


def test_silence_stays_silence(mix: Mix) -> None:
    out = mix(3, loudness=-14.0)
    assert len(out) == 3 * RATE
    assert np.abs(out).max() < 1e-4


def test_the_same_mix_is_the_same_file(tmp_path: Path) -> None:
    source = recording(write_sound(tmp_path / "a.m4a", noisy(5)))
    sounds = (
        Sound(source, Fraction(0), Fraction(3), Fraction(1), Fraction(5, 4)),
        Sound(source, Fraction(1), Fraction(3), Fraction(0), cycle=Fraction(1)),
    )
    spec = SoundSpec(Fraction(4), sounds, loudness=-14.0)
    outs = [tmp_path / n for n in ("1.m4a", "2.m4a")]
    for out in outs:
        mix_sound(spec, out, tmp_path / "cache")
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir() if "part" in p.name) == []
