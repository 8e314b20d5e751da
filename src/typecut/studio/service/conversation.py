"""What a message means for the draft of a session: the new draft, and all there is to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal, cast

from typecut.authoring import storyboard, told_in_notes
from typecut.edits import (
    Draft,
    Entry,
    Event,
    ExportWish,
    Language,
    Plan,
    Span,
    Step,
    Wish,
)
from typecut.edits.verbs import Append, Edit, Insert, Overwrite, Rename, SetCanvas
from typecut.errors import EditError
from typecut.studio.service.wired import BLOB
from typecut.studio.words import done_words, failed_words
from typecut.timeline import Media, Timeline
from typecut.timeline.codec import encode, tag
from typecut.understanding import understand

MOST_CHARACTERS = 4000
"""So long may a message be."""
_BACK = frozenset({"undo", "redo", "reset"})
_BRINGS_PICTURES = (Append, Insert, Overwrite)
_NEEDS_NO_PICTURE = (SetCanvas, Rename)
_NO_PICTURE: Mapping[Language, str] = {
    "en": "There is no picture to edit yet: upload a video or photos first.",
    "zh": "还没有可以剪辑的画面：请先上传视频或照片。",
}


@dataclass(frozen=True, slots=True)
class AtHand:
    """What a message is about. `library` is the session's media that are not on the timeline,
    `names` what its files are called, by `src`. `earlier` and `later` are the drafts to which
    undo and redo lead where the log of `draft` is at its end: a client's own draft lies between."""

    draft: Draft
    library: tuple[Media, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    earlier: Draft | None = None
    later: Draft | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was done: its name and arguments for programs, and a sentence. `quiet`: a
    note of the reply says it to people, in fewer words."""

    name: str
    args: Mapping[str, Any]
    said: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a message. `refused` pairs the words with the reason; `asked` are questions
    and commands ("status", "credits", "help", "undo"…); `costs` whether edits were made; `went`
    where undo or redo led past a draft that a client sent."""

    message: str
    language: Language
    before: Draft
    draft: Draft
    changes: tuple[Change, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    export: ExportWish | None = None
    costs: bool = False
    went: Literal["", "earlier", "later"] = ""
    news: tuple[str, ...] = ()
    """What became of the files since the last message, whatever this one is about."""

    @property
    def changed(self) -> bool:
        """Whether there is a new draft to keep."""
        went_back = bool(self.went) or self.draft.undone != self.before.undone
        return went_back or self.draft.timeline != self.before.timeline

    @property
    def helpless(self) -> bool:
        """Whether nothing at all could be made of the message."""
        said = self.changes or self.refused or self.asked or self.export or self.notes
        return not (said or self.costs)

    @property
    def outcome(self) -> str:
        """In one word for programs: "not_understood", "refused" where nothing of it could be done,
        else ""."""
        if self.helpless:
            return "not_understood"
        done = self.changes or self.asked or self.export or self.costs
        return "refused" if self.refused and not done else ""


def reply(message: str, hand: AtHand, language: Language) -> Reply:
    """Carries `message` out on the draft at hand. Never refuses as a whole: what cannot be done
    is told in the reply, and the rest is done."""
    plan = _planned(message, hand, hand.draft.timeline, language)
    asked = frozenset(q.kind for q in plan.queries)
    back = _gone_back(hand, asked & _BACK, language)
    if asked & _BACK:
        # The rest of the message speaks of what is left then.
        plan = _planned(message, hand, back.draft.timeline, language)
    steps, notes = _steps(plan, hand, back.draft, language)
    possible, pictureless = _possible(plan, steps, back.draft, language)
    after, events = back.draft.carry_out(message, possible)
    changes, failures = _became(message, events, language, plan.wish)
    refused = [(r.span.of(message), r.reason) for r in plan.refusals]
    return Reply(
        message,
        language,
        hand.draft,
        after,
        (*back.changes, *changes),
        tuple(dict.fromkeys((*back.refused, *refused, *pictureless, *failures))),
        tuple(s.of(message) for s in plan.not_understood),
        tuple(dict.fromkeys((*back.conflicts, *notes))),
        asked,
        plan.export,
        costs=after.timeline != back.draft.timeline,
        went=back.went,
    )


def carried_out(words: str, edits: Sequence[Edit], hand: AtHand, language: Language) -> Reply:
    """Edits from a program, done one after another; `words` is what the log calls them."""
    steps = [Step(edit, Span(len(words), len(words))) for edit in edits]
    after, events = hand.draft.carry_out(words, steps)
    changes, failures = _became(words, events, language)
    costs = after.timeline != hand.draft.timeline
    return Reply(words, language, hand.draft, after, changes, tuple(failures), costs=costs)


def gone_back(kind: Literal["undo", "redo", "reset"], hand: AtHand, language: Language) -> Reply:
    """What was said last is taken back, or done again, as if the message had asked for it."""
    back = _gone_back(hand, frozenset({kind}), language)
    return Reply(
        kind, language, hand.draft, back.draft, back.changes, back.refused,
        notes=back.conflicts, asked=frozenset({kind}), went=back.went,
    )  # fmt: skip


def would_edit(message: str, hand: AtHand, language: Language) -> bool:
    """Whether the message asks for edits, which cost something, whatever becomes of them."""
    plan = _planned(message, hand, hand.draft.timeline, language)
    return bool(plan.steps or plan.wish)


# -- understanding -----------------------------------------------------------------------------


def _planned(message: str, hand: AtHand, timeline: Timeline, language: Language) -> Plan:
    """The plan, with the media in it as they are stored. People call files by their names."""
    media = tuple(_called(m, hand.names) for m in timeline.media)
    library = tuple(_called(m, hand.names) for m in hand.library)
    plan = understand(message, replace(timeline, media=media), library, language, hand.draft.latest)
    stored = {m.id: m for m in (*hand.library, *timeline.media)}
    return replace(plan, steps=tuple(_stored(s, stored) for s in plan.steps))


def _called(media: Media, names: Mapping[str, str]) -> Media:
    return replace(media, src=names.get(media.src, media.src))


def _stored(step: Step, stored: Mapping[str, Media]) -> Step:
    change: Any = step.edit
    found = {
        f.name: stored[value.id]
        for f in fields(change)
        if isinstance(value := getattr(change, f.name), Media) and value.id in stored
    }
    return replace(step, edit=replace(change, **found)) if found else step


def _steps(
    plan: Plan, hand: AtHand, draft: Draft, language: Language
) -> tuple[list[Step], tuple[str, ...]]:
    """Everything to be done, in order, and what there is to say about it."""
    if plan.wish is None:
        return list(plan.steps), plan.notes
    board = storyboard(plan.wish, draft.timeline, hand.library, language)
    made = [Step(e, plan.wish.span) for e in board.edits]
    return [*made, *plan.steps], (*plan.notes, *board.notes)


def _possible(
    plan: Plan, steps: Sequence[Step], draft: Draft, language: Language
) -> tuple[list[Step], list[tuple[str, str]]]:
    """Without any picture only steps that need none, and why not the others."""
    if draft.timeline.duration > 0 or any(isinstance(s.edit, _BRINGS_PICTURES) for s in steps):
        return list(steps), []
    kept = [s for s in steps if isinstance(s.edit, _NEEDS_NO_PICTURE)]
    lost = [s.span.of(plan.instruction) for s in steps if s not in kept]
    return kept, [(words, _NO_PICTURE[language]) for words in lost]


# -- going back --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Back:
    draft: Draft
    changes: tuple[Change, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()
    went: Literal["", "earlier", "later"] = ""


def _gone_back(hand: AtHand, kinds: frozenset[str], language: Language) -> _Back:
    draft = hand.draft
    if not kinds:
        return _Back(draft)
    if "reset" not in kinds and (beyond := _beyond(hand, kinds, language)):
        return beyond
    try:
        if "reset" in kinds:
            return _reset(draft, language)
        if "undo" in kinds:
            entry = draft.entries[-1] if draft.entries else None
            earlier, conflicts = draft.undo(language=language)
        else:
            entry = draft.undone[-1].entry if draft.undone else None
            earlier, conflicts = draft.redo(language)
    except EditError as error:
        return _Back(draft, refused=(("", error.said(language)),))
    kind = "undo" if "undo" in kinds else "redo"
    return _Back(earlier, _told(kind, (entry,) if entry else (), language), conflicts=conflicts)


def _beyond(hand: AtHand, kinds: frozenset[str], language: Language) -> _Back | None:
    """Past a draft that a client sent as a whole, where that is what was done last."""
    if "undo" in kinds and not hand.draft.entries and hand.earlier is not None:
        said = Change("undo", {"draft": True}, _SENT["undo", language])
        return _Back(hand.earlier, (said,), went="earlier")
    if "undo" not in kinds and not hand.draft.undone and hand.later is not None:
        said = Change("redo", {"draft": True}, _SENT["redo", language])
        return _Back(hand.later, (said,), went="later")
    return None


def _reset(draft: Draft, language: Language) -> _Back:
    """Every instruction taken back; the files that were sent stay where they are."""
    taken: list[Entry] = []
    conflicts: tuple[str, ...] = ()
    while said := [e for e in draft.entries if not _came_by_itself(e)]:
        draft, conflicts = draft.undo(said[-1].turn, language)
        taken.append(said[-1])
    if not taken:
        raise EditError("There is nothing to undo", zh="没有可以撤销的操作")
    return _Back(draft, _told("undo", taken, language), conflicts=conflicts)


def _came_by_itself(entry: Entry) -> bool:
    """Files that arrived are in the log as well, and nobody asked for them in words."""
    return all(isinstance(s.edit, Append) and s.span.start == s.span.end for s in entry.steps)


_SENT: Mapping[tuple[str, Language], str] = {
    ("undo", "en"): "Undone: the draft that was sent",
    ("undo", "zh"): "已撤销：发送的草稿",
    ("redo", "en"): "Redone: the draft that was sent",
    ("redo", "zh"): "已重做：发送的草稿",
}
_BACK_WORDS: Mapping[tuple[str, Language], str] = {
    ("undo", "en"): 'Undone: "{}"',
    ("undo", "zh"): "已撤销：“{}”",
    ("redo", "en"): 'Redone: "{}"',
    ("redo", "zh"): "已重做：“{}”",
}


def _told(kind: str, entries: Sequence[Entry], language: Language) -> tuple[Change, ...]:
    words = _BACK_WORDS[kind, language]
    return tuple(Change(kind, {"turn": e.turn}, words.format(e.instruction)) for e in entries)


# -- telling -----------------------------------------------------------------------------------


def _became(
    words: str, events: Sequence[Event], language: Language, wish: Wish | None = None
) -> tuple[tuple[Change, ...], list[tuple[str, str]]]:
    """What was done of the steps; and of those that could not be, their words and why."""
    changes = tuple(
        Change(
            tag(type(e.step.edit)), edit_json(e.step.edit), done_words(e, language),
            told_in_notes(e.step, wish),
        )
        for e in events
        if e.failure is None
    )  # fmt: skip
    return changes, failed_words(words, events, language)


def edit_json(change: Edit) -> dict[str, Any]:
    """An edit's fields as JSON, in which files are named by their media ids."""
    if not is_dataclass(change):
        raise TypeError(f"{change!r} is no edit")
    return cast("dict[str, Any]", _without_places(encode(change)))


def _without_places(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_places(v) for v in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    told = {k: _without_places(v) for k, v in cast("dict[str, Any]", value).items()}
    if str(told.get("src", "")).startswith(BLOB):
        told["src"] = told["id"]
    return told
