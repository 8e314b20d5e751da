"""A set block of words becomes a sprite: placed in the frame, shaded, on a panel where it has one."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from typecut.timeline import TitlePosition

from .sprites import CLEAR, HALF_STEP, NOTHING, Layer, Sprite
from .titles_layout import Block, Row
from .titles_styles import ALIGN, SAFE, SAFE_PANEL, UPRIGHT_BOTTOM, Look, Shade

Sheet = npt.NDArray[np.float32]
"""Premultiplied RGBA, 0…1."""

ACCENT = (1.0, 0.76, 0.28)
PANEL = (0.035, 0.045, 0.06)
PANEL_STRENGTH = 0.66


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the frame."""

    x: float
    y: float
    width: float
    height: float


def paint(
    block: Block,
    look: Look,
    position: TitlePosition,
    frame: tuple[int, int],
    dark: bool,
    typed: bool,
) -> Sprite:
    """The sprite of a block; with `typed` the letters, their shade and the panel are layers."""
    box = _place(block, look, position, frame)
    left, top = round(box.x) - block.margin, round(box.y) - block.margin
    # The sheet is larger than the ink by what shade and panel need, and even all around.
    pad = round(block.em * 0.6) + 8
    left, top = (left - pad) // 2 * 2, (top - pad) // 2 * 2
    inset_x = round(box.x) - block.margin - left
    inset_y = round(box.y) - block.margin - top
    size = (
        (block.ink.shape[0] + inset_y + pad + 1) // 2 * 2,
        (block.ink.shape[1] + inset_x + pad + 1) // 2 * 2,
    )
    ink = np.zeros((*size, 4), np.float32)
    ink[inset_y : inset_y + block.ink.shape[0], inset_x : inset_x + block.ink.shape[1]] = (
        _premultiplied(block.ink)
    )
    own = Box(box.x - left, box.y - top, box.width, box.height)
    panel = _panel(own, block, look, position, size)
    halo = _halo(ink[..., 3], look.shade, block.em, dark)
    sheets = [panel, halo, ink] if typed else [_over(_over(panel, halo), ink)]
    return _cropped(sheets, left, top, frame, block, (inset_x, inset_y))


def _place(block: Block, look: Look, position: TitlePosition, frame: tuple[int, int]) -> Box:
    width, height = frame
    box_width = block.ink.shape[1] - 2 * block.margin
    box_height = block.ink.shape[0] - 2 * block.margin
    low = UPRIGHT_BOTTOM if height > width else SAFE
    x = (width - box_width) / 2
    y = (height - box_height) / 2
    align = ALIGN.get(position, "center")
    inset = 0.62 * block.em if look.panel else 0.0
    edge = max(SAFE * width, SAFE_PANEL * width + inset)
    if align == "left":
        x = edge
    elif align == "right":
        x = width - edge - box_width
    if position.startswith("top"):
        y = SAFE * height + (0.3 * block.em if look.panel else 0)
    elif position.startswith("bottom"):
        y = height * (1 - low) - box_height
    elif position == "lower-third":
        y = height * (1 - low - 0.04) - box_height
    return Box(x, y, box_width, box_height)


def _premultiplied(picture: npt.NDArray[np.uint8]) -> Sheet:
    sheet = picture.astype(np.float32) / 255
    sheet[..., :3] *= sheet[..., 3:]
    return sheet


def _over(below: Sheet, above: Sheet) -> Sheet:
    return above + below * (1 - above[..., 3:])


def _halo(alpha: npt.NDArray[np.float32], shade: Shade, em: float, dark: bool) -> Sheet:
    """A soft shadow close to the letters and a wide one around them."""
    strength = 1.0
    for radius, part, drop in (
        (shade.tight, shade.tight_strength, shade.drop),
        (shade.wide, shade.wide_strength, shade.drop),
    ):
        blurred = cv2.GaussianBlur(alpha, (0, 0), max(0.5, radius * em))
        # Blurring thins small letters out; what is left is raised again.
        raised = np.minimum(blurred * (1.5 if radius > 0.1 else 1.8), 1.0)
        matrix = np.array([[1, 0, 0], [0, 1, drop * em]], np.float64)
        lowered = cv2.warpAffine(raised, matrix, (alpha.shape[1], alpha.shape[0]))
        strength = strength * (1 - lowered * part)
    sheet = np.zeros((*alpha.shape, 4), np.float32)
    sheet[..., 3] = (1 - strength) * (0.6 if dark else 1.0)
    if dark:
        sheet[..., :3] = sheet[..., 3:]
    return sheet


def _panel(
    box: Box, block: Block, look: Look, position: TitlePosition, size: tuple[int, int]
) -> Sheet:
    """What stands behind the words: a bar with an accent, a thin rule, or nothing."""
    sheet = np.zeros((*size, 4), np.float32)
    em = block.em
    if look.panel:
        side: Literal["left", "right"] = "right" if block.rtl else "left"
        bar = Box(box.x - 0.5 * em, box.y - 0.3 * em, box.width + em, box.height + 0.64 * em)
        _fill(sheet, bar, PANEL, PANEL_STRENGTH, 0.1 * em)
        x = bar.x if side == "left" else bar.x + bar.width - 0.1 * em
        _fill(sheet, Box(x, bar.y, max(2.0, 0.1 * em), bar.height), ACCENT, 1.0, 0)
    elif look.rule and len(block.rows) > 1 and block.first < box.height - em * 0.2:
        width = min(1.1 * em, box.width)
        align = ALIGN.get(position, "center")
        x = {"left": box.x, "right": box.x + box.width - width}.get(
            align, box.x + (box.width - width) / 2
        )
        y = box.y + block.first + 0.27 * em
        _fill(sheet, Box(x, y, width, max(2.0, 0.035 * em)), (1, 1, 1), 0.9, 0)
    return sheet


