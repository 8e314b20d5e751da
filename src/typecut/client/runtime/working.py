"""Long work in a thread of its own, whose progress can be iterated meanwhile."""

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Generic, TypeVar

from typecut.client.port import OnProgress, Progress
from typecut.errors import Cancelled

T = TypeVar("T")


class Working(Generic[T]):
    """Iterate `progress()` to its end, then ask for `result()`, which raises what the work raised.

    Whoever stops iterating stops the work: its next word of progress raises Cancelled inside it.
    """

    def __init__(self, work: Callable[[OnProgress], T], clock: Callable[[], float]) -> None:
        self._work = work
        self._clock = clock
        self._told: SimpleQueue[tuple[float, Progress] | None] = SimpleQueue()
        self._stopped = threading.Event()
        self._done: list[T] = []
        self._error: BaseException | None = None

    def progress(self) -> Iterator[tuple[float, Progress]]:
        """Each word of progress, and when it was said."""
        thread = threading.Thread(target=self._run, name="typecut-work", daemon=True)
        thread.start()
        try:
            while (told := self._told.get()) is not None:
                yield told
        finally:
            self._stopped.set()
        thread.join()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._done[0]

    def _run(self) -> None:
        try:
            self._done.append(self._work(self._tell))
        except BaseException as error:  # noqa: BLE001  handed over to whoever asks for the result
            self._error = error
        finally:
            self._told.put(None)

    def _tell(self, progress: Progress) -> None:
        if self._stopped.is_set():
            raise Cancelled("It was stopped.")
        self._told.put((self._clock(), progress))
