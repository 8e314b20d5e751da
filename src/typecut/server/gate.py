"""What every request passes through: trace id, size limit, numbers and the log."""

import logging
import re
import time
import uuid
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from typecut.server.answers import surprise
from typecut.server.logging import TRACE
from typecut.server.metrics import Metrics

_log = logging.getLogger("typecut.requests")
_OWN_TRACE = re.compile(r"[A-Za-z0-9-]{8,64}")
# Bodies that are streamed to disk and limited by whoever does so.
_STREAMED = ("multipart/form-data", "application/offset+octet-stream")
_QUIET = frozenset({"/health", "/ready", "/metrics"})
_PROTECTION = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@dataclass(slots=True)
class _Seen:
    """What became known while a request was answered."""

    began: float
    status: int = 0
    stream: bool = False


class Gate:
    """Plain ASGI, because it is on the way of every frame of every stream."""

    def __init__(self, app: ASGIApp, metrics: Metrics, body_limit: int) -> None:
        self._app = app
        self._metrics = metrics
        self._limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _read_as_json(scope)
        trace = _trace(headers.get("x-trace-id", ""))
        scope.setdefault("state", {})["trace_id"] = trace
        remembered = TRACE.set(trace)
        seen = _Seen(time.perf_counter())
        self._metrics.open.inc()
        try:
            limited, watched = self._limited(receive, headers), self._watched(send, seen, trace)
            try:
                await self._app(scope, limited, watched)
            except Exception:
                _log.exception("unexpected error")
                if seen.status:
                    raise  # the answer has begun: all that is left is to break off
                await surprise(Request(scope))(scope, receive, watched)
        finally:
            self._metrics.open.dec()
            if seen.stream:
                self._metrics.streams.dec()
            self._tell(scope, seen)
            TRACE.reset(remembered)

    def _watched(self, send: Send, seen: _Seen, trace: str) -> Send:
        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["x-trace-id"] = trace
                for name, value in _PROTECTION.items():
                    headers.setdefault(name, value)
                seen.status = message["status"]
                if headers.get("content-type", "").startswith("text/event-stream"):
                    seen.stream = True
                    self._metrics.streams.inc()
            await send(message)

        return watched

    def _limited(self, receive: Receive, headers: Headers) -> Receive:
        if headers.get("content-type", "").startswith(_STREAMED):
            return receive
        told = headers.get("content-length", "0")
        too_much = told.isdigit() and int(told) > self._limit
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            if too_much:
                raise HTTPException(413)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise HTTPException(413)
            return message

        return limited

    def _tell(self, scope: Scope, seen: _Seen) -> None:
        route = _route(scope)
        seconds = time.perf_counter() - seen.began
        self._metrics.requests.labels(scope["method"], route, str(seen.status)).inc()
        if not seen.stream:
            self._metrics.seconds.labels(route).observe(seconds)
        level = logging.DEBUG if route in _QUIET else logging.INFO
        if not _log.isEnabledFor(level):
            return
        about: dict[str, Any] = {
            "method": scope["method"],
            "route": route,
            "status": seen.status,
            "ms": round(seconds * 1000, 1),
        }
        if user := scope["state"].get("user"):
            about["user"] = user.id
        _log.log(level, "request", extra=about)


def _read_as_json(scope: Scope) -> Headers:
    """`curl -d '{…}'` says that it sends a form; apart from our own page, nothing here takes one."""
    headers = MutableHeaders(scope=scope)
    is_form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    if is_form and scope["path"] != "/register":
        headers["content-type"] = "application/json"
    return headers


def _route(scope: Scope) -> str:
    """The route's pattern: a path itself may hold what nobody should read in a log."""
    route = scope.get("route")
    return getattr(route, "path", "") or "(none)"


def _trace(given: str) -> str:
    return given if _OWN_TRACE.fullmatch(given) else uuid.uuid4().hex
