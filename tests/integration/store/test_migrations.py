import multiprocessing

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from typecut.errors import StoreError
from typecut.store import accounts, ledger, sessions
from typecut.store.database import Database, open_database
from typecut.store.migrate import _config, is_current, migrate
from typecut.store.tables import metadata

FIRST = "0001"


def _revisions() -> list[str]:
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return [script.revision for script in scripts][::-1]


def test_models_and_migrations_agree(database: Database) -> None:
    with database.read() as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_checks_are_in_the_database_too(database: Database) -> None:
    with database.read() as tx:
        inspector = sa.inspect(tx.connection)
        for table in metadata.tables.values():
            named = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
            found = {c["name"] for c in inspector.get_check_constraints(table.name)}
            assert {str(name) for name in named} == found, table.name


def test_there_is_one_line_of_revisions() -> None:
    assert _revisions()[0] == FIRST
    assert len(ScriptDirectory.from_config(_config()).get_heads()) == 1


def test_data_of_the_first_revision_survives_every_upgrade(empty_url: str) -> None:
    database = open_database(empty_url)
    assert not is_current(database)
    migrate(database, FIRST)
    with database.write() as tx:
        # In the words of the first revision: the functions of today may need later columns.
        for statement in (
            "INSERT INTO users (id, kind, created) VALUES ('anon_1', 'anonymous', 1)",
            "INSERT INTO balances (user_id, available, frozen) VALUES ('anon_1', 90, 10)",
            """INSERT INTO sessions (id, user_id, task_id, name, language, state, version,
            last_seq, created, updated) VALUES
            ('9007199254740993', 'anon_1', 'task_1', 'project', 'en', '{}', 0, 0, 1, 1)""",
        ):
            tx.connection.exec_driver_sql(statement)
    for revision in _revisions():
        migrate(database, revision)
    assert is_current(database)
    with database.read() as tx:
        assert accounts.find(tx, "anon_1") is not None
        assert ledger.balance(tx, "anon_1") == ledger.Balance(90, 10)
        assert sessions.get(tx, "anon_1", "9007199254740993").name == "project"
    database.close()


def test_a_second_run_changes_nothing(database: Database, user: str) -> None:
    migrate(database)
    with database.read() as tx:
        assert accounts.find(tx, user) is not None
    assert is_current(database)


def test_a_newer_database_is_left_alone(empty_url: str) -> None:
    database = open_database(empty_url)
    migrate(database)
    with database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        migrate(database)
    database.close()


def _start(url: str, go, results) -> None:
    database = open_database(url)
    go.wait(30)
    try:
        migrate(database)
        results.put(is_current(database))
    except Exception as error:  # noqa: BLE001
        results.put(repr(error))


def test_two_servers_that_start_together_both_start(empty_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    go, results = spawn.Barrier(2), spawn.Queue()
    servers = [spawn.Process(target=_start, args=(empty_url, go, results)) for _ in range(2)]
    for server in servers:
        server.start()
    answers = [results.get(timeout=60) for _ in servers]
    for server in servers:
        server.join(30)
    assert answers == [True] * 2
