"""What is kept between runs, per server: who we are there, and uploads that are not finished.

`<folder>/servers/<name>.json`, mode 0600 in a folder of mode 0700:
{"v": 1, "origin", "client_id", "token", "user_id", "expires", "uploads": {key: {"url", "time"}}}
`expires` and `time` are seconds since 1970.
"""

import contextlib
import hashlib
import json
import os
import time
import uuid
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typecut.errors import StoreError

from .values import is_object

_VERSION = 1
_MOST_UPLOADS = 100
_UPLOAD_SECONDS = 7 * 86400.0
_LOCK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are to one server. `expires`: seconds since 1970, 0 where nobody said."""

    client_id: str
    token: str = ""
    user_id: str = ""
    expires: float = 0.0


class Keeping:
    """The memory for one server. A token is never read for another one than it came from."""

    def __init__(self, folder: Path, origin: str) -> None:
        name = hashlib.sha256(origin.encode()).hexdigest()[:24]
        self._path = folder / "servers" / f"{name}.json"
        self._lock = folder / f"{name}.lock"
        self._origin = origin

    def identity(self, client_id: str = "") -> Identity:
        """What is known; a new client id, kept at once, where nothing is. A `client_id` that
        differs from the one known makes somebody else of us."""
        known = self._known()
        if _is_uuid(known.client_id) and client_id in ("", known.client_id):
            return known
        return self._begin(client_id)

    def keep(self, identity: Identity) -> Identity:
        known = {
            "client_id": identity.client_id, "token": identity.token,
            "user_id": identity.user_id, "expires": identity.expires,
        }  # fmt: skip
        with self._alone():
            self._write(self._read() | known)
        return identity

    def new_client_id(self) -> Identity:
        """For a server that does not take the one it had."""
        return self.keep(Identity(str(uuid.uuid4())))

    def upload(self, key: str) -> str:
        """Where an upload was begun; "" where none was, or too long ago."""
        kept = self._uploads().get(key)
        return str(kept.get("url") or "") if kept else ""

    def keep_upload(self, key: str, url: str) -> None:
        """With "", it is forgotten."""
        with self._alone():
            uploads = self._uploads()
            uploads.pop(key, None)
            if url:
                uploads[key] = {"url": url, "time": time.time()}
            last = dict(list(uploads.items())[-_MOST_UPLOADS:])
            self._write(self._read() | {"uploads": last})

    @contextlib.contextmanager
    def _alone(self) -> Generator[None]:
        """Other processes wait: what they write in between would be lost."""
        from typecut.studio import locks  # noqa: PLC0415  start-up time

        try:
            _make_folder(self._path.parent)
            lock = locks.wait(self._lock, "", _LOCK_SECONDS)
        except OSError as error:
            raise _unusable(self._path.parent, error) from None
        with lock:
            yield

    def _known(self) -> Identity:
        kept = self._read()
        return Identity(
            str(kept.get("client_id") or ""),
            str(kept.get("token") or ""),
            str(kept.get("user_id") or ""),
            _float(kept.get("expires")),
        )

    def _begin(self, client_id: str) -> Identity:
        """Two that begin at once agree on one client id: the first file there stays."""
        fresh = client_id or str(uuid.uuid4())
        with contextlib.suppress(FileExistsError):
            self._write({"client_id": fresh}, only_new=True)
            return Identity(fresh)
        known = self._known()
        if _is_uuid(known.client_id) and client_id in ("", known.client_id):
            return known
        self._write({"client_id": fresh, "uploads": self._uploads()})
        return Identity(fresh)

    def _uploads(self) -> dict[str, Mapping[str, Any]]:
        found = self._read().get("uploads")
        since = time.time() - _UPLOAD_SECONDS
        return {
            str(k): v
            for k, v in (found.items() if is_object(found) else ())
            if is_object(v) and _float(v.get("time")) > since
        }

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _unusable(self._path, error) from None
        except ValueError:
            return {}  # half a file of somebody's editor: a new identity costs little
        fits = is_object(kept) and kept.get("v") == _VERSION
        return kept if fits and kept.get("origin") == self._origin else {}

    def _write(self, kept: Mapping[str, Any], *, only_new: bool = False) -> None:
        folder = self._path.parent
        partial = folder / f".{self._path.name}.{uuid.uuid4().hex[:8]}"
        text = json.dumps({**kept, "v": _VERSION, "origin": self._origin}, indent=1)
        try:
            _make_folder(folder)
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123  a descriptor
                    file.write(text)
                _place(partial, self._path, only_new)
            finally:
                partial.unlink(missing_ok=True)
        except FileExistsError:
            raise
        except OSError as error:
            raise _unusable(folder, error) from None


def config_folder(given: Path | str | None) -> Path:
    """The user's, unless an argument or TYPECUT_CONFIG_DIR names another one."""
    if named := given or os.environ.get("TYPECUT_CONFIG_DIR"):
        return Path(named).expanduser()
    from platformdirs import user_config_path  # noqa: PLC0415  start-up time

    return user_config_path("typecut")


def file_key(path: Path, session_id: str) -> str:
    """Names a file's content well enough to go on with its upload: size, time of change, and a
    digest of its first and last mebibyte."""
    about = path.stat()
    digest = hashlib.sha256(f"{session_id}\n{about.st_size}\n{about.st_mtime_ns}\n".encode())
    with path.open("rb") as file:
        digest.update(file.read(1 << 20))
        file.seek(max(0, about.st_size - (1 << 20)))
        digest.update(file.read(1 << 20))
    return digest.hexdigest()[:40]


def _place(partial: Path, path: Path, only_new: bool) -> None:
    if only_new:
        try:
            path.hardlink_to(partial)
            return
        except FileExistsError:
            raise
        except OSError:
            pass  # a file system without links: whoever comes last stays
    partial.replace(path)


def _make_folder(folder: Path) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def _unusable(place: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{place} cannot be used ({error.strerror or error}).",
        hint="TYPECUT_CONFIG_DIR names another folder to keep the connection in.",
    )


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0
