"""The files of sessions: what clients are told of them, and links that need no token."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response

from typecut.render import SourceFacts
from typecut.server.addresses import public_base
from typecut.server.answers import fails
from typecut.server.identity import ServiceDep
from typecut.server.sending import file_name, send_blob
from typecut.store.media import Registered
from typecut.studio.media import media_of
from typecut.studio.service import library
from typecut.timeline.codec import decode
from typecut.wire.files import FileData

router = APIRouter(tags=["files"])

Token = Annotated[str, Path(max_length=200, description="What makes the link a link.")]
Name = Annotated[str, Path(max_length=1000, description="Only for the eye.")]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {"*/*": {}}},
    206: {"description": "The part of it that Range asks for", "content": {"*/*": {}}},
    304: {"description": "The client has it already"},
    416: {"description": "The range lies outside the file"},
}


@router.api_route(
    "/files/{token}/{name}",
    methods=["GET", "HEAD"],
    response_class=Response,
    responses={**_FILE, **fails(404, 422)},
)
def file_by_link(token: Token, name: Name, request: Request, service: ServiceDep) -> Response:
    """A file by its `cdn_url`. Takes Range."""
    known = library.by_link(service, "media", token)
    return send_blob(
        request,
        service,
        library.file_of(service, known),
        name=name,
        media_type=known.media_type,
        disposition="inline",
    )


@router.api_route(
    "/thumbnails/{token}/{name}",
    methods=["GET", "HEAD"],
    response_class=Response,
    responses={**_FILE, **fails(404, 422)},
)
def thumbnail_by_link(token: Token, name: Name, request: Request, service: ServiceDep) -> Response:
    """A small JPEG of a film or picture, by its `thumbnail_url`."""
    known = library.by_link(service, "thumbnail", token)
    return send_blob(
        request,
        service,
        library.thumbnail_of(service, known),
        name=name,
        media_type="image/jpeg",
        disposition="inline",
    )


def file_data(request: Request, file: Registered) -> FileData:
    """A file of a session, with links to it."""
    service = request.app.state.service
    facts: SourceFacts = decode(SourceFacts, file.facts)
    media = media_of(facts, file.id)
    base = public_base(request)
    has_picture = file.kind != "audio"
    token = library.link_token(service, "media", file.digest)
    small = library.link_token(service, "thumbnail", file.digest) if has_picture else ""
    return FileData(
        filename=file.filename,
        file_type=file.kind,
        cdn_url=f"{base}/files/{token}/{quote(file_name(file.filename), safe='')}",
        duration=None if media.duration is None else round(float(media.duration), 3),
        width=media.width or None,
        height=media.height or None,
        fps=None if media.rate is None else round(float(media.rate), 3),
        hash=file.digest,
        media_id=file.id,
        size=file.size,
        thumbnail_url=f"{base}/thumbnails/{small}/thumbnail.jpg" if small else "",
    )
