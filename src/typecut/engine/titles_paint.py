"""A set block of words gets its shade, its panel and its place in the frame, as sheets of colour."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from typecut.timeline import TitlePosition

from .titles_layout import Block
from .titles_place import Box, panel, place
from .titles_styles import ALIGN, CROWDED, Look

Channel = npt.NDArray[np.float32]
Sheet = npt.NDArray[np.float32]
"""Red, green, blue and alpha planes, 0…1, premultiplied."""

ACCENT = (1.0, 0.76, 0.28)
PANEL = (0.035, 0.045, 0.06)
PANEL_STRENGTH = 0.66
LIGHT_PANEL = (0.96, 0.96, 0.95)
LIGHT_PANEL_STRENGTH = 0.8
REACH = 0.8
"""How far shade and panels reach beyond the words, in em."""


@dataclass(frozen=True, slots=True)
class Painting:
    """Sheets of one size, bottom first, with their corner in the frame. `letters` is the words'
    own alpha; their picture begins at `inset`."""

    sheets: tuple[Sheet, ...]
    letters: Channel
    left: int
    top: int
    inset: tuple[int, int]


def paint(
    block: Block,
    look: Look,
    position: TitlePosition,
    frame: tuple[int, int],
    dark: bool,
    typed: bool,
) -> Painting:
    """Everything in one sheet; with `typed`, panel, shade and letters on a sheet each."""
    box = place(block, look, position, frame)
    pad = max(0, round(REACH * block.em) + 6 - block.margin)
    corner = (round(box.x) - block.margin, round(box.y) - block.margin)
    left, top = ((at - pad) // 2 * 2 for at in corner)
    inset = (corner[0] - left, corner[1] - top)
    ink = _ink(block.ink, inset, pad)
    shade = look.shade if len(block.rows) < 4 or look.panel else CROWDED
    behind = _behind(box.moved(-left, -top), block, look, position, ink.shape[1:], dark)
    drop = shade.drop * block.em
    glow = 0.0 if dark and look.panel else 1.0
    wide = _shade(ink[3], shade.wide * block.em, shade.wide_strength * glow, 1.5, drop, dark)
    tight = _shade(ink[3], shade.tight * block.em, shade.tight_strength * glow, 1.8, drop, dark)
    letters = _over(tight, ink)
    sheets = (behind, wide, letters) if typed else (_over(_over(behind, wide), letters),)
    return Painting(sheets, ink[3], left, top, inset)


def _ink(picture: npt.NDArray[np.uint8], inset: tuple[int, int], pad: int) -> Sheet:
    height, width = picture.shape[:2]
    size = ((height + inset[1] + pad + 1) // 2 * 2, (width + inset[0] + pad + 1) // 2 * 2)
    sheet = np.zeros((4, *size), np.float32)
    inner = sheet[:, inset[1] : inset[1] + height, inset[0] : inset[0] + width]
    for index, channel in enumerate(cv2.split(picture)):
        np.multiply(channel, np.float32(1 / 255), out=inner[index])
    inner[:3] *= inner[3]
    return sheet


def _over(below: Sheet, above: Sheet) -> Sheet:
    """`above` laid over `below`, which is used up."""
    below *= 1 - above[3]
    below += above
    return below


def _shade(
    alpha: Channel, radius: float, strength: float, gain: float, drop: float, dark: bool
) -> Sheet:
    """A soft shadow, a little below the letters; light under dark letters.

    Blurring thins small letters out; `gain` raises what is left.
    """
    raised = np.minimum(_blurred(alpha, max(0.5, radius)) * np.float32(gain), 1.0)
    matrix = np.array([[1, 0, 0], [0, 1, drop]], np.float64)
    sheet = np.zeros((4, *alpha.shape), np.float32)
    size = (alpha.shape[1], alpha.shape[0])
    sheet[3] = cv2.warpAffine(raised, matrix, size) * np.float32(strength * (0.7 if dark else 1))
    if dark:
        sheet[:3] = sheet[3]
    return sheet


def _blurred(alpha: Channel, sigma: float) -> Channel:
    """A Gaussian blur; wide ones are done on a smaller picture, which nobody can tell."""
    part = 1 << max(0, int(np.log2(sigma / 3))) if sigma >= 6 else 1
    if part == 1:
        return cv2.GaussianBlur(alpha, (0, 0), sigma)  # pyright: ignore[reportReturnType]
    height, width = alpha.shape
    size = (-(-width // part), -(-height // part))
    padded = cv2.copyMakeBorder(
        alpha, 0, size[1] * part - height, 0, size[0] * part - width, cv2.BORDER_CONSTANT
    )
    small = cv2.resize(padded, size, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), sigma / part)
    large = cv2.resize(blurred, (size[0] * part, size[1] * part), interpolation=cv2.INTER_LINEAR)
    return large[:height, :width]  # pyright: ignore[reportReturnType]


def _behind(
    box: Box, block: Block, look: Look, position: TitlePosition, size: tuple[int, ...], dark: bool
) -> Sheet:
    """What stands behind the words: a bar with an accent, a thin rule, or nothing."""
    sheet = np.zeros((4, *size), np.float32)
    if look.panel:
        _bar(sheet, panel(box, block.em), block, dark)
    elif look.rule and block.first < box.height - 0.2 * block.em:
        _rule(sheet, box, block, ALIGN.get(position, "center"))
    return sheet


def _bar(sheet: Sheet, bar: Box, block: Block, dark: bool) -> None:
    color, strength = (LIGHT_PANEL, LIGHT_PANEL_STRENGTH) if dark else (PANEL, PANEL_STRENGTH)
    _fill(sheet, bar, color, strength, 0.1 * block.em)
    thick = max(2.0, 0.1 * block.em)
    x = bar.x + bar.width - thick if block.rtl else bar.x
    _fill(sheet, Box(round(x), round(bar.y), round(thick), round(bar.height)), ACCENT, 1.0, 0)


def _rule(sheet: Sheet, box: Box, block: Block, align: str) -> None:
    width = round(min(1.1 * block.em, box.width))
    free = {"left": 0.0, "center": 0.5, "right": 1.0}[align] * (box.width - width)
    y = round(box.y + block.first + 0.27 * block.em)
    rule = Box(round(box.x + free), y, width, max(2, round(0.035 * block.em)))
    _fill(sheet, rule, (1, 1, 1), 0.9, 0)


def _fill(
    sheet: Sheet, box: Box, color: tuple[float, float, float], strength: float, radius: float
) -> None:
    """Lays a rectangle with round corners over the sheet, edges smoothed."""
    ys, xs = np.ogrid[: sheet.shape[1], : sheet.shape[2]]
    far_x = np.abs(xs + 0.5 - box.x - box.width / 2) - (box.width / 2 - radius)
    far_y = np.abs(ys + 0.5 - box.y - box.height / 2) - (box.height / 2 - radius)
    outside = np.hypot(np.maximum(far_x, 0), np.maximum(far_y, 0))
    distance = outside + np.minimum(np.maximum(far_x, far_y), 0) - radius
    alpha = (np.clip(0.5 - distance, 0, 1) * strength).astype(np.float32)
    sheet *= 1 - alpha
    for index, value in enumerate((*color, 1.0)):
        sheet[index] += alpha * np.float32(value)
