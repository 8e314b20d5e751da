"""Turns: a message, worked on by whoever holds its lease, one at a time per session.

    begin ──> queued ──take──> running ──finish──> done | failed
                  ^               │
                  └── put_back, or the lease ran out ──> taken again, attempt + 1

The database itself allows one queued or running turn per session. A worker renews its lease
every few seconds; everything it writes is fenced by the attempt it holds, so that a worker that
was believed dead, and is not, cannot write any more: it gets LeaseLost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from typecut.errors import LeaseLost, TurnRunning
from typecut.store import sessions as session_rows
from typecut.store.database import Transaction
from typecut.store.ids import new_id
from typecut.store.statements import Query, changed, columns_of, insert, many, one
from typecut.store.tables import sessions, turns

ACTIVE = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Turn:
    """`attempt` counts how often it was taken; `delivered` when a client had all of it."""

    id: str
    session_id: str
    status: Literal["queued", "running", "done", "failed"]
    message: Any
    message_key: str
    owner: str | None
    lease_until: float
    attempt: int
    result: Any
    error: Any
    delivered: float | None
    created: float
    started: float | None
    finished: float | None

    @property
    def is_over(self) -> bool:
        return self.status not in ACTIVE


@dataclass(frozen=True, slots=True)
class Begun:
    """`is_twin`: this is not a new turn but the one that the same message began before."""

    turn: Turn
    is_twin: bool


def begin(
    tx: Transaction,
    user_id: str,
    session_id: str,
    message: Any,
    message_key: str,
    *,
    twin_window: float = 60.0,
) -> Begun:
    """Queue a turn for a message, or find its twin.

    `message` is kept as JSON; `message_key` is equal for a message that was sent again. Its twin
    is the same message still queued or running, or finished within `twin_window` seconds with
    nobody having received the end of it (`mark_delivered`): people do say "undo" twice.
    TurnRunning when another message is being worked on, NoSuchSession when it is not theirs.
    """
    session_rows.hold(tx, user_id, session_id)
    current = active(tx, session_id)
    twin = current or _just_finished(tx, session_id, tx.now - twin_window)
    if twin is not None and twin.message_key == message_key:
        return Begun(twin, is_twin=True)
    if current is not None:
        raise TurnRunning(
            "The previous message is still being worked on.", hint="Wait until it is done."
        )
    turn_id = new_id()
    values = {"session_id": session_id, "message": message, "message_key": message_key}
    lease = {"status": "queued", "lease_until": 0.0, "attempt": 0}
    insert(tx, turns, id=turn_id, **values, **lease, created=tx.now)
    return Begun(_existing(tx, turn_id), is_twin=False)


def take(
    tx: Transaction,
    owner: str,
    lease_for: float,
    *,
    turn_id: str | None = None,
    session_id: str | None = None,
) -> Turn | None:
    """Become the worker of the oldest turn that has none, or of `turn_id` if it has none.

    Without a worker is what is queued, or running with a lease that ran out. None when there is
    nothing to take. Look at `attempt`: a turn that keeps killing its workers should be failed.
    """
    ready = sa.or_(
        turns.c.status == "queued",
        sa.and_(turns.c.status == "running", turns.c.lease_until < tx.now),
    )
    query = sa.select(turns.c.id).where(ready).order_by(turns.c.created).limit(1)
    if turn_id is not None:
        query = query.where(turns.c.id == turn_id)
    if session_id is not None:
        query = query.where(turns.c.session_id == session_id)
    found = tx.execute(query.with_for_update(skip_locked=True)).scalar()
    if found is None:
        return None
    taken = sa.update(turns).where(turns.c.id == found)
    lease = {"owner": owner, "lease_until": tx.now + lease_for, "status": "running"}
    started = sa.func.coalesce(turns.c.started, tx.now)
    tx.execute(taken.values(**lease, attempt=turns.c.attempt + 1, started=started))
    return _existing(tx, found)


def renew(tx: Transaction, turn: Turn, lease_for: float) -> None:
    """Hold on to the turn for `lease_for` more seconds; LeaseLost when it is not ours."""
    _write(tx, turn, lease_until=tx.now + lease_for)


def fence(tx: Transaction, turn: Turn) -> None:
    """LeaseLost unless the turn is ours, which it then stays until the transaction ends.

    Call it first in every transaction that writes on behalf of a turn.
    """
    if tx.execute(sa.select(turns.c.id).where(*_ours(turn)).with_for_update()).scalar() is None:
        raise lease_lost()


def finish(
    tx: Transaction,
    turn: Turn,
    status: Literal["done", "failed"],
    *,
    result: Any = None,
    error: Any = None,
) -> Turn:
    """End the turn. In the same transaction as its version, last events and charge."""
    ended = {"status": status, "result": result, "error": error, "finished": tx.now}
    _write(tx, turn, **ended, lease_until=0.0)
    return _existing(tx, turn.id)


def put_back(tx: Transaction, turn: Turn) -> None:
    """Give the turn up unfinished (the server is stopping): the next `take` goes on with it."""
    _write(tx, turn, status="queued", owner=None, lease_until=0.0)


def release_owner(tx: Transaction, owner: str) -> int:
    """End the leases of a dead `owner` now instead of waiting; how many turns are free.

    For a starting server, under the name that it had before it died.
    """
    mine = sa.and_(turns.c.owner == owner, turns.c.status == "running")
    return changed(tx, sa.update(turns).where(mine).values(lease_until=0.0))


def mark_delivered(tx: Transaction, turn_id: str) -> None:
    """A client has received the end of this turn: the same message again is a new wish."""
    undelivered = sa.and_(turns.c.id == turn_id, turns.c.delivered.is_(None))
    tx.execute(sa.update(turns).where(undelivered).values(delivered=tx.now))


def find(tx: Transaction, user_id: str, turn_id: str) -> Turn | None:
    """A turn of one of the user's sessions."""
    query = _select().join(sessions, sessions.c.id == turns.c.session_id)
    return one(tx, Turn, query.where(turns.c.id == turn_id, sessions.c.user_id == user_id))


