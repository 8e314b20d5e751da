"""The draft of a session: our log of edits, and the wire draft that clients see of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from typecut.edits import Draft, Language, summary
from typecut.store import sessions, versions
from typecut.store.database import Transaction
from typecut.studio.service.wired import wire_draft


@dataclass(frozen=True, slots=True)
class Way:
    """Where undo and redo lead when the log of a draft is at its end. `before` is the version
    whose place a client's own draft took, 0 for none; `after` are versions that were left by
    undoing such a draft, the one to come back to first in front."""

    before: int = 0
    after: tuple[int, ...] = ()

    @classmethod
    def of(cls, log: Mapping[str, Any]) -> "Way":
        return cls(int(log.get("before", 0)), tuple(int(n) for n in log.get("after", ())))

    def to_json(self) -> dict[str, Any]:
        told = {"before": self.before, "after": list(self.after)}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is stored. `version` is the session's counter at the same moment: pass it to
    `keep` as `expect`. `number` is the version that made the draft, 0 for none yet."""

    draft: Draft
    version: int
    number: int = 0
    way: Way = Way()


def latest(tx: Transaction, user_id: str, session_id: str, number: int | None = None) -> Kept:
    """The draft of the user's session, or as it was at version `number`; an empty one at first."""
    session = sessions.get(tx, user_id, session_id)
    row = versions.at(tx, user_id, session.id, number)
    if row is None:
        return Kept(Draft.of((), name=session.name), session.version)
    return Kept(Draft.from_json(row.log), session.version, row.number, Way.of(row.log))


def beside(
    tx: Transaction, user_id: str, session_id: str, kept: Kept
) -> tuple[Draft | None, Draft | None]:
    """The drafts that undo and redo lead to beyond the log, where it is at its end."""
    earlier = later = None
    if kept.way.before and not kept.draft.entries:
        found = latest(tx, user_id, session_id, kept.way.before).draft
        # What had been undone there ended with the draft that took its place.
        earlier = Draft(found.base, found.entries)
    if kept.way.after and not kept.draft.undone:
        later = latest(tx, user_id, session_id, kept.way.after[0]).draft
    return earlier, later


def way_on(
    tx: Transaction,
    user_id: str,
    session_id: str,
    kept: Kept,
    went: Literal["", "earlier", "later"],
    *,
    edited: bool,
) -> Way:
    """The way from the draft that follows `kept`; an edit ends what could be redone."""
    if went == "earlier":
        before = latest(tx, user_id, session_id, kept.way.before).way.before
        after = (kept.number, *kept.way.after)
    elif went == "later":
        before = latest(tx, user_id, session_id, kept.way.after[0]).way.before
        after = kept.way.after[1:]
    else:
        before, after = kept.way.before, kept.way.after
    return Way(before, () if edited else after)


def keep(
    tx: Transaction,
    session_id: str,
    draft: Draft,
    *,
    origin: str,
    language: Language = "en",
    turn_id: str | None = None,
    expect: int | None = None,
    way: Way = Way(),
) -> versions.Version:
    """A new version of the session. Conflict when it has moved on from `expect`."""
    return versions.add(
        tx,
        session_id,
        wire_draft(draft.timeline),
        log=draft.to_json() | way.to_json(),
        origin=origin,
        summary=summary(draft.timeline, language),
        turn_id=turn_id,
        expect=expect,
    )
