"""What goes back to a client: envelopes, and every error as its code and a sentence."""

import logging
import math
from collections.abc import Mapping
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from typecut import errors
from typecut.edits import Language
from typecut.errors import TypecutError
from typecut.server.addresses import web_base
from typecut.server.faults import faults
from typecut.studio.service.words import preferred, sentence
from typecut.wire.envelope import Code, Envelope, Failure

T = TypeVar("T")
_log = logging.getLogger("typecut.server")

CODES: Mapping[type[TypecutError], Code] = {
    errors.TypecutError: Code.INTERNAL,
    errors.RequestError: Code.INVALID,
    errors.NotUnderstood: Code.INVALID,
    errors.DraftError: Code.INVALID,
    errors.SettingError: Code.INVALID,
    errors.ClientIdMissing: Code.CLIENT_ID,
    errors.RequestTooLarge: Code.FILE_SIZE,
    errors.EditError: Code.INVALID,
    errors.NoSuchItem: Code.INVALID,
    errors.MediaError: Code.FILE_BROKEN,
    errors.MediaMissing: Code.NOT_FOUND,
    errors.MediaRefused: Code.FILE_TYPE,
    errors.MediaTooLarge: Code.FILE_SIZE,
    errors.MediaBroken: Code.FILE_BROKEN,
    errors.OutputError: Code.INTERNAL,
    errors.RenderError: Code.INTERNAL,
    errors.LimitExceeded: Code.INTERNAL,
    errors.NoSuchThing: Code.NOT_FOUND,
    errors.NoSuchSession: Code.SESSION,
    errors.Conflict: Code.CONFLICT,
    errors.TurnRunning: Code.CONFLICT,
    errors.TokenInvalid: Code.TOKEN,
    errors.ScopeMissing: Code.TOKEN,
    errors.ExportBlocked: Code.BLOCKED,
    errors.RateLimited: Code.RATE_LIMITED,
    errors.OutOfCredits: Code.CREDITS,
    errors.StoreError: Code.INTERNAL,
    errors.LeaseLost: Code.INTERNAL,
    errors.Unreachable: Code.INTERNAL,
    errors.Cancelled: Code.CONFLICT,
}
"""Every error class and its code, which decides the HTTP status as well."""

_STATUS_CODES = {
    401: Code.TOKEN, 402: Code.BLOCKED, 404: Code.NOT_FOUND, 405: Code.METHOD, 409: Code.CONFLICT,
    413: Code.FILE_SIZE, 415: Code.FILE_TYPE, 429: Code.RATE_LIMITED,
}  # fmt: skip

_PLAIN: Mapping[Code, Mapping[Language, str]] = {
    Code.NOT_FOUND: {
        "en": "There is nothing at this address. /openapi.json lists all that there is.",
        "zh": "这个地址不存在。全部接口见 /openapi.json。",
    },
    Code.METHOD: {
        "en": "This address does not take this method. See the Allow header.",
        "zh": "这个地址不支持该请求方法。请查看 Allow 响应头。",
    },
    Code.INVALID: {
        "en": "The body cannot be read. Send valid JSON in UTF-8.",
        "zh": "请求内容无法识别。请发送 UTF-8 编码的有效 JSON。",
    },
}


class Detail(Exception):
    """An answer in Google ADK's own shape, `{"detail": …}`, for the endpoints that speak it."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def success(data: T) -> Envelope[T]:
    return Envelope(data=data)


def fails(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: it may answer with these statuses, and a `Failure`."""
    return {
        status: {"model": Failure, "description": _MEANING.get(status, "Failure")}
        for status in sorted({*statuses, 500})
    }


_MEANING = {
    400: "X-Client-Id is missing or is no UUID (400)",
    401: "The token is missing, wrong, expired or revoked (1001)",
    402: "The export is blocked (402)",
    403: "Out of credits (2001)",
    404: "No such session (1002), or no such thing (1003)",
    405: "This method is not taken here (405)",
    409: "In the way of something that goes on, or taken (1009)",
    413: "Too large (4002)",
    415: "This type of file is not accepted (4001)",
    422: "Body or parameter malformed (422), or a file cannot be decoded (4003)",
    429: "Too often (429); Retry-After says how long to wait",
    500: "Our fault (5000); data.trace_id names the case",
}


