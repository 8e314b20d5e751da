"""Credits: balances, reservations and every movement of them.

A `reference` names what a movement is for ("turn:123", "welcome:anon_…") and makes it happen
once: the same call with the same reference again changes nothing. A balance is never negative.
Work is paid in two steps: `reserve` freezes credits before it starts; `settle` charges them when
it has happened, or `refund` gives them back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from typecut.errors import NoSuchThing, OutOfCredits
from typecut.store.database import Transaction
from typecut.store.ids import new_id
from typecut.store.statements import Query, changed, columns_of, insert_new, many, one
from typecut.store.tables import balances, entries, holds


@dataclass(frozen=True, slots=True)
class Balance:
    available: int
    frozen: int

    @property
    def total(self) -> int:
        return self.available + self.frozen


@dataclass(frozen=True, slots=True)
class Hold:
    """A reservation: `amount` was frozen, `charged` of it has been taken for good."""

    reference: str
    user_id: str
    amount: int
    charged: int
    state: Literal["open", "settled", "refunded"]


@dataclass(frozen=True, slots=True)
class Entry:
    kind: Literal["grant", "reserve", "settle", "refund"]
    amount: int
    reference: str
    note: str
    created: float


_BALANCE = sa.select(balances.c.available, balances.c.frozen).where(
    balances.c.user_id == sa.bindparam("key")
)


def balance(tx: Transaction, user_id: str) -> Balance:
    """The user's credits; zero for a user who never had any."""
    return one(tx, Balance, _BALANCE, key=user_id) or Balance(0, 0)


def grant(tx: Transaction, user_id: str, amount: int, reference: str, note: str = "") -> Balance:
    """Give credits, once per `reference`; the balance afterwards."""
    _positive(amount)
    if _record(tx, user_id, "grant", amount, reference, note):
        insert_new(tx, balances, user_id=user_id, available=0, frozen=0)
        _move(tx, user_id, available=amount)
    return balance(tx, user_id)


def reserve(tx: Transaction, user_id: str, amount: int, reference: str, note: str = "") -> Hold:
    """Freeze credits for work about to start. OutOfCredits when there are not enough.

    With a `reference` that is already reserved (in whatever state it is) nothing is frozen
    again, and that reservation is returned: a job that starts over does not pay twice.
    """
    _positive(amount)
    with tx.connection.begin_nested():
        values = {"reference": reference, "user_id": user_id, "amount": amount}
        fresh = insert_new(tx, holds, **values, charged=0, state="open", created=tx.now)
        if fresh and not _move(tx, user_id, available=-amount, frozen=amount):
            available = balance(tx, user_id).available
            raise OutOfCredits(
                f"This needs {amount} credits, and {available} are left.",
                needed=amount,
                available=available,
            )
    held = _held(tx, reference)
    if held.user_id != user_id:
        raise ValueError(f"{reference} is reserved by another user")
    if fresh:
        _record(tx, user_id, "reserve", amount, reference, note)
    return held


def settle(tx: Transaction, reference: str, amount: int | None = None, note: str = "") -> Hold:
    """Charge a reservation, all of it or `amount`; what is left over becomes available again.

    Only an open reservation is charged: after a settle or a refund nothing changes any more.
    """
    held = _held(tx, reference, lock=True)
    if held.state != "open":
        return held
    charge = held.amount if amount is None else amount
    if not 0 <= charge <= held.amount:
        raise ValueError(f"{charge} credits cannot be charged of {held.amount}")
    _decide(tx, reference, "settled", charge)
    _move(tx, held.user_id, available=held.amount - charge, frozen=-held.amount)
    _record(tx, held.user_id, "settle", charge, reference, note)
    return _held(tx, reference)


def refund(tx: Transaction, reference: str, note: str = "") -> Hold:
    """Give a reservation back in full, charged or not; once."""
    held = _held(tx, reference, lock=True)
    if held.state == "refunded":
        return held
    _decide(tx, reference, "refunded", 0)
    if held.state == "open":
        _move(tx, held.user_id, available=held.amount, frozen=-held.amount)
    else:
        _move(tx, held.user_id, available=held.charged)
    back = held.amount if held.state == "open" else held.charged
    _record(tx, held.user_id, "refund", back, reference, note)
    return _held(tx, reference)


def reservation(tx: Transaction, reference: str) -> Hold | None:
    """The reservation of that name, if there is one."""
    return one(tx, Hold, _query(reference))


def history(tx: Transaction, user_id: str, limit: int = 100) -> Sequence[Entry]:
    """The user's latest movements, newest first."""
    query = sa.select(*columns_of(Entry, entries)).where(entries.c.user_id == user_id)
    return many(
        tx, Entry, query.order_by(entries.c.created.desc(), entries.c.id.desc()).limit(limit)
    )


def totals(tx: Transaction) -> dict[str, int]:
    """How many credits have moved so far, by kind of movement, over all users."""
    query = sa.select(entries.c.kind, sa.func.sum(entries.c.amount)).group_by(entries.c.kind)
    return {row[0]: int(row[1]) for row in tx.execute(query)}


def move_account(tx: Transaction, giver: str, taker: str) -> None:
    """Everything `giver` has, frozen and open reservations included, becomes `taker`'s."""
    query = sa.select(balances.c.available, balances.c.frozen)
    left = one(tx, Balance, query.where(balances.c.user_id == giver).with_for_update())
    for table in (holds, entries):
        tx.execute(sa.update(table).where(table.c.user_id == giver).values(user_id=taker))
    if left is not None:
        insert_new(tx, balances, user_id=taker, available=0, frozen=0)
        _move(tx, giver, available=-left.available, frozen=-left.frozen)
        _move(tx, taker, available=left.available, frozen=left.frozen)


def _positive(amount: int) -> None:
    if amount < 0:
        raise ValueError(f"{amount} is not an amount of credits")


def _query(reference: str) -> Query:
    return sa.select(*columns_of(Hold, holds)).where(holds.c.reference == reference)


def _held(tx: Transaction, reference: str, *, lock: bool = False) -> Hold:
    query = _query(reference)
    held = one(tx, Hold, query.with_for_update() if lock else query)
    if held is None:
        raise NoSuchThing(f"No credits are reserved for {reference}.")
    return held


def _decide(tx: Transaction, reference: str, state: str, charged: int) -> None:
    update = sa.update(holds).where(holds.c.reference == reference)
    tx.execute(update.values(state=state, charged=charged, decided=tx.now))


def _move(tx: Transaction, user_id: str, *, available: int = 0, frozen: int = 0) -> bool:
    """Change a balance unless a part of it would become negative."""
    row = balances.c
    update = sa.update(balances).where(
        row.user_id == user_id, row.available + available >= 0, row.frozen + frozen >= 0
    )
    values = {"available": row.available + available, "frozen": row.frozen + frozen}
    return changed(tx, update.values(values)) == 1


def _record(
    tx: Transaction, user_id: str, kind: str, amount: int, reference: str, note: str
) -> bool:
    values = {"user_id": user_id, "kind": kind, "amount": amount, "reference": reference}
    return insert_new(tx, entries, id=new_id(), **values, note=note, created=tx.now)
