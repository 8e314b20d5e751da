"""Resumable uploads (tus): how far each is, and who is writing to it.

The bytes are elsewhere. A writer holds the upload while it receives a request's body, and
`advance`s it after the bytes are safe; what lies beyond `received` is written again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from typecut.errors import Conflict, LeaseLost, NoSuchThing
from typecut.store import sessions as session_rows
from typecut.store.database import Transaction
from typecut.store.ids import new_name
from typecut.store.statements import changed, columns_of, insert, many, one
from typecut.store.tables import uploads

DAY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Upload:
    """`length` is None while the client has not told it; `result` is JSON, opaque here."""

    id: str
    user_id: str
    session_id: str | None
    length: int | None
    received: int
    metadata: Mapping[str, str]
    holder: str | None
    held_until: float
    result: Any
    created: float
    expires: float
    finished: float | None

    @property
    def is_complete(self) -> bool:
        return self.length is not None and self.received == self.length


def create(
    tx: Transaction,
    user_id: str,
    *,
    session_id: str | None = None,
    length: int | None = None,
    metadata: Mapping[str, str] | None = None,
    lifetime: float = DAY,
) -> Upload:
    """A new upload of the user, empty; into one of their sessions, if given."""
    session = None if session_id is None else session_rows.get(tx, user_id, session_id).id
    upload = Upload(
        id=new_name("up_"),
        user_id=user_id,
        session_id=session,
        length=length,
        received=0,
        metadata=dict(metadata or {}),
        holder=None,
        held_until=0.0,
        result=None,
        created=tx.now,
        expires=tx.now + lifetime,
        finished=None,
    )
    insert(tx, uploads, **{name: getattr(upload, name) for name in Upload.__dataclass_fields__})
    return upload


def find(tx: Transaction, user_id: str, upload_id: str) -> Upload | None:
    """The user's upload, unless it has expired."""
    query = sa.select(*columns_of(Upload, uploads)).where(*_mine(tx, user_id, upload_id))
    return one(tx, Upload, query)


def hold(tx: Transaction, user_id: str, upload_id: str, holder: str, seconds: float) -> Upload:
    """Become the only writer, for `seconds` after the last `advance`.

    Every request is a `holder` of its own. Conflict when another one is writing, NoSuchThing
    when there is no such upload.
    """
    free = sa.or_(uploads.c.holder == holder, uploads.c.held_until <= tx.now)
    update = sa.update(uploads).where(*_mine(tx, user_id, upload_id), free)
    held = changed(tx, update.values(holder=holder, held_until=tx.now + seconds)) == 1
    upload = find(tx, user_id, upload_id)
    if upload is None:
        raise NoSuchThing("There is no such upload.", hint="Start a new one.")
    if not held:
        raise Conflict("Another request is writing to this upload.", hint="Try again in a moment.")
    return upload


def advance(
    tx: Transaction, upload: Upload, received: int, *, hold_for: float, lifetime: float = DAY
) -> Upload:
    """Count bytes that are safely stored, as the holder, and go on holding.

    LeaseLost when another request has taken over; the count never falls.
    """
    if upload.length is not None and received > upload.length:
        raise ValueError(f"{received} bytes are more than the upload's {upload.length}")
    values = {"received": received, "held_until": tx.now + hold_for, "expires": tx.now + lifetime}
    _write(tx, upload, uploads.c.received <= received, **values)
    return _get(tx, upload)


def set_length(tx: Transaction, upload: Upload, length: int) -> Upload:
    """The client tells the length late, once. As the holder."""
    unknown = sa.and_(uploads.c.length.is_(None), uploads.c.received <= length)
    _write(tx, upload, unknown, length=length)
    return _get(tx, upload)


def let_go(tx: Transaction, upload: Upload) -> None:
    """Stop holding, so that the next request need not wait. No error when it was lost."""
    mine = sa.and_(uploads.c.id == upload.id, uploads.c.holder == upload.holder)
    tx.execute(sa.update(uploads).where(mine).values(holder=None, held_until=0.0))


def release_owner(tx: Transaction, owner: str) -> int:
    """Let go of what a dead server held: its holders begin with its name and a slash."""
    held = uploads.c.holder.startswith(f"{owner}/", autoescape=True)
    return changed(tx, sa.update(uploads).where(held).values(holder=None, held_until=0.0))


def unfinished(tx: Transaction, limit: int = 100) -> Sequence[Upload]:
    """Uploads of anybody whose bytes are all there, but which nobody has dealt with."""
    waiting = (
        uploads.c.finished.is_(None),
        uploads.c.received == uploads.c.length,
        uploads.c.expires > tx.now,
        uploads.c.held_until <= tx.now,
    )
    query = sa.select(*columns_of(Upload, uploads)).where(*waiting)
    return many(tx, Upload, query.order_by(uploads.c.created).limit(limit))


def bytes_begun(tx: Transaction, user_id: str) -> int:
    """How many bytes the user's unfinished uploads have, or will have as far as that is told."""
    told = sa.func.coalesce(uploads.c.length, uploads.c.received)
    query = sa.select(sa.func.coalesce(sa.func.sum(told), 0))
    mine = query.where(uploads.c.user_id == user_id, uploads.c.finished.is_(None))
    return int(tx.execute(mine).scalar_one())


def known(tx: Transaction, upload_ids: Sequence[str]) -> frozenset[str]:
    """Those of the ids that still have a row."""
    query = sa.select(uploads.c.id).where(uploads.c.id.in_(upload_ids))
    return frozenset(row[0] for row in tx.execute(query))


def finish(tx: Transaction, upload: Upload, result: Any) -> Upload:
    """All bytes are there and have been dealt with; `result` is the answer to give (again)."""
    values = {"result": result, "finished": tx.now}
    _write(tx, upload, uploads.c.received == uploads.c.length, **values)
    return _get(tx, upload)


def delete(tx: Transaction, user_id: str, upload_id: str) -> bool:
    return changed(tx, sa.delete(uploads).where(*_mine(tx, user_id, upload_id))) == 1


def expired(tx: Transaction, limit: int = 100) -> Sequence[Upload]:
    """Uploads of anybody whose time is over: delete their bytes, then `drop_expired` them."""
    query = sa.select(*columns_of(Upload, uploads)).where(uploads.c.expires <= tx.now)
    return many(tx, Upload, query.order_by(uploads.c.expires).limit(limit))


def drop_expired(tx: Transaction, upload_ids: Sequence[str]) -> int:
    which = sa.and_(uploads.c.id.in_(upload_ids), uploads.c.expires <= tx.now)
    return changed(tx, sa.delete(uploads).where(which))


def _mine(tx: Transaction, user_id: str, upload_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        uploads.c.id == upload_id,
        uploads.c.user_id == user_id,
        uploads.c.expires > tx.now,
    )


def _write(
    tx: Transaction, upload: Upload, condition: sa.ColumnElement[bool], **values: Any
) -> None:
    held = (uploads.c.id == upload.id, uploads.c.holder == upload.holder, condition)
    if changed(tx, sa.update(uploads).where(*held).values(**values)) != 1:
        raise LeaseLost("Another request has taken this upload over, or it is gone.")


def _get(tx: Transaction, upload: Upload) -> Upload:
    query = sa.select(*columns_of(Upload, uploads)).where(uploads.c.id == upload.id)
    found = one(tx, Upload, query)
    if found is None:
        raise NoSuchThing("There is no such upload.", hint="Start a new one.")
    return found
