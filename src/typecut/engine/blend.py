"""Layers onto pictures, and pictures into one another, plane by plane."""

from av.video.frame import VideoFrame

from . import pixels
from .pixels import Plane
from .planes import Planes, new, views
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
        elif isinstance(alpha, int | float):
            target[:] = pixels.weighted(source, alpha, target, 1 - alpha)
        else:
            target[:] = pixels.mixed(source, target, _halved(alpha) if half else alpha)


def _strength(layer: Layer) -> Plane | float | None:
    if layer.alpha is None:
        return None if layer.opacity >= 1 else layer.opacity
    if layer.opacity >= 1:
        return layer.alpha
    return pixels.scaled(layer.alpha, layer.opacity)


def _halved(alpha: Plane) -> Plane:
    height, width = alpha.shape
    return pixels.shrunk(alpha, (width // 2, height // 2))


def dissolve(left: VideoFrame, right: VideoFrame, part: float) -> VideoFrame:
    out = new(left.width, left.height)
    for target, a, b in zip(views(out), views(left), views(right), strict=False):
        target[:] = pixels.weighted(a, 1 - part, b, part)
    return out


def toward(planes: Planes, colour: tuple[int, int, int], part: float) -> None:
    """Fades writable planes to a plain colour; `part` 1 is the colour."""
    for plane, value in zip(planes, colour, strict=True):
        plane[:] = pixels.scaled(plane, 1 - part, value * part)
