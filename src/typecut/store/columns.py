"""Column types that take anything a client may send, alike on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Double, Text
from sqlalchemy.types import TypeDecorator

LARGEST = 2**63 - 1


class CleanText(TypeDecorator[str]):
    """Text without NUL and lone surrogates: PostgreSQL and UTF-8 cannot store them.

    They become U+FFFD or "?", so that a lookup by such a text finds nothing instead of failing.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        clean = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
        return clean.encode("utf-8", "replace").decode() if not clean.isascii() else clean


class Whole(TypeDecorator[int]):
    """A 64-bit integer; larger ones become the largest, so that comparing never fails."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else max(-LARGEST, min(LARGEST, value))


#: JSON as text on both databases: keeps key order and escaped NULs, which JSONB does not.
Json: JSON = JSON(none_as_null=True)

#: Seconds since 1970.
Moment: Double[Any] = Double()
