"""Which error an answer is, and what to do about it, from its status and from its code."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from typecut import errors
from typecut.errors import TypecutError

from .answers import envelope, exact, number
from .steps import Answer, Lost
from .values import is_list, is_object

_TYPES = "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a and aac"
_RETRY = 30.0

_HINTS: Mapping[type[TypecutError], tuple[str, str]] = {
    errors.ClientIdMissing: ("Send a UUID as X-Client-Id.", "请用 X-Client-Id 发送一个 UUID。"),
    errors.RequestError: ("Correct the request and send it again.", "请修正后重新发送。"),
    errors.TokenInvalid: (
        "Ask for a new token, and connect again.",
        "请获取新的令牌，然后重新连接。",
    ),
    errors.ScopeMissing: ("Use a token that may do this.", "请换用有相应权限的令牌。"),
    errors.ExportBlocked: (
        "Register to export, or check that the X-Skill headers arrive at the server.",
        "请注册账号后再导出，或检查 X-Skill 请求头是否到达服务器。",
    ),
    errors.NoSuchSession: ("Make a new session.", "请新建一个会话。"),
    errors.NoSuchThing: (
        "Check the id, and that the address is a typecut or NemoVideo server's.",
        "请检查 id 和服务器地址。",
    ),
    errors.TurnRunning: ("Wait until it is done.", "请等它完成。"),
    errors.Conflict: ("Wait a moment, or choose another id.", "请稍候，或换一个 id。"),
    errors.RateLimited: ("Wait, then try once more.", "请稍候再试一次。"),
    errors.OutOfCredits: ("Register or top up to go on.", "请注册账号或充值后继续。"),
    errors.MediaRefused: (f"Send {_TYPES}.", f"请上传 {_TYPES}。"),
    errors.MediaTooLarge: ("Compress or trim it, and send it again.", "请压缩或裁剪后重新上传。"),
    errors.MediaBroken: (
        "Export it again, or send another file.",
        "请重新导出该文件，或换一个文件。",
    ),
    errors.Unreachable: ("Try again in a moment.", "请稍后再试。"),
    errors.TypecutError: (
        "Try again; if it stays, tell the operator.",
        "请重试；如仍出错，请联系管理员。",
    ),
}
_SENTENCES: Mapping[type[TypecutError], str] = {
    errors.ClientIdMissing: "The server wants a client id.",
    errors.TokenInvalid: "The token is missing, wrong, expired or revoked.",
    errors.ScopeMissing: "The server does not allow this.",
    errors.ExportBlocked: "The server blocks the export.",
    errors.NoSuchSession: "There is no such session.",
    errors.NoSuchThing: "The server has no such thing.",
    errors.TurnRunning: "The previous message is still being worked on.",
    errors.Conflict: "This is taken, or in the way of something that goes on.",
    errors.RateLimited: "Too many requests.",
    errors.OutOfCredits: "The credits are used up.",
    errors.MediaRefused: "This type of file is not accepted.",
    errors.MediaTooLarge: "The file is too large.",
    errors.MediaBroken: "The file is damaged.",
    errors.Unreachable: "The server is not ready.",
}
_CODES: Mapping[int, type[TypecutError]] = {
    400: errors.RequestError,
    401: errors.TokenInvalid,
    402: errors.ExportBlocked,
    403: errors.ScopeMissing,
    404: errors.NoSuchThing,
    409: errors.Conflict,
    410: errors.NoSuchThing,
    413: errors.MediaTooLarge,
    415: errors.MediaRefused,
    422: errors.RequestError,
    429: errors.RateLimited,
    502: errors.Unreachable,
    503: errors.Unreachable,
    504: errors.Unreachable,
    1001: errors.TokenInvalid,
    1002: errors.NoSuchSession,
    1003: errors.NoSuchThing,
    1009: errors.Conflict,
    1010: errors.TokenInvalid,
    1011: errors.TokenInvalid,
    2001: errors.OutOfCredits,
    4001: errors.MediaRefused,
    4002: errors.MediaTooLarge,
    4003: errors.MediaBroken,
    5000: errors.TypecutError,
}
_SESSION_GONE = re.compile(r"session\b.*\bnot found|no such session", re.IGNORECASE)
MEDIA = (errors.MediaError, errors.RequestError)
"""What may be wrong with one file of several."""
_WIRE: Mapping[type[TypecutError], int] = {
    errors.MediaRefused: 4001,
    errors.MediaTooLarge: 4002,
    errors.MediaBroken: 4003,
    errors.MediaMissing: 1003,
}


def fault_of(answer: Answer, *, web: str = "") -> TypecutError | None:
    """The error that an answer tells, or None. A code is believed before the status: servers
    answer 200 with one. `web` is where a user without credits registers, by default."""
    body = envelope(answer)
    code = number(body.get("code")) if exact(body.get("code")) else 0
    if code in (0, 200) and answer.status < 400 and body.get("success") is not False:
        return None if answer.status < 300 else _moved(answer)
    said = _said(body)
    kind = _kind(code, answer.status, said)
    data = body.get("data")
    return _made(kind, said, data if is_object(data) else {}, answer, web)


def unreachable(lost: Lost, server: str) -> errors.Unreachable:
    """`server` is its address, for the user to check."""
    if lost.sent:
        return _told(
            errors.Unreachable,
            f"The connection to {server} broke off ({lost}).",
            "Look at the state before you try again: the request may have arrived.",
            f"与 {server} 的连接中断。请先查看状态再重试：请求可能已送达。",
        )
    return _told(
        errors.Unreachable,
        f"{server} cannot be reached ({lost}).",
        "Check the address and the network, and that the server is running.",
        f"无法连接 {server}。请检查地址、网络以及服务器是否在运行。",
    )


def wire_code(error: TypecutError) -> int:
    """The code that stands with a refused file."""
    return next((c for k, c in _WIRE.items() if isinstance(error, k)), 422)


def hint_for(kind: type[TypecutError]) -> tuple[str, str]:
    """What to do next, in English and in Chinese."""
    return next(_HINTS[k] for k in kind.__mro__ if k in _HINTS)


def _kind(code: int, status: int, said: str) -> type[TypecutError]:
    if code in _CODES and code >= 1000:
        return _CODES[code]
    if 404 in (code, status) and _SESSION_GONE.search(said):  # ADK's own words, and alike
        return errors.NoSuchSession
    if code in _CODES:
        return _CODES[code]
    if status in _CODES:
        return _CODES[status]
    return errors.RequestError if 400 <= status < 500 else errors.TypecutError


def _said(body: Mapping[str, Any]) -> str:
    """The server's sentence: ours, ADK's `detail` as words or as a list, or some `error`."""
    for name in ("message", "detail", "error", "msg"):
        found: Any = body.get(name)
        if is_object(found):
            found = found.get("message") or found.get("detail")
        if is_list(found):
            return "; ".join(_field(f) for f in found[:10])
        if isinstance(found, str) and found and found != "success":
            return found[:2000]
    return ""


def _field(fault: Any) -> str:
    if not is_object(fault):
        return str(fault)
    place = ".".join(str(p) for p in fault.get("loc") or ())
    return f"{place}: {fault.get('msg')}" if place else str(fault.get("msg"))


def _made(
    kind: type[TypecutError], said: str, data: Mapping[str, Any], answer: Answer, web: str
) -> TypecutError:
    sentence = said or _SENTENCES.get(kind, f"The server answered with status {answer.status}.")
    hint, chinese = hint_for(kind)
    link = _link(data, web if issubclass(kind, errors.OutOfCredits | errors.ExportBlocked) else "")
    trace = str(data.get("trace_id") or answer.headers.get("x-trace-id") or "")
    if trace and kind is TypecutError:
        hint, chinese = f"{hint} The trace id is {trace}.", f"{chinese}trace id：{trace}。"
    if link:
        hint, chinese = f"{hint} {link}", f"{chinese}{link}"
    error = _told(kind, sentence, hint, f"{said or ''}{chinese}", data, answer)
    error.link = link
    return error


def _told(
    kind: Callable[..., Any],
    message: str,
    hint: str,
    zh: str,
    data: Mapping[str, Any] | None = None,
    answer: Answer | None = None,
) -> Any:
    more: dict[str, Any] = {}
    if kind is errors.RateLimited:
        more["retry_after"] = retry_after(answer.headers if answer else {}, data or {})
    if kind is errors.OutOfCredits:
        found = data or {}
        more = {"needed": number(found.get("needed")), "available": number(found.get("available"))}
    return kind(message, hint=hint, zh=zh, **more)


def retry_after(headers: Mapping[str, str], data: Mapping[str, Any]) -> float:
    """Seconds to wait: as the header says, or the body, else half a minute."""
    for said in (headers.get("retry-after"), data.get("retry_after")):
        try:
            seconds = float(said if said is not None else "")
        except (TypeError, ValueError):
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    return _RETRY


def _link(data: Mapping[str, Any], web: str) -> str:
    for name in ("register_url", "top_up_url", "upgrade_url", "link"):
        if isinstance(found := data.get(name), str) and found.startswith(("http://", "https://")):
            return found
    return web


def _moved(answer: Answer) -> TypecutError:
    place = answer.headers.get("location", "").partition("?")[0]
    return _told(
        errors.Unreachable,
        f"The server has moved to {place}." if place else "The server sends us elsewhere.",
        "Use that address.",
        f"服务器已迁移到 {place}。请使用新地址。",
    )
