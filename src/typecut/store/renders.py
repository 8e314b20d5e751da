"""Renders: export jobs in a fair queue, worked on by whoever holds the lease.

    submit ──> pending ──take──> processing ──> completed | failed
                  ^                  │    └── cancel ──> cancelled, at once
                  └── put_back, or the lease ran out ──> taken again, attempt + 1

Everything a worker writes is fenced by its attempt. Progress never falls, whoever writes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from typecut.errors import Cancelled, Conflict, LeaseLost, RateLimited
from typecut.store import sessions as session_rows
from typecut.store.database import Transaction
from typecut.store.ids import new_name
from typecut.store.statements import Query, changed, columns_of, insert, lock, many, one
from typecut.store.tables import renders

WAITING = ("pending", "processing")


@dataclass(frozen=True, slots=True)
class Render:
    """`id` is ours; `client_id` is the client's name for it, unique per user.

    `progress` is 0 to 100. `blob` is the key of the output, once it is completed. `result` and
    `error` are JSON, opaque here.
    """

    id: str
    user_id: str
    client_id: str
    session_id: str
    version: int
    body_hash: str
    draft: Any
    settings: Any
    name: str
    status: Literal["pending", "processing", "completed", "failed", "cancelled"]
    progress: float
    owner: str | None
    lease_until: float
    attempt: int
    crashes: int
    blob: str | None
    result: Any
    error: Any
    created: float
    started: float | None
    finished: float | None

    @property
    def is_over(self) -> bool:
        return self.status not in WAITING


@dataclass(frozen=True, slots=True)
class Submitted:
    """`is_new` is False when the same job was there already."""

    render: Render
    is_new: bool


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many renders may run at a time, over all workers; 0 = no limit."""

    running: int = 1
    running_per_user: int = 0


def submit(
    tx: Transaction,
    user_id: str,
    client_id: str,
    *,
    session_id: str,
    body_hash: str,
    draft: Any,
    version: int,
    settings: Any,
    name: str = "",
    max_waiting: int = 0,
) -> Submitted:
    """Queue a render under the client's id, once.

    The same id with the same `body_hash` is the same job, in whatever state it is; with another
    one Conflict. RateLimited when the user has `max_waiting` unfinished ones (0 = no limit).
    """
    lock(tx, f"renders of {user_id}")
    known = find(tx, user_id, client_id)
    if known is not None:
        if known.body_hash != body_hash:
            raise Conflict(
                f"The render id {client_id} is taken by a different request.",
                hint="Choose another id.",
            )
        return Submitted(known, is_new=False)
    session = session_rows.get(tx, user_id, session_id)
    if max_waiting and waiting(tx, user_id) >= max_waiting:
        raise RateLimited(
            f"You have {max_waiting} unfinished exports.", retry_after=30, hint="Wait for one."
        )
    names = {"user_id": user_id, "client_id": client_id, "session_id": session.id, "name": name}
    body = {"body_hash": body_hash, "draft": draft, "version": version, "settings": settings}
    state = {"status": "pending", "progress": 0.0, "lease_until": 0.0, "attempt": 0, "crashes": 0}
    render_id = new_name("rnd_")
    insert(tx, renders, id=render_id, **names, **body, **state, created=tx.now)
    return Submitted(_existing(tx, render_id), is_new=True)


