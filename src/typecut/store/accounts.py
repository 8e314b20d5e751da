"""Users: anonymous ones, registered ones, and the step from one to the other."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from typecut.errors import Conflict, TurnRunning
from typecut.store import ledger, turns
from typecut.store.database import Database, Transaction
from typecut.store.ids import new_name
from typecut.store.statements import changed, columns_of, insert, insert_new, one
from typecut.store.tables import claims, renders, sessions, tokens, uploads, users


@dataclass(frozen=True, slots=True)
class User:
    """`bound_to` is the account that an anonymous user's work has gone to."""

    id: str
    kind: Literal["anonymous", "registered"]
    email: str | None
    bound_to: str | None
    created: float

    @property
    def is_anonymous(self) -> bool:
        return self.kind == "anonymous"


_BY_ID = sa.select(*columns_of(User, users)).where(users.c.id == sa.bindparam("key"))


def create_anonymous(tx: Transaction) -> User:
    """A new user without name or password. The id cannot be guessed: it is shown in links."""
    return _create(tx, User(new_name("anon_"), "anonymous", None, None, tx.now))


def find(tx: Transaction, user_id: str) -> User | None:
    return one(tx, User, _BY_ID, key=user_id)


def hash_password(password: str) -> str:
    """Argon2id. Takes a good part of a second: never inside a transaction."""
    return _hasher().hash(password)


def register(tx: Transaction, email: str, password_hash: str) -> User:
    """A new account; Conflict when the address has one. `hash_password` before, `bind` after."""
    address = _address(email)
    user = User(new_name("usr_"), "registered", address, None, tx.now)
    values = {"id": user.id, "kind": user.kind, "email": address, "created": tx.now}
    if not insert_new(tx, users, **values, password_hash=password_hash):
        raise Conflict("This e-mail address has an account already.", hint="Log in instead.")
    return user


def login(database: Database, email: str, password: str) -> User | None:
    """The account of this address and password. Opens its own transactions, as hashing is slow.

    An unknown address takes as long as a wrong password.
    """
    query = sa.select(users.c.id, users.c.password_hash).where(users.c.email == _address(email))
    with database.read() as tx:
        row = tx.execute(query).first()
    stored = row[1] if row else _decoy()
    try:
        _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return None
    if row is None:
        return None
    if _hasher().check_needs_rehash(stored):
        set_password(database, row[0], hash_password(password))
    with database.read() as tx:
        return find(tx, row[0])


def set_password(database: Database, user_id: str, password_hash: str) -> None:
    update = sa.update(users).where(users.c.id == user_id).values(password_hash=password_hash)
    database.transact(lambda tx: changed(tx, update))


def bind(tx: Transaction, anonymous_id: str, account_id: str) -> bool:
    """Everything the anonymous user has becomes the account's: sessions, files, renders,
    credits, and also the tokens, so that whoever holds one goes on working.

    False, and nothing happens, when there is no such anonymous user or it is bound already.
    """
    update = sa.update(users).where(
        users.c.id == anonymous_id, users.c.kind == "anonymous", users.c.bound_to.is_(None)
    )
    if changed(tx, update.values(bound_to=account_id)) != 1:
        return False
    _free_names(tx, anonymous_id, account_id)
    for table in (sessions, uploads, renders, claims, tokens):
        mine = table.c.user_id == anonymous_id
        tx.execute(sa.update(table).where(mine).values(user_id=account_id))
    ledger.move_account(tx, anonymous_id, account_id)
    return True


def bind_session(tx: Transaction, session_id: str, account_id: str) -> bool:
    """One session of an anonymous user becomes the account's, with its files and renders; its
    claim links end. Credits and tokens stay where they are.

    False, and nothing happens, when it is no anonymous user's. TurnRunning while a message in it
    is worked on: that is the former user's to pay.
    """
    owner = sa.select(sessions.c.user_id).where(sessions.c.id == session_id)
    giver = find(tx, tx.execute(owner.with_for_update()).scalar() or "")
    if giver is None or not giver.is_anonymous or giver.bound_to:
        return False
    if turns.active(tx, session_id) is not None:
        raise TurnRunning("A message in this session is being worked on.", hint="Wait for its end.")
    _free_names(tx, giver.id, account_id, session_id)
    whole = sa.update(sessions).where(sessions.c.id == session_id)
    tx.execute(whole.values(user_id=account_id))
    for table in (uploads, renders):
        part = sa.update(table).where(table.c.session_id == session_id)
        tx.execute(part.values(user_id=account_id))
    tx.execute(sa.delete(claims).where(claims.c.session_id == session_id))
    return True


def resolve(tx: Transaction, user_id: str) -> str:
    """The id under which this user's things are now: another one after `bind`."""
    user = find(tx, user_id)
    return user.bound_to if user and user.bound_to else user_id


def _create(tx: Transaction, user: User) -> User:
    insert(tx, users, id=user.id, kind=user.kind, created=user.created)
    return user


def _free_names(
    tx: Transaction, anonymous_id: str, account_id: str, session_id: str | None = None
) -> None:
    """Names that clients chose are unique per user: of two equal ones the newcomer's yields.
    Those of one session, if given."""
    for table, name, instead, session in (
        (sessions, sessions.c.alias, sa.null(), sessions.c.id),
        (renders, renders.c.client_id, renders.c.id, renders.c.session_id),
    ):
        taken = sa.select(name).where(table.c.user_id == account_id)
        which = [table.c.user_id == anonymous_id, name.in_(taken)]
        which += [] if session_id is None else [session == session_id]
        tx.execute(sa.update(table).where(*which).values({name: instead}))


def _address(email: str) -> str:
    return email.strip().casefold()


@cache
def _hasher() -> PasswordHasher:
    # OWASP's second recommendation (19 MiB, 2 passes): a login must not need 64 MiB each.
    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


@cache
def _decoy() -> str:
    return _hasher().hash("nobody's password")
