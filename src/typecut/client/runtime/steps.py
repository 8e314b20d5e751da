"""What a message asks for, one thing after the other."""

from dataclasses import dataclass, field

from typecut.client.port import ExportWish


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the stream."""

    text: str


@dataclass(frozen=True, slots=True)
class Export:
    """A file is wanted. `name` is what it shall be called, "" where nobody said; `format` is one
    that was named and is not MP4."""

    wish: ExportWish = field(default_factory=ExportWish)
    name: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """Paths or addresses to bring in; none: it was not said which."""

    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowCredits:
    """How many credits are left."""


@dataclass(frozen=True, slots=True)
class ShowState:
    """What is on the timeline."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The last instruction is taken back."""


Step = Say | Export | Upload | ShowCredits | ShowState | Undo