def take(
    tx: Transaction,
    owner: str,
    lease_for: float,
    capacity: Capacity,
    *,
    max_crashes: int = 10,
) -> Render | None:
    """Become the worker of the next render; None when there is none or enough are running.

    What lost its worker comes first. Then the render of the user who was served least (counted
    since the oldest waiting job came, so that an earlier busy day is not held against anybody),
    and of equal ones the oldest. A render that lost `max_crashes` workers in a row without any
    progress fails.
    """
    lock(tx, "renders")  # limits span all rows, so one worker chooses at a time
    _give_up(tx, max_crashes)
    if capacity.running and _running(tx) >= capacity.running:
        return None
    found = tx.execute(_next(tx, capacity)).scalar()
    if found is None:
        return None
    lease = {"owner": owner, "lease_until": tx.now + lease_for, "status": "processing"}
    started = sa.func.coalesce(renders.c.started, tx.now)
    taken = sa.update(renders).where(renders.c.id == found, _without_worker(tx))
    crashes = renders.c.crashes + sa.case((renders.c.status == "processing", 1), else_=0)
    values = {**lease, "attempt": renders.c.attempt + 1, "crashes": crashes, "started": started}
    if changed(tx, taken.values(values)) != 1:
        return None  # cancelled a moment ago
    return _existing(tx, found)


def heartbeat(
    tx: Transaction, render: Render, lease_for: float, progress: float | None = None
) -> None:
    """Hold on to the render and tell how far it is (0 to 100; falling values are ignored).

    Cancelled when the user has cancelled it, LeaseLost when it is not ours any more: stop at
    once in both cases.
    """
    values: dict[str, Any] = {"lease_until": tx.now + lease_for}
    if progress is not None:
        told = min(100.0, max(0.0, progress))
        rises = renders.c.progress < told
        values["progress"] = sa.case((rises, told), else_=renders.c.progress)
        values["crashes"] = sa.case((rises, 0), else_=renders.c.crashes)
    _write(tx, render, **values)


def complete(tx: Transaction, render: Render, blob: str, result: Any) -> Render:
    """It is done: 100 %. `blob` is the key of the file, `result` what to tell the client."""
    _write(tx, render, **_over(tx, "completed"), progress=100.0, blob=blob, result=result)
    return _existing(tx, render.id)


def fail(tx: Transaction, render: Render, error: Any) -> Render:
    """It cannot be done; `error` tells the client why."""
    _write(tx, render, **_over(tx, "failed"), error=error)
    return _existing(tx, render.id)


def put_back(tx: Transaction, render: Render) -> None:
    """Give it up unfinished (the server is stopping): the next `take` goes on with it."""
    _write(tx, render, status="pending", owner=None, lease_until=0.0)


def release_owner(tx: Transaction, owner: str) -> int:
    """End the leases of a dead `owner` now instead of waiting; how many renders are free."""
    mine = sa.and_(renders.c.owner == owner, renders.c.status == "processing")
    return changed(tx, sa.update(renders).where(mine).values(lease_until=0.0))


def cancel(tx: Transaction, user_id: str, client_id: str) -> Render | None:
    """Cancel the user's render at once, unless it is over; its worker learns by `heartbeat`.

    The render afterwards, or None when there is no such one.
    """
    stopped = sa.update(renders).where(
        renders.c.user_id == user_id,
        renders.c.client_id == client_id,
        renders.c.status.in_(WAITING),
    )
    tx.execute(stopped.values(_over(tx, "cancelled")))
    return find(tx, user_id, client_id)


def still_wanted(tx: Transaction, held: Sequence[Render]) -> frozenset[str]:
    """The ids of those renders that are still ours: cheap enough to ask twice a second."""
    query = sa.select(renders.c.id, renders.c.attempt).where(
        renders.c.id.in_([render.id for render in held]), renders.c.status == "processing"
    )
    ours = {(row[0], row[1]) for row in tx.execute(query)}
    return frozenset(render.id for render in held if (render.id, render.attempt) in ours)


def find(tx: Transaction, user_id: str, client_id: str) -> Render | None:
    """The user's render of that name; None also when it is somebody else's."""
    query = _select().where(renders.c.user_id == user_id, renders.c.client_id == client_id)
    return one(tx, Render, query)


def by_id(tx: Transaction, render_id: str) -> Render | None:
    """By our own id: for workers, and for signed links that work without a token."""
    return one(tx, Render, _select().where(renders.c.id == render_id))