def code_of(error: TypecutError) -> Code:
    return next(CODES[kind] for kind in type(error).__mro__ if kind in CODES)


def language_for(request: Request) -> Language:
    """The session's language where one is known, else what the client accepts."""
    return getattr(request.state, "language", None) or preferred(
        request.headers.get("accept-language", "")
    )


def failure(error: TypecutError, request: Request) -> Failure:
    """The body that tells `error` to this client; also for an error inside a batch or stream."""
    code = code_of(error)
    data = _help(error, request)
    if code is Code.INTERNAL:
        data["trace_id"] = trace_of(request)
    return Failure(code=code, message=sentence(error, language_for(request)), data=data)


def trace_of(request: Request) -> str:
    return getattr(request.state, "trace_id", "")


def answer_with(error: TypecutError, request: Request) -> JSONResponse:
    """The whole answer for `error`: status, headers, body."""
    headers: dict[str, str] = {}
    if isinstance(error, errors.RateLimited):
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after)))
    if isinstance(error, errors.TokenInvalid):
        headers["WWW-Authenticate"] = "Bearer"
    body = failure(error, request)
    return JSONResponse(body.model_dump(), code_of(error).status, headers)


def surprise(request: Request) -> JSONResponse:
    """The answer to an exception that nobody expected; it says nothing about the inside."""
    return answer_with(TypecutError(""), request)


def register(app: FastAPI) -> None:
    """From now on every failure of `app` is answered in our shape."""
    app.add_exception_handler(TypecutError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Detail, _on_detail)


def _help(error: TypecutError, request: Request) -> dict[str, Any]:
    """What helps to go on."""
    match error:
        case errors.OutOfCredits():
            return {"needed": error.needed, "available": error.available, **_offers(request)}
        case errors.RateLimited():
            return {"retry_after": max(1, math.ceil(error.retry_after))}
        case errors.DraftError():
            return {"path": error.path}
        case _:
            return {}


def _offers(request: Request) -> dict[str, str]:
    """Where the user gets credits."""
    user = getattr(request.state, "user", None)
    if user is None or user.is_anonymous:
        bind = f"?bind={user.id}" if user else ""
        return {"register_url": f"{web_base(request)}/register{bind}"}
    return {"top_up_url": request.app.state.service.settings.top_up_url}


async def _on_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TypecutError)  # noqa: S101
    if code_of(error) is Code.INTERNAL:
        _log.error("%s", error, exc_info=error)
    return answer_with(error, request)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = faults(error.errors(), language_for(request))
    body = Failure(code=Code.INVALID, message=found.message, data={"errors": found.fields})
    return JSONResponse(body.model_dump(), Code.INVALID.status)


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    code = _STATUS_CODES.get(error.status_code)
    if code is None:
        code = Code.INVALID if error.status_code < 500 else Code.INTERNAL
    if code is Code.INTERNAL:
        return answer_with(TypecutError(error.detail), request)
    if code is Code.FILE_SIZE:
        return answer_with(errors.RequestTooLarge(""), request)
    said = _PLAIN.get(code, {})
    body = Failure(code=code, message=said.get(language_for(request), error.detail))
    headers = {"Allow": _allowed(request)} if code is Code.METHOD else None
    return JSONResponse(body.model_dump(), code.status, headers)


def _allowed(request: Request) -> str:
    """The methods that are taken at this address: of all its routes, not of the first alone."""
    path = request.url.path
    patterns = request.app.state.patterns
    return ", ".join(
        sorted({m for regex, methods in patterns if regex.match(path) for m in methods})
    )


async def _on_detail(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Detail)  # noqa: S101
    return JSONResponse({"detail": error.detail}, error.status)
