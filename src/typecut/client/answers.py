"""What answers say, read with care: other servers' shapes differ."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from typecut.errors import SettingError, TypecutError

from .port import Credits, Session, State, Uploaded
from .steps import Answer
from .values import is_list, is_object


def json_of(answer: Answer) -> Any:
    """The body as JSON; None where it is none. Whole numbers stay exact."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def envelope(answer: Answer) -> Mapping[str, Any]:
    """The body where it is an object, else nothing."""
    found = json_of(answer)
    return found if is_object(found) else {}


def data_of(answer: Answer) -> Mapping[str, Any]:
    """What `data` has, or the body itself where a server leaves the envelope out."""
    body = envelope(answer)
    data = body.get("data")
    return data if is_object(data) else body


def exact(value: Any) -> str:
    """An id as text, however it came; "" where there is none."""
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, str | int) else ""


def session_of(answer: Answer) -> Session:
    """Its id stands in `data` or beside it, as text or as a number."""
    body, data = envelope(answer), data_of(answer)

    def find(*names: str) -> str:
        return next((t for n in names for p in (data, body) if (t := exact(p.get(n)))), "")

    session_id = find("session_id", "sessionId")
    if not session_id:
        raise strange("The server made a session and did not say its id.")
    return Session(session_id, find("task_id", "taskId"), find("user_id", "userId"))


def state_of(answer: Answer, session: Session) -> State:
    data = data_of(answer)
    inner = data.get("state")
    state: Mapping[str, Any] = inner if is_object(inner) else data
    task = exact(data.get("task_id")) or session.task_id
    return State(
        session=Session(session.session_id, task, session.user_id),
        draft=_mapping(state.get("draft")),
        task_name=str(data.get("task_name") or ""),
        version=number(data.get("version")),
        video_infos=_mappings(state.get("video_infos")),
        canvas_config=_mapping(state.get("canvas_config")),
        video_analyses=_mapping(state.get("video_analyses")),
        generated_media=_mappings(state.get("generated_media")),
    )


def credits_of(answer: Answer) -> Credits:
    data = data_of(answer)
    available, frozen = number(data.get("available")), number(data.get("frozen"))
    return Credits(available, frozen, number(data.get("total")) or available + frozen)


def uploaded(value: Mapping[str, Any], name: str = "") -> Uploaded:
    """One file of an upload's answer."""
    return Uploaded(
        filename=str(value.get("filename") or name),
        file_type=str(value.get("file_type") or ""),
        duration=_seconds(value.get("duration")),
        width=number(value.get("width")) or None,
        height=number(value.get("height")) or None,
        fps=_seconds(value.get("fps")),
        url=str(value.get("cdn_url") or value.get("url") or ""),
        hash=str(value.get("hash") or ""),
        code=number(value.get("code")),
        message=str(value.get("message") or ""),
    )


def files_of(answer: Answer) -> list[Mapping[str, Any]] | None:
    """The files of an upload's answer; None where it lists none."""
    files = data_of(answer).get("files")
    return _mappings(files) if is_list(files) else None


def fingerprint(state: State) -> str:
    """Differs where the sessions differ in what a user would see. Signatures of links do not
    count: servers write new ones each time."""
    if state.version:
        return f"v{state.version}"
    seen = [state.draft, [_named(v) for v in (*state.video_infos, *state.generated_media)]]
    return json.dumps(_unsigned(seen), sort_keys=True, ensure_ascii=False)


def number(value: Any) -> int:
    """A whole number, also where it came as text or with a fraction; else 0."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    try:
        return int(value) if isinstance(value, int | str) else round(value)
    except (ValueError, OverflowError):
        pass
    try:
        return int(float(value))
    except (ValueError, OverflowError):
        return 0


def strange(message: str) -> TypecutError:
    return TypecutError(
        message,
        hint="Check that the address is one of a typecut or NemoVideo server.",
        zh="服务器的回答无法识别。请检查服务器地址是否正确。",
    )


def base_of(url: str) -> str:
    """The server's address without a slash at the end; SettingError where it is none."""
    split = urlsplit(url.strip())
    if split.scheme not in ("http", "https") or not split.hostname or "@" in split.netloc:
        raise SettingError(
            "This is not the address of a server."
            if "@" in split.netloc
            else f"{url!r} is not the address of a server.",
            hint="Write it like https://video.example.com or http://localhost:8000.",
            zh="服务器地址无效。请写成 https://video.example.com 或 http://localhost:8000 的形式。",
        )
    return urlunsplit((split.scheme, split.netloc, split.path.rstrip("/"), "", ""))


def origin(url: str) -> str:
    """Scheme, host and port: whoever shares these may see the same token."""
    split = urlsplit(url)
    scheme = split.scheme.lower()
    port = split.port or (443 if scheme == "https" else 80)
    return f"{scheme}://{(split.hostname or '').lower()}:{port}"


def _mapping(value: Any) -> Mapping[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return value if is_object(value) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [v for v in value if is_object(v)] if is_list(value) else []


def _seconds(value: Any) -> float | None:
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None


def _named(value: Mapping[str, Any]) -> Any:
    return value.get("media_id") or value.get("hash") or value.get("filename") or value


def _unsigned(value: Any) -> Any:
    if is_object(value):
        return {k: _unsigned(v) for k, v in value.items()}
    if is_list(value):
        return [_unsigned(v) for v in value]
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return value.partition("?")[0]
    return value
