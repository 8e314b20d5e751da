"""Files in a multipart body."""

import re
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a form; `size` in bytes."""

    name: str
    size: int


class Sent(Protocol):
    @property
    def body(self) -> bytes: ...


def files_in(asked: Sent) -> list[Part]:
    """The files of a request whose body is a form."""
    heads = list(re.finditer(rb'filename="([^"]*)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n', asked.body))
    parts: list[Part] = []
    for head in heads:
        end = asked.body.find(b"\r\n--", head.end())
        parts.append(Part(head[1].decode("utf-8", "replace"), max(0, end - head.end())))
    return parts
