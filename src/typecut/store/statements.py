"""The few shapes of statement that every topic of the store is made of."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from typecut.store.database import Transaction

Row = TypeVar("Row")

Query: TypeAlias = sa.Select[*tuple[Any, ...]]


def columns_of(kind: type[Any], table: sa.Table) -> list[sa.Column[Any]]:
    """The columns of `table` that the frozen value `kind` has fields for."""
    return [table.c[field.name] for field in fields(kind) if field.name in table.c]


def one(tx: Transaction, kind: type[Row], query: Query, **values: Any) -> Row | None:
    """The first row of `query` as a `kind`, whose fields are named like the columns. `values`
    fill the query's parameters."""
    row = tx.execute(query, **values).first()
    return None if row is None else kind(**row._mapping)  # pyright: ignore[reportPrivateUsage]


def many(tx: Transaction, kind: type[Row], query: Query, **values: Any) -> Sequence[Row]:
    """Every row of `query` as a `kind`. `values` fill the query's parameters."""
    rows = tx.execute(query, **values)
    return tuple(kind(**row._mapping) for row in rows)  # pyright: ignore[reportPrivateUsage]


def insert_new(tx: Transaction, table: sa.Table, **values: Any) -> bool:
    """Insert a row unless a unique key is taken; waits for a rival that is about to commit."""
    insert = sqlite.insert if tx.is_sqlite else postgresql.insert
    fresh = insert(table).values(**values).on_conflict_do_nothing()
    # Not by the row count: the PostgreSQL dialect does not keep it for inserts.
    return tx.execute(fresh.returning(*table.primary_key)).first() is not None


def insert(tx: Transaction, table: sa.Table, **values: Any) -> None:
    tx.execute(sa.insert(table).values(**values))


def changed(tx: Transaction, statement: sa.Executable) -> int:
    """Run an update or delete; how many rows it touched."""
    return tx.execute(statement).rowcount


def lock(tx: Transaction, name: str) -> None:
    """Wait until nobody else holds `name`, and hold it to the end of the transaction.

    For rules over rows that do not exist yet. On SQLite every writer is alone anyway.
    """
    if not tx.is_sqlite:
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 7))))
