"""Composed music as sound: measured, since tests cannot listen."""

import wave
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sounds import RATE, Mix, Samples, rms
from typecut.authoring.music import DRUMS, STYLES, compose
from typecut.engine.loudness import Meter, decibels, true_peaks
from typecut.engine.sound import render_music
from typecut.engine.synth import composed
from typecut.render.spec import Composition, Sound

every_style = pytest.mark.parametrize("style", sorted(STYLES))


def samples(path: Path) -> Samples:
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 2, 2)
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return (data.reshape(-1, 2) / 32768).astype("f4")


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Samples]:
    cache = tmp_path_factory.mktemp("cache")
    return {s: samples(composed(s, "seed=3", Fraction(40), cache)) for s in STYLES}


@every_style
def test_pieces_have_their_length_and_end_in_silence(
    pieces: dict[str, Samples], style: str
) -> None:
    piece = pieces[style]
    assert len(piece) == 40 * RATE
    assert np.abs(piece[-RATE // 50 :]).max() < 0.002
    cadence = compose(style, "seed=3", Fraction(40)).cadence
    ring = piece[round(cadence * RATE) :]
    thirds = [rms(part) for part in np.array_split(ring, 3)]
    assert thirds[0] > thirds[1] > thirds[2]
    assert thirds[0] > -30


def test_all_styles_are_equally_loud(pieces: dict[str, Samples]) -> None:
    found: list[float] = []
    for piece in pieces.values():
        meter = Meter()
        for at in range(0, len(piece), RATE):
            meter.add(piece[at : at + RATE])
        found.append(meter.loudness())
    assert max(found) - min(found) < 1.5
    assert np.mean(found) == pytest.approx(-16, abs=0.7)


@every_style
def test_no_clipping_and_no_clicks(pieces: dict[str, Samples], style: str) -> None:
    """A click is a step that nothing before and after it resembles."""
    piece = pieces[style]
    assert decibels(float(true_peaks([piece], 0.5).max())) <= -0.9
    assert abs(float(piece.mean())) < 0.002
    steps = np.abs(np.diff(piece[:, 0], 2))
    around = np.lib.stride_tricks.sliding_window_view(np.pad(steps, 24, mode="edge"), 49)
    for at in np.argsort(steps)[-40:]:
        assert steps[at] < 0.35
        assert np.count_nonzero(around[at] > 0.2 * steps[at]) >= 3


@every_style
def test_it_is_music_from_bottom_to_top(pieces: dict[str, Samples], style: str) -> None:
    """Energy in every octave, falling towards the top; something on both sides; dynamics."""
    piece = pieces[style]
    power = np.abs(np.fft.rfft(piece.mean(axis=1))) ** 2
    frequency = np.fft.rfftfreq(len(piece), 1 / RATE)
    edges = [60, 120, 250, 500, 1000, 2000, 4000, 8000]
    bands = [
        10 * np.log10(power[(frequency >= a) & (frequency < b)].sum() / power.sum())
        for a, b in pairwise(edges)
    ]
    assert max(bands) < -1
    assert min(bands[:5]) > -26
    assert min(bands) > -48
    side, middle = piece[:, 0] - piece[:, 1], piece[:, 0] + piece[:, 1]
    assert 0.05 < side.std() / middle.std() < 0.8
    assert 9 < 20 * np.log10(np.abs(piece).max() / piece.std()) < 22


@every_style
def test_it_is_in_tune(pieces: dict[str, Samples], style: str) -> None:
    """Most of what sounds lies within a sixth of a tone of the notes of the score's key."""
    score = compose(style, "seed=3", Fraction(40))
    scale = {n.pitch % 12 for n in score.notes if n.instrument not in DRUMS}
    power = np.abs(np.fft.rfft(pieces[style].mean(axis=1))) ** 2
    frequency = np.fft.rfftfreq(len(pieces[style]), 1 / RATE)
    range_ = (frequency > 120) & (frequency < 1000)
    pitch = 69 + 12 * np.log2(frequency[range_] / 440)
    power = power[range_]
    tuned = np.abs(pitch - np.round(pitch)) < 1 / 3
    own = np.isin(np.round(pitch).astype(int) % 12, sorted(scale))
    # By chance it would be 0.39; claps and snares are in no key.
    assert power[tuned & own].sum() > (0.6 if style == "upbeat" else 0.85) * power.sum()


@pytest.mark.parametrize("style", ["lofi", "upbeat"])
def test_the_beat_is_steady(pieces: dict[str, Samples], style: str) -> None:
    score = compose(style, "seed=3", Fraction(40))
    beat = 60 / score.tempo
    mono = pieces[style].mean(axis=1)
    blocks = mono[: len(mono) // 480 * 480].reshape(-1, 480)
    rise = np.maximum(np.diff(np.log1p(1000 * (blocks**2).mean(axis=1))), 0)
    rise -= rise.mean()
    match = np.correlate(rise, rise, "full")[len(rise) - 1 :]
    lags = np.arange(len(match)) / 100
    bars = [match[np.argmin(np.abs(lags - n * beat)) + np.arange(-1, 2)].max() for n in (4, 8)]
    assert min(bars) > 0.15 * match[0]


def test_it_is_made_once(tmp_path: Path) -> None:
    first = composed("calm", "seed=1", Fraction(2), tmp_path)
    again = first.read_bytes()
    stamp = first.stat().st_mtime_ns
    assert composed("calm", "seed=1", Fraction(2), tmp_path) == first
    assert first.stat().st_mtime_ns == stamp
    first.write_bytes(again[:-1000])  # as if cut off
    assert composed("calm", "seed=1", Fraction(2), tmp_path).read_bytes() == again
    out = tmp_path / "out.wav"
    render_music("calm", "seed=1", Fraction(2), out, tmp_path)
    assert out.read_bytes() == again
    assert [p.name for p in (tmp_path / "music").iterdir()] == [first.name]


def test_seeds_sound_different(tmp_path: Path) -> None:
    a, b = (samples(composed("calm", f"seed={s}", Fraction(3), tmp_path)) for s in (1, 2))
    assert np.abs(a - b).max() > 0.1


def test_music_in_the_mix(mix: Mix) -> None:
    music = Composition("lofi", "seed=1", Fraction(6))
    out = mix(6, Sound(music, Fraction(0), Fraction(6), Fraction(0), gain=0.35))
    assert len(out) == 6 * RATE
    assert -45 < rms(out[RATE : 3 * RATE]) < -20
    assert np.abs(out[-480:]).max() < 0.002


@pytest.mark.parametrize("length", [Fraction(1), Fraction(8), Fraction(1001, 120)])
def test_blocks_do_not_show(tmp_path: Path, length: Fraction) -> None:
    """Whatever the length is against the size of blocks."""
    for style in STYLES:
        piece = samples(composed(style, "seed=2", length, tmp_path))
        assert len(piece) == round(length * RATE)
        assert np.isfinite(piece).all()
        assert np.abs(piece[-200:]).max() < 0.002
