"""What all calls share: the open sessions, the work that goes on, the folders that may be touched."""

import contextlib
import re
import threading
import uuid
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

from typecut.errors import MediaRefused, NoSuchSession, RequestError
from typecut.jobs import LocalWorkers
from typecut.studio.assembly import local_hands
from typecut.studio.hands import Hands, Heeding
from typecut.studio.local import LocalSession, open_session
from typecut.studio.local_store import FILE, session_folder
from typecut.studio.service.words import language_of
from typecut.studio.warming import warm

from .ground import Ground
from .tool import Tongues
from .work import Board, Work, check

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,58}[A-Za-z0-9]|[A-Za-z0-9]")
_STORED = "named-"


class Desk:
    """Safe with many threads. `changed` is told the session whose draft or files are new; `end`
    kills all that works for us, before the process goes."""

    def __init__(self, hands: Hands, ground: Ground) -> None:
        # Work of the engine ends as soon as the work that asked for it is stopped.
        self.hands = replace(hands, workers=Heeding(hands.workers, check))
        self.ground = ground
        self.changed: Callable[[str], None] = lambda _: None
        self.board = Board(self._ended)
        self.tongues = Tongues()
        self.end: Callable[[], None] = lambda: None
        self._sessions: dict[str, LocalSession] = {}
        self._lock = threading.Lock()

    def open(self, name: str = "") -> tuple[str, LocalSession]:
        """The session of that name, as it was left, or a new one. MediaRefused where it shows
        files that this server may not read."""
        name = name or f"mcp-{uuid.uuid4().hex[:8]}"
        if not _NAME.fullmatch(name):
            raise RequestError(
                f"{name[:80]!r} cannot be a session's name.",
                hint="Take up to 60 letters, digits, points, dashes and underscores.",
            )
        with self._lock:
            known = self._sessions.get(name)
        if known is not None:
            return name, known
        session = open_session(name, self.hands)
        outside = [m for m in session.files if not self.ground.holds(Path(m.src))]
        if outside:
            raise MediaRefused(
                f"The session {name} shows {outside[0].name}, which lies outside the folders that "
                "this server may read.",
                hint=self.ground.told,
            )
        if session.language:
            self.tongues.hear(name, language_of(session.language))
        with self._lock:
            if not self._sessions:
                threading.Thread(target=warm, args=(self.hands,), daemon=True).start()
            return name, self._sessions.setdefault(name, session)

    def session(self, name: str = "") -> tuple[str, LocalSession]:
        """The open session of that name; without one the only one that is open, or a new one."""
        with self._lock:
            names = list(self._sessions)
        if not name and len(names) > 1:
            raise RequestError(
                "Several sessions are open.", hint=f"Name one as session: {', '.join(names)}."
            )
        if name and name not in names and name not in stored():
            raise NoSuchSession(
                f"There is no session {name[:80]!r}.",
                hint=f"There are: {', '.join(names)}." if names else "Open one first.",
            )
        return self.open(name or (names[0] if names else ""))

    def opened(self) -> dict[str, LocalSession]:
        with self._lock:
            return dict(self._sessions)

    def _ended(self, work: Work) -> None:
        if work.kind == "export":
            self.changed(work.session)


def stored() -> list[str]:
    """The names of the sessions that are kept, those of the terminal included."""
    folder = session_folder("x").parent
    found = sorted(folder.glob(f"{_STORED}*/{FILE}"), key=lambda p: -p.stat().st_mtime)
    return [p.parent.name.removeprefix(_STORED) for p in found]


@contextlib.contextmanager
def desk(ground: Ground, jobs: int = 0) -> Generator[Desk, None, None]:
    """A desk with worker processes of its own, all of which are gone afterwards."""
    with local_hands(jobs) as hands:
        made = Desk(hands, ground)
        workers = hands.workers

        def end() -> None:
            made.board.close()
            if isinstance(workers, LocalWorkers):
                workers.close()

        made.end = end
        try:
            yield made
        finally:
            made.board.close()
