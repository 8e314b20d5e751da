"""A colour effect as three tables: one for brightness, one for chroma, one for tints by brightness."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from typecut.timeline import Colour, Look, value_at

Table = npt.NDArray[np.uint8]
Curve = npt.NDArray[np.floating[Any]]

_LEVELS = (np.arange(256) - 16) / 219


@dataclass(frozen=True, slots=True, eq=False)
class Grade:
    """`luma` maps Y, `chroma` maps U and V, `tint_u` and `tint_v` are what the old Y adds to them,
    plus 128."""

    luma: Table
    chroma: Table
    tint_u: Table
    tint_v: Table
    tints: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """A look. `black` and `white` are where the ends of the scale go; `shadows` and `highlights`
    are tints as (blueness, redness) of the dark and bright parts, `middle` of what is between."""

    contrast: float = 1.0
    saturation: float = 1.0
    gamma: float = 1.0
    curve: float = 0.0
    black: float = 0.0
    white: float = 1.0
    shadows: tuple[float, float] = (0.0, 0.0)
    middle: tuple[float, float] = (0.0, 0.0)
    highlights: tuple[float, float] = (0.0, 0.0)


RECIPES: dict[Look, Recipe] = {
    "": Recipe(),
    "warm": Recipe(saturation=1.06, middle=(-0.030, 0.022), highlights=(-0.022, 0.010)),
    "cool": Recipe(saturation=0.98, middle=(0.026, -0.020), highlights=(0.014, -0.010)),
    "cinematic": Recipe(
        saturation=0.92, curve=0.35, black=0.015, white=0.98,
        shadows=(0.022, -0.020), middle=(-0.006, 0.008), highlights=(-0.028, 0.018),
    ),
    "vivid": Recipe(saturation=1.32, curve=0.25),
    "muted": Recipe(saturation=0.68, contrast=0.94, black=0.03, white=0.97),
    "vintage": Recipe(
        saturation=0.72, contrast=0.93, black=0.065, white=0.94,
        shadows=(0.010, 0.006), middle=(-0.026, 0.020), highlights=(-0.034, 0.014),
    ),
    "sepia": Recipe(
        saturation=0.0, contrast=0.97, black=0.02, white=0.97,
        shadows=(-0.020, 0.014), middle=(-0.075, 0.050), highlights=(-0.035, 0.018),
    ),
    "mono": Recipe(saturation=0.0, curve=0.15),
}  # fmt: skip


@lru_cache(maxsize=256)
def grade(colour: Colour) -> Grade:
    """The tables of `colour`, whose dials are plain numbers."""
    look, amount = RECIPES[colour.look], min(max(colour.amount, 0.0), 1.0)
    level = np.clip(_LEVELS, 0, 1)
    styled = level + (_styled(level, look) - level) * amount
    luma = _dialled(styled, colour)
    saturation = (1 + (look.saturation - 1) * amount) * value_at(colour.saturation, 0.0)
    chroma = 128 + (np.arange(256) - 128) * max(saturation, 0.0)
    blue, red = _tints(level, look, amount)
    warmth = value_at(colour.temperature, 0.0)
    # Light of another colour tints in proportion to brightness and leaves black alone.
    blue, red = blue - 0.085 * warmth * level, red + 0.065 * warmth * level
    return Grade(
        _table(16 + 219 * luma, 16, 235), _table(chroma, 16, 240),
        _table(128 + 224 * blue, 0, 255), _table(128 + 224 * red, 0, 255),
        bool(np.abs(blue).max() + np.abs(red).max() > 1e-4),
    )  # fmt: skip


def _styled(level: Curve, look: Recipe) -> Curve:
    shaped = level ** (1 / look.gamma)
    smooth = shaped * shaped * (3 - 2 * shaped)
    shaped = shaped + (smooth - shaped) * look.curve
    shaped = 0.5 + (shaped - 0.5) * look.contrast
    return look.black + shaped * (look.white - look.black)


def _dialled(level: Curve, colour: Colour) -> Curve:
    gamma = max(value_at(colour.gamma, 0.0), 0.05)
    bent = np.clip(level, 0, 1) ** (1 / gamma)
    contrast = max(value_at(colour.contrast, 0.0), 0.0)
    return 0.5 + (bent - 0.5) * contrast + value_at(colour.brightness, 0.0)


def _tints(level: Curve, look: Recipe, amount: float) -> tuple[Curve, Curve]:
    dark, bright = (1 - level) ** 2 * level * 4, level**2 * np.sqrt(1 - 0.9 * level)
    middle = 4 * level * (1 - level)
    blue, red = (
        amount * (look.shadows[i] * dark + look.middle[i] * middle + look.highlights[i] * bright)
        for i in (0, 1)
    )
    return blue, red


def _table(values: Curve, low: int, high: int) -> Table:
    return np.clip(np.rint(values), low, high).astype(np.uint8)
