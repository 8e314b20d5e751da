"""Where the result goes: checked before the work begins, never half written."""

import contextlib
import os
import shutil
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from typecut.errors import OutputError, SettingError

_HALF_FILE = ".typecut-"
_STALE_AFTER = 600.0


def default_output(first: str, folder: Path) -> Path:
    """``<name of the first file>-edit.mp4`` in `folder`, numbered where there is one already."""
    stem = f"{Path(first).stem[:120]}-edit"
    names = (f"{stem}.mp4" if n == 1 else f"{stem}-{n}.mp4" for n in range(1, 10_000))
    return next(folder / name for name in names if not (folder / name).exists())


def half_file(out: Path) -> Path:
    """A new name in the output's folder; what killed exports left there is deleted."""
    _sweep(out.parent)
    return out.parent / f"{_HALF_FILE}{uuid.uuid4().hex[:12]}.mp4"


def discard(path: Path) -> None:
    """Deletes a half-made file, and what a worker that was killed had written of it."""
    for half in [path, *path.parent.glob(f".{path.name}.*.part")]:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    for path in [*folder.glob(f"{_HALF_FILE}*"), *folder.glob(f".{_HALF_FILE}*.part")]:
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _STALE_AFTER:
                path.unlink()


def check_space(out: Path, parts: Iterable[Path]) -> None:
    """Raises where the file system has no room for a file made of `parts`."""
    needed = sum(p.stat().st_size for p in parts)
    free = shutil.disk_usage(out.parent).free
    if free < needed * 1.02:
        raise OutputError(
            f"{out} cannot be written: it needs {needed / 1e6:.0f} MB and {out.parent} has "
            f"{free / 1e6:.0f} MB left.",
            hint="Free some space and run the same command again: what is rendered is kept.",
        )


def check_output(out: Path, inputs: Iterable[str]) -> None:
    """Raises where the result could not be written, before hours are spent on rendering it."""
    folder = out.parent
    if out.suffix.lower() not in (".mp4", ".m4v"):
        raise SettingError(
            f"{out.name or out} cannot be the output: only MP4 files are written.",
            hint=f"Name it {out.stem or 'out'}.mp4.",
        )
    if out.is_dir():
        raise OutputError(f"{out} is a folder.", hint=f"Write to {out / 'out.mp4'}.")
    if not folder.is_dir():
        raise OutputError(f"There is no folder {folder}.", hint="Make it first.")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"The folder {folder} may not be written to.")
    for path in inputs:
        with contextlib.suppress(OSError):
            if out.exists() and out.samefile(path):
                raise OutputError(
                    f"{out} is one of the inputs and would be overwritten.",
                    hint="Give the result another name.",
                )
