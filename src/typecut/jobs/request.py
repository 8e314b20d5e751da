"""What a worker is asked and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from typecut.errors import DraftError, RenderError, TypecutError, every_error


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may use: seconds of wall time; None is no limit. (A worker limits its own
    memory: only it can tell what it allocates.)"""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """`key` is the caller's name for it, `title` what a person reads when it fails."""

    key: str
    do: str
    args: Mapping[str, Any]
    title: str = ""
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request: `done`, or the error that kept it from being done."""

    request: Request
    done: Mapping[str, Any] | None = None
    error: TypecutError | None = None

    def result(self) -> Mapping[str, Any]:
        """What was done; raises the error if it was not."""
        if self.error is not None:
            raise self.error
        return self.done or {}


def error_from(data: Any) -> TypecutError:
    """The error that a worker reported, as one of our own classes."""
    fields = cast("dict[str, Any]", data if isinstance(data, dict) else {})
    kind = every_error().get(str(fields.get("kind")), RenderError)
    message = str(fields.get("message") or "A worker failed without saying why.")
    hint = str(fields.get("hint") or "")
    if issubclass(kind, DraftError):
        return kind(str(fields.get("path") or ""), message, hint=hint)
    return kind(message, hint=hint)
