"""Claim links: a secret that opens one session in the editor until it expires."""

from dataclasses import dataclass

import sqlalchemy as sa

from typecut.store import sessions as session_rows
from typecut.store.database import Transaction
from typecut.store.ids import digest_of, new_secret
from typecut.store.statements import changed, columns_of, insert, one
from typecut.store.tables import claims
from typecut.store.tokens import WEEK

PREFIX = "clm_"


@dataclass(frozen=True, slots=True)
class Claim:
    user_id: str
    session_id: str
    created: float
    expires: float


def make(tx: Transaction, user_id: str, session_id: str, lifetime: float = WEEK) -> str:
    """A secret for the user's session, shown once; NoSuchSession when it is not theirs."""
    session = session_rows.get(tx, user_id, session_id)
    secret = new_secret(PREFIX)
    values = {"user_id": user_id, "session_id": session.id, "hash": digest_of(secret)}
    insert(tx, claims, **values, created=tx.now, expires=tx.now + lifetime)
    return secret


def resolve(tx: Transaction, secret: str) -> Claim | None:
    """What the secret opens; as often as needed, because chats fetch links for their previews."""
    query = sa.select(*columns_of(Claim, claims)).where(
        claims.c.hash == digest_of(secret), claims.c.expires > tx.now
    )
    return one(tx, Claim, query)


def revoke(tx: Transaction, user_id: str, session_id: str) -> int:
    """End all claim links of the user's session; how many there were."""
    mine = sa.and_(claims.c.user_id == user_id, claims.c.session_id == session_id)
    return changed(tx, sa.delete(claims).where(mine))
