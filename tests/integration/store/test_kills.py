"""What a process held when it was killed, another one gets."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from typecut.store import accounts, ledger, renders, sessions, turns
from typecut.store.database import Database

LEASE = 10.0

VICTIM = """
import sys
from typecut.store import ledger, renders, turns
from typecut.store.database import open_database

url, now, what = sys.argv[1:4]
database = open_database(url, clock=lambda: float(now))

def tell(word):
    print(word, flush=True)
    sys.stdin.read()

if what == "turn":
    with database.write() as tx:
        turn = turns.take(tx, "victim", 10.0)
    tell(turn.id)
elif what == "render":
    with database.write() as tx:
        render = renders.take(tx, "victim", 10.0, renders.Capacity())
    with database.write() as tx:
        renders.heartbeat(tx, render, 10.0, 30.0)
    tell(render.id)
else:
    with database.write() as tx:
        ledger.grant(tx, what, 1000, "never committed")
        tell("inside")
"""


@contextmanager
def _victim(database: Database, url: str, what: str) -> Iterator[str]:
    """A process that says one word when it holds something, and is killed afterwards."""
    command = [sys.executable, "-c", VICTIM, url, str(database.clock()), what]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGKILL)


def test_a_killed_turn_goes_on_elsewhere(
    database: Database, database_url: str, user: str, session: str, clock
) -> None:
    with database.write() as tx:
        turns.begin(tx, user, session, {"text": "hello"}, "k")
    with _victim(database, database_url, "turn") as turn_id, database.write() as tx:
        assert turns.take(tx, "other", LEASE) is None
    clock.advance(LEASE - 1)
    with database.write() as tx:
        assert turns.take(tx, "other", LEASE) is None
    clock.advance(2)
    with database.write() as tx:
        taken = turns.take(tx, "other", LEASE)
        assert (taken.id, taken.attempt, taken.message) == (turn_id, 2, {"text": "hello"})


def test_a_killed_render_goes_on_elsewhere(
    database: Database, database_url: str, user: str, session: str, clock
) -> None:
    with database.write() as tx:
        renders.submit(
            tx, user, "r", session_id=session, body_hash="h", draft={}, version=1, settings={}
        )
    with _victim(database, database_url, "render") as render_id, database.write() as tx:
        assert renders.take(tx, "other", LEASE, renders.Capacity()) is None
    clock.advance(LEASE + 1)
    with database.write() as tx:
        taken = renders.take(tx, "other", LEASE, renders.Capacity())
        assert (taken.id, taken.attempt, taken.progress) == (render_id, 2, 30)


def test_a_transaction_that_is_killed_has_not_happened(
    database: Database, database_url: str, user: str
) -> None:
    with _victim(database, database_url, user) as word:
        assert word == "inside"
    with database.write() as tx:
        assert ledger.grant(tx, user, 1, "afterwards") == ledger.Balance(1, 0)
        assert accounts.find(tx, user) is not None
        assert sessions.of_user(tx, user) == ()
