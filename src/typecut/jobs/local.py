"""Requests run on worker processes of this machine."""

import contextlib
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from typecut.errors import Cancelled, LimitExceeded, RenderError, TypecutError

from .process import Answered, Process, WorkerDied, clean_environment
from .request import Answer, Request, error_from

Progress = Callable[[str, float], None]
Check = Callable[[], None]
Message = Answer | tuple[str, float]
_TRIES = 2
_KILLED_FOR_MEMORY = (-9, 137)
_CHECK_EVERY = 0.1


def _silent(_key: str, _part: float) -> None:
    return


def _content() -> None:
    return


@dataclass(slots=True)
class _Batch:
    """The requests of one `run`; answers and progress come back through its inbox."""

    inbox: "queue.SimpleQueue[Message]" = field(default_factory=queue.SimpleQueue["Message"])
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    request: Request
    batch: _Batch


class _Waiting:
    """Tasks that no worker has taken yet. Batches take turns, so that a long one does not keep
    the others waiting for its end."""

    def __init__(self) -> None:
        self._filled = threading.Condition()
        self._turns: dict[int, deque[_Task]] = {}
        self._closed = False

    def put(self, task: _Task) -> None:
        with self._filled:
            self._turns.setdefault(id(task.batch), deque()).append(task)
            self._filled.notify()

    def take(self) -> _Task | None:
        """The next task, once there is one; None after the end."""
        with self._filled:
            while not self._turns and not self._closed:
                self._filled.wait()
            return self._next()

    def close(self) -> None:
        """Ends all waiting; what nobody has taken is answered."""
        with self._filled:
            self._closed = True
            left = [task for tasks in self._turns.values() for task in tasks]
            self._turns.clear()
            self._filled.notify_all()
        for task in left:
            task.batch.inbox.put(Answer(task.request, error=_stopped()))

    def _next(self) -> _Task | None:
        if not self._turns:
            return None
        turn = next(iter(self._turns))
        tasks = self._turns.pop(turn)
        task = tasks.popleft()
        if tasks:
            self._turns[turn] = tasks  # at the end of the line
        return task


class LocalWorkers:
    """At most `count` processes of `command`, started when needed.

    Each worker belongs to one thread of ours for its whole life: Linux counts the end of the
    thread that started a process as the end of its parent, and workers die with their parent.
    """

    def __init__(
        self,
        command: Sequence[str],
        count: int = 0,
        *,
        recycle_after: int = 200,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.count = count if count > 0 else (os.cpu_count() or 1)
        self._command = tuple(command)
        self._recycle_after = recycle_after
        self._environment = clean_environment(os.environ if environment is None else environment)
        self._waiting = _Waiting()
        self._slots: list[_Slot] = []
        self._lock = threading.Lock()
        self._open = 0
        self._closed = False

    def __enter__(self) -> "LocalWorkers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self, requests: Iterable[Request], progress: Progress = _silent, check: Check = _content
    ) -> Generator[Answer, None, None]:
        """Answers as they come. Leaving the loop early kills what still runs of these requests.

        `progress` and `check` are called in the caller's own thread, `check` several times a
        second: what it raises stops the work.
        """
        batch = _Batch()
        waiting = 0
        try:
            for request in requests:
                self._submit(_Task(request, batch))
                waiting += 1
            while waiting:
                message = _next(batch.inbox, check)
                if isinstance(message, Answer):
                    waiting -= 1
                    yield message
                else:
                    progress(*message)
        finally:
            if waiting:
                self._abandon(batch)

    def call(
        self, request: Request, progress: Progress = _silent, check: Check = _content
    ) -> Mapping[str, Any]:
        """One request; its result, or its error raised."""
        return next(iter(list(self.run([request], progress, check)))).result()

    def close(self) -> None:
        """Kills every worker at once and waits until each is gone."""
        with self._lock:
            self._closed = True
            slots = list(self._slots)
        for slot in slots:
            slot.stop()
        self._waiting.close()
        for slot in slots:
            slot.thread.join(10)

    def _submit(self, task: _Task) -> None:
        with self._lock:
            if self._closed:
                raise RenderError("The workers are closed.")
            self._waiting.put(task)
            self._open += 1
            if len(self._slots) < min(self.count, self._open):
                self._slots.append(
                    _Slot(self._take, self._command, self._environment, self._recycle_after)
                )

    def _take(self, finished: bool) -> _Task | None:
        if finished:
            with self._lock:
                self._open -= 1
        return self._waiting.take()

    def _abandon(self, batch: _Batch) -> None:
        batch.cancelled = True
        with self._lock:
            slots = list(self._slots)
        for slot in slots:
            slot.abandon(batch)


