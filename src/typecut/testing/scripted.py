"""A session without a server: it answers from a script, for tests of whatever sits on top."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from typecut.client.events import Event
from typecut.client.port import (
    Credits,
    Exported,
    ExportWish,
    OnProgress,
    Progress,
    Session,
    State,
    Uploaded,
)
from typecut.errors import TypecutError


@dataclass(frozen=True, slots=True)
class Answer:
    """What one message brings: events, then perhaps an error; `draft` is what the session has
    afterwards, None: as before."""

    events: Sequence[Event] = ()
    draft: Mapping[str, Any] | None = None
    error: TypecutError | None = None
    session_id: str = ""


@dataclass
class ScriptedBackend:
    """`answers` are given in turn; `calls` says what was asked, in order, as readable lines."""

    answers: Iterable[Answer] = ()
    draft: Mapping[str, Any] = field(default_factory=dict[str, Any])
    balance: Credits = field(default_factory=lambda: Credits(100, 0, 100))
    counts_credits: bool = True
    silence: float = 120.0
    errors: dict[str, TypecutError] = field(default_factory=dict[str, TypecutError])
    refused: Mapping[str, Uploaded] = field(default_factory=dict[str, Uploaded])
    calls: list[str] = field(default_factory=list[str])
    session: Session = field(
        default_factory=lambda: Session("9007199254740993", "task_1", "anon_1")
    )
    task_name: str = "project"
    version: int = 0

    def __post_init__(self) -> None:
        self._answers = iter(self.answers)

    def connect(self) -> Session:
        self._fail("connect")
        return self.session

    def say(self, message: str) -> Iterator[Event]:
        self.calls.append(f"say {message}")
        return self._answer()

    def undo(self) -> Iterator[Event]:
        self.calls.append("undo")
        return self._answer()

    def upload(self, sources: Sequence[str], tell: OnProgress | None = None) -> list[Uploaded]:
        self.calls.append(f"upload {', '.join(sources)}")
        self._fail("upload")
        if tell:
            tell(Progress("upload", 1.0))
        return [self.refused.get(s) or Uploaded(Path(s).name, "video", 12.0, 1920, 1080) for s in sources]  # fmt: skip

    def state(self) -> State:
        self.calls.append("state")
        self._fail("state")
        return State(self.session, self.draft, self.task_name, self.version)

    def credits(self) -> Credits:
        self.calls.append("credits")
        self._fail("credits")
        return self.balance

    def export(
        self, out: Path | None, wish: ExportWish | None = None, tell: OnProgress | None = None
    ) -> Exported:
        self.calls.append(f"export {wish or ExportWish()}")
        self._fail("export")
        for done in (0.0, 0.5, 1.0):
            if tell:
                tell(Progress("export", done))
        link = "" if out else "https://video.example/f.mp4"
        return Exported("render_1", out, link, 12.0, 3_400_000)

    def claim(self) -> str:
        return ""

    def close(self) -> None:
        self.calls.append("close")

    def _answer(self) -> Iterator[Event]:
        answer = next(self._answers, Answer())
        yield from answer.events
        if answer.session_id:
            self.session = replace(self.session, session_id=answer.session_id)
        if answer.draft is not None:
            self.draft = answer.draft
        if answer.error is not None:
            raise answer.error

    def _fail(self, what: str) -> None:
        if error := self.errors.pop(what, None):
            raise error
