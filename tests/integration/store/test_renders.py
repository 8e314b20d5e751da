import threading

import pytest

from typecut.errors import Cancelled, Conflict, LeaseLost, NoSuchSession, RateLimited
from typecut.store import accounts, renders, sessions
from typecut.store.database import Database, open_database
from typecut.store.renders import Capacity, Render

LEASE = 10.0
MANY = Capacity(running=0)


def _submit(database: Database, user: str, session: str, client_id: str = "r", **more) -> Render:
    with database.write() as tx:
        return renders.submit(
            tx,
            user,
            client_id,
            session_id=session,
            body_hash=more.pop("body_hash", "h"),
            draft={"t": []},
            version=1,
            settings={"quality": "high"},
            **more,
        ).render


def _take(database: Database, owner: str = "me", capacity: Capacity = MANY, **more):
    return database.transact(lambda tx: renders.take(tx, owner, LEASE, capacity, **more))


def _somebody(database: Database) -> tuple[str, str]:
    with database.write() as tx:
        user = accounts.create_anonymous(tx).id
        return user, sessions.create(tx, user).id


def test_a_render_from_request_to_file(database: Database, user: str, session: str) -> None:
    asked = _submit(database, user, session, "render_1", name="holiday")
    assert (asked.status, asked.progress, asked.attempt) == ("pending", 0, 0)
    held = _take(database)
    assert (held.id, held.status, held.attempt, held.draft) == (
        asked.id,
        "processing",
        1,
        {"t": []},
    )
    assert _take(database) is None
    with database.write() as tx:
        renders.heartbeat(tx, held, LEASE, 40)
        done = renders.complete(tx, held, "renders/x/1.mp4", {"duration": 3.0})
        assert (done.status, done.progress, done.blob) == ("completed", 100, "renders/x/1.mp4")
        assert done.is_over
        assert renders.find(tx, user, "render_1") == done
        assert renders.by_id(tx, asked.id) == done
        assert renders.of_session(tx, user, session) == (done,)
        assert renders.count_by_status(tx) == {"completed": 1}


def test_the_same_request_is_the_same_job(database: Database, user: str, session: str) -> None:
    first = _submit(database, user, session)
    assert _submit(database, user, session).id == first.id
    with pytest.raises(Conflict, match="different request"):
        _submit(database, user, session, body_hash="other")
    held = _take(database)
    with database.write() as tx:
        renders.complete(tx, held, "k", {})
    assert _submit(database, user, session).status == "completed"


def test_ids_are_each_users_own(database: Database, user: str, stranger: str, session: str) -> None:
    mine = _submit(database, user, session)
    their_session = _somebody(database)
    theirs = _submit(database, *their_session)
    assert mine.id != theirs.id
    with database.write() as tx:
        assert renders.find(tx, stranger, "r") is None
        assert renders.cancel(tx, stranger, "r") is None
        assert renders.of_session(tx, stranger, session) == ()
        assert renders.find(tx, user, "r").status == "pending"
    with pytest.raises(NoSuchSession):
        _submit(database, stranger, session, "mine now")


def test_asking_at_once_makes_one_job(database: Database, user: str, session: str) -> None:
    made: list[str] = []
    _all(lambda _: made.append(_submit(database, user, session).id), 8)
    assert len(made) == 8
    assert len(set(made)) == 1


def test_a_user_can_only_have_so_many_waiting(database: Database, user: str, session: str) -> None:
    for name in ("a", "b"):
        _submit(database, user, session, name, max_waiting=2)
    with pytest.raises(RateLimited):
        _submit(database, user, session, "c", max_waiting=2)
    _submit(database, user, session, "b", max_waiting=2)  # the same job
    _submit(database, *_somebody(database), "c", max_waiting=2)
    with database.write() as tx:
        renders.cancel(tx, user, "a")
    _submit(database, user, session, "c", max_waiting=2)


def test_progress_never_falls(database: Database, user: str, session: str) -> None:
    _submit(database, user, session)
    held = _take(database)
    seen = []
    for told in (10, 5, None, 60, 59.9, 1000, -3):
        with database.write() as tx:
            renders.heartbeat(tx, held, LEASE, told)
            seen.append(renders.by_id(tx, held.id).progress)
    assert seen == [10, 10, 10, 60, 60, 100, 100]


