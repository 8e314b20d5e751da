"""A draft: a base timeline and the log of what was said to it since, from which all else follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from typecut.errors import DraftError, EditError, NoSuchItem
from typecut.timeline import Canvas, Media, Timeline
from typecut.timeline.codec import decode, encode

from .applying import apply
from .beginning import begin
from .changes import changes
from .plan import Language, Refusal, Step
from .verbs import Edit

NAME = "typecut.draft"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One instruction: its turn, its words, and the steps that were carried out for it."""

    turn: int
    instruction: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """An entry taken back, and where in the log it stood."""

    entry: Entry
    place: int


@dataclass(frozen=True, slots=True)
class Event:
    """A step of the log as it went: the timelines around it, or why it could not be done."""

    turn: int
    step: Step
    before: Timeline
    after: Timeline
    failure: EditError | None = None


@dataclass(frozen=True)
class Draft:
    """A base timeline with a log of entries; `timeline` is what they make of it.

    Nothing is ever lost: an undone entry waits in `undone` until something new is added, and a
    step that later undoing made impossible stays in the log and is passed over.
    """

    # Without slots: `timeline` is computed once and kept in the instance's own dictionary.

    base: Timeline
    entries: tuple[Entry, ...] = ()
    undone: tuple[Undone, ...] = ()

    @classmethod
    def of(
        cls, media: Iterable[Media], canvas: Canvas | None = None, name: str = "project"
    ) -> "Draft":
        """A new draft of these clips and photos, on a canvas that suits them."""
        return cls(begin(media, canvas, name))

    @cached_property
    def timeline(self) -> Timeline:
        timeline = self.base
        for event in self.history():
            timeline = event.after
        return timeline

    def history(self) -> Iterator[Event]:
        """Every step of the log in order, done again from the base."""
        timeline = self.base
        for entry in self.entries:
            for step in entry.steps:
                event = _done(timeline, entry.turn, step)
                yield event
                timeline = event.after

    @property
    def latest(self) -> tuple[Edit, ...]:
        """The edits of the last instruction in the log: what comes next may speak of them."""
        return tuple(s.edit for s in self.entries[-1].steps) if self.entries else ()

    @property
    def next_turn(self) -> int:
        turns = [e.turn for e in self.entries] + [u.entry.turn for u in self.undone]
        return max(turns, default=0) + 1

    def add(
        self, instruction: str, steps: Sequence[Step], language: Language = "en"
    ) -> tuple["Draft", tuple[Refusal, ...]]:
        """The draft with the steps that can be done, and a refusal for each that cannot. Where
        nothing can be done the draft is the same."""
        draft, events = self.carry_out(instruction, steps)
        refusals = tuple(
            Refusal(e.step.span, e.failure.said(language)) for e in events if e.failure
        )
        return draft, refusals

    def carry_out(
        self, instruction: str, steps: Sequence[Step]
    ) -> tuple["Draft", tuple[Event, ...]]:
        """As `add`, with what became of each step."""
        timeline, events = self.timeline, list[Event]()
        for step in steps:
            event = _done(timeline, self.next_turn, step)
            timeline = event.after
            events.append(event)
        done = tuple(e.step for e in events if e.failure is None)
        if not done:
            return self, tuple(events)
        entry = Entry(self.next_turn, instruction, done)
        draft = Draft(self.base, (*self.entries, entry))
        draft.__dict__["timeline"] = timeline  # known already: no need to do the log again
        return draft, tuple(events)

    def undo(
        self, turn: int | None = None, language: Language = "en"
    ) -> tuple["Draft", tuple[str, ...]]:
        """The draft without the last entry, or without that of `turn` with the later ones done
        again; and a sentence for each later step that can no longer be done."""
        if not self.entries:
            raise EditError("There is nothing to undo", zh="没有可以撤销的操作")
        place = len(self.entries) - 1 if turn is None else self._place(turn)
        entry = self.entries[place]
        rest = (*self.entries[:place], *self.entries[place + 1 :])
        draft = Draft(self.base, rest, (*self.undone, Undone(entry, place)))
        return draft, _conflicts(self, draft, language)

    def redo(self, language: Language = "en") -> tuple["Draft", tuple[str, ...]]:
        """The draft with the entry undone last back in its place; conflicts as in `undo`."""
        if not self.undone:
            raise EditError("There is nothing to redo", zh="没有可以重做的操作")
        *earlier, last = self.undone
        entries = (*self.entries[: last.place], last.entry, *self.entries[last.place :])
        draft = Draft(self.base, entries, tuple(earlier))
        return draft, _conflicts(self, draft, language)

    def _place(self, turn: int) -> int:
        for place, entry in enumerate(self.entries):
            if entry.turn == turn:
                return place
        turns = ", ".join(str(e.turn) for e in self.entries)
        raise NoSuchItem(
            f"There is no turn {turn}; the turns are {turns}",
            zh=f"没有第{turn}轮；现有：{turns}",
        )

    def diff(self, other: "Draft", language: Language = "en") -> tuple[str, ...]:
        """What is different in `other`'s timeline, one sentence each."""
        return changes(self.timeline, other.timeline, language)

    def renewed(self, base: Timeline) -> "Draft":
        """The same log over another base, e.g. after a client sent a whole timeline."""
        return replace(self, base=base)

    def to_json(self) -> dict[str, Any]:
        return {"schema": NAME, "version": VERSION, "draft": encode(self)}

    @classmethod
    def from_json(cls, data: Any) -> "Draft":
        """Raises DraftError, with the path of what is wrong, for anything but a draft."""
        document = cast("Mapping[str, Any]", data if isinstance(data, Mapping) else {})
        if document.get("schema") != NAME:
            raise DraftError("schema", f"this is not a {NAME} document")
        version = document.get("version")
        if version != VERSION:
            raise DraftError("version", f"version {version!r} cannot be read, only {VERSION}")
        return cast("Draft", decode(cls, document.get("draft"), "draft"))


def _done(timeline: Timeline, turn: int, step: Step) -> Event:
    try:
        return Event(turn, step, timeline, apply(timeline, step.edit))
    except EditError as error:
        return Event(turn, step, timeline, timeline, error)


def _conflicts(old: Draft, new: Draft, language: Language) -> tuple[str, ...]:
    """Steps of `new` that fail and did not fail in `old`."""
    failed = {(e.turn, e.step) for e in old.history() if e.failure}
    words = {e.turn: e.instruction for e in new.entries}
    said: list[str] = []
    for event in new.history():
        if event.failure and (event.turn, event.step) not in failed:
            part = event.step.span.of(words[event.turn]) or words[event.turn]
            why = event.failure.said(language)
            said.append(
                f"“{part}”已无法执行：{why}"
                if language == "zh"
                else f'"{part}" can no longer be done: {why}'
            )
    return tuple(said)
