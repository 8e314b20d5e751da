"""Where an exported file goes."""

import re
from collections.abc import Callable
from pathlib import Path


def file_for(name: str, folder: Path | None, title: Callable[[], str]) -> Path | None:
    """The file that was named in the message, else a free one in `folder`, called after the
    project; None where there is no folder."""
    if name:
        path = Path(name).expanduser()
        return path if path.is_absolute() or folder is None else folder / path
    if folder is None:
        return None
    stem = _stem(title())
    number = 1
    while (path := folder / f"{stem}{f'-{number}' if number > 1 else ''}.mp4").exists():
        number += 1
    return path


def _stem(title: str) -> str:
    words = re.sub(r"[^\w\u3400-\u9fff-]+", "-", title).strip("-_")[:80]
    return words or "video"
