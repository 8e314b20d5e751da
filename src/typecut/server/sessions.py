"""Making sessions."""

from fastapi import APIRouter

from typecut.server.answers import fails, success
from typecut.server.identity import ServiceDep, Writer, check_owner
from typecut.studio.service import sessions
from typecut.wire.envelope import Envelope
from typecut.wire.sessions import SessionData, SessionRequest

router = APIRouter(tags=["sessions"])


@router.post("/api/tasks/{owner}/with-session/nemo_agent", responses=fails(401, 404, 422))
def create_session(
    owner: str, service: ServiceDep, user: Writer, wish: SessionRequest | None = None
) -> Envelope[SessionData]:
    """A new project with its session. `owner` is `me`. The session's id is a string of digits
    that no floating-point number holds."""
    check_owner(owner, user)
    wish = wish or SessionRequest()
    return success(sessions.create(service, user.id, wish.task_name, wish.language))
