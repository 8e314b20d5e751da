"""Sprites: cropped pictures with transparency, blended in place onto yuv420p planes.

A sprite's samples are 8.8 fixed point: a plane becomes ``(plane * keep + add) >> 8``, where `keep`
is 256 where the sprite is clear and `add` is the premultiplied sample plus half a step.
"""

import contextlib
import os
import tempfile
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.uint16]
CLEAR = 256
HALF_STEP = 128
_SAME = 1e-4


@dataclass(frozen=True, slots=True)
class Layer:
    """One sheet of a sprite; all of a sprite's layers lie on the same rectangle."""

    luma_keep: Samples
    luma: Samples
    chroma_keep: Samples
    cb: Samples
    cr: Samples


@dataclass(frozen=True, slots=True)
class Sprite:
    """Layers, bottom first, whose top left corner is at (x, y); corner and size are even.

    `em` is the letters' size. `reveal` holds what a typewriter uncovers, in reading order: rows of
    (x0, y0, x1, y1) in the sprite's own pixels. `masked` says from which layer on it does so.
    """

    x: int
    y: int
    em: float
    layers: tuple[Layer, ...]
    reveal: npt.NDArray[np.int32]
    masked: int = 0

    @property
    def width(self) -> int:
        return self.layers[0].luma.shape[1] if self.layers else 0

    @property
    def height(self) -> int:
        return self.layers[0].luma.shape[0] if self.layers else 0


NOTHING = Sprite(0, 0, 0.0, (), np.zeros((0, 4), np.int32))


@dataclass(frozen=True, slots=True)
class Pose:
    """How a sprite stands in one frame: opacity 0…1, moved down by `drop` pixels, `scale`d about
    its middle, and with `shown` (0…1) of its letters typed."""

    opacity: float = 1.0
    drop: float = 0.0
    scale: float = 1.0
    shown: float = 1.0

    @property
    def moved(self) -> bool:
        return abs(self.drop) > 1 / 64 or abs(self.scale - 1) > _SAME


def blend(planes: list[Plane], sprite: Sprite, pose: Pose) -> None:
    """Draws the sprite; samples outside its (moved) rectangle are not touched."""
    if pose.opacity <= 0:
        return
    for number, layer in enumerate(sprite.layers):
        typed = pose.shown < 1 and number >= sprite.masked
        soft = typed and number < len(sprite.layers) - 1
        mask = _typed(sprite, pose.shown, soft) if typed else None
        _blend_layer(planes, sprite, layer, pose, mask)


def _blend_layer(
    planes: list[Plane], sprite: Sprite, layer: Layer, pose: Pose, mask: Samples | None
) -> None:
    for index, (keep, add) in enumerate(
        (
            (layer.luma_keep, layer.luma),
            (layer.chroma_keep, layer.cb),
            (layer.chroma_keep, layer.cr),
        )
    ):
        part = 2 if index else 1
        x, y = sprite.x // part, sprite.y // part
        if pose.moved:
            keep, add, x, y = _moved(keep, add, x, y, pose, part, planes[index].shape)  # noqa: PLW2901
        target = planes[index][y : y + keep.shape[0], x : x + keep.shape[1]]
        if target.size == 0:
            continue
        result = np.multiply(target, keep[: target.shape[0], : target.shape[1]], dtype=np.uint16)
        result += add[: target.shape[0], : target.shape[1]]
        result >>= 8
        mixed = result.astype(np.uint8)
        if mask is not None:
            mixed = _through(mask[::part, ::part], mixed, target)
        if pose.opacity < 1:
            mixed = cv2.addWeighted(mixed, pose.opacity, target, 1 - pose.opacity, 0)
        target[...] = mixed


def _through(mask: Samples, above: Plane, below: Plane) -> Plane:
    mask = mask[: below.shape[0], : below.shape[1]]
    mixed = np.multiply(above, mask, dtype=np.uint16)
    mixed += np.multiply(below, CLEAR - mask, dtype=np.uint16)
    mixed >>= 8
    return mixed.astype(np.uint8)


