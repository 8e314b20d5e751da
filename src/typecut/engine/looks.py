"""Colour effects and blur on a layer's planes."""

from dataclasses import replace

from typecut.timeline import Blur, Colour, Effect, value_at

from . import pixels
from .grading import Grade, grade
from .pixels import Plane
from .planes import Planes
from .warp import Layer

Settings = tuple[Effect, ...]
_SHRINK_FROM = 6.0


def at(effects: tuple[Effect, ...], time: float) -> Settings:
    """The effects with every dial at its value of this moment."""
    return tuple(_resolved(e, time) for e in effects)


def _resolved(effect: Effect, time: float) -> Effect:
    if isinstance(effect, Blur):
        return Blur(value_at(effect.radius, time))
    return replace(
        effect,
        brightness=value_at(effect.brightness, time),
        contrast=value_at(effect.contrast, time),
        saturation=value_at(effect.saturation, time),
        gamma=value_at(effect.gamma, time),
        temperature=value_at(effect.temperature, time),
    )


def applied(layer: Layer, settings: Settings, height: int) -> Layer:
    """The layer with `settings` on it, in planes of its own; `height` is the canvas's."""
    planes = layer.planes
    for effect in settings:
        if isinstance(effect, Colour):
            planes = _graded(planes, grade(effect))
        else:
            planes = _blurred(planes, value_at(effect.radius, 0.0) * height)
    return replace(layer, planes=planes, frame=None)


def _graded(planes: Planes, grading: Grade) -> Planes:
    y, u, v = planes
    half = u.shape[1], u.shape[0]
    small = pixels.shrunk(y, half) if grading.tints else None
    chroma: Planes = []
    for plane, tint in ((u, grading.tint_u), (v, grading.tint_v)):
        out = pixels.mapped(plane, grading.chroma)
        if small is not None:
            # The tint table is biased by 128, so that it fits into bytes.
            out = pixels.weighted(out, 1, pixels.mapped(small, tint), 1, -128)
        chroma.append(out)
    return [pixels.mapped(y, grading.luma), *chroma]


def _blurred(planes: Planes, sigma: float) -> Planes:
    return [_soft(p, sigma / (2 if i else 1)) for i, p in enumerate(planes)]


def _soft(plane: Plane, sigma: float) -> Plane:
    """Gaussian blur; wide ones on a reduced copy, where they look the same and cost little."""
    if sigma < 0.1:
        return plane
    height, width = plane.shape
    factor = max(1, int(sigma / _SHRINK_FROM * 2)) if sigma > _SHRINK_FROM else 1
    size = max(2, width // factor), max(2, height // factor)
    small = pixels.shrunk(plane, size) if factor > 1 else plane
    small = pixels.soft(small, sigma / factor)
    return pixels.stretched(small, (width, height)) if factor > 1 else small
