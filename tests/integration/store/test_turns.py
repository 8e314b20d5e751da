import threading

import pytest
import sqlalchemy as sa

from typecut.errors import LeaseLost, TurnRunning
from typecut.store import events, sessions, turns
from typecut.store.database import Database, open_database

LEASE = 10.0


def _begin(database: Database, user: str, session: str, key: str = "k") -> turns.Begun:
    with database.write() as tx:
        return turns.begin(tx, user, session, {"text": key}, key)


def _run(database: Database, user: str, session: str, key: str = "k") -> turns.Turn:
    turn = _begin(database, user, session, key).turn
    with database.write() as tx:
        return turns.take(tx, "me", LEASE, turn_id=turn.id)


def test_a_turn_from_message_to_end(database: Database, user: str, session: str) -> None:
    begun = _begin(database, user, session)
    assert (begun.is_twin, begun.turn.status, begun.turn.attempt) == (False, "queued", 0)
    with database.write() as tx:
        turn = turns.take(tx, "me", LEASE)
        assert (turn.id, turn.status, turn.attempt) == (begun.turn.id, "running", 1)
        assert turns.take(tx, "other", LEASE) is None
        assert turns.active(tx, session) == turn
        done = turns.finish(tx, turn, "done", result={"version": 1})
        assert (done.status, done.result, done.is_over) == ("done", {"version": 1}, True)
        assert turns.active(tx, session) is None
        assert turns.find(tx, user, turn.id) == done
        assert turns.of_session(tx, user, session) == (done,)
        assert turns.count_by_status(tx) == {"done": 1}


def test_one_turn_at_a_time_per_session(database: Database, user: str, session: str) -> None:
    turn = _run(database, user, session, "first")
    with pytest.raises(TurnRunning):
        _begin(database, user, session, "second")
    with database.write() as tx:
        elsewhere = sessions.create(tx, user)
    assert not _begin(database, user, elsewhere.id, "second").is_twin
    with database.write() as tx:
        turns.finish(tx, turn, "failed", error={"message": "…"})
    assert not _begin(database, user, session, "second").is_twin


def test_the_database_itself_refuses_a_second_turn(
    database: Database, user: str, session: str
) -> None:
    turn = _run(database, user, session)
    with pytest.raises(sa.exc.IntegrityError), database.write() as tx:
        tx.execute(
            sa.insert(turns.turns).values(
                id="x",
                session_id=session,
                status="queued",
                message={},
                message_key="",
                lease_until=0,
                attempt=0,
                created=0,
            )
        )
    with database.read() as tx:
        assert turns.active(tx, session) == turn


def test_a_message_sent_again_finds_its_twin(
    database: Database, user: str, session: str, clock
) -> None:
    turn = _run(database, user, session)
    assert _begin(database, user, session).turn == turn
    with database.write() as tx:
        turns.finish(tx, turn, "done")
    clock.advance(59)
    again = _begin(database, user, session)
    assert (again.is_twin, again.turn.id, again.turn.status) == (True, turn.id, "done")
    clock.advance(2)
    assert not _begin(database, user, session).is_twin


def test_what_was_received_can_be_said_again(
    database: Database, user: str, session: str, clock
) -> None:
    turn = _run(database, user, session, "undo")
    with database.write() as tx:
        turns.finish(tx, turn, "done")
        turns.mark_delivered(tx, turn.id)
    clock.advance(1)
    assert not _begin(database, user, session, "undo").is_twin


def test_a_failed_turn_may_be_tried_again(database: Database, user: str, session: str) -> None:
    turn = _run(database, user, session)
    with database.write() as tx:
        turns.finish(tx, turn, "failed")
    assert not _begin(database, user, session).is_twin


def test_a_lease_that_is_renewed_is_kept(
    database: Database, user: str, session: str, clock
) -> None:
    turn = _run(database, user, session)
    for _ in range(5):
        clock.advance(LEASE - 1)
        with database.write() as tx:
            assert turns.take(tx, "other", LEASE) is None
            turns.renew(tx, turn, LEASE)


def test_who_lost_the_lease_cannot_write(
    database: Database, user: str, session: str, clock
) -> None:
    turn = _run(database, user, session)
    clock.advance(LEASE + 1)
    with database.write() as tx:
        turns.renew(tx, turn, LEASE)  # late, but nobody has taken it
    clock.advance(LEASE + 1)
    with database.write() as tx:
        taken = turns.take(tx, "me", LEASE)  # even under the same name
        assert (taken.id, taken.attempt) == (turn.id, 2)
    for write in (
        lambda tx: turns.renew(tx, turn, LEASE),
        lambda tx: turns.fence(tx, turn),
        lambda tx: turns.finish(tx, turn, "done"),
        lambda tx: turns.put_back(tx, turn),
        lambda tx: events.append(tx, turn, [{"late": True}]),
    ):
        with pytest.raises(LeaseLost), database.write() as tx:
            write(tx)
    with database.write() as tx:
        turns.fence(tx, taken)
        assert events.after(tx, user, session) == ()


