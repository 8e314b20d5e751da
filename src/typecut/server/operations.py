"""For whoever runs the server: is it alive, is it ready, how is it doing."""

import hmac
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from typecut import __version__
from typecut.errors import TokenInvalid, TypecutError
from typecut.server.answers import fails
from typecut.server.identity import ServiceDep
from typecut.server.metrics import CONTENT_TYPE

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    status: Literal["ok"] = "ok"
    version: str = __version__


class Ready(BaseModel):
    """`checks`: "ok", or what is wrong, by what was looked at."""

    status: Literal["ready", "not ready"]
    checks: dict[str, str]


@router.get("/health")
async def health() -> Health:
    """The process is alive."""
    return Health()


@router.get("/ready", responses={503: {"model": Ready, "description": "Not ready"}})
def ready(service: ServiceDep) -> Any:
    """Database and blob store answer, and the server is not about to stop."""
    checks = {
        "database": _checked(service.database.ping),
        "blobs": _checked(service.blobs.ping),
        "server": "stopping" if service.stopping.is_set() else "ok",
    }
    fine = set(checks.values()) == {"ok"}
    body = Ready(status="ready" if fine else "not ready", checks=checks)
    return JSONResponse(body.model_dump(), 200 if fine else 503)


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Metrics"},
        **fails(401),
    },
)
def metrics(request: Request, service: ServiceDep) -> Response:
    """Numbers for Prometheus."""
    wanted = service.settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if wanted and not hmac.compare_digest(given.encode(), wanted.encode()):
        raise TokenInvalid(
            "The metrics need a token of their own.",
            hint="Send the one of TYPECUT_METRICS_TOKEN.",
            zh="读取指标需要专用令牌。请发送 TYPECUT_METRICS_TOKEN 中设置的令牌。",
        )
    return Response(request.app.state.metrics.text(), media_type=CONTENT_TYPE)


def _checked(ping: Any) -> str:
    try:
        ping()
    except TypecutError:
        return "unreachable"
    return "ok"
