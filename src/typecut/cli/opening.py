"""Showing a file or an address with what the system has for it."""

import contextlib
import os
import shutil
import subprocess
import sys


def show(place: str) -> bool:
    """Opens it and does not wait; False where there is no screen or nothing to open it with."""
    command = _command()
    if command is None:
        return False
    with contextlib.suppress(OSError):
        subprocess.Popen(
            [command, place], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        return True
    return False


def _command() -> str | None:
    if sys.platform == "darwin":
        return shutil.which("open")
    if sys.platform == "win32":
        return shutil.which("explorer")
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if has_screen else None
