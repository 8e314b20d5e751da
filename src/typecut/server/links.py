"""Signed links: files for whoever was given the link, without a token, until it expires."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from typecut.server.answers import fails
from typecut.server.identity import ServiceDep
from typecut.server.renders import FILE
from typecut.server.sending import send_blob
from typecut.studio.service import renders

router = APIRouter(tags=["renders"])


@router.head("/api/render/file/{key}/{name}", include_in_schema=False)
@router.get(
    "/api/render/file/{key}/{name}",
    response_class=Response,
    responses={**FILE, **fails(404, 422)},
)
def render_by_link(
    key: Annotated[str, Path(max_length=200)],
    name: Annotated[str, Path(max_length=1000, description="Only for the eye.")],
    sig: Annotated[str, Query(max_length=200, description="What makes the link a link.")],
    request: Request,
    service: ServiceDep,
) -> Response:
    """An export's file by the link of `output.url`. Takes Range."""
    render = renders.find_signed(service, key, sig)
    return send_blob(
        request,
        service,
        renders.output_of(service, render),
        name=f"{render.name}.mp4",
        media_type="video/mp4",
        disposition="inline",
    )
