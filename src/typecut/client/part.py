"""A file while it arrives: `.<name>.<digest>.part` beside where it belongs.

The digest is of the export and of the version of its file that the server names, so that only the
same file is gone on with, maybe by another process.
"""

import contextlib
import glob
import hashlib
from pathlib import Path
from typing import BinaryIO

from typecut.errors import OutputError

from .steps import Head


class Part:
    """`size`: bytes that are there. `validator` names the version of the file, "" where the server
    names none; then nothing can be gone on with."""

    def __init__(self, out: Path, name: str) -> None:
        self.size = 0
        self.validator = ""
        self._out = out
        self._name = name
        self._path: Path | None = None
        self._file: BinaryIO | None = None

    def prepare(self) -> None:
        if self._out.is_dir():
            raise OutputError(
                f"{self._out} is a folder.",
                hint="Name a file in it.",
                zh=f"{self._out} 是文件夹。请指定其中的文件名。",
            )
        self._out.parent.mkdir(parents=True, exist_ok=True)

    def take_up(self, head: Head, total: int) -> bool:
        """Before a whole file of `total` bytes comes: whether there is a part of it already. If
        not, all is ready for it."""
        self.close()
        is_first = self._path is None
        self.validator = _validator(head)
        self._path = self._place()
        there = self._path.stat().st_size if self._path.exists() else 0
        if is_first and self.validator and 0 < there <= total:
            self.size = there
            return True
        self._sweep()
        self.size = 0
        self._file = self._path.open("wb")
        return False

    def fits(self, head: Head) -> bool:
        """Whether a partial answer begins where we stopped."""
        return head.headers.get("content-range", "").startswith(f"bytes {self.size}-")

    def write(self, piece: bytes) -> None:
        if self._file is None:
            assert self._path is not None, "no answer has come yet"  # noqa: S101
            self._file = self._path.open("ab")
        self._file.write(piece)
        self.size += len(piece)

    def begin_anew(self) -> None:
        self.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        self.size, self.validator = 0, ""

    def finish(self) -> None:
        self.close()
        assert self._path is not None, "nothing has come yet"  # noqa: S101
        self._path.replace(self._out)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _place(self) -> Path:
        digest = hashlib.sha256(f"{self._name}\n{self.validator}".encode()).hexdigest()[:16]
        return self._out.parent / f".{self._out.name}.{digest}.part"

    def _sweep(self) -> None:
        """Parts of other exports to the same place help nobody."""
        for path in self._out.parent.glob(f".{glob.escape(self._out.name)}.*.part"):
            with contextlib.suppress(OSError):
                path.unlink()


def unwritable(out: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{out} cannot be written ({error.strerror or error}).",
        hint="Name another place, or make room.",
        zh=f"无法写入 {out}。请换一个位置，或腾出磁盘空间。",
    )


def _validator(head: Head) -> str:
    """A strong one: a weak ETag does not promise the same bytes."""
    etag = head.headers.get("etag", "")
    if etag:
        return "" if etag.startswith("W/") else etag
    return head.headers.get("last-modified", "")