def of_session(
    tx: Transaction, user_id: str, session_id: str, limit: int = 100
) -> Sequence[Render]:
    """The renders of the user's session, newest first."""
    query = _select().where(renders.c.user_id == user_id, renders.c.session_id == session_id)
    return many(tx, Render, query.order_by(renders.c.created.desc()).limit(limit))


def waiting(tx: Transaction, user_id: str) -> int:
    """How many unfinished renders the user has."""
    query = sa.select(sa.func.count()).where(
        renders.c.user_id == user_id, renders.c.status.in_(WAITING)
    )
    return tx.execute(query).scalar_one()


def is_any_waiting(tx: Transaction) -> bool:
    """Whether some render has no worker: cheap, and to be asked before `take`."""
    query = sa.select(renders.c.id).where(_without_worker(tx)).limit(1)
    return tx.execute(query).first() is not None


def count_by_status(tx: Transaction) -> dict[str, int]:
    query = sa.select(renders.c.status, sa.func.count()).group_by(renders.c.status)
    return {row[0]: row[1] for row in tx.execute(query)}


def _select() -> Query:
    return sa.select(*columns_of(Render, renders))


def _existing(tx: Transaction, render_id: str) -> Render:
    render = by_id(tx, render_id)
    if render is None:
        raise LeaseLost("This render is gone.")
    return render


def _over(tx: Transaction, status: str) -> dict[str, Any]:
    return {"status": status, "finished": tx.now, "lease_until": 0.0}


def _write(tx: Transaction, render: Render, **values: Any) -> None:
    ours = (
        renders.c.id == render.id,
        renders.c.attempt == render.attempt,
        renders.c.owner == render.owner,
        renders.c.status == "processing",
    )
    if changed(tx, sa.update(renders).where(*ours).values(**values)) == 1:
        return
    now = by_id(tx, render.id)
    if now is not None and now.status == "cancelled":
        raise Cancelled("The export was cancelled.")
    raise LeaseLost("This render has been taken over by another worker, or is gone.")


def _without_worker(tx: Transaction) -> sa.ColumnElement[bool]:
    dead = sa.and_(renders.c.status == "processing", renders.c.lease_until < tx.now)
    return sa.or_(renders.c.status == "pending", dead)


def _give_up(tx: Transaction, max_crashes: int) -> None:
    hopeless = sa.update(renders).where(
        renders.c.status == "processing",
        renders.c.lease_until < tx.now,
        renders.c.crashes >= max_crashes - 1,
    )
    error = {"message": f"The export was given up: it lost its worker {max_crashes} times."}
    tx.execute(hopeless.values(_over(tx, "failed") | {"error": error}))


def _running(tx: Transaction) -> int:
    return tx.execute(
        sa.select(sa.func.count()).where(
            renders.c.status == "processing", renders.c.lease_until >= tx.now
        )
    ).scalar_one()


def _next(tx: Transaction, capacity: Capacity) -> Query:
    waiting_since = (
        sa.select(sa.func.min(renders.c.created))
        .where(renders.c.status == "pending")
        .scalar_subquery()
    )
    served = _per_user(renders.c.started >= waiting_since).subquery("served")
    running = _per_user(renders.c.status == "processing", renders.c.lease_until >= tx.now)
    running = running.subquery("running")
    query = (
        sa.select(renders.c.id)
        .outerjoin(served, served.c.user_id == renders.c.user_id)
        .outerjoin(running, running.c.user_id == renders.c.user_id)
        .where(_without_worker(tx))
    )
    if capacity.running_per_user:
        query = query.where(sa.func.coalesce(running.c.number, 0) < capacity.running_per_user)
    return query.order_by(
        (renders.c.status == "pending").asc(),
        sa.func.coalesce(served.c.number, 0),
        renders.c.created,
        renders.c.id,
    ).limit(1)


def _per_user(*which: sa.ColumnElement[bool]) -> Query:
    """How many renders each user has of those that `which` says."""
    return (
        sa.select(renders.c.user_id, sa.func.count().label("number"))
        .where(*which)
        .group_by(renders.c.user_id)
    )
