"""The drafts of a session: one row per new draft, never changed afterwards.

Version numbers come from the session's counter, which also counts changes without a new draft;
the draft at version 7 is therefore the newest one whose number is not above 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from typecut.errors import Conflict
from typecut.store import sessions as session_rows
from typecut.store.database import Transaction
from typecut.store.statements import Query, columns_of, insert, many, one
from typecut.store.tables import sessions, versions


@dataclass(frozen=True, slots=True)
class Version:
    """`draft` is what clients see, `log` what the editor needs for undo; both opaque here."""

    session_id: str
    number: int
    draft: Any
    log: Any
    summary: str
    origin: str
    turn_id: str | None
    created: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A version as clients see it: without the log, which may be long."""

    session_id: str
    number: int
    draft: Any
    summary: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A version without its draft, for lists."""

    number: int
    summary: str
    origin: str
    turn_id: str | None
    created: float


def add(
    tx: Transaction,
    session_id: str,
    draft: Any,
    *,
    origin: str,
    log: Any = None,
    summary: str = "",
    turn_id: str | None = None,
    expect: int | None = None,
) -> Version:
    """Store a new draft under the next version number.

    With `expect` (the version that the draft was made from) Conflict when the session has moved
    on since. `origin` says where it came from: "turn", "client", "undo"…
    """
    number = session_rows.bump(tx, session_id)
    if expect is not None and number != expect + 1:
        raise Conflict(
            f"The session is at version {number - 1}, and the draft was made from {expect}.",
            hint="Read the state again and repeat the change.",
        )
    version = Version(session_id, number, draft, log, summary, origin, turn_id, tx.now)
    values = {name: getattr(version, name) for name in Version.__dataclass_fields__}
    insert(tx, versions, **values)
    return version


_REACHED = (
    sa.select(sessions.c.version)
    .where(sessions.c.id == sa.bindparam("session"), sessions.c.user_id == sa.bindparam("user"))
    .scalar_subquery()
)
_NUMBER = sa.bindparam("number", type_=versions.c.number.type)


def _latest(kind: type[Any]) -> Query:
    return (
        sa.select(*columns_of(kind, versions))
        .where(versions.c.session_id == sa.bindparam("session"), versions.c.number <= _REACHED)
        .order_by(versions.c.number.desc())
        .limit(1)
    )


def _at(query: Query) -> Query:
    return query.where(versions.c.number <= _NUMBER, _REACHED >= _NUMBER)


_LATEST, _SHOWN = _latest(Version), _latest(Shown)
_AT, _SHOWN_AT = _at(_LATEST), _at(_SHOWN)


def at(tx: Transaction, user_id: str, session_id: str, number: int | None = None) -> Version | None:
    """The draft as it was at version `number`, or the latest; None when there was none yet.

    None also for a number that the session has not reached, and for somebody else's session.
    """
    if number is None:
        return one(tx, Version, _LATEST, user=user_id, session=session_id)
    return one(tx, Version, _AT, user=user_id, session=session_id, number=number)


def shown(
    tx: Transaction, user_id: str, session_id: str, number: int | None = None
) -> Shown | None:
    """Like `at`, for showing it."""
    if number is None:
        return one(tx, Shown, _SHOWN, user=user_id, session=session_id)
    return one(tx, Shown, _SHOWN_AT, user=user_id, session=session_id, number=number)


def listed(tx: Transaction, user_id: str, session_id: str, limit: int = 1000) -> Sequence[Listed]:
    """The versions of the user's session, newest first."""
    query = (
        sa.select(*columns_of(Listed, versions))
        .join(sessions, sessions.c.id == versions.c.session_id)
        .where(versions.c.session_id == session_id, sessions.c.user_id == user_id)
    )
    return many(tx, Listed, query.order_by(versions.c.number.desc()).limit(limit))
