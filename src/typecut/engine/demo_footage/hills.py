"""Misty hills at sunrise: ridges of pines, one behind the other, and a flock of birds."""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from .film import DRAWN_HEIGHT as H
from .film import DRAWN_WIDTH as W
from .noise import Field, line, octaves, rgb, shifted, smoothstep

_PANORAMA = 2048
_SPARE = 12
_SUN = (0.66, 0.47)


class Hills:
    exposure = 0.9

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._sky = _sky()
        ridges = [_ridge(n, *spec[:3]) for n, spec in enumerate(_LAYERS)]
        # Rows below the next ridge's lowest point are always hidden by it.
        bottoms = [min(H, int(r.max()) + 16) for r in ridges[1:]] + [H]
        self._layers = [
            _layer(n, r, bottom, *spec[3:])
            for n, (r, bottom, spec) in enumerate(zip(ridges, bottoms, _LAYERS, strict=True))
        ]
        self._mist = smoothstep(-0.6, 2.2, octaves(256, 1024, 5, 1.5, 2))

    def pictures(self) -> Iterator[Field]:
        for number in range(self._frames):
            yield self._picture(number)

    def _picture(self, number: int) -> Field:
        time = number / 30
        image = shifted(self._sky, 6 + time * 1.2, 4, W, H)
        _birds(image, time)
        for index, (colour, alpha, top, pace) in enumerate(self._layers):
            x, y = 40 + time * pace, time * pace * 0.05
            part = image[top : top + len(alpha) - _SPARE]
            cover = shifted(alpha, x, y, W, len(part))[..., None]
            part *= 1 - cover
            part += shifted(colour, x, y, W, len(part))
            self._add_mist(image, index, top, time)
        return image

    def _add_mist(self, image: Field, index: int, top: int, time: float) -> None:
        if index >= len(self._layers) - 1:
            return
        bottom = min(H, top + 330)
        window = shifted(self._mist, 300.0 * index + time * (4 + 5 * index), 0, 640, 128)
        veil = cv2.resize(window, (W, bottom - top), interpolation=cv2.INTER_LINEAR)
        shape = np.sin(np.linspace(0, math.pi, bottom - top, dtype=np.float32)) ** 2
        veil = (veil * shape[:, None] * (0.30 - 0.03 * index))[..., None]
        part = image[top:bottom]
        part *= 1 - veil
        part += veil * _mist_colour(index)


# Height of the ridge, its roughness, darkness at the ridge and in the valley, size of trees, pace.
_LAYERS = [
    (0.50, 40, 1.60, "#b99aa6", "#e6b9a4", 0, 3.0),
    (0.56, 46, 1.50, "#8f7f9c", "#dca894", 0, 6.0),
    (0.63, 50, 1.45, "#65678a", "#c4968f", 7, 11.0),
    (0.71, 46, 1.40, "#3f4d6d", "#94808a", 15, 19.0),
    (0.82, 44, 1.35, "#22344a", "#4d5468", 30, 32.0),
    (0.97, 36, 1.30, "#0d1a26", "#131f2b", 74, 56.0),
]


def _mist_colour(index: int) -> Field:
    share = index / len(_LAYERS)
    return rgb("#ffd6b0") * (1 - share) * 0.95 + rgb("#8d8fae") * share


def _sky() -> Field:
    height, width = H + 8, _PANORAMA
    y = np.linspace(0, 1, height, dtype=np.float32)
    stops = [
        (0.0, "#3b5c94"),
        (0.2, "#7690b8"),
        (0.36, "#d3b3b4"),
        (0.47, "#ffcf9a"),
        (0.6, "#ffe0b5"),
    ]
    places = [s[0] for s in stops]
    colours = np.array([rgb(s[1]) for s in stops])
    column = np.stack([np.interp(y, places, colours[:, c]) for c in range(3)], 1)
    column = cv2.GaussianBlur(column.astype(np.float32), (1, 0), sigmaX=0.1, sigmaY=34)
    sky = np.repeat(column[:, None, :].astype(np.float32), width, 1)
    px = np.arange(width, dtype=np.float32)[None, :]
    py = np.arange(height, dtype=np.float32)[:, None]
    distance = np.hypot(px - _SUN[0] * W, py - _SUN[1] * H) / H
    clouds = octaves(512, 512, 3, 1.7, 4)
    clouds = cv2.resize(clouds, (width, height * 2), interpolation=cv2.INTER_CUBIC)[:height]
    streaks = smoothstep(0.35, 2.4, clouds) * np.clip(1.15 - np.abs(y - 0.2) * 3.4, 0, 1)[:, None]
    lit = rgb("#ffd9c0") * 0.95 + rgb("#ff9a5c") * np.exp(-distance * 2.2)[..., None] * 0.9
    sky += (lit - sky) * (streaks * 0.72)[..., None]
    sky += np.exp(-distance * 4.5)[..., None] * rgb("#ffb066") * 1.1
    sky += np.exp(-((distance / 0.16) ** 2))[..., None] * rgb("#ffdca8") * 0.9
    sky += (1 - smoothstep(0.040, 0.047, distance))[..., None] * rgb("#ffe9bd") * 3
    return np.ascontiguousarray(sky)


