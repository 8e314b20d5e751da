"""The blurred enlargement of a picture that fills the canvas behind it."""

from typecut.render.facts import PictureFacts
from typecut.timeline import Colour, Placement

from . import looks, pixels
from .convert import Picture
from .geometry import place
from .looks import Settings
from .planes import Planes
from .warp import land

_SHRINK = 8
_SIGMA = 3.0


def draw(canvas: Planes, picture: Picture, facts: PictureFacts, settings: Settings) -> None:
    """Fills writable canvas planes with `picture`, blurred, with its colour `settings`."""
    height, width = canvas[0].shape
    small_width, small_height = (max(2, v // _SHRINK // 2 * 2) for v in (width, height))
    opaque = Picture(picture.frame)
    placing = place(facts, Placement(), 0.0, small_width, small_height, "fill")
    small = land(opaque, placing, small_width, small_height, still=True)
    if small is None:
        return
    colours = tuple(s for s in settings if isinstance(s, Colour))
    small = looks.applied(small, colours, height) if colours else small
    for index, plane in enumerate(small.planes):
        half = bool(index)
        soft = pixels.soft(plane, _SIGMA / (2 if half else 1))
        size = width >> half, height >> half
        canvas[index][:] = pixels.stretched(soft, size)
