"""Still pictures, and animated WebP which FFmpeg cannot decode, read through Pillow."""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageFile

from typecut.errors import MediaTooLarge

from .opening import MAX_IMAGE_PIXELS, explain, sniff

Image.MAX_IMAGE_PIXELS = None  # our own limit, with our own words, is checked before decoding

Colours: TypeAlias = npt.NDArray[np.uint8]
"""Rows of pixels of three or four channels."""

STILL_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF")
_BY_PILLOW = {"jpeg", "png", "webp", "bmp", "tiff", "gif", "avif"}
_ORIENTATION = 0x0112
_TURNS = {1: (0, False), 2: (0, True), 3: (180, False), 4: (180, True),
          5: (270, True), 6: (90, False), 7: (90, True), 8: (270, False)}  # fmt: skip


def is_picture(path: str) -> bool:
    """Whether Pillow reads this file: stills of any kind, and animated WebP."""
    kind = sniff(path)
    if kind not in _BY_PILLOW:
        return False
    if kind in ("gif", "png"):
        with open_picture(path) as image:
            return not getattr(image, "is_animated", False)
    return True


def open_picture(path: str) -> Image.Image:
    """Header only; raises MediaTooLarge before a pixel is decoded."""
    try:
        image = Image.open(path, formats=STILL_FORMATS)
    except Exception as error:
        raise explain(error, path) from error
    if image.width * image.height > MAX_IMAGE_PIXELS:
        image.close()
        raise MediaTooLarge(
            f"{path} has {image.width} x {image.height} pixels; "
            f"at most {MAX_IMAGE_PIXELS // 1_000_000} megapixels can be used.",
            hint="Scale it down first.",
        )
    return image


def orientation(image: Image.Image) -> tuple[int, bool]:
    """Turn and mirror that EXIF asks for, as in PictureFacts."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1), (0, False))
    except Exception:  # noqa: BLE001 - broken EXIF is as good as none
        return 0, False


def has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def pixels(image: Image.Image, path: str) -> tuple[Colours, bool]:
    """The decoded picture as RGB or RGBA bytes in sRGB, and whether the file was complete."""
    complete = True
    try:
        try:
            image.load()
        except OSError:
            complete = False
            image = _load_truncated(path)
        return np.asarray(_to_srgb(image)), complete
    except Exception as error:
        raise explain(error, path) from error


def is_complete(image: Image.Image, path: str) -> bool:
    """Whether the file goes on to the picture's last line; raises where nothing can be decoded.

    In little memory: phones make photos of 100 megapixels. Spoils `image` for other uses.
    """
    try:
        image.draft(image.mode, (image.width // 8, image.height // 8))
        try:
            image.load()
        except OSError:
            _load_truncated(path)
            return False
        return True
    except Exception as error:
        raise explain(error, path) from error


def _load_truncated(path: str) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image = open_picture(path)
        image.load()
        return image
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _to_srgb(image: Image.Image) -> Image.Image:
    wanted = "RGBA" if has_alpha(image) else "RGB"
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I") or image.mode == "F":
        image = _to_8_bits(image)
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            cms: Any = ImageCms  # its createProfile says too little of its type
            target = cms.createProfile("sRGB")
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            done = ImageCms.profileToProfile(image, source, target, outputMode=mode)
            image = done or image
        except ImageCms.PyCMSError:
            pass
    return image if image.mode == wanted else image.convert(wanted)


def _to_8_bits(image: Image.Image) -> Image.Image:
    values = np.asarray(image).astype(np.float32)
    top = 255.0 if image.mode == "F" and values.max(initial=0) <= 255 else 65535.0
    return Image.fromarray(np.clip(values * (255 / top), 0, 255).astype(np.uint8))


def webp_durations(path: str) -> list[int]:
    """Milliseconds of each frame of an animated WebP, from its chunk headers; empty for a still."""
    data = Path(path).read_bytes()
    durations: list[int] = []
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"ANMF" and at + 24 <= len(data):
            shown = int.from_bytes(data[at + 20 : at + 23], "little")
            durations.append(shown if shown > 10 else 100)  # as browsers do
        at += 8 + size + size % 2
    return durations if len(durations) > 1 else []


def webp_frames(path: str) -> Iterator[tuple[Fraction, Colours]]:
    """Each frame of an animated WebP with its time."""
    durations = webp_durations(path)
    time = Fraction(0)
    with open_picture(path) as image:
        for index, shown in enumerate(durations):
            try:
                image.seek(index)
                frame = np.asarray(image.convert("RGBA"))
            except (EOFError, OSError):
                return
            yield time, frame
            time += Fraction(shown, 1000)
