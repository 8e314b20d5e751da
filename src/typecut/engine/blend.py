"""Layers onto pictures, and pictures into one another, plane by plane."""

import cv2
import numpy as np
from av.video.frame import VideoFrame

from .planes import Plane, Planes, new, views
from .warp import Layer


def lay(planes: Planes, layer: Layer) -> None:
    """Draws `layer` onto writable canvas planes, touching only its rectangle."""
    width, height = layer.size
    alpha = _strength(layer)
    for index, source in enumerate(layer.planes):
        half = bool(index)
        target = planes[index][
            layer.y >> half : (layer.y + height) >> half,
            layer.x >> half : (layer.x + width) >> half,
        ]
        if alpha is None:
            target[:] = source
        elif isinstance(alpha, float):
            target[:] = cv2.addWeighted(source, alpha, target, 1 - alpha, 0)
        else:
            target[:] = _mixed(source, target, _halved(alpha) if half else alpha)


def _strength(layer: Layer) -> Plane | float | None:
    if layer.alpha is None:
        return None if layer.opacity >= 1 else layer.opacity
    if layer.opacity >= 1:
        return layer.alpha
    return cv2.convertScaleAbs(layer.alpha, alpha=layer.opacity)


def _halved(alpha: Plane) -> Plane:
    height, width = alpha.shape
    return cv2.resize(alpha, (width // 2, height // 2), interpolation=cv2.INTER_AREA)


def _mixed(above: Plane, below: Plane, alpha: Plane) -> Plane:
    """below + (above - below)·alpha/255, rounded."""
    weight = alpha.astype(np.int32)
    sum_ = above * weight + below * (255 - weight) + 127
    return (sum_ // 255).astype(np.uint8)


def dissolve(left: VideoFrame, right: VideoFrame, part: float) -> VideoFrame:
    out = new(left.width, left.height)
    for target, a, b in zip(views(out), views(left), views(right), strict=False):
        target[:] = cv2.addWeighted(a, 1 - part, b, part, 0)
    return out


def toward(planes: Planes, colour: tuple[int, int, int], part: float) -> None:
    """Fades writable planes to a plain colour; `part` 1 is the colour."""
    for plane, value in zip(planes, colour, strict=True):
        plane[:] = cv2.convertScaleAbs(plane, alpha=1 - part, beta=value * part)
