"""The database fails for a moment while streams are open: they wait for it, and go on."""

import contextlib
import sqlite3
import threading
import time

import httpx
import pytest

import stores

from .conftest import Chat, add_files

STREAMS = 20


@pytest.fixture
def lonely(start_server):
    """A session on a server of its own, whose database may be taken away."""
    server = start_server(keepalive_seconds=1.0)
    person = server.person()
    with person.http:
        session = person.session()
        add_files(server.service, person.id, session)
        yield Chat(person.http, session, person.id, server.service)


@contextlib.contextmanager
def outage(chat):
    """The database cannot be reached; on SQLite, a table that streams are read from is missing."""
    url = chat.service.settings.database
    if url.startswith("postgresql"):
        import psycopg

        name = url.rpartition("/")[2]
        with psycopg.connect(stores.POSTGRESQL, autocommit=True) as server:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            try:
                yield
            finally:
                server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        return
    file = chat.service.settings.data / "typecut.db"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=15)) as connection:
        connection.execute("ALTER TABLE events RENAME TO elsewhere")
        try:
            yield
        finally:
            connection.execute("ALTER TABLE elsewhere RENAME TO events")


def test_a_stream_outlives_a_database_that_fails_for_a_moment(lonely):
    with lonely.http.stream("GET", f"/api/events/{lonely.session}") as answer:
        lines = answer.iter_lines()
        assert next(lines) == "data:"
        with outage(lonely):
            lonely.service.bell.ring(lonely.session)
            signs = 0
            while signs < 2:  # alive all the while
                signs += next(lines) == "data:"
        said = lonely.say("fade out")
        heard = []
        while len(heard) < len(said.numbers):
            line = next(lines)
            if line.startswith("id: "):
                heard.append(int(line[4:]))
    assert heard == said.numbers


def test_streams_opened_together_give_their_signs_of_life_apart(lonely):
    token = lonely.http.headers["Authorization"]
    with contextlib.ExitStack() as stack:
        http = stack.enter_context(
            httpx.Client(
                base_url=lonely.http.base_url,
                headers={"Authorization": token},
                trust_env=False,
                timeout=30,
                limits=httpx.Limits(max_connections=STREAMS),
            )
        )
        opened = [
            stack.enter_context(http.stream("GET", f"/api/events/{lonely.session}"))
            for _ in range(STREAMS)
        ]
        moments = _moments(lonely, [answer.iter_lines() for answer in opened])
    assert max(moments) - min(moments) > 0.25, "at the same instant"


def _moments(chat, streams):
    """When each stream gave its first sign after an event that woke all of them at once."""
    moments = []

    def listen(lines):
        while '"text"' not in next(lines):
            pass
        while next(lines) != "data:":
            pass
        moments.append(time.monotonic())

    threads = [threading.Thread(target=listen, args=(lines,)) for lines in streams]
    for thread in threads:
        thread.start()
    chat.say("fade out")
    for thread in threads:
        thread.join(20)
    assert len(moments) == len(streams)
    return moments
