import threading

import pytest

from typecut.errors import NoSuchThing, OutOfCredits
from typecut.store import ledger
from typecut.store.database import Database
from typecut.store.ledger import Balance


@pytest.fixture
def rich(database: Database, user: str) -> str:
    with database.write() as tx:
        ledger.grant(tx, user, 100, "welcome")
    return user


def test_nobody_starts_with_credits(database: Database, user: str) -> None:
    with database.read() as tx:
        assert ledger.balance(tx, user) == Balance(0, 0)
        assert ledger.balance(tx, "nobody") == Balance(0, 0)


def test_granting_is_once_per_reference(database: Database, user: str) -> None:
    with database.write() as tx:
        ledger.grant(tx, user, 100, "welcome")
        assert ledger.grant(tx, user, 100, "welcome") == Balance(100, 0)
        assert ledger.grant(tx, user, 5, "gift") == Balance(105, 0)


def test_reserved_then_settled(database: Database, rich: str) -> None:
    with database.write() as tx:
        assert ledger.reserve(tx, rich, 10, "turn:1").state == "open"
        assert ledger.balance(tx, rich) == Balance(90, 10)
        assert ledger.balance(tx, rich).total == 100
        assert ledger.settle(tx, "turn:1").charged == 10
        assert ledger.balance(tx, rich) == Balance(90, 0)


def test_settling_less_gives_the_rest_back(database: Database, rich: str) -> None:
    with database.write() as tx:
        ledger.reserve(tx, rich, 10, "turn:1")
        ledger.settle(tx, "turn:1", 0)
        ledger.reserve(tx, rich, 10, "turn:2")
        ledger.settle(tx, "turn:2", 1)
        assert ledger.balance(tx, rich) == Balance(99, 0)


def test_refunds_are_full_and_once(database: Database, rich: str) -> None:
    with database.write() as tx:
        ledger.reserve(tx, rich, 10, "open")
        ledger.reserve(tx, rich, 10, "settled")
        ledger.settle(tx, "settled", 4)
        for _ in range(2):
            for reference in ("open", "settled"):
                assert ledger.refund(tx, reference).state == "refunded"
        assert ledger.balance(tx, rich) == Balance(100, 0)


def test_everything_happens_once(database: Database, rich: str) -> None:
    with database.write() as tx:
        for _ in range(3):
            ledger.reserve(tx, rich, 10, "turn:1")
            ledger.settle(tx, "turn:1")
        assert ledger.balance(tx, rich) == Balance(90, 0)
        ledger.reserve(tx, rich, 10, "turn:2")
        ledger.refund(tx, "turn:2")
        assert ledger.reserve(tx, rich, 10, "turn:2").state == "refunded"
        assert ledger.settle(tx, "turn:2").charged == 0
        assert ledger.balance(tx, rich) == Balance(90, 0)


def test_out_of_credits_changes_nothing(database: Database, rich: str) -> None:
    with database.write() as tx:
        with pytest.raises(OutOfCredits) as caught:
            ledger.reserve(tx, rich, 101, "turn:1")
        assert (caught.value.needed, caught.value.available) == (101, 100)
        assert ledger.reservation(tx, "turn:1") is None
        assert ledger.balance(tx, rich) == Balance(100, 0)
        ledger.reserve(tx, rich, 100, "turn:1")


def test_a_user_without_a_balance_is_out_of_credits(database: Database, user: str) -> None:
    with database.write() as tx, pytest.raises(OutOfCredits):
        ledger.reserve(tx, user, 1, "turn:1")


def test_what_is_not_an_amount(database: Database, rich: str) -> None:
    with database.write() as tx:
        with pytest.raises(ValueError, match="-1"):
            ledger.grant(tx, rich, -1, "x")
        with pytest.raises(ValueError, match="-1"):
            ledger.reserve(tx, rich, -1, "x")
        ledger.reserve(tx, rich, 1, "y")
        with pytest.raises(ValueError, match="2"):
            ledger.settle(tx, "y", 2)
        with pytest.raises(NoSuchThing):
            ledger.settle(tx, "never reserved")


def test_a_reference_belongs_to_one_user(database: Database, rich: str, stranger: str) -> None:
    with database.write() as tx:
        ledger.grant(tx, stranger, 100, "welcome 2")
        ledger.reserve(tx, rich, 1, "turn:1")
        with pytest.raises(ValueError, match="another user"):
            ledger.reserve(tx, stranger, 1, "turn:1")
        assert ledger.balance(tx, stranger) == Balance(100, 0)


def test_the_history_tells_every_movement(database: Database, rich: str, stranger: str) -> None:
    with database.write() as tx:
        ledger.reserve(tx, rich, 10, "turn:1", note="make it warmer")
        ledger.settle(tx, "turn:1", 4)
        ledger.refund(tx, "turn:1")
    with database.read() as tx:
        lines = [(entry.kind, entry.amount) for entry in ledger.history(tx, rich)]
        assert sorted(lines) == [("grant", 100), ("refund", 4), ("reserve", 10), ("settle", 4)]
        assert ledger.history(tx, stranger) == ()


def test_twenty_at_once_never_overdraw(database: Database, rich: str) -> None:
    got: list[str] = []
    refused: list[str] = []
    start = threading.Barrier(20)

    def work(number: int) -> None:
        start.wait(10)
        try:
            database.transact(lambda tx: ledger.reserve(tx, rich, 10, f"turn:{number}"))
            got.append(f"turn:{number}")
        except OutOfCredits:
            refused.append(f"turn:{number}")

    _run(work, 20)
    assert (len(got), len(refused)) == (10, 10)
    with database.read() as tx:
        assert ledger.balance(tx, rich) == Balance(0, 100)


def test_the_same_reference_at_once_is_charged_once(database: Database, rich: str) -> None:
    start = threading.Barrier(10)

    def work(_: int) -> None:
        start.wait(10)
        database.transact(lambda tx: ledger.reserve(tx, rich, 10, "turn:1"))
        database.transact(lambda tx: ledger.settle(tx, "turn:1"))
        database.transact(lambda tx: ledger.grant(tx, rich, 1, "once"))

    _run(work, 10)
    with database.read() as tx:
        assert ledger.balance(tx, rich) == Balance(91, 0)


def _run(work, number: int) -> None:
    threads = [threading.Thread(target=work, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
