"""The draft of a session: our log of edits, and the wire draft that clients see of it."""

from dataclasses import dataclass

from typecut.edits import Draft, Language, summary
from typecut.store import sessions, versions
from typecut.store.database import Transaction
from typecut.studio.service.wired import wire_draft


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is stored. `version` is the session's counter at the same moment: pass it to
    `keep` as `expect`. `number` is the version that made the draft, 0 for none yet."""

    draft: Draft
    version: int
    number: int = 0


def latest(tx: Transaction, user_id: str, session_id: str, number: int | None = None) -> Kept:
    """The draft of the user's session, or as it was at version `number`; an empty one at first."""
    session = sessions.get(tx, user_id, session_id)
    row = versions.at(tx, user_id, session.id, number)
    if row is None:
        return Kept(Draft.of((), name=session.name), session.version)
    return Kept(Draft.from_json(row.log), session.version, row.number)


def keep(
    tx: Transaction,
    session_id: str,
    draft: Draft,
    *,
    origin: str,
    language: Language = "en",
    turn_id: str | None = None,
    expect: int | None = None,
) -> versions.Version:
    """A new version of the session. Conflict when it has moved on from `expect`."""
    return versions.add(
        tx,
        session_id,
        wire_draft(draft.timeline),
        log=draft.to_json(),
        origin=origin,
        summary=summary(draft.timeline, language),
        turn_id=turn_id,
        expect=expect,
    )
