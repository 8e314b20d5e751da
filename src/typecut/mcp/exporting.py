"""Tools for work that lasts: exports in the background, how far they are, stopping them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import Field

from typecut.errors import EditError
from typecut.studio.local import LocalSession
from typecut.studio.progress import Progress
from typecut.studio.service.outputs import sized
from typecut.studio.settings import Settings
from typecut.timeline import Timeline
from typecut.wire.renders import OutputWish

from .desk import Desk
from .tool import (
    LONGEST,
    Answer,
    Arguments,
    InSession,
    Language,
    Tongues,
    Tool,
    Waiting,
    about,
    result_of,
    said,
)
from .work import Board, Work


class Start(InSession):
    path: str = Field(
        "", description="Where to write the MP4, in an allowed folder; else a name of its own."
    )
    quality: Literal["draft", "small", "standard", "high", "best"] = "standard"
    resolution: Literal["", "360p", "480p", "540p", "720p", "1080p", "1440p", "2160p"] = Field(
        "", description="Of the shorter side; else as the draft is."
    )
    fps: float | None = Field(None, ge=1, le=240)


class Status(Arguments):
    export: str = Field("", description="The id that export_start gave; left out, the last one.")
    wait: float = Field(
        0, ge=0, le=LONGEST, description="Seconds to wait for its end before answering."
    )


class Cancel(Arguments):
    export: str = Field("", description="The id that export_start gave; left out, the last one.")


class WaitFor(Arguments):
    work: str = Field(description='The id that an answer with state "running" gave.')
    wait: float = Field(10, ge=0, le=LONGEST, description="Seconds to wait before answering.")


def _start(desk: Desk, given: Start) -> Answer:
    name, session = desk.session(given.session)
    timeline = session.draft.timeline
    if timeline.duration <= 0:
        raise EditError("There is nothing on the timeline to export.", hint="Add a clip first.")
    wish = OutputWish(resolution=given.resolution or None, fps=given.fps)
    wanted = sized(timeline, wish)  # what cannot be is told now, not by the work
    first = next((Path(m.src).name for m in session.files), "video")
    going_on = [w for w in desk.board.all("export") if w.state == "running"]
    out = desk.ground.target(given.path, first, {str(w.about["path"]) for w in going_on})
    settings = Settings(quality=given.quality)

    def body(work: Work) -> None:
        _export(session, wanted, out, settings, work)

    work = desk.board.start("export", name, body, path=str(out), version=session.version)
    return Answer(
        {**export_data(work), "next": "Call export_status until its state is done."}, changed=name
    )


def _export(
    session: LocalSession, wanted: Timeline, out: Path, settings: Settings, work: Work
) -> None:
    def tell(now: Progress) -> None:
        work.part, work.stage, work.left = now.part, now.stage, now.left

    report = session.export(out, settings, tell, change=lambda _: wanted)
    work.about |= {
        "size": report.size,
        "duration": round(float(report.duration), 3),
        "width": report.width,
        "height": report.height,
        "fps": round(float(report.rate), 3),
        "seconds": round(report.seconds, 2),
        "chunks": {
            "all": report.chunks,
            "rendered": report.rendered,
            "copied": report.copied,
            "reused": report.reused,
        },
    }
    work.part = 1.0


class Boarded(Protocol):
    """Any desk: of this machine's sessions, or of a server's."""

    board: Board
    tongues: Tongues


def _status(desk: Boarded, given: Status) -> Waiting:
    return Waiting(_found(desk, given.export), _teller(desk), given.wait, owned=False)


def _cancel(desk: Boarded, given: Cancel) -> Waiting:
    work = _found(desk, given.export)
    work.stop()
    return Waiting(work, _teller(desk), LONGEST / 4, owned=False)


def _found(desk: Boarded, number: str) -> Work:
    last = desk.board.all("export")[-1:]
    return desk.board.find(number or (last[0].id if last else ""), "export")


def _teller(desk: Boarded) -> Callable[[Work], Answer]:
    """Tells an export as it is now. One that failed is told, not raised: asking was no mistake."""
    return lambda work: Answer(export_data(work, desk.tongues.of(work.session)))


def export_data(work: Work, language: Language = "en") -> dict[str, Any]:
    """An export in parts; `progress` from 0 to 1, `seconds_left` where it can be said."""
    told: dict[str, Any] = {
        "export": work.id,
        "session": work.session,
        "state": work.state,
        "progress": round(work.part or 0.0, 4),
        **work.about,
    }
    if work.state == "running":
        told |= {"stage": work.stage or "planning"}
        if work.left is not None:
            told["seconds_left"] = round(work.left, 1)
    if work.error is not None and work.state == "failed":
        if language == "zh":
            told["error"] = said(work.error, "zh")
        else:
            told |= {"error": work.error.message, "hint": work.error.hint}
    return told


def _wait_for(desk: Boarded, given: WaitFor) -> Waiting:
    work = desk.board.find(given.work)
    told = _teller(desk) if work.kind == "export" else result_of
    return Waiting(work, told, given.wait, owned=False)


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "export_start",
        "Start an export",
        "Begins to render the draft as it is now into an MP4 file and answers at once with an id. "
        "Later edits do not change it. Never writes over a file. Parts that were rendered before "
        "are reused, and untouched footage is copied, so that exporting again is quick.",
        Start,
        about(),
        _start,
    ),
    Tool(
        "export_status",
        "Ask about an export",
        "How far an export is, and its path, size and length once it is done. With `wait` it "
        "answers as soon as the export ends, or after so many seconds.",
        Status,
        about(reads=True),
        _status,
    ),
    Tool(
        "export_cancel",
        "Cancel an export",
        "Stops an export at once; no file is left. One that has ended already stays as it is.",
        Cancel,
        about(destroys=True, again=True),
        _cancel,
    ),
    Tool(
        "wait_for",
        "Wait for work",
        'Goes on waiting for a call that answered with state "running", and gives its result.',
        WaitFor,
        about(reads=True),
        _wait_for,
    ),
)
