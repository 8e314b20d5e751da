"""A stream's bytes become events."""

from collections.abc import Iterator

from .dialects import HalfFrame, Interpreter
from .events import Alive, Event
from .frames import Frame, Frames, FrameTooLarge
from .steps import Lost


class Hearing:
    """Feed it the bytes of one stream. `last_id` is the number of the last whole event. Raises
    Lost where what comes cannot be a whole stream any more."""

    def __init__(self, last_id: str = "") -> None:
        self.last_id = last_id
        self._frames = Frames()
        self._interpreter = Interpreter()

    def feed(self, piece: bytes) -> Iterator[Event]:
        try:
            for frame in self._frames.feed(piece):
                yield from self._events(frame)
        except FrameTooLarge:
            raise Lost("the server sent a frame that is too large", sent=True) from None

    def end(self) -> Iterator[Event]:
        """The stream has ended as it should."""
        if (last := self._frames.end()) is not None:
            yield from self._events(last)
        yield from self._interpreter.end()

    def broke(self) -> Iterator[Event]:
        """The stream has broken off: what was said until then."""
        yield from self._interpreter.end()

    def _events(self, frame: Frame) -> Iterator[Event]:
        try:
            yield from self._interpreter.read(frame.data) if frame.data else (Alive(),)
        except HalfFrame:
            raise Lost("the stream broke off within a frame", sent=True) from None
        if frame.id:
            self.last_id = frame.id
