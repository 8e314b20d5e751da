"""The shape of every JSON answer: a code, a sentence, data."""

from enum import IntEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

T = TypeVar("T")


class Code(IntEnum):
    """Answer codes; `status` of each is the HTTP status that goes with it, always."""

    OK = 0
    CLIENT_ID = 400
    BLOCKED = 402
    METHOD = 405
    INVALID = 422
    RATE_LIMITED = 429
    TOKEN = 1001
    SESSION = 1002
    NOT_FOUND = 1003
    CONFLICT = 1009
    CREDITS = 2001
    FILE_TYPE = 4001
    FILE_SIZE = 4002
    FILE_BROKEN = 4003
    INTERNAL = 5000

    @property
    def status(self) -> int:
        return STATUS[self]


STATUS: dict[Code, int] = {
    Code.OK: 200,
    Code.CLIENT_ID: 400,
    Code.BLOCKED: 402,
    Code.METHOD: 405,
    Code.INVALID: 422,
    Code.RATE_LIMITED: 429,
    Code.TOKEN: 401,
    Code.SESSION: 404,
    Code.NOT_FOUND: 404,
    Code.CONFLICT: 409,
    Code.CREDITS: 403,
    Code.FILE_TYPE: 415,
    Code.FILE_SIZE: 413,
    Code.FILE_BROKEN: 422,
    Code.INTERNAL: 500,
}


class Envelope(BaseModel, Generic[T]):
    """`code` 0 is success; every other code comes with a sentence that says what to do next."""

    code: int = 0
    message: str = "success"
    data: T


class Failure(BaseModel):
    """An error answer. `data` holds what helps to go on, e.g. `register_url` or `trace_id`."""

    code: int
    message: str
    data: dict[str, Any] = {}
