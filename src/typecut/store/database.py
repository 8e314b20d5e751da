"""Opening the database: `open_database(url)`, and transactions on it."""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from json import dumps
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from typecut.errors import SettingError, StoreError

T = TypeVar("T")

#: How long a writer waits for another before it gives up.
BUSY_SECONDS = 15.0
ATTEMPTS = 6
# PostgreSQL: serialization failure, deadlock, lock not available.
_TRANSIENT_STATES = frozenset({"40001", "40P01", "55P03"})
_READS = "typecut_reads"
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction: pass it to the functions of this package. `now` is its moment."""

    connection: sa.Connection
    now: float

    def execute(self, statement: sa.Executable, **values: Any) -> sa.CursorResult[*tuple[Any, ...]]:
        """`values` fill the `bindparam`s of a statement that is kept: making it anew costs
        several times what running it costs."""
        return self.connection.execute(statement, values or None)  # pyright: ignore[reportReturnType]

    @property
    def is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. `read()` and `write()` give transactions; `transact` also repeats."""

    engine: sa.Engine
    clock: Callable[[], float]
    # SQLite has one writer, and waits for it by polling; this queue is fair and wakes at once.
    _writer: threading.Lock = field(default_factory=threading.Lock)
    _inside: threading.local = field(default_factory=threading.local)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Generator[Transaction]:
        """A transaction that sees one moment of the database and writes nothing."""
        options = {_READS: True} if self.is_sqlite else _SNAPSHOT
        with self._connected(**options) as tx:
            yield tx

    @contextmanager
    def write(self) -> Generator[Transaction]:
        """A transaction that may write: committed at the end, undone by an exception.

        On SQLite writers take turns; on PostgreSQL rows are locked as they are changed. Never
        open one inside another. Keep it short: no file, network or password work inside.
        """
        if not self.is_sqlite:
            with self._connected() as tx:
                yield tx
            return
        with self._queued(), self._connected() as tx:
            yield tx

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a write transaction; again, a few times, when the database asks for it."""
        for attempt in range(ATTEMPTS):
            try:
                with self.write() as tx:
                    return work(tx)
            except StoreError as error:
                if not error.transient or attempt == ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
        raise AssertionError("unreachable")

    @contextmanager
    def migration(self) -> Generator[Transaction]:
        """A write transaction that may rebuild tables (SQLite does so by copying them)."""
        if not self.is_sqlite:
            with self._connected() as tx:
                yield tx
            return
        with self._queued(), _translated(), self.engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            if not isinstance(driver, sqlite3.Connection):
                raise TypeError(f"unexpected driver connection {driver!r}")
            # Only outside a transaction, and else dropping the old table empties its children.
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield Transaction(connection, self.clock())
            finally:
                driver.execute("PRAGMA foreign_keys = ON")

    def ping(self) -> None:
        """Raise StoreError unless the database answers."""
        with self.read() as tx:
            tx.execute(sa.select(1))

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _connected(self, **options: Any) -> Generator[Transaction]:
        with _translated(), self.engine.connect() as connection:
            connection.execution_options(**options)
            with connection.begin():
                yield Transaction(connection, self.clock())

    @contextmanager
    def _queued(self) -> Generator[None]:
        if getattr(self._inside, "writing", False):
            raise RuntimeError("A write transaction was opened inside another one.")
        if not self._writer.acquire(timeout=BUSY_SECONDS):
            raise _too_busy()
        self._inside.writing = True
        try:
            yield
        finally:
            self._inside.writing = False
            self._writer.release()


def _too_busy() -> StoreError:
    return StoreError("The database is too busy.", hint="Try again in a moment.", transient=True)


@contextmanager
def _translated() -> Generator[None]:
    """The driver's errors as ours: nobody above this package knows the driver."""
    try:
        yield
    except NoConnection as error:  # every connection of the pool is in use
        raise _too_busy() from error
    except DBAPIError as error:
        if _is_transient(error):
            raise _too_busy() from error
        if isinstance(error, OperationalError):
            raise StoreError(
                f"The database cannot be used: {error.orig}.",
                hint="Check that it is running, and that its disk is not full.",
            ) from error
        raise


def _is_transient(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.OperationalError):
        return "locked" in str(error.orig) or "busy" in str(error.orig)
    return getattr(error.orig, "sqlstate", None) in _TRANSIENT_STATES


def open_database(url: str, *, clock: Callable[[], float] = time.time) -> Database:
    """Open `sqlite:///FILE` or `postgresql://…`; no migration is run (see `migrate`).

    `clock` gives the seconds since 1970 that become `Transaction.now`. Servers that share a
    database must have clocks that agree to a second or two: leases are compared with them.
    """
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        raise SettingError(
            "The database URL cannot be read.", hint="Use sqlite:///FILE or postgresql://…"
        ) from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return Database(_sqlite(parsed.database), clock)
        case "postgresql":
            return Database(_postgresql(parsed), clock)
        case _:
            raise SettingError(
                f"typecut cannot keep its data in {parsed.render_as_string()}.",
                hint="Use sqlite:///FILE or postgresql://…",
            )


_write_json = partial(dumps, allow_nan=False, separators=(",", ":"))


def _sqlite(file: str) -> sa.Engine:
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).touch(mode=0o600)  # token hashes and signing keys: nobody else's business
    engine = sa.create_engine(
        sa.URL.create("sqlite+pysqlite", database=file),
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        poolclass=sa.QueuePool,
        pool_size=8,
        max_overflow=8,
        json_serializer=_write_json,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    # The driver must not begin transactions on its own: it would begin them as readers.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: what was acknowledged also survives a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get(_READS, False)
    if connection.info.get(_READS) is not reads:
        connection.info.pop(_READS, None)
        connection.exec_driver_sql(f"PRAGMA query_only = {int(reads)}")
        connection.info[_READS] = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _postgresql(url: sa.URL) -> sa.Engine:
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=True,
        json_serializer=_write_json,
        connect_args={"connect_timeout": 10, "application_name": "typecut"},
    )
