"""A file on its way in: what is known of it before anybody has looked into it."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from typecut.errors import MediaRefused, MediaTooLarge, TypecutError

_LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that lies on our disk and belongs to us, or why it does not."""

    filename: str
    path: Path | None = None
    digest: str = ""
    size: int = 0
    error: TypecutError | None = None


def too_large(name: str, limit: int) -> MediaTooLarge:
    size = f"{limit / 1e6:g} MB"
    return MediaTooLarge(
        f"{name} is larger than {size}, which is the limit.",
        hint="Compress it or trim it, and upload it again.",
        zh=f"{name} 超过了 {size} 的上限。请压缩或裁剪后重新上传。",
    )


def empty(name: str) -> MediaRefused:
    return MediaRefused(
        f"{name} is empty (0 bytes).",
        hint="Upload it again.",
        zh=f"{name} 是空文件（0 字节）。请重新上传。",
    )


def clean_name(given: str) -> str:
    """A file name that is safe to show and to store: no folders, no control characters."""
    name = given.replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{stem[:_LONGEST_NAME]}.{suffix}" if stem else suffix
    return name[:_LONGEST_NAME] or "upload"
