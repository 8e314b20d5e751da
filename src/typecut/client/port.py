"""The port of a conversation: what a session offers, on a server or in this process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from .events import Event


@dataclass(frozen=True, slots=True)
class Session:
    """Ids are decimal strings beyond 2^53 on a server: never numbers."""

    session_id: str
    task_id: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """One file of a batch; `code` is not 0 where it was refused, and `message` says why.
    `duration` in seconds, None for a photo."""

    filename: str
    file_type: str = ""
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    url: str = ""
    hash: str = ""
    code: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """The session as it is now; `draft` is the wire's, with its short keys. `version` grows with
    every change where the server counts them, else 0."""

    session: Session
    draft: Mapping[str, Any] = field(default_factory=dict[str, Any])
    task_name: str = ""
    version: int = 0
    video_infos: Sequence[Mapping[str, Any]] = ()
    canvas_config: Mapping[str, Any] = field(default_factory=dict[str, Any])
    video_analyses: Mapping[str, Any] = field(default_factory=dict[str, Any])
    generated_media: Sequence[Mapping[str, Any]] = ()

    @property
    def exportable(self) -> bool:
        """Whether there is a track with something on it."""
        return any(track.get("sg") for track in self.draft.get("t") or ())


@dataclass(frozen=True, slots=True)
class Credits:
    available: int
    frozen: int
    total: int


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What the file shall be; 0 and "" mean what the draft says. `quality` is draft, standard,
    high or best."""

    quality: str = "high"
    resolution: str = ""
    width: int = 0
    height: int = 0
    fps: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export. `path` is None where it was not downloaded; `url` is a link that works
    without a token for a while, "" in process. `duration` in seconds, `size` in bytes."""

    render_id: str
    path: Path | None = None
    url: str = ""
    duration: float = 0.0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` from 0 to 1, never falling; `what` is "upload", "export" or "download"."""

    what: str
    done: float
    name: str = ""


OnProgress = Callable[[Progress], None]


class Backend(Protocol):
    """Where a conversation's words go. Raises typecut.errors only."""

    @property
    def counts_credits(self) -> bool:
        """Whether credits mean anything here."""
        ...

    @property
    def silence(self) -> float:
        """Seconds after which the user is told that work still goes on."""
        ...

    def connect(self) -> Session:
        """Token and session, made where there is none; again is cheap and gives the same."""
        ...

    def say(self, message: str) -> Iterator[Event]:
        """Carries a message out. Never sends it twice. Closing the iterator stops listening."""
        ...

    def upload(self, sources: Sequence[str], tell: OnProgress | None = None) -> list[Uploaded]:
        """Brings files (paths, or http(s) addresses) into the session, each with its result."""
        ...

    def state(self) -> State: ...

    def credits(self) -> Credits: ...

    def undo(self) -> Iterator[Event]:
        """Takes the last instruction back and says so."""
        ...

    def export(
        self,
        out: Path | None,
        wish: ExportWish | None = None,
        tell: OnProgress | None = None,
    ) -> Exported:
        """Renders the draft as it is now; into `out`, which appears whole or not at all."""
        ...

    def claim(self) -> str:
        """A link that opens the session in a browser; "" where there is none."""
        ...

    def close(self) -> None: ...
