"""A bell: tells whoever listens in this process that something happened under a name."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

MESSAGES = "messages"
"""The name under which it rings when a message waits to be worked on; others are session ids."""


class Bell:
    """May be rung from any thread. What is heard has to be quick and must not fail: it runs in
    the thread that rings. Nothing is kept: look first, then listen, then look again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, list[Callable[[], None]]] = {}

    def ring(self, name: str) -> None:
        with self._lock:
            listeners = tuple(self._listeners.get(name, ()))
        for heard in listeners:
            heard()

    @contextmanager
    def listening(self, name: str, heard: Callable[[], None]) -> Generator[None]:
        with self._lock:
            self._listeners.setdefault(name, []).append(heard)
        try:
            yield
        finally:
            with self._lock:
                left = self._listeners[name]
                left.remove(heard)
                if not left:
                    del self._listeners[name]

    @property
    def names(self) -> tuple[str, ...]:
        """What somebody listens to."""
        with self._lock:
            return tuple(self._listeners)
