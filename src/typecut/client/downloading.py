"""A file from a server: on from where it broke off, and whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

from typecut.errors import NoSuchThing, ScopeMissing, TokenInvalid, TypecutError

from .answers import origin, strange
from .calls import Calls, patience
from .faults import unreachable
from .part import Part, unwritable
from .port import OnProgress, Progress
from .steps import END, Answer, Flow, HangUp, Head, Lost, Open, Request, do, listen

_STALL = 60.0
_Got = Literal["whole", "again"]


@dataclass(frozen=True, slots=True)
class Source:
    """`name` is the export's; `size` in bytes, 0 where nobody said."""

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
        part = Part(out, source.name)
        told = _teller(source.name, tell)
        waits, is_fresh = iter(self._calls.limits.resume), False
        try:
            yield from do(part.prepare)
            while True:
                before = part.size
                try:
                    if (yield from self._get(source, part, told)) == "whole":
                        yield from do(part.finish)
                        return part.size
                except Lost as lost:
                    if part.size > before:
                        waits = iter(self._calls.limits.resume)
                    if (wait := next(waits, None)) is None:
                        raise unreachable(lost, origin(self._place(source.url))) from None
                    yield from patience(wait, self._calls.limits.alive)
                except (NoSuchThing, ScopeMissing, TokenInvalid):
                    if is_fresh:
                        raise
                    is_fresh, source = True, (yield from again())
                part.close()
        except OSError as error:
            raise unwritable(out, error) from None
        finally:
            part.close()

    def _get(self, source: Source, part: Part, told: Callable[[float], None]) -> Flow[_Got]:
        """Goes on with `part`: "again" where another request has to follow at once. Lost where the
        connection broke off."""
        yield Open(self._request(source.url, part))
        head = yield from self._head()
        if part.size and (head.status == 416 or (head.status == 206 and not part.fits(head))):
            yield from do(part.begin_anew)
            return "again"
        if head.status not in (200, 206) or (head.status == 206 and not part.size):
            raise (yield from self._fault(head))
        total = _total(head) or source.size
        if head.status == 200 and (yield from do(lambda: part.take_up(head, total))):
            yield HangUp()
            return "whole" if part.size == total else "again"
        yield from self._receive(part, total, told)
        if total and part.size != total:
            reason = f"{part.size} of {total} bytes came"
            if part.size > total:
                yield from do(part.begin_anew)
            raise Lost(reason, sent=True)
        told(1.0)
        return "whole"

    def _receive(self, part: Part, total: int, told: Callable[[float], None]) -> Flow[None]:
        while True:
            told(min(1.0, part.size / total) if total else 0.0)
            heard = yield from listen(_STALL)
            if heard == END:
                return
            if not isinstance(heard, bytes):
                raise Lost("nothing comes any more", sent=True)
            yield from do(lambda piece=heard: part.write(piece))

    def _request(self, url: str, part: Part) -> Request:
        """The token goes to our server alone."""
        place = self._place(url)
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if part.size and part.validator:
            headers |= {"Range": f"bytes={part.size}-", "If-Range": part.validator}
        if origin(place) == origin(self._calls.base):
            headers = {**self._calls.request("GET", "/").headers, **headers}
        return Request("GET", place, headers, seconds=self._calls.limits.answer)

    def _place(self, url: str) -> str:
        place = urljoin(f"{self._calls.base}/", url)
        if not place.startswith(("http://", "https://")):
            raise strange("The link to the file is none that can be followed.")
        return place

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
        lost = Lost(f"the server answered with status {head.status}", sent=True)
        if head.status >= 500:
            return lost
        return self._calls.fault(Answer(head.status, head.headers, body, head.url)) or lost


def _total(head: Head) -> int:
    """Bytes of the whole file; 0 where the server does not say."""
    if head.status == 206:
        total = head.headers.get("content-range", "").rpartition("/")[2]
    else:
        total = head.headers.get("content-length", "")
    return int(total) if total.isdigit() else 0


def _teller(name: str, tell: OnProgress | None) -> Callable[[float], None]:
    """Tells progress; never less than before."""
    most = -1.0

    def told(done: float) -> None:
        nonlocal most
        if tell and done > most:
            most = done
            tell(Progress("download", done, name))

    return told
