"""Bringing the database to the newest schema, safe with several servers starting at once."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from typecut.errors import StoreError
from typecut.store.database import Database, Transaction

# Any number will do; all servers must use the same.
_LOCK = 7_265_001
# How often a starting server waits for SQLite's lock (15 s each); PostgreSQL waits by itself.
_PATIENCE = 40


def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade to `revision`: everything in one transaction, which also is the lock.

    A server that starts at the same moment waits, and then finds nothing left to do.
    """
    for _ in range(_PATIENCE):
        try:
            return _migrate(database, revision)
        except StoreError as error:  # another server is at it
            if not error.transient:
                raise
    raise StoreError(
        "Another process has been using the database for minutes.",
        hint="Stop it, and start again.",
    )


def _migrate(database: Database, revision: str) -> None:
    with database.migration() as tx:
        if not tx.is_sqlite:
            tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        _refuse_newer(tx)
        config = _config()
        config.attributes["connection"] = tx.connection
        command.upgrade(config, revision)
        if tx.is_sqlite and tx.connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StoreError("The upgrade would leave rows that belong to nothing.")


def is_current(database: Database) -> bool:
    """Is the database at the schema that this version of typecut expects?"""
    with database.read() as tx:
        return _revision(tx) == ScriptDirectory.from_config(_config()).get_current_head()


def _revision(tx: Transaction) -> str | None:
    return MigrationContext.configure(tx.connection).get_current_revision()


def _refuse_newer(tx: Transaction) -> None:
    now = _revision(tx)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if now is not None and now not in known:
        raise StoreError(
            f"The database was made by a newer version of typecut (schema {now}).",
            hint="Upgrade typecut.",
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
