"""What /openapi.json says beyond what the routes say of themselves."""

import warnings
from typing import Any

from fastapi import FastAPI

from typecut.server.answers import fails
from typecut.wire.envelope import Failure

DESCRIPTION = """\
Type what you want, get the cut: sessions, messages, uploads and exports.

Every JSON answer is `{"code", "message", "data"}`; code 0 is success. HTTP status and code always
agree. Most calls want `Authorization: Bearer <token>`; ask for a token first.
"""

_TOKEN_IS_OPTIONAL = {
    "anonymous_token", "register", "preview_playlist", "preview_header", "preview_piece",
}  # fmt: skip
_FAILURE = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
_DETAIL = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["detail"],
            "properties": {"detail": {"type": "string"}},
        }
    }
}
_ADK = {"/run": ("404",), "/apps/": ("404", "409")}
"""Where failures come in Google ADK's shape."""
_WAIT = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
_PLAIN = {"health", "upload_options"}
"""They look at nothing that could fail or be malformed."""


def describe(app: FastAPI) -> None:
    """Every operation may be malformed (422) or fail on our side (500), in our shape."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            with warnings.catch_warnings():
                # A HEAD beside a GET has its name, until we give it one of its own.
                warnings.filterwarnings("ignore", "Duplicate Operation ID")
                _complete(made())
        return app.openapi_schema or {}

    app.openapi = openapi


def _complete(schema: dict[str, Any]) -> None:
    schemas: dict[str, Any] = schema.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas.setdefault("Failure", Failure.model_json_schema())
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            _complete_operation(method, operation)
            for status in _ADK.get(path if path == "/run" else path.partition("{")[0], ()):
                if status in operation["responses"]:
                    operation["responses"][status]["content"] = dict(_DETAIL)


def _complete_operation(method: str, operation: dict[str, Any]) -> None:
    answers: dict[str, Any] = operation["responses"]
    name = operation["operationId"]
    if name not in _PLAIN:
        answers.setdefault("500", _told(500))
    if "requestBody" in operation:
        answers.setdefault("413", _told(413))
    if "HTTPValidationError" in str(answers.get("422")):
        answers["422"] = _told(422)
    for answer in answers.values():
        # FastAPI thinks that failures come in the type of the success.
        if "components/schemas/Failure" in str(answer.get("content")):
            answer["content"] = dict(_FAILURE)
        # OpenAPI 3.1 has no words for a stream of events: anything more would be wrong.
        if "text/event-stream" in answer.get("content", {}):
            answer["content"]["text/event-stream"] = {"schema": {}}
    if "429" in answers:
        answers["429"]["headers"] = _WAIT
    if name in _TOKEN_IS_OPTIONAL:
        operation["security"] = [{}, *operation["security"]]
    if method == "head":
        operation["operationId"] = f"{name}_head"
        for answer in answers.values():
            answer.pop("content", None)
    operation["responses"] = dict(sorted(answers.items()))


def _told(status: int) -> dict[str, Any]:
    return {"description": fails(status)[status]["description"], "content": dict(_FAILURE)}
