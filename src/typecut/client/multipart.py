"""A file as a form's field, read from disk while it is sent."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

_PIECE = 256 * 1024
_TYPES = {
    ".mp4": "video/mp4", ".mov": "video/quicktime", ".avi": "video/x-msvideo",
    ".webm": "video/webm", ".mkv": "video/x-matroska", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp", ".mp3": "audio/mpeg",
    ".wav": "audio/wav", ".m4a": "audio/mp4", ".aac": "audio/aac",
}  # fmt: skip


class FileShrank(OSError):
    """The file became shorter while it was sent."""


class FilePart:
    """`length` bytes of `path` from `begin` on. `told` is called with the bytes sent so far."""

    def __init__(
        self, path: Path, begin: int, length: int, told: Callable[[int], None] | None = None
    ) -> None:
        self.length = length
        self._path = path
        self._begin = begin
        self._told = told

    def pieces(self) -> Iterator[bytes]:
        left = self.length
        with self._path.open("rb") as file:
            file.seek(self._begin)
            while left > 0:
                piece = file.read(min(_PIECE, left))
                if not piece:
                    raise FileShrank(f"{self._path} became shorter while it was sent")
                left -= len(piece)
                yield piece

    def sent(self, count: int) -> None:
        if self._told:
            self._told(count)


class Form:
    """One field `files` with one file; memory does not grow with it."""

    def __init__(self, path: Path, told: Callable[[int], None] | None = None) -> None:
        boundary = uuid.uuid4().hex
        self.content_type = f"multipart/form-data; boundary={boundary}"
        kind = _TYPES.get(path.suffix.lower(), "application/octet-stream")
        self._head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="files"; filename="{_quoted(path.name)}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._size = path.stat().st_size
        self._file = FilePart(path, 0, self._size)
        self._told = told
        self.length = len(self._head) + self._size + len(self._tail)

    def pieces(self) -> Iterator[bytes]:
        yield self._head
        yield from self._file.pieces()
        yield self._tail

    def sent(self, count: int) -> None:
        if self._told:
            self._told(min(self._size, max(0, count - len(self._head))))


def _quoted(name: str) -> str:
    """As browsers write it."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
