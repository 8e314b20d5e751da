"""A small JPEG of a file, as it is shown: turned, mirrored, in the right shape and colours."""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import Image

from typecut.errors import MediaRefused
from typecut.render.facts import PictureFacts, SourceFacts

from . import photos
from .convert import Converter
from .pixels import shrunk
from .planes import views
from .reader import Reader

SIDE = 480
_GROUND = (24, 24, 27)
_AT = Fraction(1)
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def make(path: str, facts: SourceFacts, out: Path, cache: Path) -> None:
    """Writes at most `SIDE` pixels on the longer side: of a film a second or so from its start."""
    picture = facts.picture
    if picture is None:
        raise MediaRefused(f"{path} holds no picture.")
    if photos.is_picture(path):
        image = _of_photo(path)
    else:
        image = _of_film(path, picture, facts.duration or Fraction(0), cache)
    image = _shaped(image, picture)
    image.save(out, "JPEG", quality=82, optimize=True)


def _of_photo(path: str) -> Image.Image:
    with photos.open_picture(path) as image:
        # JPEG can be decoded at an eighth of its size, which takes an eighth of the memory too.
        image.draft("RGB", (SIDE * 2, SIDE * 2))
        colours = photos.pixels(_reduced(image), path)[0]
    shown = Image.fromarray(colours)
    shown.thumbnail((SIDE * 2, SIDE * 2), reducing_gap=2)
    if shown.mode != "RGBA":
        return shown
    ground = Image.new("RGB", shown.size, _GROUND)
    ground.paste(shown, mask=shown.getchannel("A"))
    return ground


def _reduced(image: Image.Image) -> Image.Image:
    """About as small as needed, before colours are converted in yet more memory."""
    factor = min(image.size) // (SIDE * 2)
    if factor > 1 and image.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        with suppress(OSError):  # not complete: that is for others to deal with
            return image.reduce(factor)
    return image


def _of_film(path: str, facts: PictureFacts, duration: Fraction, cache: Path) -> Image.Image:
    reader = Reader(path, facts, Fraction(1, 100))
    try:
        picture = Converter(facts, cache)(reader.at(min(_AT, duration / 3), backwards=False))
    finally:
        reader.close()
    y, u, v = views(picture.frame)[:3]
    width, height = _within(picture.size, SIDE * 2)
    planes = [_plane(p, (width, height)) for p in (y, u, v)]
    return _from_bt709(planes)


def _plane(plane: Any, size: tuple[int, int]) -> Any:
    import numpy as np  # noqa: PLC0415

    return np.ascontiguousarray(shrunk(plane, size)).astype(np.float32)


def _from_bt709(planes: list[Any]) -> Image.Image:
    import numpy as np  # noqa: PLC0415

    y, u, v = (planes[0] - 16) / 219, (planes[1] - 128) / 224, (planes[2] - 128) / 224
    red, blue = y + 1.5748 * v, y + 1.8556 * u
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    rgb = np.stack([red, green, blue], axis=-1)
    return Image.fromarray((np.clip(rgb, 0, 1) * 255 + 0.5).astype(np.uint8))


def _shaped(image: Image.Image, facts: PictureFacts) -> Image.Image:
    """Mirrored and turned as `facts` say, with square pixels, and small."""
    if facts.mirror:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if facts.turn in _TURNS:
        image = image.transpose(_TURNS[facts.turn])
    return image.resize(_within(facts.shown, SIDE), Image.Resampling.LANCZOS)


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
