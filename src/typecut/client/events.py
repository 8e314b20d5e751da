"""What a stream tells, whichever dialect it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """Words for the user. `partial`: more of the same sentence follows, whole ones come again.
    `outcome` is "not_understood" or "refused" where the other side says that nothing of the message
    was done; "" where it does not say."""

    text: str
    partial: bool = False
    outcome: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The other side begins to do something."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict[str, Any])
    id: str = ""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What came of a tool call."""

    name: str
    result: Mapping[str, Any] = field(default_factory=dict[str, Any])
    id: str = ""


@dataclass(frozen=True, slots=True)
class Alive:
    """Work goes on: an empty ``data:`` line, a comment or a heartbeat."""


@dataclass(frozen=True, slots=True)
class Problem:
    """The turn failed on the other side, told inside the stream."""

    message: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Recovered:
    """The stream broke; what it would have told was found afterwards. `changed`: whether the
    session's state differs from before the message; None where nobody could say. `whole`: the rest
    of the stream was read after all, so that nothing it told is missing."""

    changed: bool | None
    whole: bool = field(default=False, compare=False)


Event = Text | ToolCall | ToolResult | Alive | Problem | Recovered
