"""How a clip's picture is placed and coloured, as data."""

from dataclasses import dataclass
from typing import Literal

from .animation import Animated

Fit = Literal["fill", "fit", "blur"]
"""fill: cover the canvas, cutting what hangs over. fit: all of the picture on the background.
blur: all of the picture on a blurred enlargement of itself."""

Flip = Literal["", "h", "v", "hv"]


@dataclass(frozen=True, slots=True)
class Crop:
    """What is cut from each side, as fractions of the picture's displayed width or height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the picture lands on the canvas.

    The picture is cropped, flipped, turned by `rotate` degrees clockwise, fitted into the canvas
    by `fit` (None: the canvas's own), multiplied by `scale`, and centred at (`x`, `y`) in
    fractions of the canvas: (0.5, 0.5) is the middle, (0, 0) top left.
    Overlays are fitted with `fit` = "fit" and a scale below 1.
    """

    fit: Fit | None = None
    crop: Crop | None = None
    x: Animated = 0.5
    y: Animated = 0.5
    scale: Animated = 1.0
    rotate: Animated = 0.0
    flip: Flip = ""
    opacity: Animated = 1.0


Look = Literal["", "warm", "cool", "cinematic", "vivid", "muted", "vintage", "sepia", "mono"]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour effect: a named look blended in by `amount`, then the dials.

    `brightness` is added (−1…1, 0 neutral); `contrast`, `saturation`, `gamma` multiply
    (1 neutral); `temperature` −1 (cold) … 1 (warm).
    """

    look: Look = ""
    amount: float = 1.0
    brightness: Animated = 0.0
    contrast: Animated = 1.0
    saturation: Animated = 1.0
    gamma: Animated = 1.0
    temperature: Animated = 0.0


@dataclass(frozen=True, slots=True)
class Blur:
    """Gaussian blur; `radius` is the standard deviation as a fraction of the canvas height."""

    radius: Animated = 0.01


Effect = Colour | Blur
