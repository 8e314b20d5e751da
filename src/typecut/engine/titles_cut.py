"""A painting cut down to what shows, turned into a sprite's samples."""

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from .sprites import CLEAR, HALF_STEP, NOTHING, Layer, Sprite
from .titles_layout import Block, Row
from .titles_paint import Channel, Painting, Sheet

_FAINT = 1 / 512
_LETTER = 0.9
"""Where scripts join their letters, a typewriter uncovers about this much at once, in em."""


def cut(painting: Painting, block: Block, frame: tuple[int, int]) -> Sprite:
    """The part that shows and lies in the frame, on even pixels."""
    cover = np.maximum.reduce([sheet[3] for sheet in painting.sheets]) > _FAINT
    across = _span(cover.any(axis=0), painting.left, frame[0])
    down = _span(cover.any(axis=1), painting.top, frame[1])
    if across is None or down is None:
        return NOTHING
    (x0, x1), (y0, y1) = across, down
    layers = tuple(_layer(sheet[:, y0:y1, x0:x1]) for sheet in painting.sheets)
    reveal = np.zeros((0, 4), np.int32)
    if len(layers) > 1:
        shift = painting.inset[1] - y0
        rows = [Row(row.top + shift, row.bottom + shift, row.rtl) for row in block.rows]
        reveal = _units(painting.letters[y0:y1, x0:x1] > 0.1, rows, block.em)
    place = (painting.left + x0, painting.top + y0)
    return Sprite(*place, block.em, layers, reveal, min(1, len(layers) - 1))


def _span(filled: npt.NDArray[np.bool_], start: int, end: int) -> tuple[int, int] | None:
    """From the first to the last true, on even places within the frame; `start` is even."""
    found = np.flatnonzero(filled)
    if not found.size:
        return None
    low = max(int(found[0]) // 2 * 2, -start, 0)
    high = min((int(found[-1]) + 2) // 2 * 2, (end - start) // 2 * 2)
    return (low, high) if low < high else None


def _layer(sheet: Sheet) -> Layer:
    """BT.709 in TV range."""
    red, green, blue, alpha = sheet
    luma = red * np.float32(0.2126) + green * np.float32(0.7152) + blue * np.float32(0.0722)
    small = _halved(alpha)
    return Layer(
        _keep(alpha),
        _add(alpha * 16 + luma * 219),
        _keep(small),
        _add(small * 128 + _halved((blue - luma) * np.float32(224 / 1.8556))),
        _add(small * 128 + _halved((red - luma) * np.float32(224 / 1.5748))),
    )


def _halved(plane: Channel) -> Channel:
    """Half the size, sampled where H.264 has its chroma: on the left of a pair, between rows."""
    across = cv2.sepFilter2D(
        plane,
        -1,
        np.array([0.25, 0.5, 0.25]),
        np.array([1.0]),
        borderType=cv2.BORDER_REPLICATE,
    )
    return (across[0::2, ::2] + across[1::2, ::2]) * np.float32(0.5)  # pyright: ignore[reportReturnType]


def _keep(alpha: Channel) -> npt.NDArray[np.uint16]:
    return np.rint((1 - np.clip(alpha, 0, 1)) * CLEAR).astype(np.uint16)


def _add(samples: Channel) -> npt.NDArray[np.uint16]:
    return (np.clip(samples, 0, 255) * 256 + HALF_STEP + 0.5).astype(np.uint16)


def _units(ink: npt.NDArray[np.bool_], rows: list[Row], em: float) -> npt.NDArray[np.int32]:
    """What a typewriter uncovers one by one: in each row, runs of ink between empty columns."""
    height, width = ink.shape
    weight = ink.sum(axis=1)
    between = [_quietest(weight, above.bottom, em) for above in rows[:-1]]
    units: list[tuple[int, int, int, int]] = []
    for row, (y0, y1) in zip(rows, pairwise([0, *between, height]), strict=True):
        runs = _runs(np.asarray(ink[y0:y1].any(axis=0)), em)
        middles = [(before[1] + after[0]) // 2 for before, after in pairwise(runs)]
        cells = [(x0, y0, x1, y1) for x0, x1 in pairwise([0, *middles, width])] if runs else []
        units += reversed(cells) if row.rtl else cells
    return np.array(units, np.int32).reshape(-1, 4)


def _quietest(weight: npt.NDArray[np.int_], near: float, em: float) -> int:
    """The line with the least ink about there, where a cut harms no letter."""
    low, high = (min(max(0, round(near + way * 0.3 * em)), len(weight)) for way in (-1, 1))
    if low >= high:
        return low
    found = np.flatnonzero(weight[low:high] == weight[low:high].min())
    return low + int(found[found.size // 2])


def _runs(filled: npt.NDArray[np.bool_], em: float) -> list[tuple[int, int]]:
    """Runs of true; long ones (joined scripts) in pieces of about a letter."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    runs: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        pieces = max(1, round((end - start) / (_LETTER * em)))
        cuts = [start + (end - start) * piece // pieces for piece in range(pieces + 1)]
        runs += pairwise(cuts)
    return runs
