"""Large files in pieces that survive a break: tus 1.0, the client's side."""

import base64
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from typecut.errors import Conflict, MediaError, NoSuchThing, TypecutError, Unreachable

from .answers import data_of, number, origin, strange, uploaded
from .calls import Calls, patience
from .faults import unreachable
from .keeping import Keeping, file_key
from .multipart import FilePart
from .port import Uploaded
from .sessions import Sessions
from .steps import Answer, Flow, Lost, ask, do
from .values import is_object

_PATH = "/api/uploads/"
_VERSION = {"Tus-Resumable": "1.0.0"}
_BYTES = "application/offset+octet-stream"


class Pieces:
    def __init__(self, calls: Calls, sessions: Sessions, keeping: Keeping) -> None:
        self._calls = calls
        self._sessions = sessions
        self._keeping = keeping
        self._taken: bool | None = None

    def are_taken(self) -> Flow[bool]:
        """Whether the server knows uploads in pieces; asked once."""
        if self._taken is None:
            request = self._calls.request("OPTIONS", _PATH, headers=_VERSION)
            answer = yield from self._calls.reach(request)
            self._taken = answer.status in (200, 204) and "tus-version" in answer.headers
        return self._taken

    def bring(self, path: Path, size: int, told: Callable[[int], None]) -> Flow[Uploaded]:
        """Sends `path`, from where an earlier attempt got to, maybe of another process."""
        session = self._sessions.id
        key = yield from do(lambda: file_key(path, session))
        place = yield from do(lambda: self._keeping.upload(key))
        offset = (yield from self._offset(place, size)) if place else None
        if offset is None:
            place, offset = (yield from self._create(path, size)), 0
            yield from do(lambda: self._keeping.keep_upload(key, place))
        try:
            yield from self._send(path, place, offset, size, told)
            file = yield from self._result(place, path.name)
        except (MediaError, NoSuchThing):
            # After anything else the next attempt goes on from here.
            yield from do(lambda: self._keeping.keep_upload(key, ""))
            raise
        yield from do(lambda: self._keeping.keep_upload(key, ""))
        return file

    def _create(self, path: Path, size: int) -> Flow[str]:
        """A new upload; its path on the server."""
        session = self._sessions.current
        about = {"filename": path.name, "session_id": session.session_id if session else ""}
        headers = {
            **_VERSION,
            "Upload-Length": str(size),
            "Upload-Metadata": ",".join(f"{k} {_coded(v)}" for k, v in about.items()),
        }
        answer = yield from self._calls.call("POST", _PATH, headers=headers)
        return self._place(answer)

    def _place(self, answer: Answer) -> str:
        """Where the upload is, below our address: a server behind a proxy may write another host,
        and the token does not go there."""
        where = answer.headers.get("location", "")
        split = urlsplit(urljoin(f"{self._calls.base}{_PATH}", where))
        same = origin(split.geturl()) == origin(self._calls.base)
        path = split.path
        if same and path.startswith(prefix := urlsplit(self._calls.base).path):
            path = path[len(prefix) :]
        at = path.find(_PATH)
        if at < 0 or len(path) <= at + len(_PATH):
            raise strange("The server began an upload and did not say where.")
        return path[at:]

    def _offset(self, place: str, size: int) -> Flow[int | None]:
        """How far the server has it; None where it knows nothing of it, or of another file."""
        try:
            answer = yield from self._calls.call("HEAD", place, headers=_VERSION)
        except Unreachable:
            raise
        except TypecutError:
            return None
        offset = answer.headers.get("upload-offset", "")
        length = answer.headers.get("upload-length", str(size))
        fits = offset.isdigit() and length == str(size) and int(offset) <= size
        return int(offset) if fits else None

    def _send(
        self, path: Path, place: str, offset: int, size: int, told: Callable[[int], None]
    ) -> Flow[None]:
        """Piece after piece; after a break, on from what the server has."""
        waits = iter(self._calls.limits.resume)
        told(offset)
        while offset < size:
            before = offset
            try:
                offset = yield from self._piece(path, place, offset, size, told)
            except (Lost, Conflict, Unreachable) as error:
                wait = next(waits, None)
                if wait is None:
                    raise self._given_up(error) from None
                yield from patience(wait, self._calls.limits.alive)
                try:
                    found = yield from self._offset(place, size)
                except Unreachable:
                    continue
                if found is None:
                    raise _vanished() from None
                offset = found
            if offset > before:
                waits = iter(self._calls.limits.resume)

    def _piece(
        self, path: Path, place: str, offset: int, size: int, told: Callable[[int], None]
    ) -> Flow[int]:
        """The offset after one more piece."""
        rules = self._calls.rules()
        while True:
            token = self._calls.account.token
            length = min(self._calls.limits.piece, size - offset)
            request = self._calls.request(
                "PATCH",
                place,
                content=FilePart(path, offset, length, lambda sent: told(offset + sent)),
                headers={**_VERSION, "Upload-Offset": str(offset), "Content-Type": _BYTES},
                seconds=self._calls.limits.intake,
            )
            answer = yield from ask(request)
            fault = self._calls.fault(answer)
            if fault is None:
                return max(offset, number(answer.headers.get("upload-offset")))
            yield from rules.settle(fault, token)

    def _result(self, place: str, name: str) -> Flow[Uploaded]:
        """What became of the file; servers that do not say took it all the same."""
        try:
            answer = yield from self._calls.call(
                "GET", place, headers=_VERSION, seconds=self._calls.limits.intake
            )
        except NoSuchThing:
            return Uploaded(name)
        file = data_of(answer).get("file")
        return uploaded(file, name) if is_object(file) else Uploaded(name)

    def _given_up(self, error: Exception) -> TypecutError:
        if isinstance(error, Lost):
            failed = unreachable(error, self._calls.base)
            failed.hint = "Send the file again: it goes on from where it broke off."
            failed.zh = "上传中断。请重新上传：会从中断处继续。"
            return failed
        assert isinstance(error, TypecutError)  # noqa: S101
        return error


def _vanished() -> NoSuchThing:
    return NoSuchThing(
        "The server has forgotten the upload.",
        hint="Send the file again.",
        zh="服务器上的上传记录已失效。请重新上传该文件。",
    )


def _coded(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode()
