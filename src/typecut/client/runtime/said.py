"""What a conversation says to the person, for a terminal or an agent to show."""

from dataclasses import dataclass

from typecut.client.port import Credits, Exported, Progress, State, Uploaded


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words, already free of talk about buttons and panels."""

    text: str


@dataclass(frozen=True, slots=True)
class Status:
    """A passing state, such as "Connecting…" or "⏳ Still working..."."""

    text: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An upload, export or download went on."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Brought:
    """Files arrived, or were refused, each with its reason; `text` says so in words."""

    files: tuple[Uploaded, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Tracks:
    """The timeline as it is now; `text` is its summary."""

    text: str
    state: State


@dataclass(frozen=True, slots=True)
class Balance:
    text: str
    credits: Credits | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A finished file."""

    exported: Exported
    text: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something failed: what, and what to do next. `code` as on the wire, 0 where there is none;
    `link` where a page helps. `exit_code` is for one-shot commands."""

    text: str
    code: int = 0
    link: str = ""
    exit_code: int = 70


Said = Words | Status | Moved | Brought | Tracks | Balance | Ready | Trouble
