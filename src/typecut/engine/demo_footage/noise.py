"""Seeded noise that tiles: the raw material of clouds, mist and ridges."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[Any]


def octaves(height: int, width: int, seed: int, roughness: float, lowest: float = 1.0) -> Field:
    """A tiling field, mean 0 and deviation 1, with a spectrum falling as 1/f^roughness from
    `lowest` waves per side on."""
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(random.standard_normal((height, width)))
    fy = np.fft.fftfreq(height)[:, None] * height
    fx = np.fft.rfftfreq(width)[None, :] * width
    frequency = np.maximum(np.hypot(fy, fx), lowest)
    spectrum /= frequency**roughness
    spectrum[0, 0] = 0
    field = np.fft.irfft2(spectrum, s=(height, width))
    return (field / field.std()).astype(np.float32)


def line(width: int, seed: int, roughness: float, lowest: float = 1.0) -> Field:
    """The same in one dimension."""
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft(random.standard_normal(width))
    frequency = np.maximum(np.arange(len(spectrum)), lowest)
    spectrum /= frequency**roughness
    spectrum[0] = 0
    values = np.fft.irfft(spectrum, n=width)
    return (values / values.std()).astype(np.float32)


def smoothstep(low: float, high: float, value: Field) -> Field:
    part = np.clip((value - low) / (high - low), 0, 1)
    return part * part * (3 - 2 * part)


def shifted(image: Field, x: float, y: float, width: int, height: int) -> Field:
    """The part of `image` at (x, y), moved by fractions of a pixel; it repeats beyond its edge."""
    matrix = np.array([[1, 0, x], [0, 1, y]], np.float32)
    return cv2.warpAffine(
        image, matrix, (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_WRAP,
    )  # fmt: skip


def rgb(code: str) -> Field:
    """``#rrggbb`` as light: the display's gamma taken off, so that blending is honest."""
    values = np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255
    return values**2.2
