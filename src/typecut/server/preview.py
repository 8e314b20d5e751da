"""Watching a draft before it is exported: HLS, rendered while it is watched."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeAlias, TypeVar
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from typecut.server.addresses import public_base
from typecut.server.answers import fails, success
from typecut.server.identity import (
    GivenToken,
    Reader,
    ServiceDep,
    current_user,
    own_session,
)
from typecut.studio.service.accounts import scope_missing
from typecut.studio.service.preview import Film, Previews, playlist
from typecut.wire.envelope import Envelope
from typecut.wire.renders import PreviewData

router = APIRouter(tags=["preview"])

T = TypeVar("T")
_PLACE = "/api/preview/{session_id}/{version}"
_AT_ONCE = 8
"""Previews that are rendered at the same time; others wait without taking threads from anybody."""
_LATEST = "latest"

Version = Annotated[
    str,
    Path(pattern=r"^(latest|[0-9]{1,15})$", description="A version's number, or `latest`."),
]
Index = Annotated[int, Path(ge=0, le=10**6)]
Signature = Annotated[
    str, Query(alias="sig", max_length=200, description="Of a signed link, instead of a token.")
]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who may watch: the film, and everybody's previews."""

    previews: Previews
    film: Film


def previews_of(request: Request, service: ServiceDep) -> Previews:
    state = request.app.state
    if not hasattr(state, "previews"):
        state.previews = Previews(service)
    return state.previews


PreviewsDep: TypeAlias = Annotated[Previews, Depends(previews_of)]


async def viewer(
    session_id: str,
    version: Version,
    request: Request,
    service: ServiceDep,
    previews: PreviewsDep,
    given: GivenToken,
    sig: Signature = "",
) -> Viewer:
    """Whoever has a signed link, or the session's owner."""
    number = None if version == _LATEST else int(version)

    def find() -> Film:
        if sig and number is not None:
            owner = previews.owner_of(session_id, number, sig)
            return previews.film(owner, session_id, number)
        user = current_user(request, service, given)
        if not user.may("read"):
            raise scope_missing("read")
        return previews.film(user.id, own_session(request, service, user, session_id).id, number)

    return Viewer(previews, await _aside(request, find))


ViewerDep: TypeAlias = Annotated[Viewer, Depends(viewer)]


def _answers(media_type: str, meaning: str) -> dict[int | str, dict[str, object]]:
    shape = {"type": "string"} | ({} if "mpegurl" in media_type else {"format": "binary"})
    return {
        200: {"content": {media_type: {"schema": shape}}, "description": meaning},
        **fails(401, 404, 422),
    }


_HLS = "application/vnd.apple.mpegurl"


@router.get(_PLACE, responses=fails(401, 404, 422))
async def preview_link(
    session_id: str, version: Version, request: Request, user: Reader, seen: ViewerDep
) -> Envelope[PreviewData]:
    """A link to the playlist that works for a while without a token, and what it shows."""
    film, made = seen.film, seen.film.plan
    signed = urlencode({"sig": seen.previews.signature(film)})
    place = f"/api/preview/{film.subject}/playlist.m3u8?{signed}"
    return success(
        PreviewData(
            url=f"{public_base(request)}{place}",
            version=film.number,
            duration=float(made.duration),
            width=made.width,
            height=made.height,
            fps=round(float(made.rate), 3),
        )
    )


@router.get(
    _PLACE + "/playlist.m3u8", response_class=Response, responses=_answers(_HLS, "The playlist")
)
async def preview_playlist(seen: ViewerDep) -> Response:
    """HLS of a draft, with its token or a signed link. Its pieces need neither."""
    signed = urlencode({"sig": seen.previews.signature(seen.film)})
    text = playlist(seen.film, lambda name: f"../{seen.film.number}/{name}?{signed}")
    return Response(text, media_type=_HLS, headers={"Cache-Control": "no-cache"})


@router.get(
    _PLACE + "/header.mp4", response_class=Response, responses=_answers("video/mp4", "The header")
)
async def preview_header(request: Request, seen: ViewerDep) -> Response:
    """What a player reads first (EXT-X-MAP)."""
    return _media(await _aside(request, lambda: seen.previews.header(seen.film)))


@router.get(
    _PLACE + "/{index}.m4s", response_class=Response, responses=_answers("video/mp4", "A piece")
)
async def preview_piece(index: Index, request: Request, seen: ViewerDep) -> Response:
    """A few seconds of picture and sound, rendered now unless they were before."""
    return _media(await _aside(request, lambda: seen.previews.fragment(seen.film, index)))


def _media(data: bytes) -> Response:
    # A version never changes, and neither does what it looks like.
    return Response(
        data, media_type="video/mp4", headers={"Cache-Control": "private, max-age=3600"}
    )


async def _aside(request: Request, work: Callable[[], T]) -> T:
    """In one of a few threads of its own: others must not wait for pictures."""
    state = request.app.state
    if not hasattr(state, "preview_threads"):
        state.preview_threads = CapacityLimiter(_AT_ONCE)
    return await to_thread.run_sync(work, limiter=state.preview_threads)
