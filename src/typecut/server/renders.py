"""Exports: asked for, watched, cancelled, fetched."""

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response

from typecut.edits import Language
from typecut.server.addresses import public_base
from typecut.server.answers import fails, language_for
from typecut.server.identity import (
    Reader,
    Renderer,
    ServiceDep,
    attribution,
    own_session,
    speak,
)
from typecut.server.sending import file_name, send_blob
from typecut.store.renders import Render
from typecut.studio.service import renders
from typecut.studio.service.renders import Known
from typecut.studio.service.service import Service
from typecut.wire.renders import Output, RenderAnswer, RenderData, RenderRequest

router = APIRouter(tags=["renders"])

_ASK_AGAIN = "2"

RenderId = Annotated[str, Path(max_length=200, description="The id that the client has chosen.")]
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"video/mp4": {}}, "description": "The file"},
    206: {"content": {"video/mp4": {}}, "description": "The range that was asked for"},
    304: {"description": "The client has it already"},
    416: {"description": "The file has no such range"},
}


@router.post(
    "/api/render/proxy/lambda",
    dependencies=[Depends(attribution)],
    responses=fails(401, 402, 404, 409, 422, 429),
)
def submit_render(
    wish: RenderRequest, request: Request, service: ServiceDep, user: Renderer
) -> RenderAnswer:
    """Exports the session's draft, or the one that is sent along, to a file.

    The same id with the same request is the same export. The three X-Skill headers have to be
    there.
    """
    session = own_session(request, service, user, wish.session_id)
    wish = wish.model_copy(update={"session_id": session.id})
    return _answer(request, service, renders.submit(service, user.id, wish))


@router.get("/api/render/proxy/lambda/{render_id}", responses=fails(401, 404))
def render_status(
    render_id: RenderId, request: Request, response: Response, service: ServiceDep, user: Reader
) -> RenderAnswer:
    """How far an export is, and where its file is. While it is not over, Retry-After says when
    it makes sense to ask again."""
    known = renders.find(service, user.id, render_id)
    if not known.render.is_over:
        response.headers["Retry-After"] = _ASK_AGAIN
    return _told(request, service, known)


@router.post("/api/render/proxy/lambda/{render_id}/cancel", responses=fails(401, 404))
def cancel_render(
    render_id: RenderId, request: Request, service: ServiceDep, user: Renderer
) -> RenderAnswer:
    """Stops an export. What is over already stays as it is."""
    return _told(request, service, renders.cancel(service, user.id, render_id))


@router.head("/api/render/proxy/{render_id}/download", include_in_schema=False)
@router.get(
    "/api/render/proxy/{render_id}/download",
    response_class=Response,
    responses={**FILE, **fails(401, 404)},
)
def download_render(
    render_id: RenderId, request: Request, service: ServiceDep, user: Reader
) -> Response:
    """The finished file, named for the project. Takes Range."""
    known = renders.find(service, user.id, render_id)
    speak(request, known.session.language)
    blob = renders.output_of(service, known.render)
    name = f"{known.render.name}.mp4"
    return send_blob(request, service, blob, name=name, media_type="video/mp4")


def link_to(request: Request, service: Service, render: Render) -> str:
    """A link to the finished file that works for a while, without a token."""
    name = quote(file_name(f"{render.name}.mp4"))
    signature = renders.signature(service, render)
    return f"{public_base(request)}/api/render/file/{render.id}/{name}?sig={signature}"


def _told(request: Request, service: Service, known: Known) -> RenderAnswer:
    speak(request, known.session.language)
    return _answer(request, service, known.render)


def _answer(request: Request, service: Service, render: Render) -> RenderAnswer:
    data = _data(request, service, render, language_for(request))
    return RenderAnswer(**data.model_dump(), data=data)


def _data(request: Request, service: Service, render: Render, language: Language) -> RenderData:
    output = None
    if render.status == "completed":
        output = Output(
            url=link_to(request, service, render),
            duration=render.result["duration"],
            size=render.result["size"],
        )
    return RenderData(
        id=render.client_id,
        taskId=render.client_id,
        status=render.status,
        progress=int(render.progress),
        output=output,
        outputUrl=output.url if output else None,
        error=renders.reason(render, language),
        createdAt=_moment(render.created),
        completedAt=_moment(render.finished) if output and render.finished else None,
    )


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
