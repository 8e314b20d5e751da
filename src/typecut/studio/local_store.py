"""Where conversations without a server are kept: one folder each, with one file that says it all.

<data>/sessions/here-3f…/session.json    the current one of a working directory
<data>/sessions/named-trip/session.json  one with a name
                         session.lock    held while a turn is carried out
                         files/          what was fetched from addresses
                         old/            those that were begun anew
"""

import contextlib
import hashlib
import os
import re
import time
import uuid
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from typecut.edits import Draft
from typecut.errors import DraftError, MediaError, OutputError, TurnRunning
from typecut.timeline import Media
from typecut.timeline.codec import decode, encode

from . import project
from .hands import Hands
from .local_watching import Look
from .locks import wait

FILE = "session.json"
VERSION = 1
_PATIENCE = 60.0
"""Seconds that a turn waits for another of the same conversation; turns take less than one."""
_PLAIN = re.compile(r"[\w][\w .-]{0,59}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation as it is stored. `files` are all that were brought, on the timeline or not;
    `version` grows with every change; `language` is "" where each message speaks for itself;
    `looks` is how the files looked when they were measured."""

    id: str
    draft: Draft
    files: tuple[Media, ...] = ()
    version: int = 0
    language: str = ""
    looks: Mapping[str, Look] = field(default_factory=dict[str, Look])


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """``TYPECUT_DATA``, else the user's own folder for data."""
    if given := environment.get("TYPECUT_DATA"):
        return Path(given).expanduser().absolute()
    from platformdirs import user_data_path  # noqa: PLC0415  start-up time

    return user_data_path("typecut", appauthor=False)


def session_folder(name: str = "", directory: Path | None = None) -> Path:
    """The folder of the conversation called `name`, or of a working directory's current one."""
    sessions = data_folder() / "sessions"
    if not name:
        place = os.fsencode((directory or Path.cwd()).resolve())
        return sessions / f"here-{hashlib.sha256(place).hexdigest()[:16]}"
    if _PLAIN.fullmatch(name) and not name.endswith((".", " ")):
        return sessions / f"named-{name}"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return sessions / f"called-{digest}"


@dataclass(slots=True)
class Store:
    """One conversation's folder. Reading needs no lock: the file is only ever replaced."""

    folder: Path
    hands: Hands
    _seen: tuple[int, int, int] | None = None
    _kept: Kept | None = None

    @property
    def path(self) -> Path:
        return self.folder / FILE

    def read(self) -> Kept:
        """The conversation as it is now, by whomever it was changed. DraftError where its file is
        damaged: it is left as it is then."""
        seen = self._look()
        if self._kept is None or seen != self._seen:
            self._kept = self._loaded() if seen else _new()
            self._seen = seen
        return self._kept

    def write(self, kept: Kept) -> None:
        """Keeps it, whole or not at all. Only while `locked`."""
        session = {
            "v": VERSION, "id": kept.id, "version": kept.version, "language": kept.language,
            "files": [encode(m) for m in kept.files],
            "looks": [{"src": s, "size": a, "time": b} for s, (a, b) in kept.looks.items()],
        }  # fmt: skip
        project.save(self.path, kept.draft, session)
        self._kept, self._seen = kept, self._look()

    @contextlib.contextmanager
    def locked(self) -> Generator[Kept, None, None]:
        """The conversation as it is now, with nobody else changing it meanwhile."""
        with self._lock():
            yield self.read()

    def renew(self) -> None:
        """Begins anew, also where the file is damaged; what was there is kept among the old."""
        old = self.folder / "old"
        with self._lock():
            if not self._look():
                return
            stamp = time.strftime("%Y%m%d-%H%M%S")
            try:
                old.mkdir(exist_ok=True)
                self.path.replace(old / f"{stamp}-{uuid.uuid4().hex[:6]}.json")
            except OSError as error:
                raise _unwritable(self.folder, error) from error

    def _lock(self) -> IO[str]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return wait(self.folder / "session.lock", f"{os.getpid()}\n", _PATIENCE)
        except BlockingIOError as error:
            raise TurnRunning(
                "Another command is busy with this conversation.",
                hint="Wait until it is done, or use another one with --session NAME.",
                zh="另一条命令正在使用这个对话。请等它完成，或用 --session 另开一个。",
            ) from error
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def _look(self) -> tuple[int, int, int] | None:
        try:
            about = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        return about.st_ino, about.st_mtime_ns, about.st_size

    def _loaded(self) -> Kept:
        try:
            found = project.load(self.path, self.hands)
            return _kept(found)
        except (DraftError, MediaError) as error:
            raise DraftError(
                "",
                f"The conversation in {self.path} is damaged: {error.message}",
                hint="It is left as it is. Begin a new one with --new, or mend the file.",
                zh=f"对话文件 {self.path} 已损坏，已原样保留。请用 --new 新建对话，或修复该文件。",
            ) from error


def _new() -> Kept:
    # A number beyond 2^53, as servers give them, so that nobody takes it for one.
    return Kept(str(uuid.uuid4().int >> 64 | 1 << 63), Draft.of(()))


def _kept(found: project.Project) -> Kept:
    about = found.session
    if not isinstance(about, Mapping):
        raise DraftError("typecut.session", "this part is missing")
    if about.get("v") != VERSION:
        raise DraftError(
            "typecut.session.v", f"version {about.get('v')!r} cannot be read, only {VERSION}"
        )
    files = decode(tuple[Media, ...], about.get("files"), "typecut.session.files")
    version = about.get("version")
    if not isinstance(version, int):
        raise DraftError("typecut.session.version", "a number is needed here")
    language, seen = str(about.get("language")), _looks(about.get("looks") or ())
    kept = Kept(str(about.get("id")), found.draft, files, version, language, seen)
    return replace(kept, version=version + 1) if found.log_dropped else kept


def _looks(kept: Any) -> dict[str, Look]:
    try:
        return {str(k["src"]): (int(k["size"]), int(k["time"])) for k in kept}
    except (KeyError, TypeError, ValueError):
        raise DraftError("typecut.session.looks", "this cannot be read") from None


def _unwritable(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"The conversation in {folder} cannot be kept: {error.strerror or error}.",
        hint="Free some space, or set TYPECUT_DATA to another folder.",
    )