def _ridge(index: int, level: float, height: float, roughness: float) -> Field:
    return level * H - line(_PANORAMA, 40 + index, roughness, 2) * height * 0.55


def _layer(
    index: int, ridge: Field, bottom: int, dark: str, pale: str, trees: int, pace: float
) -> tuple[Field, Field, int, float]:
    top = int(max(0, ridge.min() - trees * 1.7 - 4))
    rows = bottom - top + _SPARE
    alpha = _silhouette(ridge - top, rows, trees, 70 + index)
    depth = np.arange(rows, dtype=np.float32)[:, None] - (ridge - top)[None, :]
    blend = smoothstep(-10.0, 150.0 + 12 * index, depth)[..., None]
    colour = rgb(dark) * (1 - blend) + rgb(pale) * blend
    x = np.abs(np.arange(_PANORAMA, dtype=np.float32) - _SUN[0] * W - 40)
    glow = np.exp(-x / 420)[None, :, None] * (1 - blend * 0.5)
    colour = colour + glow * rgb("#ffae6b") * (0.36 * (1 - index / 5.2))
    return (colour * alpha[..., None]).astype(np.float32), alpha, top, pace


def _silhouette(ridge: Field, rows: int, trees: int, seed: int) -> Field:
    """1 below the ridge and in its trees, smooth at the edge."""
    scale = 2
    mask = np.zeros((rows * scale, _PANORAMA * scale), np.uint8)
    x = np.arange(_PANORAMA)
    outline = np.stack([x, ridge], 1) * scale
    corners = [[_PANORAMA * scale, rows * scale], [0, rows * scale]]
    cv2.fillPoly(mask, [np.concatenate([outline, corners]).astype(np.int32)], 255)
    if trees:
        random = np.random.default_rng(seed)
        for _ in range(int(_PANORAMA / trees * 2.6)):
            place = int(random.integers(0, _PANORAMA))
            size = trees * random.uniform(0.55, 1.45)
            foot = float(ridge[place]) + size * 0.16
            for wrap in (-_PANORAMA, 0, _PANORAMA):
                _pine(mask, (place + wrap) * scale, foot * scale, size * scale, random)
    small = cv2.resize(mask, (_PANORAMA, rows), interpolation=cv2.INTER_AREA)
    return (small.astype(np.float32) / 255).astype(np.float32)


def _pine(mask: Field, x: float, foot: float, size: float, random: np.random.Generator) -> None:
    """A stack of drooping branches, narrower towards the top."""
    tiers = 7
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for tier in range(tiers):
        up = tier / tiers
        reach = size * 0.25 * (1 - up) ** 0.85 * random.uniform(0.8, 1.2)
        y = foot - size * 1.25 * up
        left += [(x - reach, y), (x - reach * 0.42, y - size * 0.12)]
        right += [(x + reach, y), (x + reach * 0.42, y - size * 0.12)]
    points = [*left, (x, foot - size * 1.32), *reversed(right)]
    cv2.fillPoly(mask, [np.array(points).astype(np.int32)], 255)


def _birds(image: Field, time: float) -> None:
    random = np.random.default_rng(21)
    mask = np.zeros((H // 2, W), np.uint8)
    for _ in range(9):
        lag, drift, size = random.uniform(0, 150), random.uniform(-34, 34), random.uniform(5, 8.5)
        beat, pace = random.uniform(2.0, 2.9), random.uniform(40, 46)
        x = 240 + time * pace + lag
        y = 190 - time * 5 + drift + lag * 0.18 + math.sin(time * 1.3 + lag) * 3
        flap = math.sin(time * beat * math.tau + lag)
        wing = [(-1.0, -0.15 - 0.5 * flap), (-0.45, -0.30 * flap - 0.14), (0, 0.08),
                (0.45, -0.30 * flap - 0.14), (1.0, -0.15 - 0.5 * flap)]  # fmt: skip
        points = np.array([[(x + a * size) * 16, (y + b * size) * 16] for a, b in wing])
        cv2.polylines(mask, [points.astype(np.int32)], False, 255, 2, cv2.LINE_AA, 4)
    part = image[: H // 2]
    part *= 1 - (mask.astype(np.float32) * (0.85 / 255))[..., None]
