"""A room that never was: the noise of many echoes, dying away, the high ones first."""

import numpy as np

from typecut.engine.sound_block import RATE

from .modes import Wave

_BANDS = ((0, 0.9), (500, 1.0), (2000, 0.75), (5000, 0.45))
"""Frequencies, and how long each fades relative to the room's time."""
_EARLY = ((0.011, 0.5), (0.017, -0.42), (0.023, 0.36), (0.031, -0.3), (0.043, 0.24))


class Room:
    """Stereo reverberation of a mono send, block after block of the same size."""

    def __init__(self, seconds: float, damp: float, block: int) -> None:
        answer = _answer(seconds, damp)
        self._block = block
        self._size = _quick(block + answer.shape[1] - 1)
        self._spectrum = np.fft.rfft(answer, self._size)
        self._rest = np.zeros((2, self._size - block), np.float32)

    def heard(self, send: Wave) -> Wave:
        """What the room adds while `send` (of the block's length) plays."""
        spectrum = np.fft.rfft(send, self._size)
        wet = np.fft.irfft(self._spectrum * spectrum, self._size).astype(np.float32)
        wet[:, : self._rest.shape[1]] += self._rest
        self._rest = wet[:, self._block :].copy()
        return wet[:, : self._block]


def _answer(seconds: float, damp: float) -> Wave:
    rng = np.random.default_rng(5000)
    count = int(seconds * RATE)
    time = np.arange(count) / RATE
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    out = np.zeros((2, count))
    edges = [low for low, _ in _BANDS[1:]] + [RATE / 2]
    for (low, share), high in zip(_BANDS, edges, strict=True):
        spectrum = np.fft.rfft(rng.standard_normal((2, count)))
        part = np.fft.irfft(spectrum * ((frequency >= low) & (frequency < high)), count)
        out += part * np.exp(-6.9 * time / (seconds * share))
    spectrum = np.fft.rfft(out)
    spectrum *= (frequency > 180) / (1 + (frequency / damp) ** 2)
    out = np.fft.irfft(spectrum, count) * np.minimum(time / 0.02, 1)
    out /= np.sqrt((out**2).sum(axis=1, keepdims=True))
    for index, (at, level) in enumerate(_EARLY):
        out[index % 2, int(at * RATE)] += 0.4 * level
    out[:, -RATE // 20 :] *= np.linspace(1, 0, RATE // 20)
    return out.astype(np.float32)


def _quick(size: int) -> int:
    """The next length that only has the factors 2, 3 and 5: FFTs of those are fast."""
    best = 1 << (size - 1).bit_length()
    for three in (1, 3, 9):
        for five in (1, 5, 25):
            odd = three * five
            candidate = odd << max((-(-size // odd) - 1).bit_length(), 0)
            if size <= candidate < best:
                best = candidate
    return best
