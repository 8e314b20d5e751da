"""Where a block of words stands in the frame, and the panel behind it."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from typecut.timeline import TitlePosition

from .titles_layout import Block
from .titles_styles import ALIGN, SAFE, SAFE_PANEL, UPRIGHT_BOTTOM, Look

PANEL_SIDE = 0.5
"""How far, in em, a panel reaches beyond the words at their sides."""
PANEL_ABOVE = 0.3
PANEL_BELOW = 0.34


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def moved(self, x: float, y: float) -> "Box":
        return Box(self.x + x, self.y + y, self.width, self.height)


def place(block: Block, look: Look, position: TitlePosition, frame: tuple[int, int]) -> Box:
    """The block's rectangle: words inside the title-safe area, panels inside the action-safe."""
    box_width = block.ink.shape[1] - 2 * block.margin
    box_height = block.ink.shape[0] - 2 * block.margin
    side = PANEL_SIDE * block.em if look.panel else 0.0
    x = _across(ALIGN.get(position, "center"), frame[0], box_width, side)
    y = _down(position, frame, box_height, block.em if look.panel else 0.0)
    # Tails, accents and marks may reach out of the block; they stay in the safe area too.
    cover = block.ink[..., 3] > 0
    x = _kept(x, np.asarray(cover.any(axis=0)), block.margin, frame[0])
    y = _kept(y, np.asarray(cover.any(axis=1)), block.margin, frame[1])
    return Box(round(x), round(y), box_width, box_height)


def _kept(start: float, filled: npt.NDArray[np.bool_], margin: int, frame: int) -> float:
    found = np.flatnonzero(filled)
    if not found.size:
        return start
    first, last = int(found[0]) - margin, int(found[-1]) + 1 - margin
    low, high = math.ceil(SAFE * frame) - first, math.floor((1 - SAFE) * frame) - last
    return min(max(start, low), high) if low <= high else (low + high) / 2


def _across(align: str, frame: int, width: float, side: float) -> float:
    edge = max(SAFE * frame, SAFE_PANEL * frame + side)
    if align == "left":
        return edge
    return frame - edge - width if align == "right" else (frame - width) / 2


def _down(position: TitlePosition, frame: tuple[int, int], height: float, em: float) -> float:
    low = UPRIGHT_BOTTOM if frame[1] > frame[0] else SAFE
    if position.startswith("top"):
        return SAFE * frame[1] + PANEL_ABOVE * em
    if position.startswith("bottom"):
        return (1 - low) * frame[1] - height - PANEL_BELOW * em
    if position == "lower-third":
        return (1 - low - 0.04) * frame[1] - height
    return (frame[1] - height) / 2


def panel(box: Box, em: float) -> Box:
    """The bar behind a lower third."""
    return Box(
        box.x - PANEL_SIDE * em,
        box.y - PANEL_ABOVE * em,
        box.width + 2 * PANEL_SIDE * em,
        box.height + (PANEL_ABOVE + PANEL_BELOW) * em,
    )
