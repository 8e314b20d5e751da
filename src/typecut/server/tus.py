"""Uploads that can be gone on with after a break: tus 1.0 (https://tus.io/protocols)."""

import base64
import binascii
import hmac
from email.utils import formatdate
from functools import partial
from typing import Annotated

from anyio import CapacityLimiter, sleep, to_thread
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from typecut.errors import Conflict, MediaRefused, RequestError, TypecutError
from typecut.server.addresses import public_base
from typecut.server.answers import answer_with, code_of, fails, failure, success
from typecut.server.bodies import Body
from typecut.server.identity import ServiceDep, Uploader, own_session
from typecut.server.uploads import shown
from typecut.store.uploads import Upload
from typecut.studio.service import resuming
from typecut.studio.service.accounts import User
from typecut.studio.service.resuming import Writer
from typecut.studio.service.service import Service
from typecut.studio.service.uploads import Taken
from typecut.wire.envelope import Envelope
from typecut.wire.files import UploadStatus

router = APIRouter(tags=["files"])

VERSION = "1.0.0"
_EXTENSIONS = "creation,creation-with-upload,creation-defer-length,checksum,expiration,termination"
_CHECKSUMS = ("sha256", "sha1", "sha512", "md5")
_BYTES = "application/offset+octet-stream"
_SILENCE = 60.0
_MISMATCH = 460
_WAIT = 3.0
_MOST_METADATA = 4096
_settling = CapacityLimiter(8)

UploadId = Annotated[str, Path(max_length=80)]
_MADE = {201: {"description": "The upload is at Location"}}
_DONE = {204: {"description": "Upload-Offset says how far it is"}}
_TUS = {412: {"description": "Another version of tus"}, 460: {"description": "Checksum mismatch"}}


@router.options("/api/uploads", include_in_schema=False)
@router.options("/api/uploads/", status_code=204, response_class=Response)
async def upload_options(service: ServiceDep) -> Response:
    """What this server can do of tus."""
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": _EXTENSIONS,
        "Tus-Max-Size": str(service.settings.upload_limit),
        "Tus-Checksum-Algorithm": ",".join(_CHECKSUMS),
    }
    return _answer(204, headers)


@router.post("/api/uploads", include_in_schema=False)
@router.post(
    "/api/uploads/",
    status_code=201,
    response_class=Response,
    responses={**_MADE, **_TUS, **fails(401, 404, 409, 413, 415, 422)},
)
async def begin_upload(request: Request, service: ServiceDep, user: Uploader) -> Response:
    """A new upload. `Upload-Metadata` has `filename` and `session_id`."""
    if (wrong := _other_version(request)) is not None:
        return wrong
    metadata = _metadata(request.headers.get("upload-metadata", ""))
    if not metadata.get("session_id"):
        raise RequestError(
            "Upload-Metadata names no session_id.",
            hint="Add it, in Base64, beside filename.",
            zh="Upload-Metadata 中缺少 session_id。请以 Base64 写入，与 filename 一起发送。",
        )
    session = await to_thread.run_sync(own_session, request, service, user, metadata["session_id"])
    length = _length(request)
    make = partial(resuming.create, service, user.id, session.id, length=length, metadata=metadata)
    upload = await to_thread.run_sync(make)
    place = {"Location": f"{public_base(request)}/api/uploads/{upload.id}"}
    if request.headers.get("content-type", "").startswith(_BYTES):
        upload = await _write(request, service, user, upload.id)
    taken = await _settled(service, upload)
    if taken is not None and taken.error is not None:
        return answer_with(taken.error, request)
    return _answer(201, place | _about(upload))


