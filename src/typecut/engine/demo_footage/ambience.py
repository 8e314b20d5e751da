"""The sound of the scenes: noise shaped into wind, surf and rain, and birds that sing."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .film import SOUND_RATE

Sound = NDArray[Any]


def morning(seconds: float) -> Sound:
    """A light wind in the trees and birds here and there."""
    wind = _noise(seconds, 1, lambda f: _band(f, 180, 900) / np.sqrt(f + 30))
    wind *= 0.55 + 0.45 * _swell(seconds, 2, 5.5)
    leaves = _noise(seconds, 3, lambda f: _band(f, 2500, 7000)) * 0.16 * _swell(seconds, 4, 3.0)
    return _finished(wind * 0.9 + leaves + _birds(seconds) * 1.5, 0.12)


def surf(seconds: float) -> Sound:
    """Waves that roll in, break and run out, each at its own place."""
    count = round(seconds * SOUND_RATE)
    time = np.arange(count) / SOUND_RATE
    low = _noise(seconds, 11, lambda f: _band(f, 40, 500) / (f + 60))
    high = _noise(seconds, 12, lambda f: _band(f, 700, 9000) / np.sqrt(f + 300))
    result = low * 0.5
    random = np.random.default_rng(4)
    for begin in np.arange(-3.0, seconds, 3.4):
        start = begin + random.uniform(-0.5, 0.5)
        rise, fall = random.uniform(1.2, 1.8), random.uniform(2.2, 3.4)
        since = time - start
        shape = np.where(since < rise, since / rise, np.exp(-(since - rise) / (fall / 2.2)))
        shape = np.clip(shape, 0, 1) ** 2 * random.uniform(0.7, 1.0)
        side = random.uniform(0.3, 0.7)
        gains = np.array([[math.cos(side * math.pi / 2)], [math.sin(side * math.pi / 2)]])
        result += gains * shape * (high * 1.1 + low * 1.3)
    return _finished(result, 0.13)


def city(seconds: float) -> Sound:
    """A wet street far below: hum, cars that pass, rain on the pane."""
    count = round(seconds * SOUND_RATE)
    time = np.arange(count) / SOUND_RATE
    hum = _noise(seconds, 21, lambda f: _band(f, 30, 240) / (f + 20))
    rain = _noise(seconds, 22, lambda f: _band(f, 1500, 12000) / np.sqrt(f + 9)) * 0.5
    tyres = _noise(seconds, 23, lambda f: _band(f, 250, 2200) / np.sqrt(f + 9))
    result = hum * 0.9 + rain * 0.8
    random = np.random.default_rng(6)
    for middle in np.arange(0.8, seconds, 2.3):
        centre, width = middle + random.uniform(-0.5, 0.5), random.uniform(0.7, 1.2)
        shape = np.exp(-(((time - centre) / width) ** 2)) * random.uniform(0.5, 0.9)
        pan = 0.5 + 0.4 * np.tanh((time - centre) / width) * random.choice([-1, 1])
        result += np.stack([np.cos(pan * math.pi / 2), np.sin(pan * math.pi / 2)]) * shape * tyres
    return _finished(result + _patter(count) * 0.8, 0.11)


def _noise(seconds: float, seed: int, colour: Callable[[Sound], Sound]) -> Sound:
    """Stereo noise with a spectrum of this shape, deviation 1."""
    count = round(seconds * SOUND_RATE)
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft(random.standard_normal((2, count)))
    spectrum *= colour(np.fft.rfftfreq(count, 1 / SOUND_RATE))
    sound = np.fft.irfft(spectrum, n=count)
    return (sound / sound.std()).astype(np.float32)


def _band(frequency: Sound, low: float, high: float) -> Sound:
    rise = 1 / (1 + (low / np.maximum(frequency, 1)) ** 4)
    return (rise / (1 + (frequency / high) ** 4)).astype(np.float32)


def _swell(seconds: float, seed: int, period: float) -> Sound:
    """Slow and irregular, from 0 to 1."""
    count = round(seconds * SOUND_RATE)
    random = np.random.default_rng(seed)
    time = np.arange(count) / SOUND_RATE
    total = sum(
        np.sin(time * math.tau / (period * stretch) + random.uniform(0, math.tau))
        for stretch in (1.0, 0.63, 1.71)
    )
    return (0.5 + np.asarray(total) / 6).astype(np.float32)


def _birds(seconds: float) -> Sound:
    count = round(seconds * SOUND_RATE)
    result = np.zeros((2, count))
    random = np.random.default_rng(8)
    at = 0.35
    while at < seconds - 0.7:
        pitch, side = random.uniform(2600, 4600), random.uniform(0.15, 0.85)
        loud = random.uniform(0.4, 1.0)
        for note in range(int(random.integers(2, 6))):
            song = _chirp(pitch * random.uniform(0.92, 1.12), random) * loud
            begin = round((at + note * random.uniform(0.10, 0.17)) * SOUND_RATE)
            song = song[: max(0, count - begin)]
            gains = np.array([[math.cos(side * math.pi / 2)], [math.sin(side * math.pi / 2)]])
            result[:, begin : begin + len(song)] += gains * song
        at += random.uniform(0.7, 1.6)
    return _in_the_open(result)


def _chirp(pitch: float, random: np.random.Generator) -> Sound:
    length = random.uniform(0.05, 0.12)
    time = np.arange(round(length * SOUND_RATE)) / SOUND_RATE
    part = time / length
    bend = random.uniform(-0.25, 0.35)
    frequency = pitch * (1 + bend * part + 0.05 * np.sin(part * math.tau * random.uniform(1, 3)))
    phase = np.cumsum(frequency) / SOUND_RATE * math.tau
    return np.sin(phase) * np.sin(part * math.pi) ** 2


def _in_the_open(dry: Sound) -> Sound:
    """A little echo from the trees."""
    random = np.random.default_rng(9)
    length = round(0.9 * SOUND_RATE)
    decay = np.exp(-np.arange(length) / (0.16 * SOUND_RATE))
    room = random.standard_normal((2, length)) * decay * 0.02
    size = dry.shape[1] + length
    wet = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(room, size), size)
    return (dry + wet[:, : dry.shape[1]]).astype(np.float32)


def _patter(count: int) -> Sound:
    """Single drops on the glass."""
    random = np.random.default_rng(10)
    result = np.zeros((2, count))
    time = np.arange(2400) / SOUND_RATE
    for begin in random.integers(0, count - 2400, round(count / SOUND_RATE * 26)):
        pitch, side = random.uniform(900, 3800), random.uniform(0, 1)
        drop = np.sin(time * pitch * math.tau) * np.exp(-time * random.uniform(220, 700))
        drop *= random.uniform(0.1, 1.0) ** 2
        gains = np.array([[math.cos(side * math.pi / 2)], [math.sin(side * math.pi / 2)]])
        result[:, begin : begin + 2400] += gains * drop
    return result.astype(np.float32)


def _finished(sound: Sound, level: float) -> Sound:
    """At an even level, with soft ends and no sample beyond full scale."""
    sound = np.tanh(sound / sound.std() * level * 1.1)
    edge = np.linspace(0, 1, SOUND_RATE // 50)
    sound[:, : len(edge)] *= edge
    sound[:, -len(edge) :] *= edge[::-1]
    return sound.astype(np.float32)
