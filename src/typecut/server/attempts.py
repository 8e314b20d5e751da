"""A limit on how often somebody may try something, kept in memory."""

import threading
import time
from collections import deque

from typecut.errors import RateLimited

_MINUTE = 60.0
_MANY = 10_000


class Attempts:
    """At most `limit` attempts a minute under one name; 0 means as many as they like."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._seen: dict[str, deque[float]] = {}

    def check(self, name: str) -> None:
        """Count an attempt; RateLimited when it is one too many."""
        if self._limit <= 0:
            return
        now = time.monotonic()
        with self._lock:
            times = self._seen.setdefault(name, deque())
            while times and times[0] <= now - _MINUTE:
                times.popleft()
            if len(times) >= self._limit:
                raise RateLimited("Too many attempts.", retry_after=times[0] + _MINUTE - now)
            times.append(now)
            if len(self._seen) > _MANY:
                self._forget(now)

    def _forget(self, now: float) -> None:
        for name in [n for n, t in self._seen.items() if not t or t[-1] <= now - _MINUTE]:
            del self._seen[name]
