"""Instruments that sustain: a warm pad and a string section, both many voices slightly apart."""

import numpy as np

from .modes import Wave, hertz, ring

SECONDS = 10.0


def pad(pitch: int, force: float) -> Wave:
    return _section(pitch, (-8, -3, 1, 4, 9), 650 + 500 * force, 1.0) * 0.16


def strings(pitch: int, force: float) -> Wave:
    return _section(pitch, (-11, -6, -2, 2, 5, 10), 1300 + 900 * force, 0.85) * 0.15


def _section(pitch: int, cents: tuple[int, ...], cutoff: float, tilt: float) -> Wave:
    """Sawtooths, each voice a few cents off, under a lowpass; left and right differ in phase."""
    rng = np.random.default_rng(3000 + pitch)
    tone = hertz(pitch)
    k = np.arange(1, int(np.clip(6 * cutoff / tone, 3, 24)) + 1)
    f = np.concatenate([k * tone * 2 ** (c / 1200) for c in cents])
    level = np.tile(1 / k**tilt / np.sqrt(1 + (k * tone / cutoff) ** 4), len(cents))
    phases = rng.uniform(0, 2 * np.pi, len(f))
    apart = rng.uniform(0.2, 0.9, len(f)) * rng.choice((-1, 1), len(f))
    sides = [ring(f, level, np.zeros(len(f)), SECONDS, phases + s * apart) for s in (0, 1)]
    return np.stack(sides)
