"""Several servers on one database, some of them dead: each message is dealt with once."""

import time

import pytest

from typecut.store import ledger, turns
from typecut.studio.service.messages import message, reference

from ..conftest import running
from .conftest import Chat


@pytest.fixture
def neighbour(server, chat):
    """The same session, asked for at another server."""
    import httpx

    with (
        running(server.service.settings) as other,
        httpx.Client(
            base_url=other.url, headers=chat.http.headers, timeout=60, trust_env=False
        ) as http,
    ):
        yield Chat(http, chat.session, chat.user, other.service)


def orphan(chat, words, attempts=1, reserve=True):
    """A message whose worker died after taking it so often."""
    said = message(words)

    def begin(tx):
        begun = turns.begin(tx, chat.user, chat.session, said.to_json(), said.fingerprint)
        if reserve:
            ledger.reserve(tx, chat.user, 1, reference(begun.turn))
        for _ in range(attempts):
            taken = turns.take(tx, "somebody dead", -1.0, turn_id=begun.turn.id)
        return taken

    return chat.service.database.transact(begin)


def told_at_last(chat):
    """What is said in the session, by whoever comes to it. Not asked for with the same message:
    that would be a new one where the old has failed by then."""
    deadline = time.monotonic() + 60
    while not (text := chat.events(0).text):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return text


def test_events_of_another_server_arrive(chat, neighbour):
    with neighbour.http.stream("GET", f"/api/events/{chat.session}") as answer:
        said = chat.say("fade out")
        lines = (line for line in answer.iter_lines() if line.startswith("id: "))
        assert [int(next(lines)[4:]) for _ in said.frames] == said.numbers


def test_a_message_at_two_servers_is_one(chat, neighbour, thought):
    with chat.open("ponder and fade out") as answer:
        assert thought.begun.wait(60)
        assert neighbour.post("fade in").json()["code"] == 1009
        with neighbour.open("ponder and fade out") as other:
            thought.over.set()
            assert other.read() == answer.read()
    assert thought.times == 1
    assert chat.balance() == {"available": 99, "frozen": 0, "total": 99}


def test_what_a_dead_server_left_is_finished(chat):
    turn = orphan(chat, "fade out")
    heard = chat.say("fade out")
    assert heard.calls == ["fade_out"]
    assert heard.frames[0][1]["id"] == f"{turn.id}-2-0"
    assert chat.balance() == {"available": 99, "frozen": 0, "total": 99}


def test_a_message_that_kills_its_workers_is_given_up(chat):
    before = chat.version
    orphan(chat, "fade out", attempts=3)
    assert "Nothing was changed and nothing was charged" in told_at_last(chat)
    assert chat.version == before
    assert chat.balance() == {"available": 100, "frozen": 0, "total": 100}


def test_a_worker_that_was_believed_dead_writes_nothing(server, chat, thought):
    before = chat.version
    with chat.open("ponder and fade out") as answer:
        assert thought.begun.wait(60)
        server.service.database.transact(lambda tx: turns.release_owner(tx, server.service.owner))
        deadline = time.monotonic() + 60
        while thought.times < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert thought.times == 2  # somebody else thinks about it as well
        thought.over.set()
        text = answer.read().decode()
    assert text.count("functionCall") == 1
    assert chat.version == before + 1
    assert chat.balance() == {"available": 99, "frozen": 0, "total": 99}


def test_long_thoughts_keep_their_lease(server, chat, thought, settings):
    settings(lease_seconds=3)
    with chat.open("ponder and fade out") as answer:
        assert thought.begun.wait(60)
        seen = {lease_of_the_turn(chat)}
        deadline = time.monotonic() + 60
        while len(seen) < 3:
            assert time.monotonic() < deadline
            time.sleep(0.05)
            seen.add(lease_of_the_turn(chat))
        thought.over.set()
        answer.read()
    assert thought.times == 1


def lease_of_the_turn(chat):
    """Until when the session's only turn is held."""
    import sqlalchemy as sa

    from typecut.store.tables import turns as table

    with chat.service.database.read() as tx:
        return tx.execute(
            sa.select(table.c.lease_until).where(table.c.session_id == chat.session)
        ).scalar_one()


def test_what_nobody_expected_to_cost_is_not_done_for_nothing(chat, leave_credits):
    leave_credits(chat.user, 0)
    before = chat.version
    orphan(chat, "fade out", reserve=False)
    assert "needs more credits than are left" in told_at_last(chat)
    assert chat.version == before
    assert chat.balance()["total"] == 0
