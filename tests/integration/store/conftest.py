"""Every test here runs on SQLite and PostgreSQL, and blobs on a folder and on S3."""

import shutil
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

import stores
from typecut.store import accounts, sessions
from typecut.store.blobs import Blobs, S3Settings, open_blobs
from typecut.store.database import Database, open_database
from typecut.store.migrate import migrate
from typecut.store.tables import metadata

START = 2_000_000_000.0


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: float = START) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of these tests are on this machine."""
    monkeypatch.setenv("TYPECUT_TEST_LOOPBACK", "1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[sa.Engine]:
    url = sa.make_url(stores.POSTGRESQL).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(
        url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 10}
    )
    try:
        with engine.connect():
            pass
    except sa.exc.OperationalError as error:
        stores.missing(error)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: sa.Engine) -> Iterator[str]:
    """A migrated database of this run, dropped at the end."""
    with _new_database(postgresql_server) as url:
        database = open_database(url)
        migrate(database)
        database.close()
        yield url


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(f"sqlite:///{file}")
    migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database."""
    if request.param == "sqlite":
        file = tmp_path / "typecut.db"
        shutil.copy(request.getfixturevalue("sqlite_file"), file)
        yield f"sqlite:///{file}"
        return
    url = request.getfixturevalue("postgresql_url")
    yield url
    server = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
    with server.begin() as connection:
        names = ", ".join(metadata.tables)
        connection.exec_driver_sql(f"TRUNCATE {names}")
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that no migration has run on."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with _new_database(request.getfixturevalue("postgresql_server")) as url:
        yield url


@pytest.fixture
def database(database_url: str, clock: Clock) -> Iterator[Database]:
    database = open_database(database_url, clock=clock)
    yield database
    database.close()


@pytest.fixture
def user(database: Database) -> str:
    with database.write() as tx:
        return accounts.create_anonymous(tx).id


@pytest.fixture
def stranger(database: Database) -> str:
    with database.write() as tx:
        return accounts.create_anonymous(tx).id


@pytest.fixture
def session(database: Database, user: str) -> str:
    with database.write() as tx:
        return sessions.create(tx, user).id


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "folder":
        return open_blobs(tmp_path / "blobs", tmp_path / "cache")
    endpoint = request.getfixturevalue("s3_endpoint")
    bucket = f"bucket-{uuid.uuid4().hex}"
    made = urllib.request.Request(f"{endpoint}/{bucket}", method="PUT")  # noqa: S310
    urllib.request.urlopen(made).close()  # noqa: S310
    settings = S3Settings(endpoint, "us-east-1", "test", "test")
    return open_blobs(f"s3://{bucket}/some/where", tmp_path / "cache", settings)


@contextmanager
def _new_database(server: sa.Engine) -> Iterator[str]:
    """A database with a random name, dropped afterwards."""
    name = f"typecut_test_{uuid.uuid4().hex}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = server.url.set(drivername="postgresql", database=name)
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
