"""Events out of the JSON of a stream: Google ADK's, in either spelling, and the flat dialect."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from .events import Alive, Event, Problem, Text, ToolCall, ToolResult
from .values import is_list, is_object

_ENDED = "[DONE]"


class HalfFrame(Exception):
    """JSON that breaks off in the middle."""


class Interpreter:
    """Turns frames into events. Partial texts are followed by the whole one, always: where the
    server does not send it, it is put together from the parts."""

    def __init__(self) -> None:
        self._owed = ""

    def read(self, data: str) -> Iterator[Event]:
        """The events of one frame; `Alive` where it has nothing to say."""
        if not data.strip() or data.strip() == _ENDED:
            yield Alive()
            return
        told = False
        for value in _values(data):
            for event in self.value(value):
                told = True
                yield event
        if not told:
            yield Alive()

    def value(self, value: Any) -> Iterator[Event]:
        """The events of one JSON value; none where it has nothing to say."""
        for event in self._events(value):
            yield from self._whole(event)

    def end(self) -> Iterator[Event]:
        """What is still owed when the stream ends."""
        if owed := self._owed:
            self._owed = ""
            yield Text(owed)

    def _whole(self, event: Event) -> Iterator[Event]:
        match event:
            case Text(text, partial=True):
                self._owed += text
            case Text(text):
                event = replace(event, text=self._completed(text))
            case Alive():
                pass
            case _:
                yield from self.end()
        yield event

    def _completed(self, text: str) -> str:
        """A text that is not partial, after partial ones: it repeats them all or some of them, or
        is the last piece of them."""
        owed, self._owed = self._owed, ""
        if owed.startswith(text):
            self._owed = owed[len(text) :]
            return text
        return text if text.startswith(owed) else owed + text

    def _events(self, value: Any) -> Iterator[Event]:
        if not is_object(value):
            if isinstance(value, str) and value:
                yield Text(value)
            return
        if isinstance(kind := value.get("type"), str) and "content" not in _adk(value):
            yield from _flat(kind, value)
        elif "content" in value or _either(value, "errorCode", "error_code"):
            yield from _adk_events(value)
        elif problem := _problem(value):
            yield problem


def _adk(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event, if it is one of ADK's: those of the flat dialect have words as `content`."""
    return value if is_object(value.get("content")) else {}


def _values(data: str) -> list[Any]:
    """The JSON values of a frame: one, or one per line where a server forgot the blank lines."""
    try:
        return [json.loads(data)]
    except ValueError:
        lines = [line for line in data.split("\n") if line.strip()]
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        if data.lstrip().startswith(("{", "[")):
            raise HalfFrame from None
        return [data]


def _adk_events(value: Mapping[str, Any]) -> Iterator[Event]:
    content = value.get("content")
    parts = content.get("parts") if is_object(content) else None
    code = _either(value, "errorCode", "error_code")
    message = str(_either(value, "errorMessage", "error_message") or code or "")
    for part in parts if is_list(parts) else ():
        if is_object(part):
            # Some servers say what went wrong in words as well.
            yield from (e for e in _part(part, value) if e != Text(message))
    if message:
        yield Problem(message, str(code or ""))


def _part(part: Mapping[str, Any], event: Mapping[str, Any]) -> Iterator[Event]:
    text = part.get("text")
    # A model's thoughts are not meant for the user, and neither is an echo of their own words.
    if isinstance(text, str) and text and not part.get("thought") and event.get("author") != "user":
        yield Text(text, partial=event.get("partial") is True, outcome=_outcome(event))
    if is_object(call := _either(part, "functionCall", "function_call")):
        yield ToolCall(_name(call), _mapping(call.get("args")), _id(call))
    if is_object(result := _either(part, "functionResponse", "function_response")):
        yield ToolResult(_name(result), _mapping(result.get("response")), _id(result))


def _outcome(event: Mapping[str, Any]) -> str:
    """What our own servers say of a message besides the words."""
    about = _mapping(_either(event, "customMetadata", "custom_metadata"))
    found = about.get("outcome")
    return found if isinstance(found, str) else ""


def _flat(kind: str, value: Mapping[str, Any]) -> Iterator[Event]:
    match kind:
        case "text" | "message":
            if words := _words(value):
                yield Text(words, partial=value.get("partial") is True)
        case "tool_call":
            args = _either(value, "args", "arguments", "input")
            yield ToolCall(_name(value), _mapping(args), _id(value))
        case "tool_result":
            result = _either(value, "result", "response", "output")
            yield ToolResult(_name(value), _mapping(result), _id(value))
        case "error":
            yield _problem(value) or Problem(_words(value), _code(value))
        case _:
            return


def _problem(value: Mapping[str, Any]) -> Problem | None:
    """`{"error": "…"}`, `{"error": {"message", "code"}}`, and an envelope with a code."""
    error = value.get("error")
    if is_object(error):
        return Problem(str(error.get("message") or error.get("detail") or error), _code(error))
    if isinstance(error, str) and error:
        return Problem(error, _code(value))
    code, message = _code(value), value.get("message") or value.get("detail")
    if message and (code not in ("", "0", "200") or value.get("success") is False):
        return Problem(str(message), code)
    return None


def _words(value: Mapping[str, Any]) -> str:
    found = _either(value, "content", "text", "message", "detail")
    return found if isinstance(found, str) else ""


def _code(value: Mapping[str, Any]) -> str:
    code = _either(value, "code", "errorCode", "error_code")
    return "" if code is None else str(code)


def _name(value: Mapping[str, Any]) -> str:
    return str(_either(value, "name", "tool") or "")


def _id(value: Mapping[str, Any]) -> str:
    return str(_either(value, "id", "call_id") or "")


def _mapping(value: Any) -> dict[str, Any]:
    if is_object(value):
        return value
    return {} if value is None else {"result": value}


def _either(value: Mapping[str, Any], *names: str) -> Any:
    """The first of these keys that says something."""
    return next((value[n] for n in names if value.get(n) not in (None, "")), None)
