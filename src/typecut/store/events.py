"""The event log of a session: append-only, numbered from 1 without gaps.

Numbers rise in the order of commits, so that a reader that asks for what comes after the last
one it saw never misses any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from typecut.store import sessions as session_rows
from typecut.store import turns as turn_rows
from typecut.store.database import Transaction
from typecut.store.statements import columns_of, many
from typecut.store.tables import events, sessions
from typecut.store.turns import Turn

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """`data` is the frame as sent; `attempt` is the turn's that wrote it."""

    session_id: str
    seq: int
    turn_id: str | None
    attempt: int
    data: Any
    created: float


def append(tx: Transaction, turn: Turn, frames: Sequence[Any]) -> Sequence[Event]:
    """Add frames of a turn that we hold; LeaseLost when we do not."""
    turn_rows.fence(tx, turn)
    return _append(tx, turn.session_id, turn.id, turn.attempt, frames)


def append_to_session(tx: Transaction, session_id: str, frames: Sequence[Any]) -> Sequence[Event]:
    """Add frames that belong to no turn (a file arrived, a client's own event)."""
    return _append(tx, session_id, None, 0, frames)


def after(
    tx: Transaction,
    user_id: str,
    session_id: str,
    seq: int = 0,
    *,
    turn_id: str | None = None,
    limit: int = 1000,
) -> Sequence[Event]:
    """The events of the user's session after number `seq`, in order; of one turn, if given."""
    query = (
        sa.select(*columns_of(Event, events))
        .join(sessions, sessions.c.id == events.c.session_id)
        .where(events.c.session_id == session_id, events.c.seq > seq)
        .where(sessions.c.user_id == user_id)
    )
    if turn_id is not None:
        query = query.where(events.c.turn_id == turn_id)
    return many(tx, Event, query.order_by(events.c.seq).limit(limit))


def last_numbers(tx: Transaction, session_ids: Sequence[str]) -> dict[str, int]:
    """The number of the latest event of each of these sessions, whosever they are."""
    query = sa.select(sessions.c.id, sessions.c.last_seq)
    found: dict[str, int] = {}
    for start in range(0, len(session_ids), _AT_ONCE):
        part = session_ids[start : start + _AT_ONCE]
        found |= {row[0]: row[1] for row in tx.execute(query.where(sessions.c.id.in_(part)))}
    return found


def _append(
    tx: Transaction, session_id: str, turn_id: str | None, attempt: int, frames: Sequence[Any]
) -> Sequence[Event]:
    if not frames:
        return ()
    counted = sa.update(sessions).where(sessions.c.id == session_id)
    counted = counted.values(last_seq=sessions.c.last_seq + len(frames))
    last = tx.execute(counted.returning(sessions.c.last_seq)).scalar()
    if last is None:
        raise session_rows.no_such_session()
    first = last - len(frames) + 1
    added = tuple(
        Event(session_id, first + index, turn_id, attempt, frame, tx.now)
        for index, frame in enumerate(frames)
    )
    rows = [{name: getattr(e, name) for name in Event.__dataclass_fields__} for e in added]
    tx.execute(sa.insert(events).values(rows))
    return added
