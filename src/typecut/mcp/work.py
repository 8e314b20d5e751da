"""Work that may outlast a call: it runs in a thread of its own, has an id, and can be stopped."""

import contextlib
import itertools
import os
import sys
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Generator
from typing import Any

from typecut.errors import Cancelled, LimitExceeded, NoSuchThing, TypecutError

_KEPT = 200
_AT_ONCE = 16
_current = threading.local()


class Work:
    """`part` is 0 to 1, None where nobody can tell. `value` is the result once it is `done`."""

    def __init__(self, number: str, kind: str, session: str) -> None:
        self.id = number
        self.kind = kind
        self.session = session
        self.part: float | None = None
        self.stage = ""
        self.left: float | None = None
        self.value: Any = None
        self.error: TypecutError | None = None
        self.about: dict[str, Any] = {}
        self._ended = threading.Event()
        self._stopped = threading.Event()
        self._enders: list[Callable[[], None]] = []

    @property
    def state(self) -> str:
        """running, done, failed or cancelled."""
        if not self._ended.is_set():
            return "running"
        if isinstance(self.error, Cancelled):
            return "cancelled"
        return "failed" if self.error else "done"

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, after waiting so long at most."""
        return self._ended.wait(seconds)

    def stop(self) -> None:
        """Ends it; the processes that work for it are killed within a fraction of a second."""
        self._stopped.set()
        for end in list(self._enders):
            # A server may take seconds to hear of it, and nobody here shall wait for that.
            threading.Thread(target=end, name=f"stop-{self.id}", daemon=True).start()

    @contextlib.contextmanager
    def ending_with(self, end: Callable[[], None]) -> Generator[None, None, None]:
        """What is done within this is ended by `end` where the work is stopped."""
        self._enders.append(end)
        try:
            self.check()
            yield
        finally:
            self._enders.remove(end)

    def check(self) -> None:
        """Raises Cancelled once it was stopped."""
        if self._stopped.is_set():
            raise Cancelled("The work was stopped.")

    def run(self, body: Callable[["Work"], Any], ended: Callable[["Work"], None]) -> None:
        """Does the work in the calling thread; whatever comes of it, it ends."""
        _current.work = self
        try:
            self.check()
            self.value = body(self)
        except TypecutError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001  it is told to whoever waits for the work
            if os.environ.get("TYPECUT_DEBUG"):
                traceback.print_exception(error, file=sys.stderr)
            self.error = TypecutError(
                f"Something went wrong inside typecut: {type(error).__name__}: {error}"
            )
        finally:
            self._ended.set()
            ended(self)


def check() -> None:
    """Raises Cancelled where the work of this thread was stopped; for whoever waits in it."""
    work = getattr(_current, "work", None)
    if isinstance(work, Work):
        work.check()


class Board:
    """All the work there is. Safe with many threads."""

    def __init__(self, ended: Callable[[Work], None] = lambda _: None) -> None:
        self.ended = ended
        self._lock = threading.Lock()
        self._works: OrderedDict[str, Work] = OrderedDict()
        self._threads: dict[str, threading.Thread] = {}
        self._numbers = itertools.count(1)

    def start(self, kind: str, session: str, body: Callable[[Work], Any], **about: Any) -> Work:
        """Begins the work and gives it at once. LimitExceeded where too much goes on already."""
        with self._lock:
            busy = [w for w in self._works.values() if w.state == "running"]
            if len(busy) >= _AT_ONCE:
                raise LimitExceeded(
                    f"{len(busy)} pieces of work are running already.",
                    hint="Wait until one is done, or cancel one.",
                )
            work = Work(f"{kind}-{next(self._numbers)}", kind, session)
            work.about = about
            self._works[work.id] = work
            self._forget()
            thread = threading.Thread(
                target=self._run, args=(work, body), name=work.id, daemon=True
            )
            self._threads[work.id] = thread
        thread.start()
        return work

    def find(self, number: str, kind: str = "") -> Work:
        with self._lock:
            work = self._works.get(number)
            known = [w.id for w in self._works.values() if kind in ("", w.kind)]
        if work is None or (kind and work.kind != kind):
            what = kind or "work"
            raise NoSuchThing(
                f"There is no {what} {number[:80]!r}.",
                hint=f"There are: {', '.join(known[-10:])}." if known else "None was started.",
            )
        return work

    def all(self, kind: str = "") -> list[Work]:
        with self._lock:
            return [w for w in self._works.values() if kind in ("", w.kind)]

    def close(self) -> None:
        """Stops everything, and waits a moment until it has ended."""
        for work in self.all():
            work.stop()
        with self._lock:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join(2)

    def _run(self, work: Work, body: Callable[[Work], Any]) -> None:
        try:
            work.run(body, self.ended)
        finally:
            with self._lock:
                self._threads.pop(work.id, None)

    def _forget(self) -> None:
        old = [w for w in self._works.values() if w.state != "running"]
        for work in old[: max(0, len(self._works) - _KEPT)]:
            del self._works[work.id]
