"""Slow movement over a photo: zooms and pans that never show what lies beyond its edges."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from typecut.edits.verbs import Animate, Edit, Place
from typecut.timeline import ZERO, Canvas, Curve, Fit, Keyframe, Placement

from .footage import Shot

MODEST = 0.62
"""The least share of a photo's length or width that must stay visible for it to fill the canvas."""
SOFT = 3.5
"""A photo enlarged by more than this looks soft; it is shown smaller, on a blur of itself."""
STRIP = 0.3
"""A whole photo that covers less of the canvas than this is shown larger, part by part."""
MARGIN = 1.01
"""Beyond the edge, so that not even a rounding shows it."""
ZOOM, GENTLE_ZOOM = 0.022, 0.014
PAN = 0.045
"""Per second, in fractions of the canvas."""


@dataclass(frozen=True, slots=True)
class Pose:
    scale: float
    x: float = 0.5
    y: float = 0.5


def placed(
    shot: Shot,
    canvas: Canvas,
    length: Fraction,
    number: int,
    *,
    still: bool = False,
    whole: bool = False,
) -> Iterator[Edit]:
    """The edits that fit a shot into the canvas and, if it is a photo, move it for `length`.

    With `whole`, footage is never cropped. A placement that somebody chose is left alone."""
    if shot.media.made or shot.clip.placement != Placement():
        return
    photo = shot.media.kind == "image"
    fit = fit_for(shot, canvas) if photo or not whole else "blur"
    if still or not photo:
        if fit != canvas.fit and not _same_shape(shot, canvas):
            yield Place((shot.clip.id,), fit=fit)
        return
    begin, end = _poses(shot, canvas, fit, float(length), number)
    usual = Placement()
    kept = {n: getattr(begin, n) for n in _AXES if getattr(begin, n) == getattr(end, n)}
    kept = {n: round(v, 5) for n, v in kept.items() if v != getattr(usual, n)}
    if kept or fit != canvas.fit:
        yield Place((shot.clip.id,), **kept, fit=fit if fit != canvas.fit else None)
    for name in _AXES:
        first, last = getattr(begin, name), getattr(end, name)
        if first != last:
            keyframes = (Keyframe(ZERO, round(first, 5)), Keyframe(length, round(last, 5)))
            yield Animate(shot.clip.id, name, Curve(keyframes))


_AXES = ("scale", "x", "y")


def _same_shape(shot: Shot, canvas: Canvas) -> bool:
    """Whether it covers the canvas to a hundredth, however it is fitted."""
    across, down = shot.media.width * canvas.height, shot.media.height * canvas.width
    return abs(across - down) * 100 <= max(across, down)


def fit_for(shot: Shot, canvas: Canvas) -> Fit:
    """Fill where that crops little, a blurred surround where it would crop much."""
    width, height = shot.media.width, shot.media.height
    if not width or not height:
        return "blur"
    wide, high = canvas.width / width, canvas.height / height
    modest = min(wide, high) / max(wide, high) >= MODEST
    enlarged = shot.media.kind == "image" and max(wide, high) > SOFT
    return "fill" if modest and not enlarged else "blur"


def _poses(shot: Shot, canvas: Canvas, fit: Fit, length: float, number: int) -> tuple[Pose, Pose]:
    """Where the movement begins and ends; the next photo moves another way."""
    if fit != "fill":
        return _breathing(shot, canvas, length, number)
    shape = shot.media.width / shot.media.height / (canvas.width / canvas.height)
    wide, high = max(shape, 1.0), max(1 / shape, 1.0)
    zoom = MARGIN + min(0.16, max(0.05, ZOOM * length))
    if number % 2 == 0 and shape > 1.12:
        return _across(wide * MARGIN, length, number)
    if number % 2 == 0 and shape < 1 / 1.12:
        return _upwards(high * MARGIN, length, number)
    if number % 4 == 2:
        return _across(wide * zoom, length, number, zoom)
    # Heads are in the upper part of upright photos.
    y = 0.5 + 0.3 * (high * MARGIN - 1) / 2 if high > 1 else 0.5
    near, far = Pose(zoom, y=y), Pose(MARGIN, y=y)
    return (far, near) if number % 4 in (0, 1) else (near, far)


def _across(covers: float, length: float, number: int, scale: float = MARGIN) -> tuple[Pose, Pose]:
    """A pan along a picture that is `covers` canvases wide; the next pan goes the other way."""
    way = min((covers / MARGIN - 1) / 2, PAN * length / 2)
    one, other = Pose(scale, x=0.5 + way), Pose(scale, x=0.5 - way)
    return (one, other) if number % 4 == 0 else (other, one)


def _upwards(covers: float, length: float, number: int) -> tuple[Pose, Pose]:
    """A pan over an upright picture, kept to its upper part."""
    most = (covers - 1) / 2
    top = most * 0.9
    low = max(top - PAN * length, -most * 0.2)
    one, other = Pose(MARGIN, y=0.5 + low), Pose(MARGIN, y=0.5 + top)
    return (one, other) if number % 4 == 0 else (other, one)


def _breathing(shot: Shot, canvas: Canvas, length: float, number: int) -> tuple[Pose, Pose]:
    """A slight zoom of a whole picture on its blurred surround, or a pan of it a little larger."""
    width, height = shot.media.width, shot.media.height
    if not width or not height:
        return Pose(1.0), Pose(1.05)
    across, down = canvas.width / width, canvas.height / height
    base = max(0.5, min(1.0, SOFT / min(across, down)))
    strip = min(across, down) / max(across, down)
    if base == 1.0 and (number % 4 == 1 or strip < STRIP):
        larger = min(1.8, max(1.12, STRIP / strip))
        quick = PAN if larger < 1.3 else 2 * PAN
        return _alongside(larger, across < down, min((larger / MARGIN - 1) / 2, quick * length / 2))
    near = Pose(base * (1 + min(0.08, max(0.03, GENTLE_ZOOM * length))))
    return (Pose(base), near) if number % 4 in (0, 1) else (near, Pose(base))


def _alongside(scale: float, wide: bool, way: float) -> tuple[Pose, Pose]:
    """A pan along the side that reaches the canvas's edges, so that these stay covered."""
    if wide:
        return Pose(scale, x=0.5 + way), Pose(scale, x=0.5 - way)
    return Pose(scale, y=0.5 - way), Pose(scale, y=0.5 + way)