def _next(inbox: "queue.SimpleQueue[Message]", check: Check) -> Message:
    while True:
        check()
        # Nor can a wait without an end be interrupted by Ctrl-C on Windows.
        with contextlib.suppress(queue.Empty):
            return inbox.get(timeout=_CHECK_EVERY)


class _Slot:
    """A thread with at most one worker process at a time."""

    def __init__(
        self,
        take: Callable[[bool], _Task | None],
        command: Sequence[str],
        environment: Mapping[str, str],
        recycle_after: int,
    ) -> None:
        self._take = take
        self._command = command
        self._environment = environment
        self._recycle_after = recycle_after
        self._process: Process | None = None
        self._task: _Task | None = None
        self._stopping = False
        self._lock = threading.Lock()
        self._number = 0
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        with self._lock:
            self._stopping = True
            if self._process is not None:
                self._process.kill()

    def abandon(self, batch: _Batch) -> None:
        """Kills the worker if it works for `batch`."""
        with self._lock:
            if self._task is not None and self._task.batch is batch and self._process is not None:
                self._process.kill()

    def _serve(self) -> None:
        finished = False
        while not self._stopping:
            task = self._take(finished)
            if task is None:
                break
            if not task.batch.cancelled:
                task.batch.inbox.put(self._answer(task))
            finished = True
        self._retire(patience=0)

    def _answer(self, task: _Task) -> Answer:
        for tries in range(1, _TRIES + 1):
            try:
                return Answer(task.request, done=self._once(task))
            except Answered as answered:
                return Answer(task.request, error=error_from(answered.error))
            except TypecutError as error:
                return Answer(task.request, error=error)
            except WorkerDied as death:
                if task.batch.cancelled or self._stopping:
                    return Answer(task.request, error=_stopped())
                if tries == _TRIES:
                    return Answer(task.request, error=_death(task.request, death))
            except OSError as error:
                return Answer(
                    task.request, error=RenderError(f"A worker cannot be started: {error}.")
                )
        raise AssertionError("unreachable")

    def _once(self, task: _Task) -> Any:
        process = self._ready(task)
        self._number += 1
        limit = task.request.limits.seconds
        late = threading.Event()
        timer = threading.Timer(limit or 0, lambda: (late.set(), process.kill()))
        timer.daemon = True
        if limit:
            timer.start()
        try:
            return process.ask(
                self._number,
                task.request,
                lambda part: task.batch.inbox.put((task.request.key, part)),
            )
        except WorkerDied:
            self._forget()
            if late.is_set():
                raise LimitExceeded(
                    f"{_name(task.request)} took more than {limit:g} seconds and was stopped."
                ) from None
            raise
        finally:
            timer.cancel()
            with self._lock:
                self._task = None

    def _ready(self, task: _Task) -> Process:
        if self._process is not None and self._process.served >= self._recycle_after:
            self._retire(patience=2)
        with self._lock:
            if self._stopping or task.batch.cancelled:
                raise _stopped()
            if self._process is None:
                self._process = Process(self._command, self._environment)
            self._task = task
            return self._process

    def _forget(self) -> None:
        with self._lock:
            self._process = None

    def _retire(self, patience: float) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.end(patience)


def _name(request: Request) -> str:
    return request.title or request.do.capitalize()


def _stopped() -> TypecutError:
    return Cancelled("The work was stopped.")


def _death(request: Request, death: WorkerDied) -> TypecutError:
    if death.code in _KILLED_FOR_MEMORY:
        return LimitExceeded(
            f"{_name(request)} was stopped by the system, most likely for want of memory.",
            hint="Use fewer workers (--jobs 1) or a smaller picture.",
        )
    words = f" Its last words: {death.last_words[:300]}" if death.last_words else ""
    return RenderError(f"{_name(request)} failed: its worker ended with {death.code}.{words}")