@router.head(
    "/api/uploads/{upload_id}", response_class=Response, responses={**_TUS, **fails(401, 404)}
)
async def upload_offset(
    upload_id: UploadId, request: Request, service: ServiceDep, user: Uploader
) -> Response:
    """How far the upload is: what was acknowledged, and survives a crash."""
    if (wrong := _other_version(request)) is not None:
        return wrong
    try:
        upload = await to_thread.run_sync(resuming.find, service, user.id, upload_id)
        # The server may have died between the last byte and what follows from it.
        await _settled(service, upload)
    except TypecutError as error:
        return _answer(code_of(error).status, {})
    return _answer(200, _about(upload) | _described(upload))


@router.get("/api/uploads/{upload_id}", responses=fails(401, 404, 409))
async def upload_status(
    upload_id: UploadId, request: Request, service: ServiceDep, user: Uploader
) -> Envelope[UploadStatus]:
    """The upload, and once it is complete the file that came of it."""
    upload = await to_thread.run_sync(resuming.find, service, user.id, upload_id)
    taken = await _settled(service, upload)
    file = None if taken is None else await to_thread.run_sync(shown, request, taken)
    return success(
        UploadStatus(
            id=upload.id,
            session_id=upload.session_id or "",
            received=upload.received,
            length=upload.length,
            complete=upload.is_complete,
            file=file,
        )
    )


@router.patch(
    "/api/uploads/{upload_id}",
    status_code=204,
    response_class=Response,
    responses={**_DONE, **_TUS, **fails(401, 404, 409, 413, 415, 422)},
)
async def continue_upload(
    upload_id: UploadId, request: Request, service: ServiceDep, user: Uploader
) -> Response:
    """The next piece, from `Upload-Offset` on. The last piece makes the file part of the session."""
    if (wrong := _other_version(request)) is not None:
        return wrong
    if not request.headers.get("content-type", "").startswith(_BYTES):
        raise MediaRefused(
            "A piece of an upload has another Content-Type.",
            hint=f"Send {_BYTES}.",
            zh=f"上传分片的 Content-Type 不正确。请使用 {_BYTES}。",
        )
    try:
        upload = await _write(request, service, user, upload_id)
    except _Mismatch:
        return _answer(_MISMATCH, {})
    taken = await _settled(service, upload)
    if taken is not None and taken.error is not None:
        # The bytes are all there, and what they are is refused, for good.
        answered = failure(taken.error, request)
        return JSONResponse(answered.model_dump(), code_of(taken.error).status, _about(upload))
    return _answer(204, _about(upload))


@router.delete(
    "/api/uploads/{upload_id}",
    status_code=204,
    response_class=Response,
    responses={**_TUS, **fails(401, 404)},
)
def cancel_upload(
    upload_id: UploadId, request: Request, service: ServiceDep, user: Uploader
) -> Response:
    """The upload is not wanted any more."""
    if (wrong := _other_version(request)) is not None:
        return wrong
    resuming.cancel(service, user.id, upload_id)
    return _answer(204, {})


class _Mismatch(Exception):
    """The checksum of a piece is another one than it came with."""


async def _write(request: Request, service: Service, user: User, upload_id: str) -> Upload:
    """Receives the request's body into the upload; what came before a break is kept."""
    algorithm, wanted = _checksum(request.headers.get("upload-checksum", ""))
    done = await to_thread.run_sync(resuming.find, service, user.id, upload_id)
    if done.is_complete:
        _check_offset(request, done)
        return done
    writer = await _writer(service, user, upload_id, algorithm)
    try:
        _check_offset(request, writer.upload)
        if (length := _length(request, needed=False)) is not None:
            await to_thread.run_sync(writer.tell_length, length)
        await _receive(request, writer)
        if wanted and not hmac.compare_digest(writer.checksum.digest(), wanted):
            raise _Mismatch
        return await to_thread.run_sync(writer.count)
    finally:
        await to_thread.run_sync(writer.close)


def _check_offset(request: Request, upload: Upload) -> None:
    first = 0 if request.method == "POST" else None
    offset = _number(request, "upload-offset", otherwise=first)
    if offset != upload.received:
        raise Conflict(
            f"The upload is at {upload.received}, and the piece begins at {offset}.",
            hint="Ask for the offset with HEAD, and go on from there.",
            zh=f"上传进度为 {upload.received}，分片却从 {offset} 开始。请用 HEAD 查询后继续。",
        )


