"""A picture resampled to where it lands on the canvas, plane by plane."""

import math
from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame

from . import pixels
from .convert import Picture
from .geometry import Affine, Placing, moved, scaled
from .pixels import Plane, Size
from .planes import Planes, new, views

_REDUCE_FROM = 1.5
"""Shrinking by more than this is done by area first; linear sampling would alias."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Planes that stand at even (x, y) on the canvas; `alpha` None means opaque all over.

    `frame` is set where the planes are those of a frame as large as the canvas.
    """

    x: int
    y: int
    planes: Planes
    alpha: Plane | None = None
    opacity: float = 1.0
    frame: VideoFrame | None = None

    @property
    def size(self) -> tuple[int, int]:
        height, width = self.planes[0].shape
        return width, height

    @property
    def opaque(self) -> bool:
        return self.alpha is None and self.opacity >= 1


def land(picture: Picture, placing: Placing, width: int, height: int, still: bool) -> Layer | None:
    """The picture on a canvas of `width` x `height`; None where nothing of it is seen.

    `still` placings are snapped to whole even pixels, so that edges are sharp and resampling is
    least; moving ones are placed to a fraction of a pixel.
    """
    if _untouched(picture, placing, width, height):
        return Layer(0, 0, views(picture.frame)[:3], picture.alpha, placing.opacity, picture.frame)
    if still and placing.upright:
        return _land_upright(picture, placing, width, height)
    return _land_free(picture, placing, width, height)


def _untouched(picture: Picture, placing: Placing, width: int, height: int) -> bool:
    if picture.size != (width, height):
        return False
    near = max(abs(v - w) for v, w in zip(placing.map, (1, 0, 0, 1, 0, 0), strict=True))
    r = placing.region
    whole = (r.left, r.top, r.right, r.bottom)
    return near < 1e-3 and all(
        abs(v - w) < 0.5 for v, w in zip(whole, (0, 0, width, height), strict=True)
    )


def _even(value: float) -> int:
    return round(value / 2) * 2


def _land_upright(picture: Picture, placing: Placing, width: int, height: int) -> Layer | None:
    """Quarter turns, flips and scaling: a slice of the source onto a whole rectangle."""
    box = placing.box()
    left, top, right, bottom = (_even(v) for v in box)
    right, bottom = max(right, left + 2), max(bottom, top + 2)
    seen = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
    if seen[0] >= seen[2] or seen[1] >= seen[3]:
        return None
    # The map from the snapped rectangle back to the source, which the snapping stretched a little.
    stretch = (
        moved(-box[0], -box[1])
        .then(scaled((right - left) / (box[2] - box[0]), (bottom - top) / (box[3] - box[1])))
        .then(moved(left, top))
    )
    back = placing.map.then(stretch).inverse()
    corners = back.at(seen[0], seen[1]), back.at(seen[2], seen[3])
    x0, x1 = _slice(corners[0][0], corners[1][0], picture.size[0])
    y0, y1 = _slice(corners[0][1], corners[1][1], picture.size[1])
    size = seen[2] - seen[0], seen[3] - seen[1]
    whole = size == (width, height)
    frame = new(width, height) if whole else None
    sources = views(picture.frame)[:3] + ([] if picture.alpha is None else [picture.alpha])
    out: Planes = []
    for index, plane in enumerate(sources):
        half = 1 if index in (1, 2) else 0
        part = plane[y0 >> half : (y1 + half) >> half, x0 >> half : (x1 + half) >> half]
        target = size[0] >> half, size[1] >> half
        out.append(_oriented(part, back, target))
    if frame is not None:
        for target, source in zip(views(frame), out, strict=False):
            target[:] = source
        out[:3] = views(frame)
    alpha = out[3] if len(out) > 3 else None
    return Layer(seen[0], seen[1], out[:3], alpha, placing.opacity, frame)


def _slice(a: float, b: float, length: int) -> tuple[int, int]:
    low, high = min(a, b), max(a, b)
    start = min(max(_even(low), 0), max(0, length - 2))
    end = min(max(round(high), start + 2), length)
    return start, length if end >= length - 1 else _even(end)


