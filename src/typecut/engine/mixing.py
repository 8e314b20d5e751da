"""Transitions: two whole pictures into one."""

from av.video.frame import VideoFrame

from typecut.render.spec import Mix

from . import pixels
from .blend import dissolve, toward
from .planes import BLACK, WHITE, copied, new, views

_MAX_ZOOM = 0.25


def mixed(mix: Mix, left: VideoFrame, right: VideoFrame, frame: int) -> VideoFrame:
    """The transition at `frame`; neither `left` nor `right` is written."""
    part = min(max((frame - mix.begin + 0.5) / (mix.end - mix.begin), 0.0), 1.0)
    match mix.kind:
        case "dissolve":
            return dissolve(left, right, part)
        case "fade-black":
            return _through(left, right, part, BLACK)
        case "fade-white":
            return _through(left, right, part, WHITE)
        case "wipe":
            return _wipe(left, right, _eased(part))
        case "slide":
            return _slide(left, right, _eased(part))
        case "zoom":
            return _zoom(left, right, _eased(part))


def _eased(part: float) -> float:
    return part * part * (3 - 2 * part)


def _through(
    left: VideoFrame, right: VideoFrame, part: float, colour: tuple[int, int, int]
) -> VideoFrame:
    out = copied(left if part < 0.5 else right)
    toward(views(out), colour, 1 - abs(2 * part - 1))
    return out


def _wipe(left: VideoFrame, right: VideoFrame, part: float) -> VideoFrame:
    """The right picture uncovered from the left edge on."""
    out = copied(left)
    edge = round(left.width * part / 2) * 2
    for index, (target, source) in enumerate(zip(views(out), views(right), strict=False)):
        x = edge >> bool(index)
        target[:, :x] = source[:, :x]
    return out


def _slide(left: VideoFrame, right: VideoFrame, part: float) -> VideoFrame:
    """The right picture pushes the left one out to the left."""
    out = new(left.width, left.height)
    shift = round(left.width * part / 2) * 2
    for index, (target, a, b) in enumerate(
        zip(views(out), views(left), views(right), strict=False)
    ):
        x = shift >> bool(index)
        width = target.shape[1]
        target[:, : width - x] = a[:, x:]
        target[:, width - x :] = b[:, :x]
    return out


def _zoom(left: VideoFrame, right: VideoFrame, part: float) -> VideoFrame:
    """Into the left picture, out of which the right one comes to rest."""
    grown = _enlarged(left, 1 + _MAX_ZOOM * part)
    settling = _enlarged(right, 1 + _MAX_ZOOM * (1 - part))
    return dissolve(grown, settling, part)


def _enlarged(frame: VideoFrame, factor: float) -> VideoFrame:
    out = new(frame.width, frame.height)
    for target, source in zip(views(out), views(frame), strict=False):
        height, width = source.shape
        x, y = (width - 1) / 2, (height - 1) / 2
        back = ((1 / factor, 0.0, x - x / factor), (0.0, 1 / factor, y - y / factor))
        target[:] = pixels.warped(source, back, (width, height))
    return out
