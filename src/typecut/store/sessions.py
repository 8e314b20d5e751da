"""Sessions: one project each, with a counter that grows with every change.

A client names a session by its `id` (a decimal string beyond 2**53) or by the `alias` that it
chose itself (ADK clients do). Only `find` understands both; everything else takes the id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from typecut.errors import Conflict, NoSuchSession
from typecut.store.database import Transaction
from typecut.store.ids import new_id, new_name
from typecut.store.statements import changed, columns_of, insert_new, many, one
from typecut.store.tables import sessions


@dataclass(frozen=True, slots=True)
class Session:
    """`version` counts changes; `last_seq` is the number of its latest event."""

    id: str
    user_id: str
    task_id: str
    alias: str | None
    name: str
    language: str
    state: Mapping[str, Any]
    version: int
    last_seq: int
    created: float
    updated: float


def create(
    tx: Transaction,
    user_id: str,
    *,
    name: str = "project",
    language: str = "",
    alias: str | None = None,
    state: Mapping[str, Any] | None = None,
) -> Session:
    """A new session at version 0, without a draft. Conflict when the user has that alias."""
    session = Session(
        id=new_id(),
        user_id=user_id,
        task_id=new_name("task_"),
        alias=alias,
        name=name,
        language=language,
        state=dict(state or {}),
        version=0,
        last_seq=0,
        created=tx.now,
        updated=tx.now,
    )
    values = {name: getattr(session, name) for name in Session.__dataclass_fields__}
    if not insert_new(tx, sessions, **values):
        raise Conflict(f"There is a session {alias} already.", hint="Use it, or another id.")
    return session


_KEY = sa.bindparam("key", type_=sessions.c.id.type)
_OWN = (
    sa.select(*columns_of(Session, sessions))
    .where(sessions.c.user_id == sa.bindparam("user"))
    .where(sa.or_(sessions.c.id == _KEY, sessions.c.alias == _KEY))
    .order_by((sessions.c.id == _KEY).desc())
    .limit(1)
)


def find(tx: Transaction, user_id: str, key: str) -> Session | None:
    """The user's session with this id or alias; None also when it is somebody else's."""
    return one(tx, Session, _OWN, user=user_id, key=key)


def get(tx: Transaction, user_id: str, key: str) -> Session:
    """Like `find`, but NoSuchSession when it is not there."""
    session = find(tx, user_id, key)
    if session is None:
        raise no_such_session()
    return session


def by_id(tx: Transaction, session_id: str) -> Session | None:
    """For workers, which act for any user."""
    return one(
        tx, Session, sa.select(*columns_of(Session, sessions)).where(sessions.c.id == session_id)
    )


def of_user(tx: Transaction, user_id: str, limit: int = 1000) -> Sequence[Session]:
    """The user's sessions, the latest changed first."""
    query = sa.select(*columns_of(Session, sessions)).where(sessions.c.user_id == user_id)
    return many(tx, Session, query.order_by(sessions.c.updated.desc()).limit(limit))


def update(
    tx: Transaction,
    user_id: str,
    session_id: str,
    *,
    name: str | None = None,
    language: str | None = None,
    state: Mapping[str, Any] | None = None,
) -> Session:
    """Change what is given; `state` is merged key by key. Not a change of version."""
    session = hold(tx, user_id, session_id)
    values: dict[str, Any] = {"updated": tx.now}
    if name is not None:
        values["name"] = name
    if language is not None:
        values["language"] = language
    if state is not None:
        values["state"] = {**session.state, **state}
    tx.execute(sa.update(sessions).where(sessions.c.id == session_id).values(values))
    return get(tx, user_id, session_id)


def bump(tx: Transaction, session_id: str) -> int:
    """Count a change that makes no new draft (a file arrived); the new version number."""
    counted = sa.update(sessions).where(sessions.c.id == session_id)
    counted = counted.values(version=sessions.c.version + 1, updated=tx.now)
    number = tx.execute(counted.returning(sessions.c.version)).scalar()
    if number is None:
        raise no_such_session()
    return number


def delete(tx: Transaction, user_id: str, session_id: str) -> bool:
    """Remove a session and all it holds; whoever works for it loses the lease.

    The blobs stay until `retention` finds that nobody needs them.
    """
    mine = sa.and_(sessions.c.id == session_id, sessions.c.user_id == user_id)
    return changed(tx, sa.delete(sessions).where(mine)) == 1


def hold(tx: Transaction, user_id: str, session_id: str) -> Session:
    """The session, which nobody else changes until the transaction ends; or NoSuchSession."""
    mine = sa.and_(sessions.c.id == session_id, sessions.c.user_id == user_id)
    query = sa.select(*columns_of(Session, sessions)).where(mine).with_for_update()
    session = one(tx, Session, query)
    if session is None:
        raise no_such_session()
    return session


def no_such_session() -> NoSuchSession:
    return NoSuchSession("There is no such session.", hint="Create one.")
