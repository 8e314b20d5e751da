"""A clock that only moves when it is told to."""

import threading
import time

_READS = 6
_PATIENCE = 1.0


class Clock:
    """Call it for the seconds; `sleep` moves it. Several threads may share it: `pass_by` moves it
    while another one waits for it, and goes on when that one has looked at it."""

    def __init__(self, start: float = 1000.0) -> None:
        self._now = start
        self._reads = 0
        self._changed = threading.Condition()

    def __call__(self) -> float:
        with self._changed:
            self._reads += 1
            self._changed.notify_all()
            return self._now

    def sleep(self, seconds: float) -> None:
        with self._changed:
            self._now += max(0.0, seconds)
            self._changed.notify_all()

    def pass_by(self, seconds: float, step: float = 5.0) -> None:
        """Moves on in steps; after each, others get the time to do what is due by then."""
        while seconds > 0:
            self.sleep(min(step, seconds))
            seconds -= step
            self._looked_at()

    def _looked_at(self) -> None:
        until = time.monotonic() + _PATIENCE
        with self._changed:
            seen = self._reads + _READS
            while self._reads < seen and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)
