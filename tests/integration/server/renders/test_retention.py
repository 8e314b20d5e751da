"""What is forgotten, when, and what never is."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from typecut.store import accounts, media, renders, sessions, tokens
from typecut.store.blobs import media_key, render_key
from typecut.store.renders import Capacity
from typecut.studio.service.retention import Freed, collect
from typecut.studio.service.service import open_store
from typecut.studio.service.settings import read_settings

DAY = 24 * 3600.0
YEAR = 365 * DAY


class Shop:
    """A store on a clock of its own."""

    def __init__(self, folder, where) -> None:
        self.folder, self.where = folder, where
        self.now = time.time()
        database, self.blobs = open_store(read_settings(data=folder, **where))
        self.database = replace(database, clock=lambda: self.now)

    def collect(self, **settings) -> Freed:
        chosen = read_settings(data=self.folder, **self.where, **settings)
        return collect(self.database, self.blobs, chosen, lambda: self.now)

    def user(self, content: bytes, kind: str = "anonymous"):
        """Somebody with a session, a file in it and an export of it."""
        digest = f"{hash(content) & 2**64 - 1:064x}"
        with self.database.write() as tx:
            if kind == "anonymous":
                user = accounts.create_anonymous(tx).id
            else:
                user = accounts.register(tx, f"{digest}@example.org", "hash").id
            token = tokens.issue(tx, user, scopes=("*",), lifetime=7 * DAY, client_id=digest)
            session = sessions.create(tx, user).id
            media.touch(tx, digest)
        self.blobs.put_bytes(media_key(digest), content)
        with self.database.write() as tx:
            media.describe(
                tx, digest, size=len(content), kind="video", media_type="video/mp4", facts={}
            )
            media.register(tx, user, session, digest, "a.mp4")
            renders.submit(
                tx, user, "r", session_id=session, body_hash="h", draft={}, version=1, settings={}
            )
            held = renders.take(tx, "me", 60, Capacity(running=0))
        key = render_key(held.id, held.attempt)
        self.blobs.put_bytes(key, content + b"film")
        with self.database.write() as tx:
            renders.complete(tx, held, key, {"duration": 1, "size": 1})
        return SimpleNamespace(
            id=user, session=session, digest=digest, film=key, token=token.secret
        )

    def has(self, one) -> tuple[bool, bool, bool]:
        """Whether the session, the file and the export are there."""
        with self.database.read() as tx:
            session = sessions.by_id(tx, one.session) is not None
        return (
            session,
            self.blobs.head(media_key(one.digest)) is not None,
            self.blobs.head(one.film) is not None,
        )


ALL, NOTHING = (True, True, True), (False, False, False)


@pytest.fixture
def shop(tmp_path, store_of):
    found = Shop(tmp_path, store_of(tmp_path))
    yield found
    found.database.close()


def test_nothing_is_forgotten_unless_a_setting_says_so(shop):
    one = shop.user(b"a")
    shop.now += 10 * YEAR
    assert shop.collect() == Freed()
    assert shop.has(one) == ALL
    with shop.database.read() as tx:
        # An expired token still leads its user back to the work.
        assert tokens.remember(tx, one.token).user_id == one.id


def test_anonymous_work_goes_when_its_time_has_come(shop):
    old, account = shop.user(b"old"), shop.user(b"account", "registered")
    shop.now += 20 * DAY
    young = shop.user(b"young")
    assert shop.collect(retention_days=30) == Freed()
    shop.now += 18 * DAY
    freed = shop.collect(retention_days=30)
    assert (freed.users, freed.files, freed.bytes) == (1, 2, len(b"old" + b"oldfilm"))
    assert shop.has(old) == NOTHING
    assert shop.has(young) == ALL
    shop.now += 10 * YEAR
    assert shop.collect(retention_days=30).users == 1
    assert shop.has(young) == NOTHING
    assert shop.has(account) == ALL


def test_work_that_was_bound_to_an_account_stays(shop):
    one, account = shop.user(b"one"), shop.user(b"account", "registered")
    with shop.database.write() as tx:
        assert accounts.bind(tx, one.id, account.id)
    shop.now += YEAR
    assert shop.collect(retention_days=1).users == 0
    assert shop.has(one) == ALL


def test_content_that_two_have_sent_stays_while_one_needs_it(shop):
    first = shop.user(b"same")
    shop.now += 30 * DAY
    second = shop.user(b"same")
    shop.now += 1 * DAY
    assert shop.collect(retention_days=20).users == 1
    assert shop.has(first) == (False, True, False)
    assert shop.has(second) == ALL


def test_files_of_a_deleted_session_go_after_a_day(shop):
    one = shop.user(b"a")
    with shop.database.write() as tx:
        sessions.delete(tx, one.id, one.session)
    assert shop.collect().files == 0
    shop.now += 2 * DAY
    assert shop.collect().files == 2
    assert shop.has(one) == NOTHING


def test_files_of_attempts_that_came_to_nothing_go(shop):
    one = shop.user(b"a")
    render_id = one.film.split("/")[1]
    shop.blobs.put_bytes(render_key(render_id, 7), b"half")
    shop.blobs.put_bytes(render_key("rnd_gone", 1), b"lost")
    assert shop.collect().files == 0
    shop.now += 2 * 3600
    assert shop.collect().files == 2
    assert shop.has(one) == ALL


def test_old_exports_go_by_a_setting_of_their_own(shop):
    one = shop.user(b"a")
    shop.now += 10 * DAY
    assert shop.collect(render_days=11) == Freed()
    freed = shop.collect(render_days=9)
    assert (freed.renders, freed.files) == (1, 1)
    assert shop.has(one) == (True, True, False)
