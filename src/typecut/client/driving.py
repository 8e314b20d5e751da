"""What both drivers have in common: httpx's requests, answers and failures in our words."""

import ssl
from collections.abc import Mapping
from typing import Any

import httpx

from typecut.errors import Cancelled

from . import steps
from .limits import Limits

MOST_ANSWER = 64 * 1024 * 1024
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
# Servers close idle connections after a few seconds; a request must not meet that moment.
_IDLE = 1.0


def options(limits: Limits, transport: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """How the two httpx clients of a connection are made: the first keeps connections for a
    moment; the second, for streams, takes a new one each time, so that nobody has to wonder
    whether a message went into one that was just being closed."""
    common: dict[str, Any] = {
        "timeout": httpx.Timeout(limits.answer, connect=limits.connect),
        "max_redirects": 5,
    } | ({"transport": transport} if transport is not None else {"verify": _trust()})
    kept = httpx.Limits(max_connections=20, max_keepalive_connections=5, keepalive_expiry=_IDLE)
    fresh = httpx.Limits(max_connections=20, max_keepalive_connections=0)
    return common | {"limits": kept}, common | {"limits": fresh}


def timeout(request: steps.Request, limits: Limits) -> httpx.Timeout:
    return httpx.Timeout(
        request.seconds, connect=limits.connect, pool=limits.connect, write=limits.answer
    )


def stopped() -> Cancelled:
    return Cancelled(
        "It was stopped.",
        hint="Start it again if you still want it.",
        zh="已停止。如仍需要，请重新开始。",
    )


def head_of(response: httpx.Response) -> steps.Head:
    return steps.Head(response.status_code, _lower(response.headers), str(response.url))


def lost(error: httpx.HTTPError | httpx.InvalidURL | httpx.StreamError) -> steps.Lost:
    """`str` of httpx's errors never has headers in it, so no token either."""
    return steps.Lost(_reason(error), sent=not isinstance(error, _NEVER_SENT))


def _reason(error: Exception) -> str:
    match error:
        case httpx.ConnectTimeout():
            return "no answer to the attempt to connect"
        case httpx.TimeoutException():
            return "no answer in time"
        case httpx.TooManyRedirects():
            return "it sends us in circles"
        case _:
            return (str(error) or type(error).__name__).rstrip(".")


def _lower(headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def headers_of(request: steps.Request) -> dict[str, str]:
    """As they are sent: as many bytes as were measured, and none that are compressed."""
    headers = {"Accept-Encoding": "identity", **request.headers}
    if not isinstance(request.content, bytes):
        headers["Content-Length"] = str(request.content.length)
    return headers
