"""A multipart body straight to disk: one pass, flat memory, a digest on the way."""

import hashlib
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes

from anyio import to_thread
from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from typecut.errors import OutputError, RequestError, TypecutError
from typecut.server.bodies import Body
from typecut.studio.service.incoming import Arrived, clean_name, too_large

MOST_FILES = 50
_SILENCE = 120.0
"""Seconds that a client may send nothing."""
_PATIENCE = 2.0
"""The same while what comes is thrown away."""


@dataclass(slots=True)
class _Part:
    """The part of the body that is being read; `file` is None where nothing of it is kept."""

    headers: dict[str, str] = field(default_factory=dict[str, str])
    filename: str | None = None
    path: Path | None = None
    file: BinaryIO | None = None
    digest: Any = None
    size: int = 0
    error: TypecutError | None = None


class Intake:
    """Fed with the pieces of a body, in any thread, one after the other."""

    def __init__(self, boundary: bytes, folder: Path, limit: int) -> None:
        self.arrived: list[Arrived] = []
        self._folder = folder
        self._limit = limit
        self._part = _Part()
        self._name, self._value = b"", b""
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header,
                "on_headers_finished": self._open,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    @property
    def overflows(self) -> bool:
        """What comes now belongs to a file that is too large already."""
        return self._part.error is not None

    def feed(self, data: bytes) -> None:
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _malformed() from error
        except OSError as error:
            raise OutputError(f"An upload cannot be written: {error.strerror}.") from error

    def close(self, *, complete: bool) -> None:
        """The body is over. RequestError when it ends in the middle, unless that was our wish:
        then the files that were whole are kept, and the one that was not is refused."""
        part, self._part = self._part, _Part()
        if part.file is not None:
            part.file.close()
        if not complete and part.error is not None:
            self._arrive(part)
        elif part.path is not None:
            part.path.unlink(missing_ok=True)
        if complete and not self._ended:
            raise _malformed()

    def drop(self) -> None:
        """Forgets everything."""
        with suppress(RequestError):
            self.close(complete=True)
        for one in self.arrived:
            if one.path is not None:
                one.path.unlink(missing_ok=True)
        self.arrived.clear()

    # -- called by the parser --------------------------------------------------------------------

    def _begin(self) -> None:
        self._part = _Part()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        name, self._name = self._name.decode("latin-1").lower(), b""
        if name == "content-disposition":
            self._part.filename = _filename(self._value)
        self._value = b""

    def _open(self) -> None:
        part = self._part
        if part.filename is None:
            return  # a plain field: nobody asked for one
        if len(self.arrived) >= MOST_FILES:
            part.error = _too_many()
            return
        part.path = self._folder / uuid.uuid4().hex
        part.digest = hashlib.sha256()
        part.file = part.path.open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.file is None:
            return
        part.size += end - start
        if part.size > self._limit:
            part.error = too_large(part.filename or "", self._limit)
            self._let_go(part)
            return
        piece = memoryview(data)[start:end]
        part.digest.update(piece)
        part.file.write(piece)

    def _end(self) -> None:
        part, self._part = self._part, _Part()
        if part.filename is None:
            return
        if part.file is not None:
            part.file.close()
        self._arrive(part)

    def _finish(self) -> None:
        self._ended = True

    def _arrive(self, part: _Part) -> None:
        name = part.filename or "upload"
        if part.error is not None:
            self.arrived.append(Arrived(name, error=part.error))
        else:
            self.arrived.append(Arrived(name, part.path, part.digest.hexdigest(), part.size))

    @staticmethod
    def _let_go(part: _Part) -> None:
        if part.file is not None:
            part.file.close()
        if part.path is not None:
            part.path.unlink(missing_ok=True)
        part.file = part.path = None


async def receive(request: Request, folder: Path, limit: int) -> list[Arrived]:
    """The files of a multipart request, in order, on our disk; too large ones are refused while
    they come, and if the client then sends no more, the others are not waited for."""
    _, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if not boundary:
        raise _malformed()
    try:
        intake = Intake(boundary, folder, limit)
    except FormParserError as error:
        raise _malformed() from error
    try:
        complete = await _read(request, intake, limit)
        await to_thread.run_sync(lambda: intake.close(complete=complete))
    except BaseException:
        intake.drop()
        raise
    if not intake.arrived:
        raise _no_files()
    return intake.arrived


async def _read(request: Request, intake: Intake, limit: int) -> bool:
    """Whether the body was read to its end."""
    body, thrown_away = Body(request), 0
    told = request.headers.get("content-length", "")
    left = int(told) if told.isdigit() else 0
    while True:
        patience = _PATIENCE if intake.overflows else _SILENCE
        try:
            piece, ending = await body.piece(patience)
        except ClientDisconnect:
            raise _broken_off() from None
        left -= len(piece)
        if piece:
            await to_thread.run_sync(intake.feed, piece)
        if ending == "end":
            return True
        if intake.overflows:
            thrown_away += len(piece)
            # The rest is read for the sake of the files behind it, unless it is a flood.
            if ending == "silence" or max(left, thrown_away) > limit:
                return False
        elif ending == "silence":
            raise _broken_off()


def _filename(header: bytes) -> str | None:
    """The name in a Content-Disposition, in any of the spellings that clients use."""
    _, options = parse_options_header(header)
    extended = _extended(header)
    if extended is not None:
        return clean_name(extended)
    given = options.get(b"filename")
    if given is None:
        return None
    # Browsers write quotes and line breaks as %22, %0D and %0A, and nothing else.
    text = given.decode("utf-8", "replace").replace("%22", '"')
    return clean_name(text)


def _extended(header: bytes) -> str | None:
    """`filename*=utf-8''%E4%B8%AD.mp4` of RFC 5987, which the parser leaves out."""
    mark = b"filename*="
    at = header.lower().find(mark)
    if at < 0:
        return None
    value = header[at + len(mark) :].split(b";")[0].strip().strip(b'"')
    charset, _, text = value.partition(b"'")
    text = text.partition(b"'")[2]
    try:
        return unquote_to_bytes(text).decode(charset.decode("ascii") or "utf-8", "replace")
    except (LookupError, UnicodeDecodeError):
        return None


def _malformed() -> RequestError:
    return RequestError(
        "The body is no complete multipart form.",
        hint="Send multipart/form-data with the field files.",
        zh="请求内容不是完整的 multipart 表单。请用 multipart/form-data 的 files 字段上传。",
    )


def _broken_off() -> RequestError:
    return RequestError(
        "The upload broke off.",
        hint="Send it again, or in pieces: /api/uploads/ (tus).",
        zh="上传中断。请重新上传，或使用断点续传：/api/uploads/（tus）。",
    )


def _no_files() -> RequestError:
    return RequestError(
        "The form has no file.",
        hint='Put each into a field named files, as curl -F "files=@a.mp4" does.',
        zh='表单中没有文件。请放在 files 字段中，例如 curl -F "files=@a.mp4"。',
    )


def _too_many() -> RequestError:
    return RequestError(
        f"Only {MOST_FILES} files are taken at once.",
        hint="Send the others with another request.",
        zh=f"一次最多上传 {MOST_FILES} 个文件。请分几次上传。",
    )
