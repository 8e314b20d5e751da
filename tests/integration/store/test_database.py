import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from typecut.errors import SettingError, StoreError
from typecut.store import accounts, keys, ledger, sessions
from typecut.store.database import Database, open_database


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="no"), database.write() as tx:
        user = accounts.create_anonymous(tx)
        raise RuntimeError("no")
    with database.read() as tx:
        assert accounts.find(tx, user.id) is None


def test_a_reader_sees_one_moment(database: Database, user: str) -> None:
    with database.read() as tx:
        assert ledger.balance(tx, user).available == 0
        with database.write() as other:
            ledger.grant(other, user, 5, "a")
        assert ledger.balance(tx, user).available == 0
    with database.read() as tx:
        assert ledger.balance(tx, user).available == 5


def test_a_reader_cannot_write(database: Database, user: str) -> None:
    with pytest.raises(Exception, match=r"read.only|readonly"), database.read() as tx:
        ledger.grant(tx, user, 5, "a")


def test_no_free_connection_is_told_as_a_busy_database(database_url: str) -> None:
    database = open_database(database_url)
    database.engine.pool._timeout = 0.05  # instead of half a minute
    with ExitStack() as stack:
        for _ in range(16):
            stack.enter_context(database.read())
        with pytest.raises(StoreError, match="too busy") as error, database.read():
            pass
        assert error.value.transient
    database.ping()
    database.close()


def test_a_write_inside_a_write_is_refused_at_once_on_sqlite(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has many writers")
    with database.write(), pytest.raises(RuntimeError, match="inside"), database.write():
        pass
    with database.write() as tx:  # and nothing is left locked
        accounts.create_anonymous(tx)


def test_transact_repeats_what_collided(database: Database, user: str) -> None:
    """Two transactions that lock two rows in opposite order cannot both go on."""
    with database.write() as tx:
        other = accounts.create_anonymous(tx).id
        for name in (user, other):
            ledger.grant(tx, name, 10, f"start:{name}")
    both_hold_one = threading.Barrier(2)

    def work(first: str, second: str) -> None:
        tries = []

        def move(tx) -> None:
            tries.append(1)
            ledger.reserve(tx, first, 1, f"{first}:{second}:1")
            if len(tries) == 1 and not tx.is_sqlite:
                both_hold_one.wait(10)
            ledger.reserve(tx, second, 1, f"{first}:{second}:2")

        database.transact(move)

    threads = [threading.Thread(target=work, args=pair) for pair in ((user, other), (other, user))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with database.read() as tx:
        assert ledger.balance(tx, user) == ledger.Balance(8, 2)
        assert ledger.balance(tx, other) == ledger.Balance(8, 2)


def test_many_threads_write_at_once(database: Database, user: str) -> None:
    def work(name: int) -> None:
        for index in range(5):
            database.transact(lambda tx: ledger.grant(tx, user, 1, f"{name}:{index}"))  # noqa: B023

    threads = [threading.Thread(target=work, args=(name,)) for name in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        assert ledger.balance(tx, user).available == 100


def test_hostile_texts_and_numbers_are_only_unknown(database: Database, user: str) -> None:
    from typecut.store import renders, tokens, turns, uploads, versions

    with database.write() as tx:
        session = sessions.create(tx, user, name="a\0b\ud800", alias="x\0y")
        for text in ("\0", "\ud800", "9" * 5000, "'; DROP TABLE users; --", "💥" * 1000):
            assert sessions.find(tx, user, text) is None
            assert sessions.find(tx, text, session.id) is None
            assert renders.find(tx, user, text) is None
            assert uploads.find(tx, user, text) is None
            assert turns.find(tx, user, text) is None
            assert tokens.verify(tx, text) is None
        for number in (-1, 2**63, 10**30):
            assert versions.at(tx, user, session.id, number) is None


def test_signing_keys_are_made_once(database: Database) -> None:
    with database.write() as tx:
        first = keys.signing_key(tx, "links")
    with database.write() as tx:
        assert keys.signing_key(tx, "links") == first
        assert keys.signing_key(tx, "other") != first
    assert len(first) == 32


def test_sqlite_survives_crashes_and_checks_references(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("settings of SQLite")
    with database.read() as tx:
        settings = {
            name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense", ""])
def test_databases_that_are_none(url: str) -> None:
    with pytest.raises(SettingError, match="sqlite:///FILE"):
        open_database(url)


def test_the_password_is_not_in_the_message() -> None:
    with pytest.raises(SettingError) as caught:
        open_database("mysql://me:secret@host/x")
    assert "secret" not in str(caught.value)


def test_a_database_that_does_not_answer_says_so(tmp_path: Path) -> None:
    database = open_database("postgresql://nobody@127.0.0.1:9/none")
    with pytest.raises(StoreError, match="cannot be used"):
        database.ping()


def test_ping(database: Database) -> None:
    database.ping()


def test_the_driver_is_ours_to_choose(database_url: str) -> None:
    url = sa.make_url(database_url)
    database = open_database(url.set(drivername=url.get_backend_name()).render_as_string(False))
    database.ping()
    database.close()
