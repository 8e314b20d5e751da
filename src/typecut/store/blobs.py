"""Blobs: files by key, in a local folder or on S3, never changed once they are there.

Keys are made by `media_key` and its siblings. Putting a key that exists already does nothing:
keys name content, or a job's attempt, so whoever was first put the right thing.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from typecut.errors import NoSuchThing, SettingError, StoreError

_PIECE = 1 << 20
_PART = 8 << 20
_STAGING = ".staging"
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")


def media_key(digest: str) -> str:
    return f"media/{digest}"


def thumbnail_key(digest: str) -> str:
    return f"thumbnails/{digest}.jpg"


def render_key(render_id: str, attempt: int, suffix: str = "mp4") -> str:
    return f"renders/{render_id}/{attempt}.{suffix}"


@dataclass(frozen=True, slots=True)
class Blob:
    """`modified`: seconds since 1970."""

    key: str
    size: int
    modified: float


@dataclass(frozen=True, slots=True)
class S3Settings:
    """How to reach S3; what is left empty comes from the AWS_* environment variables."""

    endpoint: str = ""
    region: str = ""
    access_key_id: str = ""
    secret_access_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Blobs:
    """An open blob store. `folder` is where its files are, or None on S3."""

    store: LocalStore | S3Store
    folder: Path | None
    cache: Path

    def put_file(self, key: str, path: Path, *, consume: bool = False) -> Blob:
        """Store the file at `path` under `key` unless the key is there already.

        Atomic: the key appears with all of its bytes. With `consume` the file is moved, which
        costs nothing within one disk; else it is copied.
        """
        with _reaching(key):
            present = self.head(key)
            if present is None and self.folder is not None:
                _adopt(path, self.folder / key, self.folder / _STAGING, consume=consume)
            elif present is None:
                options: Any = {"chunk_size": _PART, "max_concurrency": 3}
                obstore.put(self.store, key, path, **options)
        if consume:
            path.unlink(missing_ok=True)
        return present or self.get(key)

    def put_bytes(self, key: str, data: bytes) -> Blob:
        """Store something small (a thumbnail, a playlist) under `key`, unless it is there."""
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            return self.put_file(key, Path(file.name))

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `end` (exclusive; None: all), in pieces of about 1 MiB.

        NoSuchThing at once, and not at the first piece, when there is no such key.
        """
        size = self.get(key).size
        stop = size if end is None else min(end, size)
        if start >= stop:
            return iter(())
        with _reaching(key):
            found = obstore.get(self.store, key, options={"range": (start, stop)})
            return _pieces(key, found.stream(min_chunk_size=_PIECE))

    def head(self, key: str) -> Blob | None:
        """Size and time of a blob, or None when there is none."""
        if not _KEY.fullmatch(key):
            return None
        try:
            with _reaching(key):
                return _blob(obstore.head(self.store, key))
        except NoSuchThing:
            return None

    def get(self, key: str) -> Blob:
        """Like `head`, but NoSuchThing when there is none."""
        blob = self.head(key)
        if blob is None:
            raise NoSuchThing("There is no such file.")
        return blob

    def delete(self, key: str) -> None:
        """Remove a blob; nothing happens when there is none."""
        with suppress(NoSuchThing), _reaching(key):
            obstore.delete(self.store, key)

    def list(self, prefix: str) -> Iterator[Blob]:
        """Every blob whose key begins with the folder `prefix` ("media"), in no order."""
        with _reaching(prefix):
            for batch in obstore.list(self.store, prefix):  # pyright: ignore[reportUnknownMemberType]
                yield from (_blob(meta) for meta in batch)

    def local_path(self, key: str) -> Path:
        """A file with the blob's content, to read only: its own, or a copy in the cache folder."""
        if self.folder is not None:
            self.get(key)
            return self.folder / key
        path = self.cache / _checked(key)
        with suppress(FileNotFoundError):
            os.utime(path)  # what was used last is trimmed last
            return path
        size = self.get(key).size
        path.parent.mkdir(parents=True, exist_ok=True)
        with _staged(self.cache / _STAGING) as (staged, file):
            for piece in self.read(key):
                file.write(piece)
            if file.tell() != size:
                raise StoreError(f"The blob {key} broke off after {file.tell()} bytes.")
            file.close()
            staged.replace(path)
        return path

    def trim_cache(self, keep_bytes: int) -> None:
        """Delete cached copies, the longest unused first, until at most `keep_bytes` are left.

        Whoever has such a file open can still read it to its end.
        """
        if self.folder is not None or not self.cache.is_dir():
            return
        files = [(p.stat(), p) for p in self.cache.rglob("*") if p.is_file()]
        total = sum(stat.st_size for stat, _ in files)
        for stat, path in sorted(files, key=lambda pair: pair[0].st_mtime):
            if total <= keep_bytes:
                return
            path.unlink(missing_ok=True)
            total -= stat.st_size

    def presign(self, key: str, seconds: float) -> str | None:
        """A link that works without us for `seconds`; None where the store cannot make any."""
        if isinstance(self.store, LocalStore):
            return None
        with _reaching(key):
            return obstore.sign(self.store, "GET", key, timedelta(seconds=seconds))

    def ping(self) -> None:
        """StoreError unless the store answers."""
        self.head("ping")


