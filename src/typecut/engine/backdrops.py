"""Moving backgrounds of our own, drawn small, enlarged and dithered; calm enough for words."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl

import cv2
import numpy as np
import numpy.typing as npt

from typecut.errors import RenderError

from .backdrops_fields import Field, Scene, aurora, bokeh, gradient, paper, waves

BACKDROPS_VERSION = "1"
"""Changes whenever the same backdrop would get other pixels."""

Plane = npt.NDArray[np.uint8]
Wide = npt.NDArray[np.uint16]

# Deep, dark, middle, bright, accent. The first three carry white letters.
PALETTES: dict[str, tuple[str, str, str, str, str]] = {
    "dawn": ("#221f42", "#4b3a6e", "#9c5480", "#e38d78", "#ffd2a6"),
    "ocean": ("#08202f", "#0c3a58", "#10627f", "#279da3", "#9fe5dd"),
    "forest": ("#10241d", "#1f4031", "#3a6747", "#769a5b", "#ddd992"),
    "slate": ("#191e26", "#28313d", "#425060", "#6c7d8e", "#bcc8d2"),
    "sunset": ("#211438", "#4c2058", "#9c2f60", "#e26542", "#ffc563"),
    "mono": ("#1a1a1c", "#2b2b2e", "#48484c", "#7b7b80", "#cdcdd0"),
    "coffee": ("#221813", "#3f2a1f", "#6d4732", "#ae7a4e", "#f0d3a8"),
}
# How each is drawn: by what, on how many rows at the shorter side, with how much grain, and in
# which palette where none is asked for.
_KINDS: dict[str, tuple[Callable[[Scene], Field], int, float, str]] = {
    "aurora": (aurora, 135, 1.0, "ocean"),
    "waves": (waves, 270, 1.0, "sunset"),
    "bokeh": (bokeh, 180, 1.0, "dawn"),
    "gradient": (gradient, 108, 1.0, "slate"),
    "paper": (paper, 108, 3.5, "coffee"),
}


def names() -> tuple[str, ...]:
    """The backdrops there are."""
    return tuple(_KINDS)


def palettes() -> tuple[str, ...]:
    """The palettes that ``palette=`` knows."""
    return tuple(PALETTES)


def picture(name: str, query: str, time: float, width: int, height: int) -> list[Plane]:
    """The backdrop at a time, as yuv420p planes; ``seed=`` and ``palette=`` are its parameters."""
    if name not in _KINDS:
        known = ", ".join(_KINDS)
        raise RenderError(f"There is no background {name!r}.", hint=f"There are: {known}.")
    draw, rows, grain, usual = _KINDS[name]
    asked = dict(parse_qsl(query))
    palette = asked.get("palette") or usual
    if palette not in PALETTES:
        known = ", ".join(PALETTES)
        raise RenderError(f"There is no palette {palette!r}.", hint=f"There are: {known}.")
    scale = min(1.0, rows / min(width, height))
    size = (max(2, round(width * scale)), max(2, round(height * scale)))
    colors = _colors(palette)
    field = draw(Scene(size[0], size[1], time, f"{name} {asked.get('seed', '')}", colors))
    return _planes(field, width, height, grain)


@lru_cache(maxsize=len(PALETTES))
def _colors(palette: str) -> npt.NDArray[np.float32]:
    rows = [[int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)] for color in PALETTES[palette]]
    return np.array(rows, np.float32)


def _planes(field: Field, width: int, height: int, grain: float) -> list[Plane]:
    """BT.709 in TV range: enlarged in 8.8 fixed point, so that dither can hide the steps."""
    red, green, blue = np.clip(field, 0, 1)
    luma = red * np.float32(0.2126) + green * np.float32(0.7152) + blue * np.float32(0.0722)
    half = ((width + 1) // 2, (height + 1) // 2)
    return [
        _enlarged(luma * 219 + 16, (width, height), grain),
        _enlarged((blue - luma) * np.float32(224 / 1.8556) + 128, half, 1.0),
        _enlarged((red - luma) * np.float32(224 / 1.5748) + 128, half, 1.0),
    ]


def _enlarged(samples: npt.NDArray[np.float32], size: tuple[int, int], grain: float) -> Plane:
    wide = (samples * 256).astype(np.uint16)
    large: Wide = cv2.resize(wide, size, interpolation=cv2.INTER_LINEAR)  # pyright: ignore[reportAssignmentType]
    large += _dither(size[0], size[1], grain)
    # The grain's mean goes; half a step stays, for rounding.
    large -= np.uint16(round(128 * grain) - 128)
    large >>= 8
    return large.astype(np.uint8)


@lru_cache(maxsize=8)
def _dither(width: int, height: int, grain: float) -> Wide:
    """Interleaved gradient noise: even at every scale, and without the look of a pattern."""
    xs, ys = np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64)[:, None]
    inner = np.mod(0.06711056 * xs + 0.00583715 * ys, 1.0)
    return (np.mod(52.9829189 * inner, 1.0) * 256 * grain).astype(np.uint16)