def test_a_deleted_session_ends_the_lease(database: Database, user: str, session: str) -> None:
    turn = _run(database, user, session)
    with database.write() as tx:
        sessions.delete(tx, user, session)
    with pytest.raises(LeaseLost), database.write() as tx:
        events.append(tx, turn, [{}])


def test_a_stopping_server_puts_its_turn_back(database: Database, user: str, session: str) -> None:
    turn = _run(database, user, session)
    with database.write() as tx:
        turns.put_back(tx, turn)
        taken = turns.take(tx, "other", LEASE)
        assert (taken.id, taken.attempt, taken.owner) == (turn.id, 2, "other")
        with pytest.raises(LeaseLost):
            turns.renew(tx, turn, LEASE)


def test_a_starting_server_takes_over_from_its_dead_self_at_once(
    database: Database, user: str, session: str
) -> None:
    turn = _run(database, user, session)
    with database.write() as tx:
        assert turns.release_owner(tx, "somebody else") == 0
        assert turns.take(tx, "me", LEASE) is None
        assert turns.release_owner(tx, "me") == 1
        assert turns.take(tx, "me", LEASE).id == turn.id


def test_oldest_first_and_by_name(database: Database, user: str, clock) -> None:
    made = []
    for _ in range(3):
        with database.write() as tx:
            session = sessions.create(tx, user)
            made.append(turns.begin(tx, user, session.id, {}, "k").turn)
        clock.advance(1)
    with database.write() as tx:
        assert turns.take(tx, "me", LEASE, turn_id=made[1].id).id == made[1].id
        assert turns.take(tx, "me", LEASE, turn_id=made[1].id) is None
        assert turns.take(tx, "me", LEASE, session_id=made[2].session_id).id == made[2].id
        assert turns.take(tx, "me", LEASE).id == made[0].id
        assert turns.take(tx, "me", LEASE) is None


def test_beginning_at_once_makes_one_turn(database: Database, user: str, session: str) -> None:
    begun: list[turns.Begun] = []
    refused: list[str] = []

    def work(number: int) -> None:
        try:
            key = f"k{number % 2}"
            begun.append(database.transact(lambda tx: turns.begin(tx, user, session, {}, key)))
        except TurnRunning:
            refused.append(key)

    _all(work, 12)
    assert len(begun) == 6
    assert len(refused) == 6
    assert [b.is_twin for b in begun].count(False) == 1
    assert len({b.turn.id for b in begun}) == 1


def test_two_workers_never_hold_the_same_turn(
    database: Database, database_url: str, user: str
) -> None:
    with database.write() as tx:
        for _ in range(30):
            turns.begin(tx, user, sessions.create(tx, user).id, {}, "k")
    taken: list[str] = []

    def work(number: int) -> None:
        own = open_database(database_url, clock=database.clock)
        while turn := own.transact(lambda tx: turns.take(tx, f"w{number}", LEASE)):
            taken.append(turn.id)
        own.close()

    _all(work, 4)
    assert len(taken) == len(set(taken)) == 30


def test_events_are_numbered_without_gaps(
    database: Database, user: str, stranger: str, session: str
) -> None:
    turn = _run(database, user, session)
    with database.write() as tx:
        events.append_to_session(tx, session, [{"n": 1}])
        assert [e.seq for e in events.append(tx, turn, [{"n": 2}, {"n": 3}])] == [2, 3]
        assert events.append(tx, turn, []) == ()
    with database.read() as tx:
        assert [(e.seq, e.data["n"]) for e in events.after(tx, user, session)] == [
            (1, 1),
            (2, 2),
            (3, 3),
        ]
        assert [e.seq for e in events.after(tx, user, session, 2)] == [3]
        assert [e.seq for e in events.after(tx, user, session, 0, limit=1)] == [1]
        assert [e.seq for e in events.after(tx, user, session, turn_id=turn.id)] == [2, 3]
        assert events.after(tx, stranger, session) == ()
        assert sessions.by_id(tx, session).last_seq == 3


def test_a_reader_misses_no_event(database: Database, user: str, session: str) -> None:
    """Numbers appear in rising order, however many write at once."""
    done = threading.Event()
    seen: list[int] = []

    def read() -> None:
        while True:
            last_look = done.is_set()
            with database.read() as tx:
                seen.extend(e.seq for e in events.after(tx, user, session, seen[-1] if seen else 0))
            if last_look:
                return

    def write(_: int) -> None:
        for _ in range(10):
            database.transact(lambda tx: events.append_to_session(tx, session, [{}, {}]))

    reader = threading.Thread(target=read)
    reader.start()
    _all(write, 5)
    done.set()
    reader.join(30)
    assert seen == list(range(1, 101))


def _all(work, number: int) -> None:
    threads = [threading.Thread(target=work, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