def test_progress_survives_a_crash(database: Database, user: str, session: str, clock) -> None:
    _submit(database, user, session)
    first = _take(database)
    with database.write() as tx:
        renders.heartbeat(tx, first, LEASE, 70)
    clock.advance(LEASE + 1)
    second = _take(database, "other")
    assert (second.id, second.attempt, second.progress) == (first.id, 2, 70)
    with database.write() as tx:
        renders.heartbeat(tx, second, LEASE, 5)
        assert renders.by_id(tx, first.id).progress == 70


def test_who_lost_the_lease_cannot_write(
    database: Database, user: str, session: str, clock
) -> None:
    _submit(database, user, session)
    held = _take(database)
    clock.advance(LEASE + 1)
    taken = _take(database)
    for write in (
        lambda tx: renders.heartbeat(tx, held, LEASE, 50),
        lambda tx: renders.complete(tx, held, "k", {}),
        lambda tx: renders.fail(tx, held, {}),
        lambda tx: renders.put_back(tx, held),
    ):
        with pytest.raises(LeaseLost), database.write() as tx:
            write(tx)
    with database.write() as tx:
        assert renders.still_wanted(tx, [held]) == frozenset()
        assert renders.still_wanted(tx, [taken]) == {taken.id}
        renders.complete(tx, taken, "k", {})
        assert renders.still_wanted(tx, [taken]) == frozenset()
        assert renders.still_wanted(tx, []) == frozenset()


def test_cancelling_is_at_once_and_for_good(database: Database, user: str, session: str) -> None:
    _submit(database, user, session, "waiting")
    with database.write() as tx:
        assert renders.cancel(tx, user, "waiting").status == "cancelled"
        assert renders.cancel(tx, user, "none") is None
    assert _take(database) is None
    _submit(database, user, session, "running")
    held = _take(database)
    with database.write() as tx:
        assert renders.cancel(tx, user, "running").status == "cancelled"
        assert renders.still_wanted(tx, [held]) == frozenset()
    for write in (
        lambda tx: renders.heartbeat(tx, held, LEASE, 50),
        lambda tx: renders.complete(tx, held, "k", {}),
    ):
        with pytest.raises(Cancelled), database.write() as tx:
            write(tx)
    with database.read() as tx:
        assert renders.find(tx, user, "running").status == "cancelled"


def test_what_is_over_cannot_be_cancelled(database: Database, user: str, session: str) -> None:
    _submit(database, user, session)
    held = _take(database)
    with database.write() as tx:
        renders.complete(tx, held, "k", {})
        assert renders.cancel(tx, user, "r").status == "completed"


def test_a_light_user_is_served_between_a_heavy_ones_jobs(
    database: Database, user: str, session: str, clock
) -> None:
    for number in range(50):
        _submit(database, user, session, f"r{number}")
    clock.advance(60)
    order = [_finish_next(database).user_id for _ in range(3)]
    assert order == [user] * 3
    light, light_session = _somebody(database)
    _submit(database, light, light_session)
    clock.advance(1)
    assert _finish_next(database).user_id == light
    assert _finish_next(database).user_id == user


def test_two_heavy_users_alternate(database: Database, user: str, session: str, clock) -> None:
    other, other_session = _somebody(database)
    for number in range(4):
        _submit(database, user, session, f"r{number}")
    for number in range(4):
        _submit(database, other, other_session, f"r{number}")
    order = [_finish_next(database).user_id for _ in range(8)]
    assert all({order[i], order[i + 1]} == {user, other} for i in range(0, 8, 2))


def test_yesterdays_work_is_not_held_against_anybody(
    database: Database, user: str, session: str, clock
) -> None:
    for number in range(9):
        _submit(database, user, session, f"yesterday{number}")
        _finish_next(database)
    clock.advance(24 * 3600)
    other, other_session = _somebody(database)
    for number in range(9):
        _submit(database, other, other_session, f"r{number}")
    clock.advance(1)
    _submit(database, user, session, "today")
    served = [_finish_next(database).user_id for _ in range(2)]
    assert user in served


