"""What /openapi.json says beyond what the routes say of themselves."""

from typing import Any

from fastapi import FastAPI

from typecut.wire.envelope import Failure

DESCRIPTION = """\
Type what you want, get the cut: sessions, messages, uploads and exports.

Every JSON answer is `{"code", "message", "data"}`; code 0 is success. HTTP status and code always
agree. Most calls want `Authorization: Bearer <token>`; ask for a token first.
"""


def describe(app: FastAPI) -> None:
    """Every operation may be malformed (422) or fail on our side (500), in our shape."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = made()
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            if "Failure" not in schemas:
                schemas["Failure"] = Failure.model_json_schema()
            for path in schema["paths"].values():
                for operation in path.values():
                    _complete(operation)
        assert app.openapi_schema is not None  # noqa: S101
        return app.openapi_schema

    app.openapi = openapi


def _complete(operation: Any) -> None:
    answers = operation.get("responses", {})
    ours = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
    malformed = answers.get("422")
    if malformed is not None and "HTTPValidationError" in str(malformed):
        answers["422"] = {"description": "Body or parameter malformed (422)", "content": ours}
