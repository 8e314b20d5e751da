"""Tools that make and change drafts: sessions, files, words, edits, going back."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from typecut.edits import summary
from typecut.errors import MediaError, TypecutError
from typecut.interchange import to_wire
from typecut.studio.local import Added, LocalSession
from typecut.studio.local_telling import file_data
from typecut.studio.service.conversation import Reply
from typecut.timeline import Clip, Media, Timeline, Title

from .desk import Desk, stored
from .schema import edits_schema, read_edits
from .tool import (
    Answer,
    Arguments,
    InSession,
    Language,
    Tool,
    Waiting,
    about,
    later,
    plain_schema,
    said,
)

_LISTED = 50


class Open(Arguments):
    session: str = Field(
        "",
        description="Name of a session to go on with, or of a new one; left out, a new one is "
        "made up.",
    )
    language: Literal["", "en", "zh"] = Field(
        "", description="Of answers and errors; else of the words that are said."
    )


class Nothing(Arguments):
    pass


class Import(InSession):
    paths: list[str] = Field(
        min_length=1,
        max_length=100,
        description="Paths of video, photo or sound files, in the order wanted.",
    )


class Say(InSession):
    instruction: str = Field(
        min_length=1,
        description='What to change, in English or Chinese, such as "trim the second clip to 5 s, '
        'add crossfades, put calm music under it".',
    )
    language: Literal["", "en", "zh"] = Field("", description="Of the answer; else of the words.")


class Apply(InSession):
    edits: list[dict[str, Any]] = Field(min_length=1, max_length=500)
    label: str = Field("", max_length=200, description="What undo calls this turn.")


class State(InSession):
    draft: bool = Field(True, description="Whether to include the whole draft as JSON.")


class Back(InSession):
    pass


# -- what they do --------------------------------------------------------------------------------


def _open(desk: Desk, given: Open) -> Answer:
    name, session = desk.open(given.session)
    if given.language:
        session.speak(given.language)
        desk.tongues.hear(name, given.language)
    return Answer({**_state(name, session), "allowed_folders": _folders(desk)}, changed=name)


def _list(desk: Desk, given: Nothing) -> Answer:
    opened = desk.opened()
    about_them = [
        {"session": name, "version": s.version, "summary": summary(s.draft.timeline)}
        for name, s in opened.items()
    ]
    others = [n for n in stored() if n not in opened][:_LISTED]
    return Answer({"open": about_them, "stored": others, "allowed_folders": _folders(desk)})


def _folders(desk: Desk) -> list[str]:
    return [str(root) for root in desk.ground.roots]


def _import(desk: Desk, given: Import) -> Waiting:
    name, session = desk.session(given.session)
    return later(desk.board, "import", name, lambda _: _imported(desk, name, session, given.paths))


def _imported(desk: Desk, name: str, session: LocalSession, paths: list[str]) -> Answer:
    allowed: dict[int, str] = {}
    refused: dict[int, MediaError] = {}
    for number, path in enumerate(paths):
        try:
            allowed[number] = desk.ground.source(path)
        except MediaError as error:
            refused[number] = error
    language = desk.tongues.of(name)
    added = dict(zip(allowed, session.add(list(allowed.values())), strict=True))
    files = [
        _file(path, added[n], language)
        if n in added
        else {"path": path, **_error(refused[n], language)}
        for n, path in enumerate(paths)
    ]
    told = {"session": name, "version": session.version, "files": files}
    return Answer({**told, "summary": summary(session.draft.timeline, language)}, changed=name)


def _file(path: str, added: Added, language: Language) -> dict[str, Any]:
    if added.error is not None or added.media is None:
        error = added.error or MediaError("The file cannot be used.")
        return {"path": path, **_error(error, language)}
    told = {"path": path, "ok": True, **media_data(added.media), "on_timeline": added.shown}
    return {**told, "notes": list(added.notes)} if added.notes else told


def _error(error: TypecutError, language: Language) -> dict[str, Any]:
    if language == "zh":
        return {"ok": False, "error": said(error, "zh")}
    told = {"ok": False, "error": error.message}
    return {**told, "hint": error.hint} if error.hint else told


def media_data(media: Media) -> dict[str, Any]:
    """A file's facts; `media_id` is what edits call it. `duration` in seconds."""
    told = {k: v for k, v in file_data(media).items() if v is not None and k != "cdn_url"}
    del told["origin"]
    return {**told, "has_audio": media.has_audio}


def _say(desk: Desk, given: Say) -> Waiting:
    name, session = desk.session(given.session)
    language = given.language or None

    def body(_: object) -> Answer:
        reply = session.say(given.instruction, language)
        desk.tongues.hear(name, reply.language)
        return _replied(name, session, reply)

    return later(desk.board, "say", name, body)


def _apply(desk: Desk, given: Apply) -> Waiting:
    name, session = desk.session(given.session)

    def body(_: object) -> Answer:
        known = {m.id: m for m in (*session.draft.timeline.media, *session.files)}
        edits = read_edits(given.edits, known)
        return _replied(name, session, session.apply(edits, given.label))

    return later(desk.board, "apply", name, body)


