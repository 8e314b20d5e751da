"""Putting a skill into a folder, whole or not at all, and never over what somebody changed."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from typecut import __version__
from typecut.errors import Conflict, OutputError

MARK = ".typecut-skill.json"
"""Beside SKILL.md: the version, and a hash of each file as it was put there."""

Outcome = Literal["installed", "upgraded", "unchanged", "replaced"]
Condition = Literal["absent", "current", "older", "changed", "foreign"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a skill stands in a folder. `changed` names files that differ from what was put there;
    a `foreign` one was not put there by this program, or is a link."""

    condition: Condition
    version: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    version: str
    files: dict[str, str]


def standing(target: Path, pages: Mapping[str, str]) -> Standing:
    """`pages`: the files of the skill by path, as they are now."""
    if not target.exists() and not target.is_symlink():
        return Standing("absent")
    if target.is_symlink():
        return Standing("foreign")
    if all(_digest_of(target / path) == _digest(text) for path, text in pages.items()):
        return Standing("current", __version__)
    mark = _mark(target)
    if mark is None:
        return Standing("foreign")
    changed = tuple(p for p, digest in mark.files.items() if _digest_of(target / p) != digest)
    return Standing("changed" if changed else "older", mark.version, changed)


def install(target: Path, pages: Mapping[str, str], force: bool = False) -> Outcome:
    """Puts the skill into `target`. Files that are not the skill's own stay.

    Conflict where somebody changed it, unless `force`; OutputError where it cannot be written.
    """
    found = standing(target, pages)
    if found.condition == "current":
        return "unchanged"
    if found.condition in ("changed", "foreign") and not force:
        raise Conflict(_in_the_way(target, found), hint="--force puts ours in its place.")
    try:
        _replace(target, pages)
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error.strerror or error}.", hint="Choose another --dir."
        ) from None
    outcomes: dict[Condition, Outcome] = {"absent": "installed", "older": "upgraded"}
    return outcomes.get(found.condition, "replaced")


def _in_the_way(target: Path, found: Standing) -> str:
    if found.changed:
        return f"{target} was changed after it was installed ({', '.join(found.changed)})."
    return f"{target} is a link." if target.is_symlink() else f"{target} was put there by others."


def _replace(target: Path, pages: Mapping[str, str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as spare:
        fresh, old = Path(spare) / "new", Path(spare) / "old"
        _write(fresh, pages)
        if target.is_dir() and not target.is_symlink():
            _keep_other_files(target, fresh, set(pages))
        # A folder cannot be replaced in one step; if the second move fails, the first is undone.
        if target.exists() or target.is_symlink():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.exists() or old.is_symlink():
                old.rename(target)
            raise


def _write(folder: Path, pages: Mapping[str, str]) -> None:
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    digests = {path: _digest(text) for path, text in pages.items()}
    mark = json.dumps({"version": __version__, "files": digests}, indent=2)
    (folder / MARK).write_text(mark + "\n", encoding="utf-8")


def _keep_other_files(target: Path, fresh: Path, ours: set[str]) -> None:
    """Notes and marks of others stay; what an older version had brought goes."""
    mark = _mark(target)
    known = {MARK, *ours, *(mark.files if mark else {})}
    for folder, _, names in os.walk(target):
        for name in names:
            path = Path(folder, name)
            relative = path.relative_to(target)
            if relative.as_posix() not in known:
                (fresh / relative).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, fresh / relative, follow_symlinks=False)


def _mark(target: Path) -> _Mark | None:
    try:
        found: Any = json.loads((target / MARK).read_text(encoding="utf-8"))
        files = {str(path): str(digest) for path, digest in found["files"].items()}
        return _Mark(str(found["version"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _digest_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
