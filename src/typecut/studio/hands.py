"""What the studio works with: workers that touch media, and the cache of what they made."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from typecut.jobs import Answer, Request

from .cache import Cache

Check = Callable[[], None]
OnProgress = Callable[[str, float], None]


class Workers(Protocol):
    """Runs requests somewhere; `jobs` has the processes of this machine."""

    @property
    def count(self) -> int: ...

    # `check` is called several times a second while the caller waits: what it raises ends the work.

    def run(
        self, requests: Iterable[Request], progress: OnProgress = ..., check: Check = ...
    ) -> Generator[Answer, None, None]: ...

    def call(
        self, request: Request, progress: OnProgress = ..., check: Check = ...
    ) -> Mapping[str, Any]: ...


def silent(_key: str, _part: float) -> None:
    return


def content() -> None:
    return


@dataclass(frozen=True, slots=True)
class Heeding:
    """Workers of somebody else, whose work for us ends with what `check` raises."""

    workers: Workers
    check: Check

    @property
    def count(self) -> int:
        return self.workers.count

    def run(
        self, requests: Iterable[Request], progress: OnProgress = silent, check: Check = content
    ) -> Generator[Answer, None, None]:
        self.check()
        return self.workers.run(requests, progress, self._both(check))

    def call(
        self, request: Request, progress: OnProgress = silent, check: Check = content
    ) -> Mapping[str, Any]:
        self.check()
        return self.workers.call(request, progress, self._both(check))

    def _both(self, check: Check) -> Check:
        if check is content:
            return self.check

        def both() -> None:
            self.check()
            check()

        return both


@dataclass(frozen=True, slots=True)
class Hands:
    """`engine_version` and `fonts` (a digest) go into the keys of everything that is made."""

    workers: Workers
    cache: Cache
    engine_version: str
    fonts: str
