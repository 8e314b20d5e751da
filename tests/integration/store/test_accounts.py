import pytest

from typecut.errors import Conflict
from typecut.store import accounts, claims, ledger, media, renders, sessions, tokens, uploads
from typecut.store.database import Database

HASH = accounts.hash_password("correct horse")


def test_anonymous_ids_look_like_the_documents_and_cannot_be_guessed(database: Database) -> None:
    with database.write() as tx:
        users = [accounts.create_anonymous(tx) for _ in range(3)]
    assert all(user.id.startswith("anon_") and len(user.id) == 37 for user in users)
    assert users[0].is_anonymous


def test_login_with_the_right_password_only(database: Database) -> None:
    with database.write() as tx:
        account = accounts.register(tx, " Someone@Example.com ", HASH)
    assert accounts.login(database, "someone@example.COM", "correct horse") == account
    assert accounts.login(database, "someone@example.com", "Correct horse") is None
    assert accounts.login(database, "nobody@example.com", "correct horse") is None


def test_passwords_are_stored_as_argon2id() -> None:
    assert HASH.startswith("$argon2id$")
    assert accounts.hash_password("correct horse") != HASH


def test_an_old_hash_is_renewed_at_login(database: Database) -> None:
    import argon2
    import sqlalchemy as sa

    from typecut.store.tables import users

    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("pw")
    with database.write() as tx:
        accounts.register(tx, "a@b.c", weak)
    assert accounts.login(database, "a@b.c", "pw") is not None
    with database.read() as tx:
        assert tx.execute(sa.select(users.c.password_hash)).scalar_one() != weak
    assert accounts.login(database, "a@b.c", "pw") is not None


def test_an_address_has_one_account(database: Database) -> None:
    with database.write() as tx:
        accounts.register(tx, "a@b.c", HASH)
    with pytest.raises(Conflict, match="account already"), database.write() as tx:
        accounts.register(tx, "A@B.C", HASH)


def test_binding_moves_work_credits_and_tokens(database: Database, user: str, session: str) -> None:
    with database.write() as tx:
        ledger.grant(tx, user, 100, "welcome")
        ledger.reserve(tx, user, 30, "turn:1")
        media.describe(tx, "d", size=1, kind="video", media_type="video/mp4", facts={})
        media.register(tx, user, session, "d", "a.mp4")
        _render(tx, user, session, "r")
        upload = uploads.create(tx, user, session_id=session)
        claim = claims.make(tx, user, session)
        token = tokens.issue(tx, user)
        account = accounts.register(tx, "a@b.c", HASH)
        assert accounts.bind(tx, user, account.id)
        ledger.grant(tx, account.id, 100, "registered")
    with database.write() as tx:
        assert sessions.find(tx, account.id, session) is not None
        assert sessions.find(tx, user, session) is None
        assert media.of_session(tx, account.id, session)
        assert renders.find(tx, account.id, "r") is not None
        assert uploads.find(tx, account.id, upload.id) is not None
        assert claims.resolve(tx, claim).user_id == account.id
        assert tokens.verify(tx, token.secret).user_id == account.id
        assert ledger.balance(tx, account.id) == ledger.Balance(170, 30)
        assert ledger.balance(tx, user) == ledger.Balance(0, 0)
        ledger.settle(tx, "turn:1", 10)  # the running turn is paid from the account
        assert ledger.balance(tx, account.id) == ledger.Balance(190, 0)
        assert accounts.resolve(tx, user) == account.id
        assert accounts.resolve(tx, account.id) == account.id


def test_work_is_bound_once(database: Database, user: str) -> None:
    with database.write() as tx:
        first = accounts.register(tx, "a@b.c", HASH)
        second = accounts.register(tx, "b@b.c", HASH)
        assert accounts.bind(tx, user, first.id)
        assert not accounts.bind(tx, user, second.id)
        assert not accounts.bind(tx, "anon_nobody", second.id)
        assert not accounts.bind(tx, first.id, second.id)
        assert accounts.resolve(tx, user) == first.id


def test_binding_to_an_account_with_equal_names_loses_nothing(database: Database) -> None:
    with database.write() as tx:
        account = accounts.register(tx, "a@b.c", HASH)
        guest = accounts.create_anonymous(tx)
        for owner in (account.id, guest.id):
            session = sessions.create(tx, owner, alias="s_1")
            _render(tx, owner, session.id, "render_1")
        assert accounts.bind(tx, guest.id, account.id)
    with database.read() as tx:
        assert len(sessions.of_user(tx, account.id)) == 2
        both = [s.id for s in sessions.of_user(tx, account.id)]
        assert sum(len(renders.of_session(tx, account.id, s)) for s in both) == 2


def _render(tx, user: str, session: str, client_id: str) -> None:
    renders.submit(
        tx, user, client_id, session_id=session, body_hash="h", draft={}, version=0, settings={}
    )
