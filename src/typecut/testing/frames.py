"""Frames of a script as bytes, in either dialect."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from .script import Beat, Call, Failure, Frame, Raw, Words

Dialect = Literal["adk", "flat"]


def written(frame: Frame, dialect: Dialect, number: int) -> Iterator[bytes]:
    """The bytes of each frame of the stream that a part of the script stands for."""
    if isinstance(frame, Raw):
        yield frame.data
    elif isinstance(frame, Beat):
        yield _beat(frame)
    elif dialect == "flat":
        for value in _flat(frame):
            yield _data(value)
    else:
        for value in _adk(frame, number):
            yield _data(value)


def _beat(beat: Beat) -> bytes:
    if beat.kind == "comment":
        return b": still there\n\n"
    return b"data: \n\n" if beat.kind == "empty" else b'data: {"type": "heartbeat"}\n\n'


def _data(value: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


def _flat(frame: Frame) -> Iterator[Mapping[str, Any]]:
    match frame:
        case Words(text):
            yield {"type": "text", "content": text, **({"partial": True} if frame.partial else {})}
        case Call(name, args):
            yield {"type": "tool_call", "name": name, "args": dict(args)}
            if not frame.open:
                yield {"type": "tool_result", "name": name, "result": {"status": "success"}}
        case Failure(message, code):
            yield {"type": "error", "message": message, "code": code}
        case _:
            return


def _adk(frame: Frame, number: int) -> Iterator[Mapping[str, Any]]:
    call_id = f"call-{number}"
    match frame:
        case Words(text):
            yield _event(number, {"text": text}, partial=frame.partial)
        case Call(name, args):
            yield _event(
                number, {"functionCall": {"id": call_id, "name": name, "args": dict(args)}}
            )
            if not frame.open:
                answer = {"id": call_id, "name": name, "response": {"status": "success"}}
                yield _event(number, {"functionResponse": answer})
        case Failure(message, code, "event"):
            yield {**_event(number), "errorCode": code, "errorMessage": message}
        case Failure(message):
            yield {"error": message, "error_details": {"error_type": "ValueError"}}
        case _:
            return


def _event(number: int, part: Mapping[str, Any] | None = None, *, partial: bool = False) -> dict[str, Any]:  # fmt: skip
    event: dict[str, Any] = {
        "id": f"event-{number}",
        "timestamp": 1760000000.0 + number,
        "invocationId": "e-1",
        "author": "nemo_agent",
        "actions": {"stateDelta": {}},
    }
    if part is not None:
        event["content"] = {"role": "model", "parts": [dict(part)]}
    return event | ({"partial": True} if partial else {})
