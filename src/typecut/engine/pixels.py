"""OpenCV on single planes of bytes, with types."""

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Plane: TypeAlias = npt.NDArray[np.uint8]
Size: TypeAlias = tuple[int, int]
"""Width and height, as OpenCV has it."""

Rows: TypeAlias = tuple[tuple[float, float, float], tuple[float, float, float]]


def _plane(array: "cv2.typing.MatLike") -> Plane:
    return array.astype(np.uint8, copy=False)


def shrunk(plane: Plane, size: Size) -> Plane:
    """Each new pixel is the mean of what it covers."""
    return _plane(cv2.resize(plane, size, interpolation=cv2.INTER_AREA))


def grown(plane: Plane, size: Size) -> Plane:
    return _plane(cv2.resize(plane, size, interpolation=cv2.INTER_CUBIC))


def stretched(plane: Plane, size: Size) -> Plane:
    """Linear: for what is soft already."""
    return _plane(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR))


def warped(plane: Plane, back: Rows, size: Size, *, bordered: bool = False) -> Plane:
    """The plane seen through the map `back` (new to old). Beyond its edge the edge goes on, or 0
    where `bordered`."""
    border = cv2.BORDER_CONSTANT if bordered else cv2.BORDER_REPLICATE
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return _plane(cv2.warpAffine(plane, np.array(back), size, flags=flags, borderMode=border))


def transposed(plane: Plane) -> Plane:
    return _plane(cv2.transpose(plane))


def flipped(plane: Plane, x: bool, y: bool) -> Plane:
    if not x and not y:
        return plane
    return _plane(cv2.flip(plane, -1 if x and y else 1 if x else 0))


def soft(plane: Plane, sigma: float) -> Plane:
    return _plane(cv2.GaussianBlur(plane, (0, 0), sigma))


def weighted(one: Plane, weight: float, other: Plane, rest: float, plus: float = 0.0) -> Plane:
    """one·weight + other·rest + plus."""
    return _plane(cv2.addWeighted(one, weight, other, rest, plus))


def scaled(plane: Plane, factor: float, plus: float = 0.0) -> Plane:
    return _plane(cv2.convertScaleAbs(plane, alpha=factor, beta=plus))


def mapped(plane: Plane, table: Plane) -> Plane:
    """Each value replaced by its entry in a table of 256."""
    return _plane(cv2.LUT(plane, table))


def mixed(above: Plane, below: Plane, alpha: Plane) -> Plane:
    """`above` over `below`, each pixel by its `alpha` of 255, rounded."""
    weight = alpha.astype(np.int32)
    total = above * weight + below * (255 - weight) + 127
    return (total // 255).astype(np.uint8)
