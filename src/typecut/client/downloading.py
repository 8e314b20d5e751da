"""A file from a server: under a temporary name, on from where it broke off, whole or not at all."""

import contextlib
import glob
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from typecut.errors import NoSuchThing, OutputError, ScopeMissing, TokenInvalid, TypecutError

from .answers import origin
from .calls import Calls, patience
from .faults import unreachable
from .port import OnProgress, Progress
from .steps import END, Answer, Flow, HangUp, Head, Lost, Open, Request, do, listen

_STALL = 60.0


@dataclass(frozen=True, slots=True)
class Source:
    """`size` in bytes, 0 where nobody said."""

    name: str
    url: str
    size: int = 0


class Downloading:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def download(
        self,
        source: Source,
        out: Path,
        tell: OnProgress | None,
        again: Callable[[], Flow[Source]],
    ) -> Flow[int]:
        """Its size. `again` gives a fresh link where the first one has expired."""
        part = _Part(out, source.name)
        yield from do(part.prepare)
        waits, is_fresh = iter(self._calls.limits.resume), False
        while True:
            before = part.size
            try:
                yield from self._get(source, part, tell)
                yield from do(part.finish)
                return part.size
            except Lost as lost:
                if part.size > before:
                    waits = iter(self._calls.limits.resume)
                if (wait := next(waits, None)) is None:
                    raise unreachable(lost, self._calls.base) from None
                yield from patience(wait, self._calls.limits.alive)
            except (NoSuchThing, ScopeMissing, TokenInvalid):
                if is_fresh:
                    raise
                is_fresh, source = True, (yield from again())
            except OSError as error:
                raise _unwritable(out, error) from None
            finally:
                part.close()

    def _get(self, source: Source, part: "_Part", tell: OnProgress | None) -> Flow[None]:
        """Goes on with `part` until the file is whole; Lost where it broke off."""
        yield Open(self._request(source.url, part))
        head = yield from self._head()
        if head.status == 416 or (head.status == 206 and not part.fits(head)):
            yield from do(part.begin_anew)
            raise Lost("the file has changed", sent=True)
        if head.status not in (200, 206):
            raise (yield from self._fault(head))
        if head.status == 200 and (yield from do(lambda: part.take_up(head))):
            yield HangUp()
            raise Lost("an earlier attempt is gone on with", sent=True)
        total = _total(head) or source.size
        while True:
            if tell:
                tell(
                    Progress("download", min(1.0, part.size / total) if total else 0.0, source.name)
                )
            heard = yield from listen(_STALL)
            if heard == END:
                break
            if not isinstance(heard, bytes):
                raise Lost("nothing comes any more", sent=True)
            yield from do(lambda piece=heard: part.write(piece))
        if total and part.size != total:
            if part.size > total:
                yield from do(part.begin_anew)
            raise Lost(f"{part.size} of {total} bytes came", sent=True)
        if tell:
            tell(Progress("download", 1.0, source.name))

    def _request(self, url: str, part: "_Part") -> Request:
        """The token goes to our server alone."""
        place = urljoin(f"{self._calls.base}/", url)
        headers = {"Accept-Encoding": "identity"}
        if part.size and part.validator:
            headers |= {"Range": f"bytes={part.size}-", "If-Range": part.validator}
        if origin(place) == origin(self._calls.base):
            mine = self._calls.request("GET", "/").headers
            headers = {**mine, "Accept": "*/*", **headers}
        return Request("GET", place, headers, seconds=self._calls.limits.answer)

    def _head(self) -> Flow[Head]:
        heard = yield from listen(self._calls.limits.answer)
        if not isinstance(heard, Head):
            raise Lost("no answer in time", sent=True)
        return heard

    def _fault(self, head: Head) -> Flow[TypecutError | Lost]:
        body = b""
        while len(body) < 65536:
            heard = yield from listen(5.0)
            if not isinstance(heard, bytes):
                break
            body += heard
        yield HangUp()
        if head.status >= 500:
            return Lost(f"the server answered with status {head.status}", sent=True)
        fault = self._calls.fault(Answer(head.status, head.headers, body, head.url))
        return fault or Lost(f"the server answered with status {head.status}", sent=True)


class _Part:
    """The file while it grows: `.<name>.<digest>.part` beside where it belongs. The digest is of
    the export and the version of its file that the server names, so that only the same is gone on
    with."""

    def __init__(self, out: Path, name: str) -> None:
        self.size = 0
        self.validator = ""
        self._out = out
        self._name = name
        self._path: Path | None = None
        self._file = None

    def prepare(self) -> None:
        try:
            self._out.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self._out, error) from None
        if self._out.is_dir():
            raise OutputError(f"{self._out} is a folder.", hint="Name a file in it.")

    def take_up(self, head: Head) -> bool:
        """Makes ready for the whole file; whether there is an earlier part of it instead."""
        self.close()
        validator = head.headers.get("etag", "") or head.headers.get("last-modified", "")
        validator = "" if validator.startswith("W/") else validator
        is_new = self._path is None
        path = self._place(validator)
        if is_new and validator and path.exists() and path.stat().st_size > 0:
            self._path, self.validator, self.size = path, validator, path.stat().st_size
            return True
        self._sweep(path)
        self._path, self.validator, self.size = path, validator, 0
        self._file = path.open("wb")
        return False

    def fits(self, head: Head) -> bool:
        """Whether a partial answer begins where we stopped."""
        return head.headers.get("content-range", "").startswith(f"bytes {self.size}-")

    def write(self, piece: bytes) -> None:
        if self._file is None:
            assert self._path is not None  # noqa: S101
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
        assert self._path is not None  # noqa: S101
        self._path.replace(self._out)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _place(self, validator: str) -> Path:
        digest = hashlib.sha256(f"{self._name}\n{validator}".encode()).hexdigest()[:16]
        return self._out.parent / f".{self._out.name}.{digest}.part"

    def _sweep(self, keep: Path) -> None:
        """Parts of other versions of this file help nobody."""
        for path in self._out.parent.glob(f".{glob.escape(self._out.name)}.*.part"):
            if path != keep:
                with contextlib.suppress(OSError):
                    path.unlink()


def _total(head: Head) -> int:
    """Bytes of the whole file; 0 where the server does not say."""
    if head.status == 206:
        total = head.headers.get("content-range", "").rpartition("/")[2]
    else:
        total = head.headers.get("content-length", "")
    return int(total) if total.isdigit() else 0


def _unwritable(out: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{out} cannot be written ({error.strerror or error}).",
        hint="Name another place, or make room.",
        zh=f"无法写入 {out}。请换一个位置，或腾出磁盘空间。",
    )
