"""Titles: words typeset once into a sprite, then blended onto the frames that show them."""

import hashlib
import re
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from typecut.errors import RenderError
from typecut.render.spec import Lettering

from . import titles_text
from .sprites import NOTHING, Shelf, Sprite, blend
from .titles_cut import cut
from .titles_layout import FONTS, set_block
from .titles_motion import pose
from .titles_paint import paint
from .titles_styles import ALIGN, LOOKS

TITLES_VERSION = "1"
"""Changes whenever the same title would get other pixels."""

_shelf = Shelf()


@lru_cache(maxsize=1)
def fonts_digest() -> str:
    """Names the shipped fonts' content: a hash of their manifest."""
    return hashlib.sha256((FONTS / "manifest.json").read_bytes()).hexdigest()[:16]


def draw(
    planes: list[npt.NDArray[np.uint8]],
    lettering: Lettering,
    frame: int,
    rate: Fraction,
    cache: Path,
) -> None:
    """Blends the title onto yuv420p planes, as it stands in that frame of the chunk."""
    if not lettering.begin <= frame < lettering.end:
        return
    height, width = planes[0].shape
    sprite = typeset(lettering, width, height, cache)
    if not sprite.layers:
        return
    frames = lettering.end - lettering.begin
    units = len(sprite.reveal)
    at = frame - lettering.begin
    blend(planes, sprite, pose(lettering.animation, at, frames, rate, sprite.em, units))


def typeset(lettering: Lettering, width: int, height: int, cache: Path) -> Sprite:
    """The title's sprite for a canvas, from the cache where it has been typeset before."""
    typed = lettering.animation == "typewriter"
    said = (
        TITLES_VERSION,
        fonts_digest(),
        lettering.text,
        lettering.style,
        lettering.position,
        lettering.color.lower(),
        f"{lettering.size:.4f}",
        typed,
        width,
        height,
    )
    key = hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()[:32]
    return _shelf.get(cache / "sprites", key, lambda: _made(lettering, width, height, typed))


def _made(lettering: Lettering, width: int, height: int, typed: bool) -> Sprite:
    lines = titles_text.lines(lettering.text)
    if not any(titles_text.visible(line) for line in lines):
        return NOTHING
    look = LOOKS[lettering.style]
    color = _color(lettering.color)
    align = "left" if look.panel else ALIGN.get(lettering.position, "center")
    size = min(max(lettering.size, 0.1), 10.0)
    block = set_block(lines, look, align, color, size, (width, height))
    painting = paint(block, look, lettering.position, (width, height), _dark(color), typed)
    return cut(painting, block, (width, height))


def _color(color: str) -> str:
    if not color:
        return "#ffffff"
    if not re.fullmatch("#[0-9a-fA-F]{6}", color):
        raise RenderError(f"{color!r} is not a title colour.", hint="Write it as #rrggbb.")
    return color.lower()


def _dark(color: str) -> bool:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 80
