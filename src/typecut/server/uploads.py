"""Files into a session, as a form or by their addresses; each with a result of its own."""

import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from typecut.errors import TypecutError
from typecut.server.answers import code_of, fails, failure, success
from typecut.server.files import file_data
from typecut.server.identity import OwnSession, ServiceDep, Uploader
from typecut.server.multipart import receive
from typecut.store.sessions import Session
from typecut.studio.service import fetching, library
from typecut.studio.service.incoming import Arrived
from typecut.studio.service.service import Service
from typecut.studio.service.uploads import Taken, take_in
from typecut.wire.envelope import Envelope
from typecut.wire.files import FileData, UploadData, UrlUpload

router = APIRouter(tags=["files"])

_FETCHES = 4
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            },
            "application/json": {"schema": UrlUpload.model_json_schema()},
        },
    }
}
# Apart from the pool that answers all else: who waits for a worker must not keep others waiting.
_taking = CapacityLimiter(12)
_going_out = CapacityLimiter(8)


@router.post(
    "/api/upload-video/nemo_agent/{owner}/{session_id}",
    response_model=Envelope[UploadData],
    responses=fails(401, 404, 413, 415, 422),
    openapi_extra=_BODY,
)
async def upload_files(
    owner: str, request: Request, service: ServiceDep, user: Uploader, session: OwnSession
) -> Response:
    """Files as multipart fields named `files`, or `{"urls": […]}` to have them fetched. What is
    wrong with one of them stands with it (`code`, `message`); the others are taken. Pictures
    appear at the end of the timeline. `owner` is `me`."""
    folder = await to_thread.run_sync(library.folder, service)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        arrived = await receive(request, folder, service.settings.upload_limit)
        origin = "upload"
    else:
        urls = _urls(await request.body())
        arrived = await to_thread.run_sync(_fetched, service, urls, limiter=_going_out)
        origin = "url"
    work = partial(_taken, service, session, arrived, origin, request)
    return await to_thread.run_sync(work, limiter=_taking)


def _taken(
    service: Service, session: Session, arrived: Sequence[Arrived], origin: str, request: Request
) -> Response:
    return answer(request, take_in(service, session, arrived, origin=origin))


def answer(request: Request, taken: Sequence[Taken]) -> Response:
    """200 as soon as one file was taken; else the first failure, with all of them in `data`."""
    files = [shown(request, one) for one in taken]
    if any(one.file for one in taken):
        data = UploadData(files=files, session_state_applied=True)
        return JSONResponse(success(data).model_dump())
    first = taken[0].error or TypecutError("")
    body = failure(first, request)
    body.data |= {"files": [f.model_dump() for f in files], "session_state_applied": False}
    return JSONResponse(body.model_dump(), code_of(first).status)


def shown(request: Request, taken: Taken) -> FileData:
    """What became of one file."""
    if taken.file is not None:
        return file_data(request, taken.file)
    told = failure(taken.error or TypecutError(""), request)
    return FileData(filename=taken.filename, code=told.code, message=told.message)


def _urls(body: bytes) -> list[str]:
    try:
        return UrlUpload.model_validate_json(body).urls
    except ValidationError as error:
        found = [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]
        raise RequestValidationError(found) from None


def _fetched(service: Service, urls: Sequence[str]) -> list[Arrived]:
    with ThreadPoolExecutor(_FETCHES, "fetching") as pool:
        return list(pool.map(partial(_fetch, service), urls))


def _fetch(service: Service, url: str) -> Arrived:
    settings = service.settings
    rules = fetching.Rules(
        limit=settings.upload_limit,
        seconds=settings.fetch_seconds,
        loopback=settings.fetch_loopback,
        ports=frozenset(int(p) for p in settings.fetch_ports),
    )
    out = library.folder(service) / uuid.uuid4().hex
    try:
        return fetching.fetch(url, out, rules)
    except TypecutError as error:
        out.unlink(missing_ok=True)
        return Arrived(fetching.name_in(url), error=error)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
