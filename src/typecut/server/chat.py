"""Messages and the streams that answer them."""

from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Header, Query, Request

from typecut.errors import RequestError
from typecut.server.answers import fails, trace_of
from typecut.server.identity import (
    ATTRIBUTION,
    OwnSession,
    Reader,
    ServiceDep,
    Writer,
    check_owner,
    own_session,
)
from typecut.server.streaming import Delivery, Dialect, EventStream, Wanted, stream
from typecut.store.columns import LARGEST
from typecut.studio.service.accounts import User
from typecut.studio.service.messages import Accepted, accept, message
from typecut.studio.service.service import Service
from typecut.wire.sessions import RunRequest

router = APIRouter(tags=["messages"])

APP = "nemo_agent"

LastEvent: TypeAlias = Annotated[
    int | None,
    Header(
        alias="Last-Event-ID",
        ge=0,
        le=LARGEST,
        description="The last `id:` that arrived: the stream goes on after it.",
    ),
]
Spoken: TypeAlias = Annotated[
    Dialect, Query(description="adk: Google ADK's events. flat: one object per part, with a type.")
]
Key: TypeAlias = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="The same words with another key are another message.",
    ),
]
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "Server-sent events; an empty `data:` is a sign of life. The connection is "
        "closed when the message has been dealt with.",
    }
}


@router.post(
    "/run_sse",
    status_code=200,
    response_class=EventStream,
    responses={**_STREAM, **fails(401, 403, 404, 409, 422)},
)
def run_sse(
    request: Request,
    service: ServiceDep,
    user: Writer,
    body: RunRequest,
    last_event: LastEvent = None,
    dialect: Spoken = "adk",
    key: Key = "",
) -> EventStream:
    """Says something in a session, and streams what comes of it. It is done to its end even when
    the client goes away; the same message sent again is attached to it."""
    session_id, accepted = accepted_message(request, service, user, body, last_event, key)
    wanted = Wanted(user.id, session_id, accepted.after, accepted.turn.id)
    delivery = Delivery(service, session_id, accepted.turn.id)
    return EventStream(stream(service, wanted, dialect, delivery), delivery)


@router.get(
    "/api/events/{session_id}",
    status_code=200,
    response_class=EventStream,
    responses={**_STREAM, **fails(401, 404, 422)},
)
def session_events(
    service: ServiceDep,
    user: Reader,
    session: OwnSession,
    last_event: LastEvent = None,
    dialect: Spoken = "adk",
    follow: Annotated[
        bool,
        Query(description="false: the stream ends when no message is being dealt with any more."),
    ] = True,
) -> EventStream:
    """The events of a session from `Last-Event-ID` on, and those to come."""
    wanted = Wanted(
        user.id,
        session.id,
        last_event or 0,
        ends=not follow,
        acknowledges=last_event is not None,
    )
    return EventStream(stream(service, wanted, dialect))


def accepted_message(
    request: Request,
    service: Service,
    user: User,
    body: RunRequest,
    last_event: int | None = None,
    key: str = "",
) -> tuple[str, Accepted]:
    """The session's id and the turn of the message, begun if it is new. Blocks."""
    check_owner(body.user_id, user)
    session = own_session(request, service, user, body.session_id)
    if body.app_name != APP:
        raise RequestError(
            f"There is no app {body.app_name[:80]!r}.",
            hint=f"Send {APP} as app_name.",
            zh=f"没有名为 {body.app_name[:80]!r} 的应用。请把 app_name 设为 {APP}。",
        )
    attributed = all(request.headers.get(name, "").strip() for name in ATTRIBUTION)
    attributed = attributed and user.may("render")
    said = message(
        body.new_message.text, attributed=attributed, trace_id=trace_of(request), key=key
    )
    return session.id, accept(service, user.id, session, said, last_event)
