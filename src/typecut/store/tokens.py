"""Access tokens: only their hash is stored."""

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from typecut.errors import RateLimited
from typecut.store.database import Transaction
from typecut.store.ids import digest_of, new_name, new_secret
from typecut.store.statements import changed, columns_of, insert, lock, many
from typecut.store.tables import tokens

PREFIX = "nmv_usr_"
WEEK = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Token:
    """A stored token, without its secret. `id` names it to its owner (for revoking)."""

    id: str
    user_id: str
    client_id: str | None
    scopes: str
    label: str
    created: float
    expires: float
    revoked: float | None

    @property
    def scope_set(self) -> frozenset[str]:
        return frozenset(self.scopes.split())


_BY_HASH = sa.select(tokens.c.hash, *columns_of(Token, tokens)).where(
    tokens.c.hash == sa.bindparam("digest")
)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token; `secret` is shown this once and stored nowhere."""

    secret: str
    token: Token


@dataclass(frozen=True, slots=True)
class Limits:
    """How many tokens one client and one address get within `window` seconds; 0 = no limit."""

    per_client: int = 1
    per_address: int = 10
    window: float = WEEK


def issue(
    tx: Transaction,
    user_id: str,
    *,
    scopes: Collection[str] = (),
    lifetime: float = WEEK,
    client_id: str | None = None,
    address: str | None = None,
    label: str = "",
) -> Issued:
    """Make a token. With `client_id` and `address` it counts against their limits."""
    secret = new_secret(PREFIX)
    token = Token(
        id=new_name("tok_"),
        user_id=user_id,
        client_id=client_id,
        scopes=" ".join(sorted(scopes)),
        label=label,
        created=tx.now,
        expires=tx.now + lifetime,
        revoked=None,
    )
    values = {name: getattr(token, name) for name in Token.__dataclass_fields__}
    insert(tx, tokens, hash=digest_of(secret), address=address, **values)
    return Issued(secret, token)


def check_limits(tx: Transaction, client_id: str, address: str, limits: Limits) -> None:
    """RateLimited unless this client and address may have a new token now.

    A client counts only its valid tokens: after one expires or is revoked it is eligible at
    once. An address counts all tokens it was given in the window. Rivals wait for each other
    until the end of the transaction, so `issue` in the same one cannot exceed a limit.
    """
    for name in sorted((f"client {client_id}", f"address {address}")):
        lock(tx, name)
    since = tx.now - limits.window
    valid = (tokens.c.revoked.is_(None), tokens.c.expires > tx.now, tokens.c.created > since)
    soonest = sa.func.least if not tx.is_sqlite else sa.func.min
    until = soonest(tokens.c.expires, tokens.c.created + limits.window)
    waits = (
        _wait(tx, limits.per_client, until, tokens.c.client_id == client_id, *valid),
        _wait(
            tx,
            limits.per_address,
            tokens.c.created + limits.window,
            tokens.c.address == address,
            tokens.c.created > since,
        ),
    )
    if max(waits) > 0:
        raise RateLimited(
            "There is a valid token for this client already, or this address has had too many.",
            retry_after=max(waits),
            hint="Use the token you have, or register.",
        )


def verify(tx: Transaction, secret: str) -> Token | None:
    """The token of this secret, unless it is unknown, expired or revoked."""
    token = remember(tx, secret)
    valid = token is not None and token.revoked is None and token.expires > tx.now
    return token if valid else None


def remember(tx: Transaction, secret: str) -> Token | None:
    """The token of this secret even when it is of no use any more. It proves no more than that
    whoever has the secret once had the token."""
    digest = digest_of(secret)
    row = tx.execute(_BY_HASH, digest=digest).first()
    if row is None or not hmac.compare_digest(row[0], digest):
        return None
    return Token(*tuple(row)[1:])


def of_user(tx: Transaction, user_id: str) -> Sequence[Token]:
    """The user's valid tokens, newest first."""
    query = sa.select(*columns_of(Token, tokens)).where(
        tokens.c.user_id == user_id, tokens.c.revoked.is_(None), tokens.c.expires > tx.now
    )
    return many(tx, Token, query.order_by(tokens.c.created.desc()))


def revoke(tx: Transaction, user_id: str, token_id: str) -> bool:
    """End one of the user's tokens now; False when there is no such valid one."""
    update = sa.update(tokens).where(
        tokens.c.user_id == user_id, tokens.c.id == token_id, tokens.c.revoked.is_(None)
    )
    return changed(tx, update.values(revoked=tx.now)) == 1


def revoke_all(tx: Transaction, user_id: str) -> int:
    """End all tokens of a user (a password was changed); how many there were."""
    update = sa.update(tokens).where(tokens.c.user_id == user_id, tokens.c.revoked.is_(None))
    return changed(tx, update.values(revoked=tx.now))


def _wait(
    tx: Transaction, limit: int, until: sa.ColumnElement[float], *which: sa.ColumnElement[bool]
) -> float:
    """Seconds until fewer than `limit` of the tokens `which` count, each counting `until`."""
    if limit <= 0:
        return 0.0
    # The limit-th last to stop counting is the one to wait for.
    query = sa.select(until).where(*which).order_by(until.desc()).offset(limit - 1).limit(1)
    last = tx.execute(query).scalar()
    return 0.0 if last is None else max(1.0, last - tx.now)