def _oriented(part: Plane, back: Affine, size: tuple[int, int]) -> Plane:
    """`part` turned and flipped as `back` (canvas to source) says, then scaled to `size`."""
    if abs(back.a) < abs(back.b):
        part = pixels.transposed(part)
        flip_x, flip_y = back.b < 0, back.c < 0
    else:
        flip_x, flip_y = back.a < 0, back.d < 0
    shrinks = size[0] * size[1] < part.shape[0] * part.shape[1]
    if (part.shape[1], part.shape[0]) != size:
        part = pixels.shrunk(part, size) if shrinks else pixels.grown(part, size)
    return pixels.flipped(part, flip_x, flip_y)


def _land_free(picture: Picture, placing: Placing, width: int, height: int) -> Layer | None:
    """Any angle, any fraction of a pixel: one affine warp per plane."""
    box = placing.box()
    x0, y0 = max(math.floor(box[0] / 2) * 2, 0), max(math.floor(box[1] / 2) * 2, 0)
    x1, y1 = min(math.ceil(box[2] / 2) * 2, width), min(math.ceil(box[3] / 2) * 2, height)
    if x0 >= x1 or y0 >= y1:
        return None
    picture, back = _reduced(picture, placing.map.inverse())
    back = moved(x0, y0).then(back)
    size = x1 - x0, y1 - y0
    covers = placing.upright and box[0] <= 0 and box[1] <= 0 and box[2] >= width
    covers = covers and box[3] >= height
    planes = [
        _warp(
            plane,
            _chroma(back) if index else back,
            (size[0] >> bool(index), size[1] >> bool(index)),
        )
        for index, plane in enumerate(views(picture.frame)[:3])
    ]
    alpha = picture.alpha
    if alpha is not None or not covers:
        alpha = _coverage(picture, placing, back, size)
    return Layer(x0, y0, planes, alpha, placing.opacity)


def _warp(plane: Plane, back: Affine, size: Size, *, bordered: bool = False) -> Plane:
    """Pixel centres lie at halves, which OpenCV counts as whole numbers."""
    m = moved(0.5, 0.5).then(back).then(moved(-0.5, -0.5))
    return pixels.warped(plane, ((m.a, m.c, m.e), (m.b, m.d, m.f)), size, bordered=bordered)


def _chroma(back: Affine) -> Affine:
    """The same map between chroma planes, whose samples sit a quarter of their width to the left.

    In canvas pixels a chroma sample i stands at 2·i + 1/2 across (on the left luma sample) and at
    2·j + 1 down (between two).
    """
    onto = scaled(2, 2).then(moved(-0.5, 0))
    return onto.then(back).then(onto.inverse())


def _coverage(picture: Picture, placing: Placing, back: Affine, size: tuple[int, int]) -> Plane:
    alpha = picture.alpha
    if alpha is None:
        alpha = np.full((picture.size[1], picture.size[0]), 255, np.uint8)
    return _warp(alpha, back, size, bordered=True)


def _reduced(picture: Picture, back: Affine) -> tuple[Picture, Affine]:
    """The picture shrunk by area where the warp would skip pixels, and the map to go with it."""
    factors = [max(1.0, s / 1.0) if s > _REDUCE_FROM else 1.0 for s in back.scales]
    if max(factors) == 1.0:
        return picture, back
    width, height = picture.size
    factor = max(factors)
    w, h = max(2, _even(width / factor)), max(2, _even(height / factor))
    frame = new(w, h)
    for index, (target, source) in enumerate(
        zip(views(frame), views(picture.frame)[:3], strict=True)
    ):
        half = bool(index)
        target[:] = pixels.shrunk(source, (w >> half, h >> half))
    alpha = picture.alpha
    if alpha is not None:
        alpha = pixels.shrunk(alpha, (w, h))
    return Picture(frame, alpha), back.then(scaled(w / width, h / height))
