"""Tools that look without changing anything: frames, contact sheets, finished files."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import Field

from typecut.errors import RequestError
from typecut.studio import frames
from typecut.studio.verifying import Verified, verify

from .desk import Desk
from .tool import Answer, Arguments, InSession, Language, Tool, Waiting, about, later
from .work import Work


class Frame(InSession):
    time: float = Field(
        0, ge=0, description="Seconds on the timeline; beyond its end: the last one."
    )
    width: int = Field(960, ge=64, le=1920, description="Of the longer side, in pixels.")


class Sheet(InSession):
    columns: int = Field(4, ge=1, le=8)
    rows: int = Field(3, ge=1, le=8)
    times: list[float] = Field(
        default_factory=list[float],
        max_length=frames.MOST_CELLS,
        description="Seconds to show; else rows times columns of them, evenly spread.",
    )
    width: int = Field(1200, ge=64, le=1920, description="Of the whole sheet, in pixels.")


class Verify(Arguments):
    path: str = Field("", description="A media file; left out, the last finished export.")


def _frame(desk: Desk, given: Frame) -> Waiting:
    name, session = desk.session(given.session)

    def body(_: Work) -> Answer:
        timeline = session.draft.timeline
        made = frames.frame(timeline, _exact(given.time), desk.hands, given.width)
        return _pictured(name, session.version, made)

    return later(desk.board, "frame", name, body)


def _sheet(desk: Desk, given: Sheet) -> Waiting:
    name, session = desk.session(given.session)

    def body(_: Work) -> Answer:
        timeline = session.draft.timeline
        times = [_exact(t) for t in given.times]
        wanted = times or frames.spread(timeline, given.rows * given.columns)
        made = frames.contact_sheet(timeline, wanted, given.columns, desk.hands, given.width)
        return _pictured(name, session.version, made)

    return later(desk.board, "sheet", name, body)


def _pictured(name: str, version: int, made: frames.Picture) -> Answer:
    told = {
        "session": name,
        "version": version,
        "times": [round(float(t), 3) for t in made.times],
        "width": made.width,
        "height": made.height,
    }
    return Answer(told, (made.data,))


def _exact(time: float) -> Fraction:
    return Fraction(str(time))


def _verify(desk: Desk, given: Verify) -> Waiting:
    path = Path(desk.ground.source(given.path)) if given.path else _last_export(desk)

    def body(work: Work) -> Answer:
        def tell(part: float) -> None:
            work.part = max(work.part or 0.0, part)

        return _verified(verify(path, desk.hands, tell), desk.tongues.of())

    return later(desk.board, "verify", "", body)


def _last_export(desk: Desk) -> Path:
    done = [w for w in desk.board.all("export") if w.state == "done"]
    if not done:
        raise RequestError(
            "No export has been finished here.", hint="Name the file as path, or export first."
        )
    return Path(str(done[-1].about["path"]))


def _verified(found: Verified, language: Language) -> Answer:
    facts: dict[str, Any] = dict(found.facts)
    zh = language == "zh"
    told = [{"grade": f.grade, "finding": f.zh if zh else f.said} for f in found.findings]
    return Answer({"path": str(found.path), "ok": found.good, "findings": told, "facts": facts})


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "preview_frame",
        "Look at a frame",
        "A picture of the draft at a time, with titles, transitions and effects as they are then. "
        "Quick; look after changing something.",
        Frame,
        about(reads=True),
        _frame,
    ),
    Tool(
        "contact_sheet",
        "Look at many frames",
        "Frames of the draft side by side in one picture, each with its time: over the whole draft, "
        "or at the times given.",
        Sheet,
        about(reads=True),
        _sheet,
    ),
    Tool(
        "verify",
        "Verify a file",
        "Decodes a finished file from end to end and says in words what is wrong with it: frames "
        "that do not decode, black or silent parts, loudness, picture and sound of different "
        "length, whether the web can stream it; with size, rate, codecs.",
        Verify,
        about(reads=True),
        _verify,
    ),
)
