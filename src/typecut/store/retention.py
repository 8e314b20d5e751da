"""What may be forgotten. Nothing here runs by itself: without a call, data stays for ever.

`before` is always a moment (seconds since 1970): older than that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from typecut.store import renders as render_rows
from typecut.store.blobs import Blob, Blobs, media_key, thumbnail_key
from typecut.store.database import Database, Transaction
from typecut.store.statements import changed
from typecut.store.tables import (
    claims,
    events,
    media,
    renders,
    session_media,
    sessions,
    tokens,
    turns,
    uploads,
    users,
)

_EXPIRING = (tokens, claims, uploads)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many blobs were deleted, and how many bytes they had."""

    blobs: int
    bytes: int


def expired_anonymous(tx: Transaction, before: float, limit: int = 100) -> Sequence[str]:
    """Anonymous users, not bound to an account, who have neither had a valid token nor worked
    in a session since `before`."""
    has_token = sa.exists().where(
        tokens.c.user_id == users.c.id,
        tokens.c.expires >= before,
        sa.or_(tokens.c.revoked.is_(None), tokens.c.revoked >= before),
    )
    has_worked = sa.exists().where(sessions.c.user_id == users.c.id, sessions.c.updated >= before)
    query = sa.select(users.c.id).where(
        users.c.kind == "anonymous",
        users.c.bound_to.is_(None),
        users.c.created < before,
        ~has_token,
        ~has_worked,
    )
    return tuple(row[0] for row in tx.execute(query.order_by(users.c.created).limit(limit)))


def forget_user(tx: Transaction, user_id: str) -> bool:
    """Delete a user and every row of theirs. The blobs go with the next `sweep_…`."""
    return changed(tx, sa.delete(users).where(users.c.id == user_id)) == 1


def forget_old_renders(tx: Transaction, before: float) -> int:
    """Delete finished renders; their files go with the next `sweep_renders`."""
    return changed(tx, sa.delete(renders).where(renders.c.finished < before))


def forget_leftovers(tx: Transaction, before: float, *, keep_tokens: bool = False) -> int:
    """Delete the rows of expired tokens, claims and uploads.

    An expired token still leads its anonymous user back to their work: `keep_tokens` as long as
    that work is kept.
    """
    kept = (tokens,) if keep_tokens else ()
    expired = (sa.delete(t).where(t.c.expires < before) for t in _EXPIRING if t not in kept)
    return sum(changed(tx, delete) for delete in expired)


def forget_conversations(tx: Transaction, before: float) -> int:
    """Delete the events of turns that ended long ago. The drafts that they made stay."""
    old_turns = sa.select(turns.c.id).where(turns.c.finished < before)
    return changed(tx, sa.delete(events).where(events.c.turn_id.in_(old_turns)))


def orphaned_media(tx: Transaction, before: float, limit: int = 100) -> Sequence[str]:
    """Digests of content that no session uses and nobody has touched since `before`."""
    query = sa.select(media.c.digest).where(_orphaned(before))
    return tuple(row[0] for row in tx.execute(query.order_by(media.c.touched).limit(limit)))


def sweep_media(database: Database, blobs: Blobs, before: float) -> Swept:
    """Delete orphaned content, rows and blobs."""
    swept: list[Blob] = []
    while True:
        with database.read() as tx:
            digests = orphaned_media(tx, before)
        for digest in digests:
            with database.write() as tx:
                swept += _drop_media(tx, blobs, digest, before)
        if not digests:
            return _sum(swept)


def sweep_renders(database: Database, blobs: Blobs, before: float) -> Swept:
    """Delete the output files of renders that are gone, and of attempts that came to nothing."""
    swept: list[Blob] = []
    for blob in blobs.list("renders"):
        with database.read() as tx:
            render = render_rows.by_id(tx, blob.key.split("/")[1])
        wanted = render is not None and (not render.is_over or render.blob == blob.key)
        if blob.modified < before and not wanted:
            blobs.delete(blob.key)
            swept.append(blob)
    return _sum(swept)


def _drop_media(tx: Transaction, blobs: Blobs, digest: str, before: float) -> list[Blob]:
    """The blobs go inside the transaction: whoever touches this content meanwhile waits for the
    row, and then finds no blob and puts it again."""
    which = sa.and_(media.c.digest == digest, _orphaned(before))
    if changed(tx, sa.delete(media).where(which)) != 1:
        return []
    keys = (media_key(digest), thumbnail_key(digest))
    found = [blob for blob in map(blobs.head, keys) if blob is not None]
    for blob in found:
        blobs.delete(blob.key)
    return found


def _sum(swept: Sequence[Blob]) -> Swept:
    return Swept(len(swept), sum(blob.size for blob in swept))


def _orphaned(before: float) -> sa.ColumnElement[bool]:
    used = sa.exists().where(session_media.c.digest == media.c.digest)
    return sa.and_(media.c.touched < before, ~used)
