"""The tools over sessions of a server: its drafts and exports are told and steered from here."""

import contextlib
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from typecut.client import Client, Limits
from typecut.client.attribution import Attribution
from typecut.client.port import ExportWish, Progress, Uploaded
from typecut.client.runtime.conversation import Conversation
from typecut.client.runtime.quoting import language_of
from typecut.client.runtime.said import Status, Trouble, Words
from typecut.client.runtime.steps import Say as Saying
from typecut.client.runtime.steps import Step
from typecut.client.runtime.steps import Undo as Undoing
from typecut.client.runtime.summary import summary
from typecut.errors import MediaError, NoSuchSession, RenderError, RequestError

from .editing import Back, Import, Nothing, Say, State
from .exporting import TOOLS as EXPORTING
from .exporting import export_data
from .ground import Ground
from .tool import Answer, Arguments, InSession, Language, Tongues, Tool, Waiting, about, later, said
from .work import Board, Work

_LIMITS = Limits(poll=1.0, poll_most=2.0)
_INSTRUCTIONS = """\
typecut edits video on a server: files are uploaded to it, and exports are downloaded from it.
Usual order: session_open, media_import, say (words, en or zh), state, undo what is wrong, \
export_start, export_status until done.
An answer with state "running" goes on in the background: call wait_for with its id."""


@dataclass(slots=True)
class Kept:
    """A session on the server. One call at a time: whoever uses it holds `busy`."""

    client: Client
    conversation: Conversation
    busy: threading.Lock = field(default_factory=threading.Lock)


class Afar:
    """What all calls share, where the sessions are a server's. Safe with many threads."""

    def __init__(self, url: str, ground: Ground) -> None:
        self.url = url
        self.ground = ground
        self.board = Board()
        self.tongues = Tongues()
        self.changed: Callable[[str], None] = lambda _: None
        self.end: Callable[[], None] = self.board.close
        self.tools = {tool.name: tool for tool in TOOLS}
        self.instructions = _INSTRUCTIONS
        self._sessions: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def client(self, session: str) -> Client:
        """The token is the environment's, else an anonymous one that the user keeps."""
        known = session or None
        return Client(
            self.url, attribution=Attribution("typecut-mcp"), session_id=known, limits=_LIMITS
        )

    def open(self, name: str = "") -> tuple[str, Kept]:
        with self._lock:
            if name in self._sessions:
                return name, self._sessions[name]
        client = self.client(name)
        connected = client.connect().session_id
        with self._lock:
            kept = Kept(client, Conversation(client))
            return connected, self._sessions.setdefault(connected, kept)

    def session(self, name: str = "") -> tuple[str, Kept]:
        """The open session of that id; without one the only one that is open, or a new one."""
        names = self.opened()
        if not name and len(names) > 1:
            raise RequestError(
                "Several sessions are open.", hint=f"Name one as session: {', '.join(names)}."
            )
        if name and name not in names:
            raise NoSuchSession(f"The session {name[:80]!r} is not open.", hint="Open it first.")
        return self.open(name or (names[0] if names else ""))

    def opened(self) -> list[str]:
        with self._lock:
            return list(self._sessions)

    def close(self) -> None:
        self.board.close()
        for kept in self._sessions.values():
            kept.client.close()


@contextlib.contextmanager
def afar(url: str, ground: Ground) -> Generator[Afar, None, None]:
    made = Afar(url, ground)
    try:
        yield made
    finally:
        made.close()


class Open(Arguments):
    session: str = Field("", description="Id of a session to go on with; else a new one is made.")


class Start(InSession):
    path: str = Field("", description="Where to write the MP4; else a name of its own.")
    quality: Literal["draft", "standard", "high", "best"] = "high"
    resolution: Literal["", "360p", "480p", "540p", "720p", "1080p", "1440p", "2160p"] = ""


def _open(desk: Afar, given: Open) -> Waiting:
    def body(_: Work) -> Answer:
        name, kept = desk.open(given.session)
        return Answer(_state(name, kept, draft=False), changed=name)

    return later(desk.board, "open", "", body)


def _list(desk: Afar, given: Nothing) -> Answer:
    folders = [str(root) for root in desk.ground.roots]
    return Answer({"server": desk.url, "open": desk.opened(), "allowed_folders": folders})


def _import(desk: Afar, given: Import) -> Waiting:
    def body(work: Work) -> Answer:
        name, kept = desk.session(given.session)
        allowed: list[str] = []
        refused: list[dict[str, Any]] = []
        for path in given.paths:
            try:
                address = path.lower().startswith(("http://", "https://"))
                allowed.append(path if address else desk.ground.source(path))
            except MediaError as error:
                words = said(error, desk.tongues.of(given.session))
                refused.append({"path": path, "ok": False, "error": words})

        def tell(now: Progress) -> None:
            work.check()
            work.part = now.done

        with kept.busy, work.ending_with(kept.client.stop):
            arrived = kept.client.upload(allowed, tell) if allowed else []
            told = _state(name, kept, draft=False)
        return Answer({**told, "files": [*map(_file, arrived), *refused]}, changed=name)

    return later(desk.board, "import", given.session, body)


