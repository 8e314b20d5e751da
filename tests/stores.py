"""Where tests of the server keep things: SQLite and a folder, or PostgreSQL and an S3 of moto's.

TYPECUT_TEST_STORE=local or =shared runs every such test on one of the two only. Without a PostgreSQL
server the tests of the shared one are skipped, unless TYPECUT_TEST_STORES_REQUIRED is set: then
they fail.
"""

import contextlib
import os
import sqlite3
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest

POSTGRESQL = os.environ.get(
    "TYPECUT_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
KINDS = (os.environ.get("TYPECUT_TEST_STORE") or "local shared").split()
REQUIRED = bool(os.environ.get("TYPECUT_TEST_STORES_REQUIRED"))


@contextlib.contextmanager
def this_machine() -> Iterator[None]:
    """Here, and in processes started here, this machine may be reached, and only that; settings
    from outside do not count."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYPECUT_TEST_LOOPBACK", "1")
        for name in [n for n in os.environ if n.startswith("TYPECUT_")]:
            if not name.startswith(("TYPECUT_TEST", "TYPECUT_CACHE")):
                patch.delenv(name)
        patch.setenv("NO_PROXY", "*")
        yield


@contextlib.contextmanager
def moto() -> Iterator[str]:
    """The address of an S3 on this machine."""
    from moto.server import ThreadedMotoServer

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYPECUT_TEST_LOOPBACK", "1")
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
        server.stop()


def missing(error: Exception) -> NoReturn:
    """Ends a test that wants PostgreSQL where there is none."""
    told = "no PostgreSQL server answers; TYPECUT_TEST_POSTGRESQL names one"
    if REQUIRED:
        pytest.fail(f"{told}: {error}", pytrace=False)
    pytest.skip(told)


@contextlib.contextmanager
def new_database() -> Iterator[str]:
    """An empty PostgreSQL database with a random name, dropped at the end."""
    import psycopg

    try:
        server = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        missing(error)
    name = f"typecut_test_{uuid.uuid4().hex}"
    with server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield POSTGRESQL.rpartition("/")[0] + f"/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def settings_of(kind: str, s3: Callable[[], str]) -> Iterator[dict[str, Any]]:
    """The settings that say where things are kept; `s3` gives the address of an S3."""
    if kind == "local":
        yield {}
        return
    endpoint = s3()
    bucket = f"bucket-{uuid.uuid4().hex}"
    made = urllib.request.Request(f"{endpoint}/{bucket}", method="PUT")  # noqa: S310
    with new_database() as url, urllib.request.urlopen(made):  # noqa: S310
        yield {
            "database": url,
            "blobs": f"s3://{bucket}/typecut",
            "s3_endpoint": endpoint,
            "s3_region": "us-east-1",
            "s3_access_key_id": "test",
            "s3_secret_access_key": "test",
        }


@contextlib.contextmanager
def behind_its_back(url: str) -> Iterator[Callable[[str], Any]]:
    """Runs statements on the database of a server that is told nothing; `url` as in its settings."""
    if url.startswith("sqlite:///"):
        connection: Any = sqlite3.connect(
            url.removeprefix("sqlite:///"), isolation_level=None, timeout=30
        )
    else:
        import psycopg

        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    with contextlib.closing(connection):
        yield connection.execute
