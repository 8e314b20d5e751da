"""Media: known once by content, registered in each session that uses them.

The way of a file: `touch(digest)`, put the blob, `describe` it unless it is known, `register` it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from typecut.errors import NoSuchThing
from typecut.store import sessions as session_rows
from typecut.store.database import Transaction
from typecut.store.statements import (
    Query,
    changed,
    columns_of,
    insert,
    insert_new,
    lock,
    many,
    one,
)
from typecut.store.tables import media, session_media, sessions


@dataclass(frozen=True, slots=True)
class Media:
    """A file by its content; whose it is, `Registered` says. `facts`, `analysis`: opaque JSON."""

    digest: str
    size: int
    kind: Literal["video", "image", "audio"]
    media_type: str
    facts: Any
    thumbnail: str | None
    analysis: Any
    analysis_attempt: int


@dataclass(frozen=True, slots=True)
class Registered:
    """A file in a session, under the name that it was given there. `origin`: "upload", "url",
    "generated"…"""

    id: str
    session_id: str
    filename: str
    origin: str
    created: float
    digest: str
    size: int
    kind: Literal["video", "image", "audio"]
    media_type: str
    facts: Any
    thumbnail: str | None
    analysis: Any


def _select() -> Query:
    ours = columns_of(Registered, session_media)
    theirs = [c for c in columns_of(Registered, media) if c.name not in {o.name for o in ours}]
    return sa.select(*ours, *theirs).join(media, media.c.digest == session_media.c.digest)


# Kept, because making a statement takes several times as long as running it.
_OWN = (
    _select()
    .join(sessions, sessions.c.id == session_media.c.session_id)
    .where(sessions.c.user_id == sa.bindparam("user"))
)
_IN_SESSION = _OWN.where(session_media.c.session_id == sa.bindparam("session"))
_OF_SESSION = _IN_SESSION.order_by(session_media.c.created, session_media.c.id)
_ONE = _IN_SESSION.where(session_media.c.id == sa.bindparam("id"))


def media_id_of(digest: str) -> str:
    """The name of this content in every session that has it."""
    return f"m_{digest[:16]}"


def touch(tx: Transaction, digest: str) -> None:
    """Say that this content is about to be needed: before its blob is put, so that
    `retention` cannot delete the blob between the two."""
    insert_new(
        tx,
        media,
        digest=digest,
        analysis_attempt=0,
        analysis_until=0.0,
        created=tx.now,
        touched=tx.now,
    )
    tx.execute(sa.update(media).where(media.c.digest == digest).values(touched=tx.now))


def described(tx: Transaction, digest: str) -> Media | None:
    """What is known about this content, if it was described before (by anybody)."""
    return one(tx, Media, _about(digest).where(media.c.kind.is_not(None)))


def describe(
    tx: Transaction,
    digest: str,
    *,
    size: int,
    kind: Literal["video", "image", "audio"],
    media_type: str,
    facts: Any,
    thumbnail: str | None = None,
) -> Media:
    """Store what was found out about this content (again: the newer findings win)."""
    touch(tx, digest)
    found = {"size": size, "kind": kind, "media_type": media_type, "facts": facts}
    update = sa.update(media).where(media.c.digest == digest)
    tx.execute(update.values(**found, thumbnail=thumbnail))
    return many(tx, Media, _about(digest))[0]


def register(
    tx: Transaction,
    user_id: str,
    session_id: str,
    digest: str,
    filename: str,
    *,
    origin: str = "upload",
    bump: bool = True,
) -> Registered:
    """Make described content part of the user's session; the session's version goes up.

    `bump=False` is for callers that store a new draft, which counts as well, with it. The same
    content again is the same registration, under the name that it came with first.
    """
    session_rows.hold(tx, user_id, session_id)
    media_id = media_id_of(digest)
    known = find(tx, user_id, session_id, media_id)
    if known is not None:
        return known
    if described(tx, digest) is None:
        raise ValueError(f"media {digest} must be described before it is registered")
    names = {"id": media_id, "session_id": session_id, "digest": digest, "filename": filename}
    insert(tx, session_media, **names, origin=origin, created=tx.now)
    if bump:
        session_rows.bump(tx, session_id)
    return _get(tx, user_id, session_id, media_id)


def forget(tx: Transaction, user_id: str, session_id: str, media_id: str) -> bool:
    """Take a file out of the user's session. The content goes when nobody needs it."""
    session_rows.hold(tx, user_id, session_id)
    which = sa.and_(session_media.c.session_id == session_id, session_media.c.id == media_id)
    gone = changed(tx, sa.delete(session_media).where(which)) == 1
    if gone:
        session_rows.bump(tx, session_id)
    return gone


