"""What a reference to media is before anything was probed: its kind, its name, its address."""

import re
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

from typecut.timeline import Media, MediaKind

_IMAGES = frozenset(
    ["jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff", "heic", "heif", "avif", "jxl", "svg"]
)
_SOUNDS = frozenset(
    ["mp3", "wav", "m4a", "aac", "flac", "ogg", "oga", "opus", "wma", "aif", "aiff", "mka"]
)
_MADE: dict[str, MediaKind] = {"compose": "audio", "background": "video"}
# One letter before the colon is a drive of Windows, not a scheme.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")


def scheme(src: str) -> str:
    """``https`` of a URL, ``compose`` of made media, "" of a path."""
    match = _SCHEME.match(src)
    return match[1].lower() if match else ""


def kind_of(src: str, otherwise: MediaKind = "video") -> MediaKind:
    """By scheme and file name extension alone: a guess until the file is probed."""
    made = _MADE.get(scheme(src))
    if made:
        return made
    extension = _path(src).suffix.lower().lstrip(".")
    if extension in _IMAGES:
        return "image"
    return "audio" if extension in _SOUNDS else otherwise


def located(src: str, folder: Path | None) -> str:
    """`src` with a relative path made to start at `folder`."""
    return src if folder is None or scheme(src) else str(folder / src)


def relative(src: str, folder: Path | None) -> str:
    """`src` as seen from `folder`, where it lies inside."""
    if folder is None or scheme(src):
        return src
    path = PurePath(src)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else src


def fresh_media(src: str, kind: MediaKind, taken: set[str]) -> Media:
    """Media for `src` with an id of its own; all facts but the kind are still unknown."""
    path = _path(src)
    stem = re.sub(r"[^\w-]+", "-", path.stem).strip("-") or "media"
    number, media_id = 1, stem
    while media_id in taken:
        number += 1
        media_id = f"{stem}-{number}"
    return Media(media_id, src, kind, path.name if scheme(src) not in _MADE else "")


def _path(src: str) -> PurePath:
    if scheme(src):
        return PurePosixPath(unquote(urlsplit(src).path))
    return PurePath(src)