def _undo(desk: Desk, given: Back) -> Waiting:
    name, session = desk.session(given.session)
    return later(desk.board, "undo", name, lambda _: _replied(name, session, session.undo()))


def _redo(desk: Desk, given: Back) -> Waiting:
    name, session = desk.session(given.session)
    return later(desk.board, "redo", name, lambda _: _replied(name, session, session.redo()))


def _replied(name: str, session: LocalSession, reply: Reply) -> Answer:
    """What came of a turn, in words and in parts; what is empty is left out."""
    told: dict[str, Any] = {
        "session": name,
        "version": session.version,
        "changed": reply.changed,
        "message": session.words(reply),
        "done": [c.said for c in reply.changes if not c.quiet],
        "refused": [{"words": words, "reason": reason} for words, reason in reply.refused],
        "not_understood": list(reply.not_understood),
        "notes": list(reply.notes),
        "summary": summary(reply.draft.timeline, reply.language),
    }
    if reply.export is not None:
        told["next"] = "An export was asked for: call export_start."
    kept = {k: v for k, v in told.items() if v != []}
    return Answer(kept, changed=name if reply.changed else "")


def _told_state(desk: Desk, given: State) -> Answer:
    name, session = desk.session(given.session)
    told = _state(name, session)
    if given.draft:
        told["draft"] = draft_json(session)
    return Answer(told)


def _state(name: str, session: LocalSession) -> dict[str, Any]:
    draft = session.draft
    timeline = draft.timeline
    canvas = timeline.canvas
    return {
        "session": name,
        "version": session.version,
        "summary": summary(timeline),
        "duration": _seconds(timeline.duration),
        "canvas": {"width": canvas.width, "height": canvas.height, "fps": float(canvas.rate)},
        "items": _items(timeline),
        "files": [media_data(m) for m in session.files],
        "turns": [e.instruction for e in draft.entries],
        "can_redo": bool(draft.undone),
    }


def _items(timeline: Timeline) -> list[dict[str, Any]]:
    """Everything on the timeline by the ids that edits use; times in seconds."""
    return [
        {
            "id": item.id,
            "track": track.id,
            "role": track.role,
            "start": _seconds(place.start),
            "duration": _seconds(place.duration),
            **_shown(item),
        }
        for track in timeline.tracks
        for item, place in track.placed()
    ]


def _shown(item: Clip | Title) -> Mapping[str, Any]:
    return {"text": item.text} if isinstance(item, Title) else {"media": item.media}


def _seconds(value: Fraction) -> float:
    return round(float(value), 4)


def draft_json(session: LocalSession) -> dict[str, Any]:
    """The draft as it goes over the wire: short keys, times in milliseconds."""
    timeline = session.draft.timeline
    made = dict(to_wire(timeline))
    made["media"] = [{**m, "src": Path(m["src"]).name} for m in made.get("media", [])]
    return made


# -- what a model reads of them -------------------------------------------------------------------


def _apply_schema() -> dict[str, Any]:
    one, defs = edits_schema()
    made = plain_schema(Apply)
    made["properties"]["edits"] = {
        "type": "array",
        "minItems": 1,
        "description": "Carried out in order as one turn; undo takes all of them back.",
        "items": one,
    }
    return {**made, "$defs": dict(defs)}


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "session_open",
        "Open a session",
        "Opens an editing session: a draft (timeline) with its files. Gives its name, which other "
        "tools take as `session`. Sessions are kept; opening one by name goes on where it was.",
        Open,
        about(),
        _open,
    ),
    Tool(
        "session_list",
        "List sessions",
        "The open sessions with what is on their timelines, names of stored ones, and the folders "
        "files may be imported from.",
        Nothing,
        about(reads=True),
        _list,
    ),
    Tool(
        "media_import",
        "Import files",
        "Brings video, photo and sound files of this machine into the session. Pictures appear at "
        "the end of the timeline in order; sounds wait until an instruction uses them. Each file "
        "has its own result. Nothing is copied or uploaded. Files are never changed.",
        Import,
        about(again=True),
        _import,
    ),
    Tool(
        "say",
        "Edit by words",
        "Edits the draft by an instruction in plain English or Chinese: trim, cut, order, speed, "
        "transitions, titles, captions, music, volume, colours, crop, size, undo; or a whole promo "
        "or slideshow from the files. Says what changed, what was refused and why, and which words "
        "were not understood: say those differently. Use apply_edits for exact values.",
        Say,
        about(),
        _say,
    ),
    Tool(
        "apply_edits",
        "Apply exact edits",
        "Applies a list of typed edits as one turn. Clips and titles are named by their ids (see "
        "state). An edit that cannot be done is told under `refused`; the others are done.",
        Apply,
        about(),
        _apply,
        _apply_schema(),
    ),
    Tool(
        "state",
        "Read the draft",
        "The draft as it is: summary, items with the ids that edits use, files, turns, version, "
        "and the whole draft as JSON.",
        State,
        about(reads=True),
        _told_state,
    ),
    Tool(
        "undo",
        "Undo",
        "Takes the last turn back (a whole say or apply_edits). Call again for earlier ones.",
        Back,
        about(),
        _undo,
    ),
    Tool("redo", "Redo", "Does again what was undone last.", Back, about(), _redo),
)
