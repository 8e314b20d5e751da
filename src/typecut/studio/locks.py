"""File locks that end with their process, however it ends."""

import sys
import time
from pathlib import Path
from typing import IO

_LOOK_AGAIN = 0.01


def hold(path: Path, content: str) -> IO[str]:
    """Writes `content` and keeps the file locked until it is closed."""
    while True:
        file = path.open("w+", encoding="utf-8")
        try:
            _lock(file)
            file.write(content)
            file.flush()
        except BaseException:
            file.close()
            raise
        if path.exists():
            return file
        file.close()  # swept away by another process just before it was locked


def wait(path: Path, content: str, seconds: float) -> IO[str]:
    """As `hold`, once nobody else holds it; OSError where that takes longer than `seconds`."""
    until = time.monotonic() + seconds
    while True:
        try:
            return hold(path, content)
        except (BlockingIOError, PermissionError):  # Windows tells it as the second
            if time.monotonic() >= until or not path.exists():
                raise
            time.sleep(_LOOK_AGAIN)


def is_held(path: Path) -> bool:
    """Whether a living process holds this file; in doubt, yes."""
    try:
        with path.open("r+", encoding="utf-8") as file:
            _lock(file)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        # A locked byte cannot be read by others: take one far behind the text.
        position = file.tell()
        file.seek(2**30)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(position)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
