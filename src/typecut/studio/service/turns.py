"""The turns of this server: taken from the database, worked on in threads, never forgotten."""

import logging
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from typecut.errors import LeaseLost, StoreError
from typecut.store import events as event_rows
from typecut.store import turns
from typecut.store.turns import Turn
from typecut.studio.service.answering import answer, fail
from typecut.studio.service.bell import MESSAGES
from typecut.studio.service.service import Service

_log = logging.getLogger("typecut.turns")
_TICK = 0.5
"""Seconds between looks at the database for what other servers did, or left undone."""
_STOP_SECONDS = 5.0


@contextmanager
def running(service: Service) -> Generator[None]:
    """While entered, messages are worked on; what a killed server left undone is taken over."""
    service.database.transact(lambda tx: turns.release_owner(tx, service.owner))
    workers = _Workers(service)
    with service.bell.listening(MESSAGES, workers.wake):
        workers.start()
        try:
            yield
        finally:
            workers.stop()


@dataclass(slots=True)
class _Work:
    """A turn in work; times are of the monotonic clock."""

    turn: Turn
    began: float
    renewed: float


class _Workers:
    """One thread that looks for work, renews leases and ends what takes too long; and up to
    `running_turns` that think."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._works: dict[tuple[str, int], _Work] = {}
        self._idle = threading.Condition(self._lock)
        self._numbers: dict[str, int] = {}
        self._thread = threading.Thread(target=self._run, name="turns", daemon=True)

    @property
    def _lease(self) -> float:
        return self._service.settings.lease_seconds

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """Lets what is nearly done end, and gives the rest back."""
        self._stopping.set()
        self.wake()
        self._thread.join()
        with self._idle:
            self._idle.wait_for(lambda: not self._works, _STOP_SECONDS)
            left = tuple(self._works.values())
        for work in left:
            self._give_back(work.turn)

    # -- the thread that looks -----------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._renew()
                self._take()
                self._listen()
            except StoreError as error:
                _log.warning("turns wait for the database: %s", error)
            except Exception:  # noqa: BLE001  whatever it was, turns have to go on
                _log.exception("looking for turns failed")
            self._woken.wait(min(_TICK, self._lease / 4))
            self._woken.clear()

    def _take(self) -> None:
        """Starts a thread for each turn that nobody works on, as far as there are places."""
        while not self._service.stopping.is_set():
            with self._lock:
                if len(self._works) >= self._service.settings.running_turns:
                    return
            turn = self._service.database.transact(
                lambda tx: turns.take(tx, self._service.owner, self._lease)
            )
            if turn is None:
                return
            now = time.monotonic()
            with self._lock:
                self._works[turn.id, turn.attempt] = _Work(turn, now, now)
            worker = threading.Thread(
                target=self._work, args=(turn,), name=f"turn-{turn.id}", daemon=True
            )
            worker.start()

    def _renew(self) -> None:
        now = time.monotonic()
        with self._lock:
            works = tuple(self._works.values())
        for work in works:
            if now - work.began > self._service.settings.turn_seconds:
                fail(self._service, work.turn, "too_long")
                self._forget(work.turn)
            elif now - work.renewed > self._lease / 3:
                self._renew_one(work, now)

    def _renew_one(self, work: _Work, now: float) -> None:
        try:
            self._service.database.transact(lambda tx: turns.renew(tx, work.turn, self._lease))
            work.renewed = now
        except LeaseLost:
            self._forget(work.turn)

    def _listen(self) -> None:
        """Rings for the sessions that somebody listens to and another server has written to."""
        bell = self._service.bell
        if self._service.stopping.is_set():
            for name in bell.names:
                bell.ring(name)
            return
        names = [n for n in bell.names if n != MESSAGES]
        if not names:
            self._numbers.clear()
            return
        with self._service.database.read() as tx:
            found = event_rows.last_numbers(tx, names)
        before, self._numbers = self._numbers, found
        for name in names:
            # Also when a session is gone, or was not listened to before: look again.
            if name not in found or before.get(name) != found[name]:
                bell.ring(name)

    # -- the threads that think ----------------------------------------------------------------

    def _work(self, turn: Turn) -> None:
        try:
            answer(self._service, turn)
        except StoreError as error:
            _log.warning("turn %s waits for the database: %s", turn.id, error)
        finally:
            self._forget(turn)
            self.wake()

    def _forget(self, turn: Turn) -> None:
        with self._idle:
            self._works.pop((turn.id, turn.attempt), None)
            self._idle.notify_all()

    def _give_back(self, turn: Turn) -> None:
        try:
            self._service.database.transact(lambda tx: turns.put_back(tx, turn))
        except StoreError:
            _log.info("turn %s is left to its lease", turn.id)
