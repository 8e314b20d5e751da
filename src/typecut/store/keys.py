"""Secrets of the installation itself (for signed links): the same on every server of it."""

import secrets

import sqlalchemy as sa

from typecut.store.database import Transaction
from typecut.store.statements import insert_new
from typecut.store.tables import keys


def signing_key(tx: Transaction, name: str) -> bytes:
    """The 256-bit secret called `name`, made when it is first asked for. Needs `write()`."""
    query = sa.select(keys.c.secret).where(keys.c.name == name)
    stored = tx.execute(query).scalar()
    if stored is None:
        insert_new(tx, keys, name=name, secret=secrets.token_hex(32), created=tx.now)
        stored = tx.execute(query).scalar_one()
    return bytes.fromhex(stored)
