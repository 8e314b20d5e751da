"""The two raw materials of all instruments: ringing modes, and noise of a colour."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from typecut.engine.sound_block import RATE

Wave = npt.NDArray[np.floating[Any]]
"""Samples of 32 bits: mono, or two rows for left and right."""
Curve = npt.NDArray[np.floating[Any]]
Numbers = Sequence[float] | Curve

_ROW = 512
_HIGHEST = 19_000.0
_SIXTY = 6.9078
"""ln 1000: a level that has fallen by 60 dB."""


def ring(
    frequencies: Numbers, levels: Numbers, decays: Numbers, seconds: float,
    phases: Numbers | None = None,
) -> Wave:  # fmt: skip
    """A sum of sines, each dying away by 60 dB in its `decays` (seconds; 0: never).

    A damped sine is e^{st}, and e^{s(a+b)} = e^{sa}·e^{sb}: a grid of times is an outer product,
    and the sum over all modes a matrix product, which is far cheaper than as many sines.
    """
    f, g, t = (np.asarray(v, np.float64) for v in (frequencies, levels, decays))
    audible = f < _HIGHEST
    f, g, t = f[audible], g[audible], t[audible]
    p = np.zeros(len(f)) if phases is None else np.asarray(phases, np.float64)[audible]
    damping = np.divide(_SIXTY, t, out=np.zeros(len(t)), where=t > 0)
    step = (-damping + 2j * np.pi * f) / RATE
    count = max(int(seconds * RATE), 1)
    rows = -(-count // _ROW)
    slow: Any = np.exp(np.outer(np.arange(rows) * _ROW, step)) * (g * np.exp(1j * (p - np.pi / 2)))
    fast: Any = np.exp(np.outer(step, np.arange(_ROW)))
    left = np.concatenate([slow.real, -slow.imag], axis=1).astype(np.float32)
    right = np.concatenate([fast.real, fast.imag]).astype(np.float32)
    return (left @ right).reshape(-1)[:count]


def noise(rng: np.random.Generator, seconds: float, colour: Callable[[Curve], Curve]) -> Wave:
    """White noise whose spectrum is multiplied by `colour` of the frequency."""
    count = max(int(seconds * RATE), 64)
    spectrum = np.fft.rfft(rng.standard_normal(count).astype(np.float32))
    shaped = np.fft.irfft(spectrum * colour(np.fft.rfftfreq(count, 1 / RATE)), count)
    return shaped.astype(np.float32)


def band(low: float, high: float, slope: float = 2) -> Callable[[Curve], Curve]:
    """Between two frequencies (0 and inf allowed), falling off with the power `slope` outside."""

    def colour(frequency: Curve) -> Curve:
        below = (np.maximum(frequency, 1) / low) ** slope if low else np.ones(len(frequency))
        above = (frequency / high) ** slope if high < np.inf else np.zeros(len(frequency))
        return np.minimum(below, 1) / (1 + above)

    return colour


def falling(count: int, seconds: float) -> Wave:
    """An envelope that has fallen by 60 dB after `seconds`."""
    return np.exp(-_SIXTY / (seconds * RATE) * np.arange(count)).astype(np.float32)


def eased(wave: Wave, attack: float) -> Wave:
    """`wave` with its first `attack` seconds faded in, so that it does not click."""
    count = min(int(attack * RATE), wave.shape[-1])
    wave[..., :count] *= (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / max(count, 1))).astype("f4")
    return wave


def darker(wave: Wave, cutoff: float, poles: int = 2) -> Wave:
    """Through a lowpass that, like an analogue one, delays nothing and rings in nothing ahead."""
    return _filtered(wave, lambda f: 1 / (1 + 1j * f / cutoff) ** poles)


def thinner(wave: Wave, cutoff: float) -> Wave:
    """Without what lies below the ear: a bent wave is no longer even about zero."""
    return _filtered(wave, lambda f: 1j * f / (cutoff + 1j * f))


def _filtered(wave: Wave, response: Callable[[Curve], Any]) -> Wave:
    size = 1 << (wave.shape[-1] + RATE // 20 - 1).bit_length()
    spectrum = np.fft.rfft(wave, size) * response(np.fft.rfftfreq(size, 1 / RATE)).astype("c8")
    return np.fft.irfft(spectrum, size)[..., : wave.shape[-1]].astype(np.float32)


def hertz(pitch: float) -> float:
    return 440.0 * 2 ** ((pitch - 69) / 12)
