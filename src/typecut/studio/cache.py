"""Finished pieces of work on disk, found again by the key of what made them.

    chunks/ab/abcd….9f3c….mp4      key, checksum of the content, kind of file
    sound/  facts/  stills/        the same
    sprites/  music/               kept by the engine, counted and cleared with the rest
    tmp/                           being written; renamed into place when complete
    leases/                        keys in use; locked by the process that uses them

The checksum is in the name, so that one atomic rename publishes content and checksum together.
"""

import contextlib
import hashlib
import os
import re
import uuid
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from typecut.errors import OutputError, SettingError

from .locks import hold, is_held

KINDS = ("chunks", "sound", "facts", "stills", "sprites", "music")
DEFAULT_LIMIT = 10 * 2**30
_STALE_AFTER = 3600.0
_UNITS = {"": 1, "b": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12,
          "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}  # fmt: skip


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """``TYPECUT_CACHE``, else the user's own cache folder."""
    if given := environment.get("TYPECUT_CACHE"):
        return Path(given).expanduser().absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415  start-up time

    return user_cache_path("typecut", appauthor=False)


def cache_limit(environment: Mapping[str, str] = os.environ) -> int:
    """``TYPECUT_CACHE_LIMIT`` in bytes; 10 GiB where it is not set."""
    given = environment.get("TYPECUT_CACHE_LIMIT", "").strip()
    return read_size(given, "TYPECUT_CACHE_LIMIT") if given else DEFAULT_LIMIT


def read_size(text: str, setting: str) -> int:
    """``10GB``, ``1.5 GiB``, ``500m``, ``1000000`` in bytes."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(|[kmgt]i?)b?", text.strip().lower())
    if not match:
        raise SettingError(f"{setting} is {text!r}, which is no size.", hint="Write it as 10GB.")
    return int(float(match[1]) * _UNITS[match[2]])


@dataclass(frozen=True, slots=True)
class Entry:
    path: Path
    kind: str
    key: str
    size: int
    used: float


class Cache:
    """Safe with several processes at once: content appears whole or not at all."""

    def __init__(self, folder: Path | None = None, limit: int | None = None) -> None:
        self.folder = folder if folder is not None else cache_folder()
        self.limit = limit if limit is not None else cache_limit()

    def has(self, kind: str, key: str) -> bool:
        """Whether there is such an entry; its content is not looked at."""
        return bool(self._candidates(kind, key))

    def find(self, kind: str, key: str) -> Path | None:
        """The entry's file, marked as just used; a damaged one is removed and counts as absent."""
        for path in self._candidates(kind, key):
            try:
                if _checksum(path) == path.name.split(".")[1]:
                    os.utime(path)
                    return path
                path.unlink(missing_ok=True)
            except OSError:
                continue
        return None

    def room(self, suffix: str) -> Path:
        """A new file name to write to before `keep`."""
        return self._made("tmp") / f"{os.getpid()}-{uuid.uuid4().hex}{suffix}"

    def keep(self, kind: str, key: str, written: Path) -> Path:
        """Moves a complete file into the cache under `key`."""
        with _told(self.folder):
            place = self._made(kind, key[:2]) / f"{key}.{_checksum(written)}{written.suffix}"
            try:
                written.replace(place)
            except PermissionError:
                # Windows: somebody has the same content open, under this very name.
                if not place.exists():
                    raise
                written.unlink(missing_ok=True)
            return place

    def keep_bytes(self, kind: str, key: str, content: bytes, suffix: str = ".json") -> Path:
        with _told(self.folder):
            written = self.room(suffix)
            written.write_bytes(content)
            return self.keep(kind, key, written)

    @contextlib.contextmanager
    def lease(self, keys: Iterable[str]) -> Generator[None, None, None]:
        """While it lasts, no process evicts the entries of these keys."""
        with _told(self.folder):
            path = self._made("leases") / f"{os.getpid()}-{uuid.uuid4().hex}"
            lock = hold(path, "\n".join(keys))
        try:
            yield
        finally:
            lock.close()
            path.unlink(missing_ok=True)

    def entries(self) -> list[Entry]:
        """Everything that is kept, least recently used first."""
        found: list[Entry] = []
        for kind in KINDS:
            for path in sorted((self.folder / kind).rglob("*")):
                with contextlib.suppress(OSError):
                    if path.is_file():
                        about = path.stat()
                        key = path.name.split(".")[0]
                        found.append(Entry(path, kind, key, about.st_size, about.st_mtime))
        return sorted(found, key=lambda e: e.used)

    def trim(self, limit: int | None = None) -> int:
        """Evicts what was used longest ago until the rest fits; the number of bytes freed."""
        self.sweep()
        limit = self.limit if limit is None else limit
        entries = self.entries()
        excess = sum(e.size for e in entries) - limit
        if excess <= 0:
            return 0
        leased, freed = self._leased(), 0
        for entry in entries:
            if freed >= excess:
                break
            if entry.key not in leased and _remove(entry.path):
                freed += entry.size
        return freed

    def clear(self) -> int:
        """Removes everything that is not in use."""
        return self.trim(0)

    def sweep(self) -> None:
        """Removes what killed processes left behind."""
        for path in _files(self.folder / "tmp"):
            with contextlib.suppress(OSError):
                if _now(self.folder) - path.stat().st_mtime > _STALE_AFTER:
                    path.unlink()
        for path in _files(self.folder / "leases"):
            if not is_held(path):
                _remove(path)

    def _leased(self) -> set[str]:
        found: set[str] = set()
        for path in _files(self.folder / "leases"):
            with contextlib.suppress(OSError):
                found.update(path.read_text().split())
        return found

    def _candidates(self, kind: str, key: str) -> list[Path]:
        return sorted((self.folder / kind / key[:2]).glob(f"{key}.*"))

    def _made(self, *parts: str) -> Path:
        folder = self.folder.joinpath(*parts)
        with _told(self.folder):
            folder.mkdir(parents=True, exist_ok=True)
        return folder


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=10)).hexdigest()


def _files(folder: Path) -> list[Path]:
    try:
        return [p for p in folder.iterdir() if p.is_file()]
    except OSError:
        return []


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _now(folder: Path) -> float:
    """The file system's own time: its clock may not be ours."""
    mark = folder / "tmp" / f"now-{uuid.uuid4().hex}"
    mark.touch()
    try:
        return mark.stat().st_mtime
    finally:
        mark.unlink(missing_ok=True)


@contextlib.contextmanager
def _told(folder: Path) -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"The cache folder {folder} cannot be written: {error.strerror or error}.",
            hint="Free some space, or set TYPECUT_CACHE to another folder.",
        ) from error
