"""Frames of the stream: Google ADK's events, and the flat dialect.

An ADK frame is {"id", "timestamp", "invocationId", "author", "content": {"role", "parts"},
"partial"?, "actions": {"stateDelta"}, "errorCode"?, "errorMessage"?, "customMetadata"?} in camelCase.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

AUTHOR = "nemo_agent"


def text(words: str) -> dict[str, Any]:
    return {"text": words}


def call(call_id: str, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    return {"functionCall": {"id": call_id, "name": name, "args": dict(args)}}


def response(call_id: str, name: str, result: Mapping[str, Any]) -> dict[str, Any]:
    return {"functionResponse": {"id": call_id, "name": name, "response": dict(result)}}


def event(
    event_id: str,
    invocation: str,
    timestamp: float,
    parts: Sequence[Mapping[str, Any]],
    *,
    state: Mapping[str, Any] | None = None,
    error: tuple[str, str] | None = None,
    outcome: str = "",
) -> dict[str, Any]:
    """One ADK event; `error` is (code, message). `outcome`: "not_understood" or "refused" where
    nothing of a message was done, for clients that are programs."""
    frame: dict[str, Any] = {
        "id": event_id,
        "timestamp": timestamp,
        "invocationId": invocation,
        "author": AUTHOR,
        "content": {"role": "model", "parts": [dict(p) for p in parts]},
        "actions": {
            "stateDelta": dict(state or {}),
            "artifactDelta": {},
            "requestedAuthConfigs": {},
        },
    }
    if error:
        frame |= {"errorCode": error[0], "errorMessage": error[1]}
    if outcome:
        frame["customMetadata"] = {"outcome": outcome}
    return frame


def flat(frame: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The same event in the other published dialect, one object per part."""
    for part in frame.get("content", {}).get("parts", []):
        if "text" in part:
            yield {"type": "text", "text": part["text"], "content": part["text"]}
        elif "functionCall" in part:
            made = part["functionCall"]
            yield {"type": "tool_call", "name": made["name"], "args": made["args"]}
        elif "functionResponse" in part:
            made = part["functionResponse"]
            yield {"type": "tool_result", "name": made["name"], "result": made["response"]}
    if frame.get("errorCode"):
        yield {
            "type": "error",
            "code": frame["errorCode"],
            "message": frame.get("errorMessage", ""),
        }