def _file(file: Uploaded) -> dict[str, Any]:
    if file.code:
        return {"filename": file.filename, "ok": False, "error": file.message}
    facts = ("file_type", "duration", "width", "height", "fps")
    told = {k: v for k in facts if (v := getattr(file, k)) not in (None, "")}
    return {"filename": file.filename, "ok": True, **told}


def _say(desk: Afar, given: Say) -> Waiting:
    spoken = given.language or language_of(given.instruction)
    return _turn(desk, given.session, Saying(given.instruction), spoken)


def _undo(desk: Afar, given: Back) -> Waiting:
    return _turn(desk, given.session, Undoing())


def _turn(desk: Afar, session: str, step: Step, spoken: Language | None = None) -> Waiting:
    def body(work: Work) -> Answer:
        name, kept = desk.session(session)
        if spoken:
            desk.tongues.hear(name, spoken)
        heard: list[str] = []
        with kept.busy, work.ending_with(kept.client.stop):
            before = kept.client.state().draft
            for one in kept.conversation.carry_out([step]):
                work.check()
                if isinstance(one, Trouble):
                    raise RenderError(one.text)
                if isinstance(one, Status):
                    work.stage = one.text
                elif isinstance(one, Words):
                    heard.append(one.text)
            told = _state(name, kept, draft=False)
            changed = kept.client.state().draft != before
        return Answer({**told, "changed": changed, "message": "\n".join(heard)}, changed=name)

    return later(desk.board, "say", session, body)


def _told_state(desk: Afar, given: State) -> Waiting:
    def body(work: Work) -> Answer:
        name, kept = desk.session(given.session)
        with kept.busy, work.ending_with(kept.client.stop):
            return Answer(_state(name, kept, draft=given.draft))

    return later(desk.board, "state", given.session, body)


def _state(name: str, kept: Kept, *, draft: bool) -> dict[str, Any]:
    state = kept.client.state()
    told = {"session": name, "version": state.version, "summary": summary(state.draft)}
    return {**told, "draft": dict(state.draft)} if draft else told


def _credits(desk: Afar, given: InSession) -> Waiting:
    def body(work: Work) -> Answer:
        kept = desk.session(given.session)[1]
        with kept.busy, work.ending_with(kept.client.stop):
            left = kept.client.credits()
        return Answer({"available": left.available, "frozen": left.frozen, "total": left.total})

    return later(desk.board, "credits", given.session, body)


def _start(desk: Afar, given: Start) -> Answer:
    name, _ = desk.session(given.session)
    going_on = [w for w in desk.board.all("export") if w.state == "running"]
    out = desk.ground.target(given.path, "video", {str(w.about["path"]) for w in going_on})
    wish = ExportWish(quality=given.quality, resolution=given.resolution)

    def body(work: Work) -> None:
        # A client of its own: the session's may be used for other calls meanwhile.
        with contextlib.closing(desk.client(name)) as client, work.ending_with(client.stop):
            _export(client, out, wish, work)

    work = desk.board.start("export", name, body, path=str(out))
    next_step = "Call export_status until its state is done."
    return Answer({**export_data(work), "next": next_step}, changed=name)


def _export(client: Client, out: Path, wish: ExportWish, work: Work) -> None:
    """Renders there and brings the file here. What is stopped here is stopped there as well."""

    def tell(now: Progress) -> None:
        work.check()
        work.about["render"] = now.name
        if now.what == "export":
            work.part, work.stage = 0.9 * now.done, "rendering"
        else:
            work.part, work.stage = 0.9 + 0.1 * now.done, "downloading"

    done = client.export(out, wish, tell)
    work.about |= {"size": done.size, "duration": done.duration}
    work.part = 1.0


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "session_open",
        "Open a session",
        "Opens an editing session on the server: a draft (timeline) with its files. Gives its id.",
        Open,
        about(world=True),
        _open,
    ),
    Tool(
        "session_list",
        "List sessions",
        "The open sessions, the server, and the folders files may be uploaded from.",
        Nothing,
        about(reads=True),
        _list,
    ),
    Tool(
        "media_import",
        "Upload files",
        "Uploads video, photo and sound files of this machine, or fetches http(s) addresses, into "
        "the session on the server. Pictures appear at the end of the timeline.",
        Import,
        about(world=True),
        _import,
    ),
    Tool(
        "say",
        "Edit by words",
        "Edits the draft by an instruction in plain English or Chinese, and says what changed. May "
        "cost credits.",
        Say,
        about(world=True),
        _say,
    ),
    Tool(
        "state",
        "Read the draft",
        "The draft as it is: summary, version, and all of it as JSON.",
        State,
        about(reads=True, world=True),
        _told_state,
    ),
    Tool("undo", "Undo", "Takes the last instruction back.", Back, about(world=True), _undo),
    Tool(
        "credits",
        "Read the credits",
        "How many credits are left on the server.",
        InSession,
        about(reads=True, world=True),
        _credits,
    ),
    Tool(
        "export_start",
        "Start an export",
        "Begins to render the draft on the server and to download the MP4; answers at once with an "
        "id. Never writes over a file. May cost credits.",
        Start,
        about(world=True),
        _start,
    ),
    *(tool for tool in EXPORTING if tool.name != "export_start"),
)
"""Frames, exact edits, redo and verifying are not there: servers of the protocol have no such
thing, and a tool that is not listed is not tried."""
