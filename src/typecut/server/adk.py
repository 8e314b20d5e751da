"""What clients of Google's Agent Development Kit call, answered as its own server does."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Body, Path, Request
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from typecut.errors import Conflict, NoSuchSession
from typecut.server.answers import Detail, fails
from typecut.server.chat import APP, Key, LastEvent, accepted_message
from typecut.server.identity import Reader, ServiceDep, Writer
from typecut.server.streaming import Delivery, Wanted, follow
from typecut.studio.service import adk
from typecut.studio.service.accounts import User
from typecut.wire.sessions import RunRequest

router = APIRouter(tags=["adk"])

_PLACE = "/apps/{app_name}/users/{user_id}/sessions"
_NAME = r"^[^/\x00-\x1f]+$"
_Id = Annotated[str, Path(min_length=1, max_length=200, pattern=_NAME)]
_Frame = dict[str, Any]


class AdkFailure(BaseModel):
    """How Google ADK tells that something is not there, or there already."""

    detail: str


_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": AdkFailure, "description": "No such session, user or app"}
}
_TAKEN: dict[int | str, dict[str, Any]] = {
    409: {"model": AdkFailure, "description": "There is a session of that id"}
}


class AdkSession(BaseModel):
    """A session in Google ADK's words."""

    id: str
    appName: str  # noqa: N815
    userId: str  # noqa: N815
    state: dict[str, Any]
    events: list[_Frame]
    lastUpdateTime: float  # noqa: N815


class NewSession(BaseModel):
    """Both may be left out: then the server chooses the id, and the state is empty."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    session_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        pattern=_NAME,
        validation_alias=AliasChoices("sessionId", "session_id"),
    )
    state: dict[str, Any] | None = None


@router.get("/list-apps", responses=fails(401))
def list_apps(user: Reader) -> list[str]:
    """The one app there is."""
    return [APP]


@router.post("/run", responses={**fails(401, 403, 409, 422), **_MISSING})
async def run(
    request: Request,
    background: BackgroundTasks,
    service: ServiceDep,
    user: Writer,
    body: RunRequest,
    last_event: LastEvent = None,
    key: Key = "",
) -> list[_Frame]:
    """Says something in a session; answers with all events of it when it has been dealt with."""
    try:
        session_id, accepted = await asyncio.to_thread(
            accepted_message, request, service, user, body, last_event, key
        )
    except NoSuchSession:
        raise _no_session(body.session_id) from None
    wanted = Wanted(user.id, session_id, accepted.after, accepted.turn.id)
    delivery = Delivery(service, session_id, accepted.turn.id)
    events = follow(service, wanted, delivery)
    frames = [dict(told.frame) async for told in events if told is not None]
    delivery.sent()
    background.add_task(delivery.note)
    return frames


@router.get(_PLACE, responses={**fails(401), **_MISSING})
def list_adk_sessions(
    app_name: str, user_id: str, service: ServiceDep, user: Reader
) -> list[AdkSession]:
    """The user's sessions without their events."""
    _check(app_name, user_id, user)
    return [_shown(s, app_name, user_id) for s in adk.listed(service, user.id)]


@router.post(_PLACE, responses={**fails(401, 422), **_MISSING, **_TAKEN})
def create_adk_session(
    app_name: str,
    user_id: str,
    service: ServiceDep,
    user: Writer,
    wish: NewSession | None = None,
) -> AdkSession:
    """A new session, under an id of the client's choice if it has one."""
    _check(app_name, user_id, user)
    wish = wish or NewSession()
    return _create(service, user, app_name, user_id, wish.session_id, wish.state or {})


@router.get(_PLACE + "/{session_id}", responses={**fails(401), **_MISSING})
def get_adk_session(
    app_name: str, user_id: str, session_id: str, service: ServiceDep, user: Reader
) -> AdkSession:
    """A session with all that was said in it."""
    _check(app_name, user_id, user, session_id)
    try:
        return _shown(adk.found(service, user.id, session_id), app_name, user_id)
    except NoSuchSession:
        raise _no_session(session_id) from None


@router.post(_PLACE + "/{session_id}", responses={**fails(401, 422), **_MISSING, **_TAKEN})
def create_adk_session_with_id(
    app_name: str,
    user_id: str,
    session_id: _Id,
    service: ServiceDep,
    user: Writer,
    state: Annotated[dict[str, Any] | None, Body()] = None,
) -> AdkSession:
    """The older way to make a session: its id in the address, its state as the body."""
    _check(app_name, user_id, user)
    return _create(service, user, app_name, user_id, session_id, state or {})


@router.delete(_PLACE + "/{session_id}", responses={**fails(401), **_MISSING})
def delete_adk_session(
    app_name: str, user_id: str, session_id: str, service: ServiceDep, user: Writer
) -> None:
    """Deletes a session and all that is in it."""
    _check(app_name, user_id, user, session_id)
    try:
        adk.delete(service, user.id, session_id)
    except NoSuchSession:
        raise _no_session(session_id) from None


def _create(
    service: ServiceDep,
    user: User,
    app_name: str,
    user_id: str,
    session_id: str | None,
    state: dict[str, Any],
) -> AdkSession:
    try:
        return _shown(adk.create(service, user.id, session_id, state), app_name, user_id)
    except Conflict:
        raise Detail(409, f"Session already exists: {session_id}") from None


def _check(app_name: str, user_id: str, user: User, session_id: str | None = None) -> None:
    """There are no other apps, and nobody else's sessions."""
    if app_name != APP:
        raise Detail(404, f"App not found: {app_name}")
    if user_id not in ("me", user.id):
        raise _no_session(session_id) if session_id else Detail(404, f"User not found: {user_id}")


def _shown(session: dict[str, Any], app_name: str, user_id: str) -> AdkSession:
    return AdkSession(appName=app_name, userId=user_id, **session)


def _no_session(session_id: str) -> Detail:
    return Detail(404, f"Session not found: {session_id}")
