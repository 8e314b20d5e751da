"""A city at night through a wet window: lights out of focus, drops that show it upside down."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from .noise import Field, octaves, rgb

W, H = 960, 540
_MARGIN = 48
_LENS = 0.95
"""How much of the scene's height a drop shows."""


@dataclass(frozen=True, slots=True)
class _Light:
    """A lamp or a car: place, drift in pixels per second, radius of its disc, colour."""

    x: float
    y: float
    pace: float
    radius: int
    colour: Field
    beat: float


@dataclass(frozen=True, slots=True)
class _Slider:
    """A drop that runs down the pane, stopping and going."""

    x: float
    start: float
    pace: float
    size: float
    lag: float


class Rain:
    exposure = 1.3

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._city = _city()
        self._lights = _lights()
        self._discs = {r: _disc(r) for r in {x.radius for x in self._lights}}
        self._still, self._cover, self._shine = _drops()
        self._sliders = _sliders()
        y, x = np.mgrid[0:H, 0:W].astype(np.float32)
        self._x, self._y = x, y
        fog = octaves(256, 256, 8, 1.6, 2)[: H // 4, : W // 4]
        self._fog = cv2.resize(fog, (W, H), interpolation=cv2.INTER_CUBIC)[..., None] * 0.035

    def pictures(self) -> Iterator[Field]:
        for number in range(self._frames):
            yield self._picture(number)

    def _picture(self, number: int) -> Field:
        time = number / 30
        scene = self._scene(time)
        small = cv2.resize(scene, (W // 4, H // 4), interpolation=cv2.INTER_AREA)
        soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.6), (W, H))
        pane = scene[:, _MARGIN:-_MARGIN] * 0.72 + cv2.GaussianBlur(
            cv2.resize(small, (W, H)), (0, 0), 3
        ) * (0.34 + self._fog)
        move, cover, shine = self._still.copy(), self._cover.copy(), self._shine.copy()
        for slider in self._sliders:
            _run(slider, time, move, cover, shine)
        seen = cv2.remap(
            soft, self._x + move[..., 0], self._y + move[..., 1], cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        )  # fmt: skip
        cover = cover[..., None]
        pane += (seen * 1.15 - pane) * cover
        pane += shine[..., None] * rgb("#cfe0ff") * 0.5
        return pane

    def _scene(self, time: float) -> Field:
        grow = 1.0 + time * 0.006
        width = W + 2 * _MARGIN
        matrix = np.array(
            [[grow, 0, width / 2 * (1 - grow) - time * 2.2], [0, grow, H * 0.62 * (1 - grow)]],
            np.float32,
        )
        scene = cv2.warpAffine(
            self._city, matrix, (width, H), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        for light in self._lights:
            x = (light.x + light.pace * time) % (width + 120) - 60
            glow = 1.0 + 0.12 * math.sin(time * 2.1 + light.beat)
            if light.beat > 5.9:
                glow *= 0.35 + 0.65 * (math.sin(time * 3.3 + light.x) > 0)
            _add(scene, self._discs[light.radius], x, light.y, light.colour * glow)
        return scene


def _add(scene: Field, disc: Field, x: float, y: float, colour: Field) -> None:
    size = len(disc)
    left, top = x - size / 2, y - size / 2
    column, row = math.floor(left), math.floor(top)
    matrix = np.array([[1, 0, left - column], [0, 1, top - row]], np.float32)
    moved = cv2.warpAffine(disc, matrix, (size, size), flags=cv2.INTER_LINEAR)
    x0, y0 = max(column, 0), max(row, 0)
    x1, y1 = min(column + size, scene.shape[1]), min(row + size, scene.shape[0])
    if x0 < x1 and y0 < y1:
        part = moved[y0 - row : y1 - row, x0 - column : x1 - column]
        scene[y0:y1, x0:x1] += part[..., None] * colour


def _disc(radius: int) -> Field:
    """The picture of a point out of focus: an even disc with a slightly brighter rim."""
    size = radius * 2 + 7
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) - (size - 1) / 2
    distance = np.hypot(x, y)
    edge = np.clip((radius - distance) / 1.6 + 0.5, 0, 1)
    rim = np.exp(-(((distance - radius * 0.93) / (radius * 0.10 + 0.6)) ** 2))
    return (edge * (0.72 + 0.4 * rim)).astype(np.float32)


_LAMPS = [
    "#ffb45e",
    "#ff9440",
    "#ffd9a0",
    "#ff5a4a",
    "#7fb8ff",
    "#b58cff",
    "#4fd6d2",
    "#ff6fb0",
    "#fff0d8",
]


def _lights() -> list[_Light]:
    random = np.random.default_rng(17)
    found: list[_Light] = []
    weights = np.array([5, 4, 4, 2, 2, 1.2, 1.4, 1.2, 3])
    for _ in range(46):
        colour = rgb(_LAMPS[int(random.choice(len(_LAMPS), p=weights / weights.sum()))])
        depth = random.uniform(0, 1)
        radius = round(7 + 24 * depth**1.7)
        y = 330 - 150 * random.uniform(-0.2, 1) ** 2 + depth * 60
        power = random.uniform(0.25, 0.8) / (1 + radius / 16)
        found.append(
            _Light(
                random.uniform(0, W + 160),
                y,
                -3 - 5 * depth,
                radius,
                colour * power,
                random.uniform(0, 6.28),
            )
        )
    for lane in range(26):
        near = lane % 2
        colour = rgb("#fff2dc") * 0.95 if near else rgb("#ff3b30") * 0.9
        pace = random.uniform(46, 66) * (1 if near else -0.75)
        y = 432 + near * 34 + random.uniform(-6, 6)
        found.append(
            _Light(
                random.uniform(0, W + 160),
                y,
                pace,
                13 + 5 * near,
                colour * 0.55,
                random.uniform(0, 5.8),
            )
        )
    return found


def _city() -> Field:
    """Towers with lit windows, blurred by a lens focused on the pane."""
    width = W + 2 * _MARGIN
    random = np.random.default_rng(29)
    y = np.linspace(0, 1, H, dtype=np.float32)
    colours = np.array([rgb(c) for c in ("#0c1330", "#1b2350", "#47305f", "#6a3c55", "#1a1626")])
    column = np.stack([np.interp(y, [0, 0.35, 0.6, 0.75, 1], colours[:, c]) for c in range(3)], 1)
    city = np.repeat(column[:, None, :].astype(np.float32), width, 1)
    for row in range(3):
        x = -20.0
        while x < width:
            wide = random.uniform(42, 96) * (0.8 + 0.25 * row)
            top = int(H * (0.20 + 0.13 * row) + random.uniform(0, 150))
            _tower(city, int(x), int(x + wide), top, row, random)
            x += wide + random.uniform(-6, 14)
    street = int(H * 0.78)
    city[street:] = city[street:] * 0.25 + rgb("#171420")
    kernel = _disc(7)
    return cv2.filter2D(city, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)


def _tower(
    city: Field, left: int, right: int, top: int, row: int, random: np.random.Generator
) -> None:
    haze = (0.55, 0.3, 0.12)[row]
    x0, x1 = max(left, 0), min(right, city.shape[1])
    if x0 >= x1:
        return
    city[top:, x0:x1] = rgb("#0a0d1c") * (1 - haze) + city[top:, x0:x1] * haze
    warm = rgb(("#ffc37a", "#ffe2b8", "#9fc4ff", "#ffa64d")[int(random.integers(4))])
    step_x, step_y = int(random.integers(8, 12)), int(random.integers(10, 15))
    for wy in range(top + 8, int(H * 0.8), step_y):
        for wx in range(left + 5, right - 6, step_x):
            if random.random() < 0.36 and 0 <= wx < city.shape[1] - 6:
                city[wy : wy + 6, wx : wx + 4] += warm * random.uniform(0.4, 2.6) * (1 - haze * 0.5)


def _drops() -> tuple[Field, Field, Field]:
    """Drops that stay where they are: where each pixel looks, how much it does, what glints."""
    move = np.zeros((H, W, 2), np.float32)
    cover, shine = np.zeros((H, W), np.float32), np.zeros((H, W), np.float32)
    random = np.random.default_rng(5)
    for _ in range(1500):
        _put(
            move,
            cover,
            shine,
            random.uniform(0, W),
            random.uniform(0, H),
            random.uniform(0.9, 2.6),
            1.0,
        )
    for _ in range(230):
        size = 2.5 + 9 * random.uniform(0, 1) ** 2.6
        _put(
            move,
            cover,
            shine,
            random.uniform(0, W),
            random.uniform(0, H),
            size,
            random.uniform(1.0, 1.25),
        )
    return move, cover, shine


def _put(
    move: Field, cover: Field, shine: Field, x: float, y: float, size: float, tall: float
) -> None:
    reach = size * tall + 2
    x0, x1 = max(0, int(x - reach)), min(W, int(x + reach) + 1)
    y0, y1 = max(0, int(y - reach)), min(H, int(y + reach) + 1)
    if x0 >= x1 or y0 >= y1:
        return
    v, u = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    u, v = (u - x) / size, (v - y) / (size * tall)
    # Pear-shaped: narrower above, as gravity has it.
    u = u * (1.0 + 0.18 * np.clip(-v, 0, 1))
    distance = np.sqrt(u * u + v * v)
    inside = np.clip((1 - distance) * size / 1.3 + 0.5, 0, 1)
    new = inside > cover[y0:y1, x0:x1]
    bulge = np.minimum(distance, 1) ** 1.6
    for axis, part in ((0, u), (1, v)):
        lens = -part * (0.55 + bulge) * H * 0.22 * _LENS * min(1.0, 0.45 + size / 12)
        move[y0:y1, x0:x1, axis] = np.where(new, lens, move[y0:y1, x0:x1, axis])
    np.maximum(cover[y0:y1, x0:x1], inside, out=cover[y0:y1, x0:x1])
    if size > 2.4:
        glint = np.exp(-(((u + 0.35) / 0.2) ** 2) - ((v + 0.42) / 0.16) ** 2) * inside
        dark = 0.5 * np.clip(distance - 0.72, 0, 0.28) * inside
        shine[y0:y1, x0:x1] = np.where(new, glint - dark, shine[y0:y1, x0:x1])


def _sliders() -> list[_Slider]:
    random = np.random.default_rng(13)
    return [
        _Slider(random.uniform(20, W - 20), random.uniform(-200, H * 0.8), random.uniform(34, 90),
                random.uniform(5.5, 9.5), random.uniform(0, 6.28))
        for _ in range(15)
    ]  # fmt: skip


def _run(slider: _Slider, time: float, move: Field, cover: Field, shine: Field) -> None:
    # Friction: it creeps, then gives way.
    gone = slider.pace * (time + 0.55 * math.sin(time * 1.9 + slider.lag))
    y = slider.start + max(gone, 0.0)
    x = slider.x + 3.0 * math.sin(y / 37 + slider.lag)
    _wipe(move, cover, shine, slider, y)
    for bead in range(9):
        above = y - 16 - bead * 17 - 5 * math.sin(bead * 2.4 + slider.lag)
        if above > slider.start:
            place = slider.x + 3.0 * math.sin(above / 37 + slider.lag)
            _put(move, cover, shine, place, above, slider.size * (0.42 - 0.035 * bead), 1.1)
    _put(move, cover, shine, x, y, slider.size, 1.45)


def _wipe(move: Field, cover: Field, shine: Field, slider: _Slider, y: float) -> None:
    """Its track is clear of small drops."""
    top, bottom = int(max(0, slider.start)), int(min(H, y))
    if top >= bottom:
        return
    rows = np.arange(top, bottom)
    centre = slider.x + 3.0 * np.sin(rows / 37 + slider.lag)
    left = int(max(0, slider.x - slider.size - 6))
    right = int(min(W, slider.x + slider.size + 6))
    across = np.abs(np.arange(left, right)[None, :] - centre[:, None])
    keep = np.clip((across - slider.size * 0.8) / 2, 0, 1).astype(np.float32)
    cover[top:bottom, left:right] *= keep
    shine[top:bottom, left:right] *= keep