def _moved(
    keep: Samples, add: Samples, x: int, y: int, pose: Pose, part: int, shape: tuple[int, ...]
) -> tuple[Samples, Samples, int, int]:
    """The samples resampled at the pose, on the rectangle of the plane that holds them."""
    if abs(pose.scale - 1) <= _SAME:
        whole = int(np.floor(pose.drop / part))
        share = pose.drop / part - whole
        rows = max(0, shape[0] - y - whole)
        return (
            _lowered(keep, share, CLEAR)[:rows],
            _lowered(add, share, HALF_STEP)[:rows],
            x,
            y + whole,
        )
    height, width = keep.shape
    middle = ((width - 1) / 2, (height - 1) / 2)
    left, right = _reach(middle[0], 0, pose.scale, x, shape[1])
    top, bottom = _reach(middle[1], pose.drop / part, pose.scale, y, shape[0])
    inverse = 1 / pose.scale
    matrix = np.array(
        [
            [inverse, 0, middle[0] - inverse * (middle[0] - left)],
            [0, inverse, middle[1] - inverse * (middle[1] + pose.drop / part - top)],
        ]
    )
    size = (right - left, bottom - top)
    return (
        _warped(keep, matrix, size, CLEAR),
        _warped(add, matrix, size, HALF_STEP),
        x + left,
        y + top,
    )


def _lowered(samples: Samples, share: float, border: int) -> Samples:
    """Moved down by a share of a pixel, one row taller."""
    padded = cv2.copyMakeBorder(samples, 1, 1, 0, 0, cv2.BORDER_CONSTANT, value=(border,))
    return cv2.addWeighted(padded[:-1], share, padded[1:], 1 - share, 0)  # pyright: ignore[reportReturnType]


def _reach(middle: float, shift: float, scale: float, start: int, end: int) -> tuple[int, int]:
    """From where to where a scaled side reaches, counted from its unscaled start, in the plane."""
    first = int(np.floor(middle + shift - middle * scale - 1))
    last = int(np.ceil(middle + shift + middle * scale + 1))
    return max(first, -start), max(min(last + 1, end - start), max(first, -start) + 1)


def _warped(
    samples: Samples, matrix: npt.NDArray[np.float64], size: tuple[int, int], border: int
) -> Samples:
    return cv2.warpAffine(
        samples,
        matrix,
        size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(border,),
    )  # pyright: ignore[reportReturnType]


def _typed(sprite: Sprite, shown: float, soft: bool) -> Samples:
    """256 where letters are typed already; `soft` for shadows, which have no edge."""
    mask = np.zeros((sprite.height, sprite.width), np.uint16)
    count = int(np.ceil(shown * len(sprite.reveal)))
    for x0, y0, x1, y1 in sprite.reveal[:count]:
        mask[y0:y1, x0:x1] = CLEAR
    if soft and count < len(sprite.reveal):
        spread = max(2, round(sprite.em * 0.28)) | 1
        mask = cv2.blur(cv2.blur(mask, (spread, spread)), (spread, spread))
    return mask  # pyright: ignore[reportReturnType]


class Shelf:
    """Sprites by key: the last few in memory, all of them in a folder."""

    def __init__(self, most: int = 24) -> None:
        self._held: OrderedDict[tuple[str, str], Sprite] = OrderedDict()
        self._most = most

    def get(self, folder: Path, key: str, make: Callable[[], Sprite]) -> Sprite:
        """The sprite of that key, made where neither memory nor folder has it."""
        place = (str(folder), key)
        sprite = self._held.pop(place, None) or load(folder / f"{key}.npz")
        if sprite is None:
            sprite = make()
            save(sprite, folder / f"{key}.npz")
        self._held[place] = sprite
        while len(self._held) > self._most:
            self._held.popitem(last=False)
        return sprite


def save(sprite: Sprite, path: Path) -> None:
    """Writes beside and renames; a cache that cannot be written is no reason to stop."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "place": np.array([sprite.x, sprite.y, len(sprite.layers), sprite.masked]),
        "em": np.array([sprite.em]),
        "reveal": sprite.reveal,
    }
    for number, layer in enumerate(sprite.layers):
        arrays |= {f"{field.name}{number}": getattr(layer, field.name) for field in fields(Layer)}
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                _write(file, arrays)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _write(file: IO[bytes], arrays: dict[str, npt.NDArray[np.generic]]) -> None:
    """As `np.savez_compressed`, but at zlib's quickest level."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)


def load(path: Path) -> Sprite | None:
    """The sprite in a file, None where there is none that can be read."""
    try:
        with np.load(path) as arrays:
            x, y, count, masked = (int(value) for value in arrays["place"])
            layers = tuple(
                Layer(*(arrays[f"{field.name}{number}"] for field in fields(Layer)))
                for number in range(count)
            )
            return Sprite(x, y, float(arrays["em"][0]), layers, arrays["reveal"], masked)
    except (OSError, ValueError, LookupError, TypeError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