def by_id(tx: Transaction, turn_id: str) -> Turn | None:
    """For workers, which act for any user."""
    return one(tx, Turn, _select().where(turns.c.id == turn_id))


def active(tx: Transaction, session_id: str) -> Turn | None:
    """The session's queued or running turn."""
    return one(
        tx,
        Turn,
        _select().where(turns.c.session_id == session_id, turns.c.status.in_(ACTIVE)),
    )


def of_session(tx: Transaction, user_id: str, session_id: str, limit: int = 1000) -> Sequence[Turn]:
    """The turns of the user's session, oldest first."""
    query = _select().join(sessions, sessions.c.id == turns.c.session_id)
    query = query.where(turns.c.session_id == session_id, sessions.c.user_id == user_id)
    return many(tx, Turn, query.order_by(turns.c.created, turns.c.id).limit(limit))


def count_by_status(tx: Transaction) -> dict[str, int]:
    query = sa.select(turns.c.status, sa.func.count()).group_by(turns.c.status)
    return {row[0]: row[1] for row in tx.execute(query)}


def lease_lost() -> LeaseLost:
    return LeaseLost("This job has been taken over by another worker, or is gone.")


def _select() -> Query:
    return sa.select(*columns_of(Turn, turns))


def _ours(turn: Turn) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        turns.c.id == turn.id,
        turns.c.attempt == turn.attempt,
        turns.c.status == "running",
    )


def _write(tx: Transaction, turn: Turn, **values: Any) -> None:
    if changed(tx, sa.update(turns).where(*_ours(turn)).values(**values)) != 1:
        raise lease_lost()


def _existing(tx: Transaction, turn_id: str) -> Turn:
    turn = by_id(tx, turn_id)
    if turn is None:
        raise lease_lost()
    return turn


def _just_finished(tx: Transaction, session_id: str, since: float) -> Turn | None:
    """The session's last turn, if it ended after `since` and nobody has seen its end."""
    query = _select().where(turns.c.session_id == session_id)
    last = one(tx, Turn, query.order_by(turns.c.created.desc(), turns.c.id.desc()).limit(1))
    if last is None or last.delivered is not None or last.status != "done":
        return None
    return last if last.finished is not None and last.finished > since else None