async def _writer(service: Service, user: User, upload_id: str, algorithm: str) -> Writer:
    """As soon as no other request is writing: the one before may not have noticed its end yet."""
    waited = 0.0
    while True:
        try:
            return await to_thread.run_sync(resuming.begin, service, user.id, upload_id, algorithm)
        except Conflict:
            if waited >= _WAIT:
                raise
        await sleep(0.2)
        waited += 0.2


async def _receive(request: Request, writer: Writer) -> None:
    body = Body(request)
    ending = ""
    while ending != "end":
        try:
            piece, ending = await body.piece(_SILENCE)
        except ClientDisconnect:
            piece, ending = b"", "silence"
        if piece:
            await to_thread.run_sync(writer.write, piece)
        if ending == "silence":
            if writer.checksum is None:
                await to_thread.run_sync(writer.count)
            raise RequestError(
                "The piece broke off.",
                hint="Ask for the offset with HEAD, and go on from there.",
                zh="上传中断。请用 HEAD 查询进度后继续。",
            )


async def _settled(service: Service, upload: Upload) -> Taken | None:
    if not upload.is_complete:
        return None
    waited = 0.0
    while True:
        try:
            return await to_thread.run_sync(resuming.result_of, service, upload, limiter=_settling)
        except Conflict:
            if waited >= 60:
                raise
        await sleep(0.3)
        waited += 0.3
        upload = await to_thread.run_sync(resuming.find, service, upload.user_id, upload.id)


def _other_version(request: Request) -> Response | None:
    if request.headers.get("tus-resumable", "") == VERSION:
        return None
    return _answer(412, {"Tus-Version": VERSION})


def _length(request: Request, *, needed: bool = True) -> int | None:
    if "upload-length" in request.headers:
        return _number(request, "upload-length")
    if needed and request.headers.get("upload-defer-length") != "1":
        raise _header("Upload-Length")
    return None


def _number(request: Request, name: str, otherwise: int | None = None) -> int:
    text = request.headers.get(name)
    if text is None and otherwise is not None:
        return otherwise
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 19):
        raise _header(name.title())
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64`"""
    if len(header) > _MOST_METADATA:
        raise _header("Upload-Metadata")
    found: dict[str, str] = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        if key:
            try:
                found[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
            except binascii.Error:
                raise _header("Upload-Metadata") from None
    return {k: v.replace("\0", "") for k, v in found.items()}


def _checksum(header: str) -> tuple[str, bytes]:
    if not header:
        return "", b""
    algorithm, _, value = header.partition(" ")
    try:
        if algorithm not in _CHECKSUMS:
            raise ValueError(algorithm)
        return algorithm, base64.b64decode(value, validate=True)
    except ValueError:
        raise _header("Upload-Checksum") from None


def _header(name: str) -> RequestError:
    return RequestError(
        f"The header {name} is missing or malformed.",
        hint="See https://tus.io/protocols for what it looks like.",
        zh=f"请求头 {name} 缺失或格式错误。格式见 https://tus.io/protocols。",
    )


def _about(upload: Upload) -> dict[str, str]:
    headers = {"Upload-Offset": str(upload.received)}
    if upload.finished is None:
        headers["Upload-Expires"] = formatdate(upload.expires, usegmt=True)
    return headers


def _described(upload: Upload) -> dict[str, str]:
    pairs = (f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in upload.metadata.items())
    length = (
        {"Upload-Defer-Length": "1"}
        if upload.length is None
        else {"Upload-Length": str(upload.length)}
    )
    return {"Upload-Metadata": ",".join(pairs), "Cache-Control": "no-store", **length}


def _answer(status: int, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers={"Tus-Resumable": VERSION, **headers})
