"""Instruments that are plucked: guitars, basses, a bright synthetic pluck."""

import numpy as np

from .modes import Wave, band, eased, falling, hertz, noise, ring


def guitar(pitch: int, force: float) -> Wave:
    """Nylon strings, played softly with the flesh of the finger."""
    return _string(pitch, force, at=0.21, bright=1100 + 1500 * force, ring_for=7.0, body=0.5)


def steel(pitch: int, force: float, side: int = 0) -> Wave:
    """Steel strings, strummed with a pick; on the other `side` stands another guitar."""
    return _string(
        pitch, force, at=0.13 + 0.03 * side, bright=2600 + 2600 * force, ring_for=5.5, body=0.35
    )


def bass(pitch: int, force: float) -> Wave:
    """An upright bass: mostly fundamental, a woody beginning."""
    return _string(pitch, force, at=0.28, bright=330 + 320 * force, ring_for=4.6, body=0.7)


def fingerbass(pitch: int, force: float) -> Wave:
    return _string(pitch, force, at=0.17, bright=650 + 800 * force, ring_for=4.6, body=0.25)


def pluck(pitch: int, force: float) -> Wave:
    """A filtered sawtooth that closes at once."""
    tone = hertz(pitch)
    k = np.arange(1, int(np.clip(12000 / tone, 3, 30)) + 1)
    level = 1 / k * np.exp(-k * tone / (1800 + 3500 * force))
    decays = 0.9 / (1 + 0.35 * k)
    wave = ring(
        np.concatenate([k * tone * 0.9985, k * tone * 1.0015]), np.concatenate([level, level]),
        np.concatenate([decays, decays]), 0.9, np.random.default_rng(pitch).uniform(0, 6, 2 * len(k)),
    )  # fmt: skip
    return eased(wave, 0.002) * 0.35


def _string(
    pitch: int, force: float, *, at: float, bright: float, ring_for: float, body: float
) -> Wave:
    """Plucked `at` a part of its length: partials with a node there are missing. It swings in two
    planes, each with its own decay and a hair's breadth of its own pitch."""
    rng = np.random.default_rng(2000 + pitch)
    tone = hertz(pitch)
    k = np.arange(1, int(np.clip(11000 / tone, 4, 44)) + 1)
    f = k * tone * np.sqrt(1 + 0.00006 * k**2)
    level = np.abs(np.sin(np.pi * k * at)) / k**0.85 * np.exp(-f / bright)
    long = ring_for * 2 ** (-(pitch - 50) / 22) / (1 + 0.05 * k + 0.004 * k**2)
    seconds = float(np.clip(long[0] * 0.8, 0.6, 4.5))
    wave = ring(
        np.concatenate([f, f * 1.0006]),
        np.concatenate([level * 0.6, level * 0.4]),
        np.concatenate([long * 0.45, long]),
        seconds,
        rng.uniform(-0.4, 0.4, 2 * len(k)),
    )
    wood = ring([98, 187, 226, 410], [0.5, 0.35, 0.25, 0.1], [0.12, 0.09, 0.07, 0.05], 0.2)
    wave[: len(wood)] += wood * (0.22 * body * (0.4 + force))
    scrape = noise(rng, 0.012, band(900, bright * 2.2)) * falling(int(0.012 * 48000), 0.012)
    wave[: len(scrape)] += scrape * (0.16 * force)
    return eased(wave, 0.0012) * 0.55
