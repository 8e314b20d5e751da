"""Finished frames as JPEG files that are small enough to be sent in a message, alone or in a sheet."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from av.error import FFmpegError
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image, ImageDraw, ImageFont

from typecut.errors import MediaBroken, OutputError
from typecut.render.spec import ChunkSpec

from .compose import Composer

MOST_BYTES = 700_000
"""As base64 in a message this is less than a megabyte, which is where some readers stop."""
_QUALITIES = (86, 75, 62, 48, 32)
_GROUND = (24, 24, 27)
_INK = (255, 255, 255)
_GAP = 4
_FONT = Path(__file__).parent / "fonts" / "Inter-SemiBold.ttf"


def stills(spec: ChunkSpec, frames: Sequence[int], outs: Sequence[Path], cache: Path) -> None:
    """Writes these frames of `spec`, in rising order, each into its own file, which appears whole
    or not at all."""
    composer = Composer(spec, cache)
    try:
        for index, out in zip(frames, outs, strict=True):
            colours: Any = composer.frame(index).reformat(
                format="rgb24",
                src_colorspace=Colorspace.ITU709,
                src_color_range=ColorRange.MPEG,
                interpolation=Interpolation.BICUBIC,
                threads=1,
            )
            _save(colours.to_image(), out)
    except FFmpegError as error:
        raise MediaBroken(f"A source cannot be decoded: {error.strerror}.") from error
    finally:
        composer.close()


def sheet(pictures: Sequence[Path], labels: Sequence[str], columns: int, out: Path) -> None:
    """Writes pictures of one size side by side, row by row, each with its label in a corner."""
    cells = [_labelled(p, label) for p, label in zip(pictures, labels, strict=True)]
    width, height = cells[0].size
    rows = -(-len(cells) // columns)
    size = columns * (width + _GAP) + _GAP, rows * (height + _GAP) + _GAP
    ground = Image.new("RGB", size, _GROUND)
    for number, cell in enumerate(cells):
        row, column = divmod(number, columns)
        ground.paste(cell, (_GAP + column * (width + _GAP), _GAP + row * (height + _GAP)))
    _save(ground, out)


def _labelled(path: Path, label: str) -> Image.Image:
    with Image.open(path) as picture:
        cell = picture.convert("RGB")
    font = ImageFont.truetype(str(_FONT), max(10, round(min(cell.size) / 11)))
    draw = ImageDraw.Draw(cell, "RGBA")
    left, top, right, bottom = font.getbbox(label)
    margin = max(2, round((bottom - top) / 3))
    width, height = right - left + 2 * margin, bottom - top + 2 * margin
    draw.rectangle((0, cell.height - height, width, cell.height), fill=(0, 0, 0, 170))
    draw.text((margin - left, cell.height - height + margin - top), label, font=font, fill=_INK)
    return cell


def _save(image: Image.Image, out: Path) -> None:
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for quality in _QUALITIES:
            image.save(partial, "JPEG", quality=quality, optimize=True)
            if partial.stat().st_size <= MOST_BYTES:
                break
        partial.replace(out)
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