def open_blobs(place: str | Path, cache: Path, s3: S3Settings | None = None) -> Blobs:
    """Open `s3://BUCKET/PREFIX` or a folder, which is made. On S3 `cache` holds local copies."""
    url = urlsplit(str(place))
    if url.scheme == "s3":
        if not url.netloc:
            raise SettingError(f"{place} names no bucket.", hint="Use s3://BUCKET/PREFIX.")
        return Blobs(_s3(url.netloc, url.path.strip("/"), s3 or S3Settings()), None, cache)
    if "://" in str(place):
        raise SettingError(
            f"typecut cannot keep files in {place}.", hint="Use a folder or s3://BUCKET/PREFIX."
        )
    folder = Path(place).absolute()
    (folder / _STAGING).mkdir(parents=True, exist_ok=True)
    return Blobs(LocalStore(folder), folder, cache)


def digest_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hexadecimal) and size of a file of any length, in flat memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def _s3(bucket: str, prefix: str, settings: S3Settings) -> S3Store:
    given = {
        "endpoint": settings.endpoint,
        "region": settings.region,
        "access_key_id": settings.access_key_id,
        "secret_access_key": settings.secret_access_key,
    }
    config: Any = {name: value for name, value in given.items() if value}
    # The default timeout of 30 s is for the whole body: too short for a long video.
    client: Any = {"timeout": "3600s", "connect_timeout": "10s", "read_timeout": "60s"}
    client["allow_http"] = settings.endpoint.startswith("http://")
    retry: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=20)}
    return S3Store(
        bucket, prefix=prefix or None, config=config, client_options=client, retry_config=retry
    )


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise NoSuchThing("There is no such file.")
    return key


def _blob(meta: Any) -> Blob:
    return Blob(meta["path"], meta["size"], meta["last_modified"].timestamp())


@contextmanager
def _reaching(key: str) -> Generator[None]:
    """The library's errors as ours."""
    try:
        yield
    except FileNotFoundError as error:
        raise NoSuchThing("There is no such file.") from error
    except (BaseError, OSError) as error:
        raise StoreError(
            f"The blob store failed at {key}: {str(error).splitlines()[0]}",
            hint="Check that it is reachable, and not full.",
        ) from error


def _pieces(key: str, stream: Iterator[bytes]) -> Iterator[bytes]:
    with _reaching(key):
        yield from stream


@contextmanager
def _staged(folder: Path) -> Generator[tuple[Path, Any]]:
    """A new file that is gone afterwards, unless it was moved away."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        path = Path(file.name)
        try:
            yield path, file
        finally:
            path.unlink(missing_ok=True)


def _adopt(path: Path, target: Path, staging: Path, *, consume: bool) -> None:
    """Make `target` from `path`: a link cannot overwrite, and is there all at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        if consume:
            with suppress(OSError):  # another disk
                os.link(path, target)
                return
        with _staged(staging) as (staged, file), path.open("rb") as source:
            shutil.copyfileobj(source, file, _PIECE)
            file.flush()
            os.link(staged, target)
