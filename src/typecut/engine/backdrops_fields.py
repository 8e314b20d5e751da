"""The colour fields of the backdrops, as small pictures: pure functions of a scene."""

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]
"""Red, green and blue planes, 0…1."""
Channel = npt.NDArray[np.float32]
_TURN = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Scene:
    """What to draw: size in pixels, time in seconds, what the chances hang on, five colours."""

    width: int
    height: int
    time: float
    seed: str
    colors: npt.NDArray[np.float32]

    @property
    def axes(self) -> tuple[Channel, Channel]:
        """Across and down, in shorter sides, 0 in the middle."""
        return _axes(self.width, self.height)

    @property
    def reach(self) -> tuple[float, float]:
        """Half the width and half the height, in shorter sides."""
        short = min(self.width, self.height)
        return self.width / short / 2, self.height / short / 2

    def chance(self, *what: object) -> float:
        """A number from 0 to 1 that only the seed and `what` decide."""
        return _chance(self.seed, what)

    def swing(self, period: float, *what: object) -> float:
        """A slow sine, -1 to 1, of about that period and a phase of its own."""
        own = period * (0.85 + 0.3 * self.chance(*what, "period"))
        return math.sin(_TURN * (self.time / own + self.chance(*what, "phase")))


@lru_cache(maxsize=4096)
def _chance(seed: str, what: tuple[object, ...]) -> float:
    digest = hashlib.blake2b(repr((seed, what)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@lru_cache(maxsize=8)
def _axes(width: int, height: int) -> tuple[Channel, Channel]:
    short = min(width, height)
    xs = (np.arange(width, dtype=np.float32) + 0.5 - width / 2) / short
    ys = (np.arange(height, dtype=np.float32) + 0.5 - height / 2) / short
    return xs[None, :].astype(np.float32), ys[:, None].astype(np.float32)


def _mixed(scene: Scene, weights: list[Channel], colors: list[int]) -> Field:
    total = np.sum(weights, axis=0)
    return np.stack(
        [
            sum(weight * scene.colors[color][channel] for weight, color in zip(weights, colors, strict=True))
            / total
            for channel in range(3)
        ]
    ).astype(np.float32)  # fmt: skip


def _vignette(scene: Scene, field: Field, strength: float) -> Field:
    xs, ys = scene.axes
    reach_x, reach_y = scene.reach
    away = (xs / reach_x) ** 2 + (ys / reach_y) ** 2
    field *= 1 - np.float32(strength / 2) * away
    return field


def aurora(scene: Scene) -> Field:
    """Veils of colour that drift through each other."""
    xs, ys = scene.axes
    reach_x, reach_y = scene.reach
    bend = np.float32(0.16)
    warped_x = xs + bend * np.sin(ys * 2.6 + scene.swing(19, "bend x") * 1.6)
    warped_y = ys + bend * np.sin(xs * 2.1 + scene.swing(23, "bend y") * 1.6)
    weights: list[Channel] = [np.full((scene.height, scene.width), 0.07, np.float32)]
    colors = [0]
    for index, color in enumerate((1, 2, 3, 1, 2, 3, 0, 4)):
        x = reach_x * (2 * scene.chance(index, "x") - 1) + 0.42 * reach_x * scene.swing(
            17, index, "x"
        )
        y = reach_y * (2 * scene.chance(index, "y") - 1) + 0.42 * reach_y * scene.swing(
            21, index, "y"
        )
        size = (0.13 if color == 4 else 0.2) + 0.13 * scene.chance(index, "size")
        strength = 0.5 if color == 4 else 1.0
        away = (warped_x - x) ** 2 * np.float32(0.6) + (warped_y - y) ** 2
        weights.append(np.float32(strength) * np.exp(-away / np.float32(2 * size * size)))
        colors.append(color)
    return _vignette(scene, _mixed(scene, weights, colors), 0.3)


def gradient(scene: Scene) -> Field:
    """Two colours that slowly turn, with a soft light that wanders."""
    xs, ys = scene.axes
    reach_x, reach_y = scene.reach
    angle = _TURN * scene.chance("angle") + 0.5 * scene.swing(26, "angle")
    along = (xs * math.cos(angle) + ys * math.sin(angle)) / math.hypot(reach_x, reach_y)
    share = _smooth((along + 1) / 2)
    x, y = 0.6 * reach_x * scene.swing(18, "light x"), 0.6 * reach_y * scene.swing(22, "light y")
    light = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / np.float32(0.5))
    return _vignette(scene, _mixed(scene, [1 - share, share * 0.9, light * 0.55], [0, 1, 3]), 0.2)


def waves(scene: Scene) -> Field:
    """Hills of colour, one before the other, that roll slowly."""
    xs, ys = scene.axes
    reach_y = scene.reach[1]
    down = (ys + reach_y) / (2 * reach_y)
    sky = _smooth(_clipped(down * 1.25)) + 0 * xs
    field = _mixed(scene, [1 - sky, sky * 0.9, sky**3 * 0.5], [1, 2, 3])
    layers = 5
    softness = 1.6 / min(scene.width, scene.height)
    for layer in range(layers):
        near = (layer + 1) / layers
        height = reach_y * (0.08 + 0.92 * layer / layers) + 0 * xs
        for part, (length, swing) in enumerate(((1.7, 0.085), (0.83, 0.035), (0.45, 0.012))):
            speed = (0.05 + 0.035 * near) * (1 if scene.chance(layer, part, "way") > 0.3 else -0.6)
            phase = scene.chance(layer, part) + speed * scene.time / length
            height = height + swing * np.sin(_TURN * (xs / length + phase))
        _hill(scene, field, height, softness, near)
    return field


def _hill(scene: Scene, field: Field, height: Channel, softness: float, near: float) -> None:
    """Fills what lies below the line `height`, darker the nearer and the lower."""
    ys, reach_y = scene.axes[1], scene.reach[1]
    first = int(np.searchsorted(ys[:, 0], float(height.min()) - softness))
    below = ys[first:] - height
    cover = _clipped(below / np.float32(softness) + np.float32(0.5))
    depth = _clipped(below / np.float32(1.1 * reach_y))
    color, deep = _between(scene, 2.6 - 2.5 * near), _between(scene, max(0.0, 2.0 - 2.2 * near))
    for channel in range(3):
        shade = depth * (deep[channel] - color[channel]) + color[channel]
        part = field[channel, first:]
        shade -= part
        shade *= cover
        part += shade


def bokeh(scene: Scene) -> Field:
    """Lights out of focus, floating up past each other."""
    xs, ys = scene.axes
    reach_x, reach_y = scene.reach
    share = _smooth((ys / reach_y + 1) / 2) + 0 * xs
    field = _mixed(scene, [1 - share, share, share**2 * 0.35], [0, 1, 2])
    area = reach_x * reach_y * 4
    for index in range(round(16 * area)):
        near = scene.chance(index, "near")
        radius = 0.03 + 0.11 * near**1.5
        path = 2 * (reach_y + radius)
        climbed = (0.012 + 0.035 * near) * scene.time + scene.chance(index, "y") * path
        y = reach_y + radius - climbed % path
        x = (2.1 * scene.chance(index, "x") - 1.05) * reach_x + 0.05 * scene.swing(15, index)
        glow = 0.75 + 0.25 * scene.swing(6, index, "glow")
        strength = (0.13 + 0.26 * scene.chance(index, "strength") * (1.15 - near)) * glow
        color = scene.colors[2 + int(scene.chance(index, "color") * 2.999)]
        _disc(scene, field, x, y, radius, strength, color)
    return _vignette(scene, field, 0.25)


def _disc(
    scene: Scene,
    field: Field,
    x: float,
    y: float,
    radius: float,
    strength: float,
    color: npt.NDArray[np.float32],
) -> None:
    """A disc of light with a slightly brighter rim, laid over the field where it is."""
    short = min(scene.width, scene.height)
    soft = 0.16 * radius + 1.5 / short
    left, right = (round((x + way * (radius + soft)) * short + scene.width / 2) for way in (-1, 1))
    top, bottom = (round((y + way * (radius + soft)) * short + scene.height / 2) for way in (-1, 1))
    columns = slice(max(0, left), max(0, right + 1))
    rows = slice(max(0, top), max(0, bottom + 1))
    xs, ys = scene.axes
    away = np.sqrt((xs[:, columns] - x) ** 2 + (ys[rows] - y) ** 2)
    if not away.size:
        return
    inside = _smooth(_clipped((radius + soft / 2 - away) / soft))
    rim = 0.72 + 0.28 * np.clip(away / radius, 0, 1) ** 4
    cover = np.float32(strength) * inside * rim
    part = field[:, rows, columns]
    # A screen: light adds to light and never burns out.
    part += cover * (color[:, None, None] * (1 - part) + np.float32(0.04))


def paper(scene: Scene) -> Field:
    """Warm paper in the light of a window, whose shadows hardly move."""
    xs, ys = scene.axes
    angle = 0.6 + 0.25 * scene.chance("angle")
    along = xs * math.cos(angle) + ys * math.sin(angle)
    shade = np.zeros((scene.height, scene.width), np.float32)
    for index, length in enumerate((1.9, 1.1, 0.7)):
        phase = scene.chance(index) + 0.02 * scene.time / length + 0.05 * scene.swing(12, index)
        shade += (np.sin(_TURN * (along / length + phase)) + 1) / (2 + 2 * index)
    tint = np.float32(0.8) + np.float32(0.2) * scene.colors[4]
    dark = tint * (np.float32(0.82) + np.float32(0.08) * scene.colors[2])
    share = _smooth(_clipped(shade / 1.8))
    return _vignette(
        scene,
        np.stack([tint[c] * np.float32(0.97) * share + dark[c] * (1 - share) for c in range(3)]),
        0.08,
    )


def _clipped(share: npt.NDArray[np.floating]) -> Channel:
    return np.clip(share, 0, 1).astype(np.float32, copy=False)


def _smooth(share: npt.NDArray[np.floating]) -> Channel:
    return (share * share * (3 - 2 * share)).astype(np.float32, copy=False)


def _between(scene: Scene, place: float) -> npt.NDArray[np.float32]:
    """The colour at a place between two of the five."""
    place = min(max(place, 0.0), 3.999)
    first = int(place)
    share = np.float32(place - first)
    return scene.colors[first] * (1 - share) + scene.colors[first + 1] * share
