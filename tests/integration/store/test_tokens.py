import threading
from contextlib import suppress

import pytest

from typecut.errors import RateLimited
from typecut.store import accounts, tokens
from typecut.store.database import Database
from typecut.store.tokens import WEEK, Limits

DAY = 24 * 3600.0


def _ask(database: Database, client: str, address: str = "1.2.3.4", limits: Limits = Limits()):  # noqa: B008
    def work(tx) -> tokens.Issued:
        tokens.check_limits(tx, client, address, limits)
        user = accounts.create_anonymous(tx)
        return tokens.issue(tx, user.id, client_id=client, address=address, scopes=["edit"])

    return database.transact(work)


def test_a_token_is_known_by_its_secret_alone(database: Database, user: str) -> None:
    with database.write() as tx:
        issued = tokens.issue(tx, user, scopes={"read", "edit"}, label="laptop")
        assert issued.secret.startswith("nmv_usr_")
        assert tokens.verify(tx, issued.secret) == issued.token
        assert issued.token.scope_set == {"edit", "read"}
        for wrong in (issued.secret[:-1], issued.secret + "a", issued.token.id, "", "nmv_usr_"):
            assert tokens.verify(tx, wrong) is None


def test_the_secret_is_nowhere_in_the_database(database: Database, user: str) -> None:
    with database.write() as tx:
        issued = tokens.issue(tx, user)
    with database.read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT * FROM tokens").fetchall()
    assert issued.secret not in repr(rows)
    assert issued.secret not in repr(issued.token)


def test_a_token_ends(database: Database, user: str, clock) -> None:
    with database.write() as tx:
        issued = tokens.issue(tx, user, lifetime=60)
    clock.advance(59)
    with database.read() as tx:
        assert tokens.verify(tx, issued.secret)
    clock.advance(1)
    with database.read() as tx:
        assert tokens.verify(tx, issued.secret) is None


def test_revoking_is_for_the_owner(database: Database, user: str, stranger: str) -> None:
    with database.write() as tx:
        issued = tokens.issue(tx, user)
        assert not tokens.revoke(tx, stranger, issued.token.id)
        assert tokens.verify(tx, issued.secret)
        assert tokens.revoke(tx, user, issued.token.id)
        assert not tokens.revoke(tx, user, issued.token.id)
        assert tokens.verify(tx, issued.secret) is None
        assert tokens.of_user(tx, user) == ()


def test_revoke_all(database: Database, user: str) -> None:
    with database.write() as tx:
        issued = [tokens.issue(tx, user) for _ in range(3)]
        assert len(tokens.of_user(tx, user)) == 3
        assert tokens.revoke_all(tx, user) == 3
        assert not any(tokens.verify(tx, each.secret) for each in issued)


def test_a_client_gets_one_token_while_the_last_is_valid(database: Database, clock) -> None:
    _ask(database, "c")
    clock.advance(DAY)
    with pytest.raises(RateLimited) as caught:
        _ask(database, "c")
    assert caught.value.retry_after == 6 * DAY
    _ask(database, "another")
    clock.advance(6 * DAY)
    _ask(database, "c")


def test_a_client_is_eligible_at_once_after_revocation(database: Database) -> None:
    issued = _ask(database, "c")
    with database.write() as tx:
        tokens.revoke(tx, issued.token.user_id, issued.token.id)
    assert _ask(database, "c").token.user_id != issued.token.user_id


def test_an_address_gets_ten_in_a_week(database: Database, clock) -> None:
    for number in range(10):
        _ask(database, f"c{number}")
        clock.advance(3600)
    with pytest.raises(RateLimited) as caught:
        _ask(database, "c10")
    assert caught.value.retry_after == WEEK - 10 * 3600
    _ask(database, "c10", address="5.6.7.8")
    clock.advance(WEEK - 10 * 3600)
    _ask(database, "c11")
    with pytest.raises(RateLimited):
        _ask(database, "c12")


def test_revoking_does_not_free_the_address(database: Database) -> None:
    for number in range(10):
        issued = _ask(database, f"c{number}")
        with database.write() as tx:
            tokens.revoke(tx, issued.token.user_id, issued.token.id)
    with pytest.raises(RateLimited):
        _ask(database, "c0")


def test_limits_are_settings(database: Database) -> None:
    for _ in range(3):
        _ask(database, "c", limits=Limits(per_client=3, per_address=0))
    with pytest.raises(RateLimited):
        _ask(database, "c", limits=Limits(per_client=3, per_address=0))
    _ask(database, "c", limits=Limits(per_client=0, per_address=0))
    _ask(database, "c", address="new", limits=Limits(per_client=0, per_address=1))
    with pytest.raises(RateLimited):
        _ask(database, "c", address="new", limits=Limits(per_client=0, per_address=1))


def test_asking_at_once_does_not_help(database: Database) -> None:
    given: list[str] = []

    def work(number: int) -> None:
        with suppress(RateLimited):
            given.append(_ask(database, f"c{number % 15}").secret)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 10
