"""What the studio works with: workers that touch media, and the cache of what they made."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from typecut.jobs import Answer, Request

from .cache import Cache

OnProgress = Callable[[str, float], None]


def silent(_key: str, _part: float) -> None:
    return


class Workers(Protocol):
    """Runs requests somewhere; `jobs` has the processes of this machine."""

    @property
    def count(self) -> int: ...

    def run(
        self, requests: Iterable[Request], progress: OnProgress = ...
    ) -> Generator[Answer, None, None]: ...

    def call(self, request: Request, progress: OnProgress = ...) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Hands:
    """`engine_version` and `fonts` (a digest) go into the keys of everything that is made."""

    workers: Workers
    cache: Cache
    engine_version: str
    fonts: str
