"""What the title styles look like; every length is a share of the frame's shorter side or an em."""

from dataclasses import dataclass

from typecut.timeline import TitlePosition, TitleStyle


@dataclass(frozen=True, slots=True)
class Shade:
    """The dark (or, under dark letters, light) that lifts letters off any footage.

    Radii in em. `tight` follows the letters' edges, `wide` calms what lies around them.
    """

    tight: float
    tight_strength: float
    wide: float
    wide_strength: float
    drop: float


@dataclass(frozen=True, slots=True)
class Look:
    """A style. Text is set at `size`, shrinks to `small` to need no more than `rows` rows, and
    further only to fit at all. `second` is the scale of all lines after the first."""

    size: float
    small: float
    rows: int
    weight: int
    shade: Shade
    measure: float = 0.8
    measure_upright: float = 0.8
    height: float = 0.78
    second: float = 1.0
    panel: bool = False
    rule: bool = False


_SOFT = Shade(tight=0.035, tight_strength=0.55, wide=0.24, wide_strength=0.5, drop=0.025)
_FIRM = Shade(tight=0.045, tight_strength=0.85, wide=0.2, wide_strength=0.55, drop=0.02)
_FAINT = Shade(tight=0.03, tight_strength=0.25, wide=0.12, wide_strength=0.15, drop=0.015)
CROWDED = Shade(tight=0.045, tight_strength=0.75, wide=0.3, wide_strength=0.75, drop=0.02)
"""For many rows, whatever the style: small letters need more."""

LOOKS: dict[TitleStyle, Look] = {
    "title": Look(0.112, 0.06, 3, 700, _SOFT, measure=0.74),
    "heading": Look(0.066, 0.045, 2, 700, _SOFT, height=0.4),
    "caption": Look(0.048, 0.038, 2, 600, _FIRM, height=0.4),
    "lower-third": Look(
        0.056, 0.04, 3, 700, _FAINT, measure=0.56, height=0.4, second=0.64, panel=True
    ),
    "end-card": Look(0.092, 0.055, 4, 700, _SOFT, measure=0.74, second=0.5, rule=True),
}
LEAST = 0.02
"""No text is set smaller than this; what does not fit then is cut off with an ellipsis."""

SAFE = 0.1
"""Words stay this far from the frame's sides."""
SAFE_PANEL = 0.05
"""Panels behind words stay this far from them."""
UPRIGHT_BOTTOM = 0.16
"""On upright frames words at the bottom stay clear of what players put there."""

ALIGN: dict[TitlePosition, str] = {
    "top-left": "left",
    "bottom-left": "left",
    "lower-third": "left",
    "top-right": "right",
    "bottom-right": "right",
}
