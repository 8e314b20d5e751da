"""Turns whose end a client has just been sent, until the database knows it."""

import threading


class Deliveries:
    """Between the last bytes of a stream and the note of it in the database its client may say
    the same words again already, and means them anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[str, list[str]] = {}

    def sent(self, session_id: str, turn_id: str) -> None:
        with self._lock:
            self._turns.setdefault(session_id, []).append(turn_id)

    def of(self, session_id: str) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._turns.get(session_id, ()))

    def noted(self, session_id: str, turn_id: str) -> None:
        with self._lock:
            left = self._turns.get(session_id, [])
            if turn_id in left:
                left.remove(turn_id)
            if not left:
                self._turns.pop(session_id, None)