def _fill(
    sheet: Sheet, box: Box, color: tuple[float, float, float], strength: float, radius: float
) -> None:
    """Lays a rectangle with round corners over the sheet, edges smoothed."""
    ys, xs = np.ogrid[: sheet.shape[0], : sheet.shape[1]]
    far_x = np.abs(xs + 0.5 - box.x - box.width / 2) - (box.width / 2 - radius)
    far_y = np.abs(ys + 0.5 - box.y - box.height / 2) - (box.height / 2 - radius)
    outside = np.hypot(np.maximum(far_x, 0), np.maximum(far_y, 0))
    distance = outside + np.minimum(np.maximum(far_x, far_y), 0) - radius
    alpha = (np.clip(0.5 - distance, 0, 1) * strength).astype(np.float32)[..., None]
    sheet *= 1 - alpha
    sheet += alpha * np.array([*color, 1], np.float32)


def _cropped(
    sheets: list[Sheet],
    left: int,
    top: int,
    frame: tuple[int, int],
    block: Block,
    inset: tuple[int, int],
) -> Sprite:
    """The part that shows and lies in the frame, as layers of samples."""
    cover = np.maximum.reduce([sheet[..., 3] for sheet in sheets]) > 1 / 512
    columns, lines = np.flatnonzero(cover.any(0)), np.flatnonzero(cover.any(1))
    if not columns.size:
        return NOTHING
    x0, x1 = max(int(columns[0]) // 2 * 2 - 2, -left), min(int(columns[-1]) + 4, frame[0] - left)
    y0, y1 = max(int(lines[0]) // 2 * 2 - 2, -top), min(int(lines[-1]) + 4, frame[1] - top)
    x0, y0 = max(x0, 0), max(y0, 0)
    x1, y1 = x0 + (x1 - x0) // 2 * 2, y0 + (y1 - y0) // 2 * 2
    if x1 <= x0 or y1 <= y0:
        return NOTHING
    reveal = np.zeros((0, 4), np.int32)
    if len(sheets) > 1:
        moved = [
            Row(row.top + inset[1] - y0, row.bottom + inset[1] - y0, row.rtl) for row in block.rows
        ]
        reveal = _units(sheets[-1][y0:y1, x0:x1, 3] > 0.1, moved, block.em)
    layers = tuple(_layer(sheet[y0:y1, x0:x1]) for sheet in sheets)
    return Sprite(left + x0, top + y0, block.em, layers, reveal, min(1, len(sheets) - 1))


def _layer(sheet: Sheet) -> Layer:
    """BT.709 in TV range; chroma sits where H.264 has it: at the left of each pair, between rows."""
    red, green, blue, alpha = (sheet[..., index] for index in range(4))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    small = _halved(alpha)
    return Layer(
        _keep(alpha),
        _add(16 * alpha + 219 * luma),
        _keep(small),
        _add(128 * small + 224 * _halved((blue - luma) / 1.8556)),
        _add(128 * small + 224 * _halved((red - luma) / 1.5748)),
    )


def _halved(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    across = cv2.sepFilter2D(
        plane, -1, np.array([0.25, 0.5, 0.25]), np.array([1.0]), borderType=cv2.BORDER_REPLICATE
    )
    return (across[0::2, ::2] + across[1::2, ::2]) / 2


def _keep(alpha: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    return np.rint((1 - np.clip(alpha, 0, 1)) * CLEAR).astype(np.uint16)


def _add(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    return np.rint(np.clip(samples, 0, 255) * 256 + HALF_STEP).clip(0, 65535).astype(np.uint16)


def _units(ink: npt.NDArray[np.bool_], rows: list[Row], em: float) -> npt.NDArray[np.int32]:
    """What a typewriter uncovers one by one: in each row, runs of ink between empty columns."""
    units: list[tuple[int, int, int, int]] = []
    for index, row in enumerate(rows):
        y0 = 0 if index == 0 else max(0, round(row.top))
        y1 = ink.shape[0] if index == len(rows) - 1 else min(ink.shape[0], round(row.bottom))
        runs = _runs(ink[y0:y1].any(0), em)
        bounds = [
            0,
            *((a[1] + b[0]) // 2 for a, b in zip(runs, runs[1:], strict=False)),
            ink.shape[1],
        ]
        cells = [(bounds[i], y0, bounds[i + 1], y1) for i in range(len(runs))]
        units += reversed(cells) if row.rtl else cells
    return np.array(units, np.int32).reshape(-1, 4)


def _runs(filled: npt.NDArray[np.bool_], em: float) -> list[tuple[int, int]]:
    """Runs of true, long ones (joined scripts) in pieces of about a letter."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    runs: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        pieces = max(1, round((end - start) / (0.9 * em)))
        cuts = [start + (end - start) * piece // pieces for piece in range(pieces + 1)]
        runs += [(cuts[piece], cuts[piece + 1]) for piece in range(pieces)]
    return runs
