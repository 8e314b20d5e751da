"""What an awkward server does, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Draft = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """A text. `partial`: more of it follows."""

    text: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call and, unless `open`, its result."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict[str, Any])
    open: bool = False


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life; afterwards `seconds` go by on the clock. `kind`: an empty ``data:`` line, a
    heartbeat of the flat dialect, or a comment."""

    seconds: float = 15.0
    times: int = 1
    kind: Literal["empty", "heartbeat", "comment"] = "empty"


@dataclass(frozen=True, slots=True)
class Silence:
    """Not a byte for so many seconds of the clock."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Change:
    """The session's draft is this from here on."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Failure:
    """The turn fails inside the stream. `style`: ADK's event with an error code, or the frame
    that its server sends when something broke."""

    message: str
    code: str = "TURN_FAILED"
    style: Literal["event", "bare"] = "event"


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they are."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """The connection breaks off, in the middle of a frame or between two; the turn goes on on the
    server: what follows can be read from its events, where it numbers them."""

    inside: bool = False


Frame = Words | Call | Beat | Silence | Change | Failure | Raw | Break


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message brings. `late`: a draft that shows only after the state was read so many
    times."""

    frames: Sequence[Frame] = ()
    late: Change | None = None
    reads: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Instead of an answer. `where` begins as "POST /run_sse" does; `status` 0 goes with `code`,
    200 tells the code in the body alone."""

    where: str
    code: int
    message: str = ""
    status: int = 0
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    times: int = 1


@dataclass(frozen=True, slots=True)
class Rendering:
    """How an export goes: what each look at it says, then how it ends. `cut`: the first download
    breaks off after so many bytes; `redirect`: its link leads to another one."""

    progress: Sequence[int] = (5, 40, 80)
    error: str = ""
    file: bytes = b"\x00\x00\x00\x18ftypmp42" + bytes(5000)
    duration: float = 10.0
    cut: int = 0
    redirect: bool = False


STATUS: Mapping[int, int] = {
    400: 400, 402: 402, 405: 405, 422: 422, 429: 429, 1001: 401, 1002: 404, 1003: 404, 1009: 409,
    2001: 403, 4001: 415, 4002: 413, 4003: 422, 5000: 500,
}  # fmt: skip

MESSAGES: Mapping[int, str] = {
    400: "missing X-Client-Id",
    402: "export not available on free plan",
    429: "rate limited",
    1001: "invalid token",
    1002: "session not found",
    1003: "not found",
    1009: "a turn is already running in this session",
    2001: "insufficient credits",
    4001: "unsupported file type",
    4002: "file too large",
    4003: "the file cannot be decoded",
    5000: "internal error",
}
