"""The state of a session: its latest, any version, and which versions there are."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from typecut.server.answers import fails, success
from typecut.server.identity import (
    GivenToken,
    OwnSession,
    Reader,
    ServiceDep,
    Writer,
    check_owner,
    read_reader,
    read_session,
)
from typecut.server.showing import state_data
from typecut.studio.service import sessions
from typecut.wire.envelope import Envelope
from typecut.wire.sessions import DraftRequest, StateData, VersionList

router = APIRouter(tags=["sessions"])

_PLACE = "/api/state/nemo_agent/{owner}/{session_id}"


@router.get(_PLACE + "/latest", responses=fails(401, 404))
def latest_state(
    owner: str, session_id: str, request: Request, service: ServiceDep, given: GivenToken
) -> Envelope[StateData]:
    """The session as it is now. `owner` is `me`."""
    with service.database.read() as tx:
        user = read_reader(tx, request, given)
        check_owner(owner, user)
        session = read_session(tx, request, user, session_id)
        found = sessions.read_snapshot(tx, session)
    return success(state_data(request, found))


@router.get(_PLACE + "/versions", responses=fails(401, 404))
def list_versions(
    owner: str, service: ServiceDep, user: Reader, session: OwnSession
) -> Envelope[VersionList]:
    """The versions of the draft, the newest first."""
    return success(sessions.versions_of(service, user.id, session.id))


@router.get(_PLACE + "/{version:int}", responses=fails(401, 404, 422))
def state_at_version(
    owner: str,
    version: Annotated[int, Path(ge=0, le=2**53)],
    request: Request,
    service: ServiceDep,
    user: Reader,
    session: OwnSession,
) -> Envelope[StateData]:
    """The session's draft as it was at one version; its files are those of today."""
    return success(state_data(request, sessions.snapshot(service, user.id, session.id, version)))


@router.put(_PLACE + "/draft", responses=fails(401, 404, 409, 413, 422))
def save_draft(
    owner: str,
    wish: DraftRequest,
    request: Request,
    service: ServiceDep,
    user: Writer,
    session: OwnSession,
) -> Envelope[StateData]:
    """A draft that the client has changed becomes the session's latest version. An error names
    the place in it (`data.path`), and nothing is stored then."""
    found = sessions.save(service, user.id, session.id, wish.draft, wish.version)
    return success(state_data(request, found))
