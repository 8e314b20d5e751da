"""Drums: swept sines, noise and metal. Each comes in a few versions, as no stroke is like another."""

import numpy as np

from typecut.engine.sound_block import RATE

from .modes import Wave, band, darker, eased, falling, noise, ring

VERSIONS = 4


def drum(name: str, version: int, soft: bool) -> Wave:
    """`soft` is the dusty kit of lo-fi."""
    rng = np.random.default_rng(4000 + version)
    return _KIT[name](rng, soft)


def _kick(rng: np.random.Generator, soft: bool) -> Wave:
    time = np.arange(int(0.45 * RATE)) / RATE
    deep, sweep = (49, 75) if soft else (52, 190)
    pitch = deep + sweep * np.exp(-time / (0.028 if soft else 0.02))
    wave = np.sin(2 * np.pi * np.cumsum(pitch) / RATE).astype(np.float32)
    wave *= falling(len(wave), 0.62 if soft else 0.5)
    click = noise(rng, 0.008, band(800, 2500 if soft else 7000)) * falling(int(0.008 * RATE), 0.008)
    wave[: len(click)] += click * (0.12 if soft else 0.3)
    return _ended(eased(np.tanh(1.6 * wave), 0.001)) * 0.9


def _snare(rng: np.random.Generator, soft: bool) -> Wave:
    tuned = rng.uniform(0.985, 1.015)
    body = ring([178 * tuned, 331 * tuned, 286 * tuned], [0.9, 0.4, 0.25], [0.22, 0.14, 0.1], 0.4)
    wires = noise(rng, 0.4, band(900, 4200 if soft else 9000))
    wave = body * 0.55 + wires[: len(body)] * falling(len(body), 0.26 if soft else 0.32) * 0.55
    return _ended(eased(wave, 0.0008)) * 0.75


def _brush(rng: np.random.Generator, soft: bool) -> Wave:
    wave = noise(rng, 0.3, band(1500, 7000))
    time = np.arange(len(wave)) / RATE
    return _ended(wave * np.exp(-(((time - 0.05) / 0.05) ** 2)).astype(np.float32)) * 0.3


def _rim(rng: np.random.Generator, soft: bool) -> Wave:
    wave = ring([480, 1130, 1720], [0.5, 0.9, 0.5], [0.05, 0.07, 0.04], 0.12)
    return eased(wave, 0.0005) * 0.5


def _hat(rng: np.random.Generator, soft: bool) -> Wave:
    return _metal(rng, 0.09, 0.07 if soft else 0.08, soft)


def _open_hat(rng: np.random.Generator, soft: bool) -> Wave:
    return _metal(rng, 0.5, 0.42, soft)


def _metal(rng: np.random.Generator, seconds: float, decay: float, soft: bool) -> Wave:
    """Six square waves that fit no scale, and noise, above the ear's middle."""
    count = int(seconds * RATE)
    time = np.arange(count) / RATE
    tones = np.array([263.0, 400, 421, 474, 587, 845]) * 1.52 * rng.uniform(0.99, 1.01)
    squares = np.sign(np.sin(2 * np.pi * np.outer(tones, time))).sum(axis=0)
    spectrum = np.fft.rfft(squares)
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    shaped = np.fft.irfft(spectrum * band(6500, 11000 if soft else 15000, 4)(frequency), count)
    hiss = noise(rng, seconds, band(6000, 9000 if soft else 14000, 3))[:count]
    wave = (0.35 * shaped + 0.4 * hiss).astype(np.float32) * falling(count, decay)
    return _ended(eased(wave, 0.0006)) * 0.5


def _clap(rng: np.random.Generator, soft: bool) -> Wave:
    """Several hands, a few milliseconds apart, and the room's answer."""
    wave = np.zeros(int(0.35 * RATE), np.float32)
    for at in (0.0, *np.sort(rng.uniform(0.006, 0.03, 3)), 0.032):
        hand = noise(rng, 0.3, band(850, 3600, 2))
        begin = int(at * RATE)
        last = at == 0.032
        hand *= falling(len(hand), 0.28 if last else 0.03)
        piece = eased(hand, 0.0005)[: len(wave) - begin]
        wave[begin : begin + len(piece)] += piece * (0.8 if last else 0.7)
    return _ended(wave) * 0.6


def _shaker(rng: np.random.Generator, soft: bool) -> Wave:
    wave = noise(rng, 0.12, band(4500, 11000, 3))
    time = np.arange(len(wave)) / RATE
    return _ended(wave * np.exp(-(((time - 0.022) / 0.02) ** 2)).astype(np.float32)) * 0.4


def _crash(rng: np.random.Generator, soft: bool) -> Wave:
    f = rng.uniform(300, 9500, 90)
    wave = ring(
        f, rng.uniform(0.2, 1, 90) / 14, rng.uniform(0.6, 2.6, 90), 2.6, rng.uniform(0, 6, 90)
    )
    wash = noise(rng, 2.6, band(3500, 12000, 2)) * falling(len(wave), 2.0)
    return _ended(eased(wave + 0.35 * wash, 0.002)) * 0.4


def _ride(rng: np.random.Generator, soft: bool) -> Wave:
    return darker(_crash(rng, soft), 5000) * 0.5


def _ended(wave: Wave) -> Wave:
    """Faded over its last 10 ms, whatever its decay has left."""
    count = min(RATE // 100, len(wave))
    wave[-count:] *= np.linspace(1, 0, count, dtype=np.float32)
    return wave


_KIT = {
    "kick": _kick, "snare": _snare, "brush": _brush, "rim": _rim, "hat": _hat,
    "open-hat": _open_hat, "clap": _clap, "shaker": _shaker, "crash": _crash, "ride": _ride,
}  # fmt: skip
