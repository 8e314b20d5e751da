import threading

import pytest

from typecut.errors import Conflict, NoSuchSession
from typecut.store import claims, events, media, sessions, turns, versions
from typecut.store.database import Database


def test_a_session_id_is_a_decimal_string_beyond_doubles(database: Database, user: str) -> None:
    with database.write() as tx:
        made = sessions.create(tx, user, name="project", language="zh-CN")
        assert made.id.isdecimal() and int(made.id) > 2**53
        assert sessions.find(tx, user, made.id) == made
        assert (made.version, made.last_seq, made.state) == (0, 0, {})


def test_a_session_is_found_by_the_alias_its_owner_chose(
    database: Database, user: str, stranger: str
) -> None:
    with database.write() as tx:
        mine = sessions.create(tx, user, alias="s_1")
        theirs = sessions.create(tx, stranger, alias="s_1")
        assert sessions.get(tx, user, "s_1").id == mine.id
        assert sessions.get(tx, stranger, "s_1").id == theirs.id
        with pytest.raises(Conflict, match="s_1"):
            sessions.create(tx, user, alias="s_1")
        impostor = sessions.create(tx, user, alias=theirs.id)
        assert sessions.get(tx, stranger, theirs.id).id == theirs.id
        assert sessions.get(tx, user, theirs.id).id == impostor.id


def test_sessions_of_others_are_not_there(
    database: Database, user: str, stranger: str, session: str
) -> None:
    with database.write() as tx:
        turns.begin(tx, user, session, {}, "k")
        versions.add(tx, session, {"t": []}, origin="client")
        events.append_to_session(tx, session, [{"n": 1}])
        assert sessions.find(tx, stranger, session) is None
        assert versions.at(tx, stranger, session) is None
        assert versions.listed(tx, stranger, session) == ()
        assert events.after(tx, stranger, session) == ()
        assert turns.of_session(tx, stranger, session) == ()
        assert media.of_session(tx, stranger, session) == ()
        assert not sessions.delete(tx, stranger, session)
        for attempt in (
            lambda: sessions.get(tx, stranger, session),
            lambda: sessions.update(tx, stranger, session, name="mine"),
            lambda: turns.begin(tx, stranger, session, {}, "k"),
            lambda: claims.make(tx, stranger, session),
            lambda: media.register(tx, stranger, session, "d", "a.mp4"),
        ):
            with pytest.raises(NoSuchSession, match="no such session"):
                attempt()
        assert sessions.get(tx, user, session)


def test_updates_change_what_is_given(database: Database, user: str, session: str, clock) -> None:
    clock.advance(5)
    with database.write() as tx:
        sessions.update(tx, user, session, name="holiday", state={"a": 1})
        changed = sessions.update(tx, user, session, language="zh", state={"b": 2})
        assert (changed.name, changed.language, changed.state) == (
            "holiday",
            "zh",
            {"a": 1, "b": 2},
        )
        assert changed.updated == clock.now


def test_the_latest_changed_session_is_first(database: Database, user: str, clock) -> None:
    with database.write() as tx:
        old = sessions.create(tx, user)
    clock.advance(1)
    with database.write() as tx:
        new = sessions.create(tx, user)
        assert [s.id for s in sessions.of_user(tx, user)] == [new.id, old.id]
    clock.advance(1)
    with database.write() as tx:
        sessions.bump(tx, old.id)
        assert [s.id for s in sessions.of_user(tx, user)] == [old.id, new.id]


def test_the_draft_at_a_version(database: Database, user: str, session: str) -> None:
    with database.write() as tx:
        assert versions.at(tx, user, session) is None
        assert sessions.bump(tx, session) == 1  # a file arrived
        assert versions.at(tx, user, session) is None
        assert versions.add(tx, session, {"v": "two"}, origin="turn", summary="…").number == 2
        assert sessions.bump(tx, session) == 3
        versions.add(tx, session, {"v": "four"}, origin="client", log=["x"])
        at = {n: versions.at(tx, user, session, n) for n in (None, 0, 1, 2, 3, 4, 5)}
    assert {n: v and v.draft["v"] for n, v in at.items()} == {
        None: "four",
        0: None,
        1: None,
        2: "two",
        3: "two",
        4: "four",
        5: None,
    }
    assert at[4].log == ["x"]


def test_versions_are_listed_newest_first(database: Database, user: str, session: str) -> None:
    with database.write() as tx:
        for name in ("a", "b"):
            versions.add(tx, session, {}, origin="turn", summary=name)
        listed = versions.listed(tx, user, session)
    assert [(v.number, v.summary) for v in listed] == [(2, "b"), (1, "a")]


def test_a_draft_made_from_an_old_version_is_refused(
    database: Database, session: str, user: str
) -> None:
    with database.write() as tx:
        versions.add(tx, session, {"n": 1}, origin="turn", expect=0)
    with pytest.raises(Conflict, match="version 1"), database.write() as tx:
        versions.add(tx, session, {"n": 2}, origin="client", expect=0)
    with database.write() as tx:
        assert versions.add(tx, session, {"n": 2}, origin="client", expect=1).number == 2


@pytest.mark.parametrize(
    "draft", [{"t": [{"z": 1, "a": 2}], "m": {"title": "a\0b\ud800 你好"}}, [], "x", 1.5]
)
def test_a_draft_comes_back_as_it_was(
    database: Database, user: str, session: str, draft: object
) -> None:
    with database.write() as tx:
        versions.add(tx, session, draft, origin="client")
    with database.read() as tx:
        back = versions.at(tx, user, session).draft
    assert back == draft
    assert repr(back) == repr(draft)  # the order of keys too


def test_numbers_that_are_none_are_refused(database: Database, session: str) -> None:
    with pytest.raises(Exception, match="Out of range"), database.write() as tx:
        versions.add(tx, session, {"d": float("nan")}, origin="client")


def test_versions_made_at_once_get_different_numbers(
    database: Database, user: str, session: str
) -> None:
    def work() -> None:
        for _ in range(5):
            database.transact(lambda tx: versions.add(tx, session, {}, origin="client"))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        numbers = [v.number for v in versions.listed(tx, user, session)]
    assert numbers == list(range(30, 0, -1))


def test_deleting_a_session_deletes_what_it_holds(
    database: Database, user: str, session: str
) -> None:
    with database.write() as tx:
        begun = turns.begin(tx, user, session, {}, "k")
        versions.add(tx, session, {}, origin="turn")
        events.append_to_session(tx, session, [{}])
        claim = claims.make(tx, user, session)
        assert sessions.delete(tx, user, session)
        assert not sessions.delete(tx, user, session)
    with database.read() as tx:
        assert sessions.by_id(tx, session) is None
        assert turns.by_id(tx, begun.turn.id) is None
        assert claims.resolve(tx, claim) is None
        for table in ("versions", "events", "turns", "claims"):
            count = tx.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608
            assert count == 0, table


def test_claims_open_one_session_until_they_expire(
    database: Database, user: str, stranger: str, session: str, clock
) -> None:
    with database.write() as tx:
        claim = claims.make(tx, user, session, lifetime=60)
        assert claim.startswith("clm_")
        assert (claims.resolve(tx, claim).user_id, claims.resolve(tx, claim).session_id) == (
            user,
            session,
        )
        assert claims.resolve(tx, claim + "x") is None
        assert claims.revoke(tx, stranger, session) == 0
    clock.advance(60)
    with database.write() as tx:
        assert claims.resolve(tx, claim) is None
        again = claims.make(tx, user, session)
        assert claims.revoke(tx, user, session) == 2
        assert claims.resolve(tx, again) is None