def find(tx: Transaction, user_id: str, session_id: str, media_id: str) -> Registered | None:
    return one(tx, Registered, _ONE, user=user_id, session=session_id, id=media_id)


def of_session(tx: Transaction, user_id: str, session_id: str) -> Sequence[Registered]:
    """The files of the user's session in the order they came."""
    return many(tx, Registered, _OF_SESSION, user=user_id, session=session_id)


def of_user(tx: Transaction, user_id: str, limit: int = 1000) -> Sequence[Registered]:
    """The files of all the user's sessions, newest first."""
    query = _OWN.order_by(session_media.c.created.desc(), session_media.c.id)
    return many(tx, Registered, query.limit(limit), user=user_id)


def bytes_of(tx: Transaction, user_id: str, *, alone: bool = False) -> int:
    """How many bytes the files of all the user's sessions have; the same content counts once.
    `alone`: whoever asks so as well waits until this transaction ends."""
    if alone:
        lock(tx, f"files of {user_id}")
    mine = (
        sa.select(media.c.digest, media.c.size)
        .join(session_media, session_media.c.digest == media.c.digest)
        .join(sessions, sessions.c.id == session_media.c.session_id)
        .where(sessions.c.user_id == user_id)
        .distinct()
        .subquery()
    )
    return int(tx.execute(sa.select(sa.func.coalesce(sa.func.sum(mine.c.size), 0))).scalar_one())


def has(tx: Transaction, user_id: str, digest: str) -> bool:
    """Whether this content is in one of the user's sessions."""
    return by_digest(tx, user_id, digest) is not None


def by_digest(tx: Transaction, user_id: str, digest: str) -> Registered | None:
    """The user's own registration of this content: may they have the file?"""
    query = _OWN.where(session_media.c.digest == digest)
    return one(
        tx, Registered, query.order_by(session_media.c.created.desc()).limit(1), user=user_id
    )


def take_for_analysis(tx: Transaction, lease_for: float, *, max_attempts: int = 3) -> Media | None:
    """The next described content without an analysis; nobody else gets it for `lease_for`
    seconds. A file that breaks its analyser is left alone after `max_attempts`."""
    query = sa.select(media.c.digest).where(
        media.c.kind.in_(("video", "audio")),
        media.c.analysis.is_(None),
        media.c.analysis_until < tx.now,
        media.c.analysis_attempt < max_attempts,
    )
    query = query.order_by(media.c.created).limit(1).with_for_update(skip_locked=True)
    digest = tx.execute(query).scalar()
    if digest is None:
        return None
    attempt = media.c.analysis_attempt + 1
    update = sa.update(media).where(media.c.digest == digest)
    tx.execute(update.values(analysis_until=tx.now + lease_for, analysis_attempt=attempt))
    return described(tx, digest)


def renew_analysis(tx: Transaction, taken: Media, lease_for: float) -> bool:
    """Go on with what `take_for_analysis` gave us; False when somebody else has it by now."""
    return _hold_analysis(tx, taken, analysis_until=tx.now + lease_for)


def put_back_analysis(tx: Transaction, taken: Media) -> bool:
    """Give up what we took, as if it had not been tried."""
    attempt = taken.analysis_attempt - 1
    return _hold_analysis(tx, taken, analysis_until=0.0, analysis_attempt=attempt)


def _hold_analysis(tx: Transaction, taken: Media, **values: Any) -> bool:
    ours = sa.and_(
        media.c.digest == taken.digest, media.c.analysis_attempt == taken.analysis_attempt
    )
    return changed(tx, sa.update(media).where(ours).values(**values)) == 1


def set_analysis(tx: Transaction, digest: str, analysis: Any) -> Sequence[str]:
    """Store the findings; the versions of the sessions with this content go up. Their ids."""
    update = sa.update(media).where(media.c.digest == digest)
    if changed(tx, update.values(analysis=analysis)) != 1:
        return ()
    users = sa.select(session_media.c.session_id).where(session_media.c.digest == digest)
    concerned = sorted({row[0] for row in tx.execute(users)})
    for session_id in concerned:
        session_rows.bump(tx, session_id)
    return tuple(concerned)


def _about(digest: str) -> Query:
    return sa.select(*columns_of(Media, media)).where(media.c.digest == digest)


def _get(tx: Transaction, user_id: str, session_id: str, media_id: str) -> Registered:
    found = find(tx, user_id, session_id, media_id)
    if found is None:
        raise NoSuchThing("There is no such file in this session.")
    return found
