"""Instruments that are struck: pianos, electric piano, mallets."""

import numpy as np

from .modes import Wave, band, eased, falling, hertz, noise, ring, thinner


def epiano(pitch: int, force: float) -> Wave:
    """A tine before a pickup: the harder it swings, the more the pickup bends its wave."""
    tone, seconds = hertz(pitch), 5.0
    rng = np.random.default_rng(pitch)
    decay = 12.0 * 2 ** (-(pitch - 48) / 20)
    wave = ring([tone], [1.0], [decay], seconds)
    envelope = falling(len(wave), decay)
    # Second harmonic by the offset of the pickup, third by its saturation; both die away first.
    bark = 0.12 + 0.95 * force
    bent = wave + bark * (wave**2 - 0.5 * envelope**2) - 0.35 * bark * wave**3
    bell = ring(
        [tone * 2, tone * 5.93, tone * 6.01, tone * 11.4], [0.07, 0.09 * force, 0.07 * force,
        0.05 * force], [decay * 0.5, 0.5, 0.35, 0.12], seconds,
    )  # fmt: skip
    out = thinner(np.tanh((0.7 + 0.9 * force) * bent), 45) + bell
    thump = noise(rng, 0.03, band(120, 1800)) * falling(int(0.03 * 48000), 0.03)
    out[: len(thump)] += thump * (0.25 * force)
    return eased(out, 0.0025) * 0.5


def piano(pitch: int, force: float) -> Wave:
    """Stiff strings, up to three to a note and never quite in tune, struck by a felt hammer.

    Stereo, since a piano is wide: each partial leans to a side of its own.
    """
    rng = np.random.default_rng(1000 + pitch)
    tone = hertz(pitch)
    count = int(np.clip(9000 / tone, 4, 28))
    k = np.arange(1, count + 1)
    stretch = 1 + 0.00018 * 2 ** ((pitch - 60) / 11) * k**2
    f = k * tone * np.sqrt(stretch)
    felt = 1400 + 5200 * force
    level = np.abs(np.sin(np.pi * k * 0.117)) / k**0.9 * np.exp(-f / felt)
    long = 21.0 * 2 ** (-(pitch - 45) / 15) / (1 + 0.06 * k + f / 9000)
    seconds = float(np.clip(long[0] * 0.6, 1.2, 7.0))
    drift = rng.uniform(0.0001, 0.00035, count)
    partials = np.concatenate([f * (1 - drift), f * (1 + drift)])
    decays = np.concatenate([long * 0.33, long])
    sides: list[Wave] = []
    phases = rng.uniform(-0.5, 0.5, 2 * count)
    for _ in range(2):
        lean = rng.uniform(0.75, 1.25, count)
        levels = np.concatenate([level * lean * 0.65, level * lean * 0.35])
        sides.append(ring(partials, levels, decays, seconds, phases))
    out = np.stack(sides)
    knock = noise(rng, 0.06, band(70, 420)) * falling(int(0.06 * 48000), 0.06)
    out[:, : len(knock)] += knock * (0.5 * force + 0.1)
    return eased(out, 0.0015 + 0.002 * (1 - force)) * 0.6


def vibes(pitch: int, force: float) -> Wave:
    tone = hertz(pitch)
    decay = 6.0 * 2 ** (-(pitch - 60) / 20)
    wave = ring(
        [tone, tone * 3.98, tone * 10.2], [1.0, 0.16 + 0.25 * force, 0.05 * force],
        [decay, 0.6, 0.09], 4.5,
    )  # fmt: skip
    return eased(wave, 0.003) * 0.5


def glock(pitch: int, force: float) -> Wave:
    tone = hertz(pitch + 12)
    wave = ring(
        [tone, tone * 2.756, tone * 5.404, tone * 8.93], [1.0, 0.35 * force, 0.2 * force, 0.08],
        [1.9, 0.7, 0.3, 0.12], 2.0,
    )  # fmt: skip
    return eased(wave, 0.001) * 0.4


def marimba(pitch: int, force: float) -> Wave:
    tone = hertz(pitch)
    decay = 1.1 * 2 ** (-(pitch - 60) / 15)
    wave = ring(
        [tone, tone * 3.93, tone * 9.4], [1.0, 0.3 * force + 0.1, 0.12 * force],
        [decay, decay * 0.35, 0.05], 1.4,
    )  # fmt: skip
    return eased(wave, 0.0015) * 0.6