def test_limits_on_what_runs(database: Database, user: str, session: str, clock) -> None:
    other, other_session = _somebody(database)
    for number in range(3):
        _submit(database, user, session, f"r{number}")
    clock.advance(1)
    _submit(database, other, other_session)
    capacity = Capacity(running=2, running_per_user=1)
    first = _take(database, capacity=capacity)
    assert first.user_id == user
    assert _take(database, capacity=capacity).user_id == other
    assert _take(database, capacity=capacity) is None
    with database.write() as tx:
        renders.complete(tx, first, "k", {})
    assert _take(database, capacity=capacity).user_id == user
    assert _take(database, capacity=Capacity(running=9, running_per_user=1)) is None


def test_a_dead_worker_takes_no_place(database: Database, user: str, session: str, clock) -> None:
    _submit(database, user, session)
    one = Capacity(running=1, running_per_user=1)
    held = _take(database, capacity=one)
    assert _take(database, capacity=one) is None
    clock.advance(LEASE + 1)
    assert _take(database, capacity=one).id == held.id


def test_a_stopping_server_puts_its_render_back(
    database: Database, user: str, session: str
) -> None:
    _submit(database, user, session)
    held = _take(database)
    with database.write() as tx:
        renders.put_back(tx, held)
        assert renders.find(tx, user, "r").status == "pending"
        with pytest.raises(LeaseLost):
            renders.heartbeat(tx, held, LEASE)
    again = _take(database)
    assert (again.id, again.attempt, again.crashes) == (held.id, 2, 0)
    with pytest.raises(LeaseLost), database.write() as tx:
        renders.heartbeat(tx, held, LEASE)


def test_a_starting_server_takes_over_from_its_dead_self_at_once(
    database: Database, user: str, session: str
) -> None:
    _submit(database, user, session)
    held = _take(database)
    with database.write() as tx:
        assert renders.release_owner(tx, "somebody else") == 0
        assert renders.release_owner(tx, "me") == 1
    assert _take(database).id == held.id


def test_a_render_that_kills_its_workers_is_given_up(
    database: Database, user: str, session: str, clock
) -> None:
    _submit(database, user, session)
    for attempt in range(1, 4):
        assert _take(database, max_crashes=3).attempt == attempt
        clock.advance(LEASE + 1)
    assert _take(database, max_crashes=3) is None
    with database.read() as tx:
        render = renders.find(tx, user, "r")
    assert render.status == "failed"
    assert "3 times" in render.error["message"]


def test_crashes_between_which_it_got_on_do_not_count(
    database: Database, user: str, session: str, clock
) -> None:
    _submit(database, user, session)
    for attempt in range(1, 9):
        held = _take(database, max_crashes=3)
        assert held.attempt == attempt
        with database.write() as tx:
            renders.heartbeat(tx, held, LEASE, attempt * 10)
        clock.advance(LEASE + 1)


def test_two_workers_never_hold_the_same_render(
    database: Database, database_url: str, user: str, session: str
) -> None:
    for number in range(30):
        _submit(database, user, session, f"r{number}")
    taken: list[str] = []

    def work(number: int) -> None:
        own = open_database(database_url, clock=database.clock)
        while render := _take(own, f"w{number}"):
            taken.append(render.id)
        own.close()

    _all(work, 4)
    assert len(taken) == len(set(taken)) == 30


def test_limits_hold_for_workers_that_ask_at_once(
    database: Database, user: str, session: str
) -> None:
    for number in range(10):
        _submit(database, user, session, f"r{number}")
    taken: list[Render | None] = []
    _all(lambda n: taken.append(_take(database, f"w{n}", Capacity(running=3))), 8)
    assert len([render for render in taken if render]) == 3


def _finish_next(database: Database) -> Render:
    def work(tx) -> Render:
        held = renders.take(tx, "me", LEASE, Capacity(running=1))
        return renders.complete(tx, held, "k", {})

    return database.transact(work)


def _all(work, number: int) -> None:
    threads = [threading.Thread(target=work, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
