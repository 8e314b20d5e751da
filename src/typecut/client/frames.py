"""Server-sent events out of bytes, however these are cut."""

from collections.abc import Iterator
from dataclasses import dataclass

_MOST = 16 * 1024 * 1024


class FrameTooLarge(Exception):
    """One frame is larger than any that makes sense."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stood between two blank lines. Without `data` it is a sign of life."""

    data: str = ""
    id: str | None = None


class Frames:
    """Feed it bytes, take frames. Holds at most `most` bytes of an unfinished one.

    Lines end with LF, CR or CRLF. A comment is a frame without data, told at once.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._rest = bytearray()
        self._searched = 0
        self._after_cr = False
        self._begun = False
        self._data: list[str] = []
        self._held = 0
        self._id: str | None = None
        self._touched = False

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """The frames that `piece` completes."""
        self._rest += piece
        while (line := self._line()) is not None:
            yield from self._take(line)
        if len(self._rest) + self._held > self._most:
            raise FrameTooLarge

    def end(self) -> Frame | None:
        """The last frame, where the stream ended without a blank line after it."""
        if self._rest:
            line, self._rest = bytes(self._rest), bytearray()
            for frame in self._take(line):
                return frame
        return self._frame() if self._touched and self._data else None

    def _line(self) -> bytes | None:
        if self._after_cr and self._rest:
            # The CR ended a line already; a LF after it belongs to the same end.
            self._after_cr = False
            if self._rest.startswith(b"\n"):
                del self._rest[:1]
        ends = [n for n in (self._rest.find(b, self._searched) for b in (b"\n", b"\r")) if n >= 0]
        if not ends:
            self._searched = len(self._rest)
            return None
        at = min(ends)
        line = bytes(self._rest[:at])
        self._after_cr = self._rest.startswith(b"\r", at)
        del self._rest[: at + 1]
        self._searched = 0
        return line

    def _take(self, line: bytes) -> Iterator[Frame]:
        if not self._begun:
            self._begun = True
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            if self._touched:
                yield self._frame()
            return
        if line.startswith(b":"):
            yield Frame()
            return
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        self._touched = True
        if name == "data":
            self._data.append(value)
            self._held += len(line)
        elif name == "id" and "\0" not in value:
            self._id = value

    def _frame(self) -> Frame:
        frame = Frame("\n".join(self._data), self._id)
        self._data, self._held, self._id, self._touched = [], 0, None, False
        return frame
