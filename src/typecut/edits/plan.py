"""A plan: what an instruction was understood to mean, before anything is changed.

Whoever understands (rules or a language model) makes one; whoever conducts carries it out.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .verbs import Edit

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``[start, end)`` of the instruction."""

    start: int
    end: int

    def of(self, instruction: str) -> str:
        return instruction[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Step:
    """One edit with the words that caused it. `reading` says how ambiguous words were taken."""

    edit: Edit
    span: Span
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that were understood and cannot be done, and why: nothing is changed for them."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class MusicWish:
    """`style` as asked ("lofi", "upbeat", "calm", …); `volume` as in AddMusic."""

    style: str = ""
    volume: float | None = None


Occasion = Literal["promo", "slideshow", "intro", "recipe"]
"""promo: pictures with words and music. slideshow: pictures one after another. intro: words on a
moving background. recipe: a contentless wish ("edit my clips"): the sensible defaults."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A whole video to be made from what is at hand, rather than edits to one that is there.

    `duration` is exact where given. `width` and `height` are the canvas where one was asked for.
    `first` is done before: what was asked for in the same breath, and what is not to be used.
    `without` names what was explicitly not wanted ("music", "titles", "transitions").
    """

    occasion: Occasion
    span: Span
    duration: Fraction | None = None
    texts: tuple[str, ...] = ()
    music: MusicWish | None = None
    width: int | None = None
    height: int | None = None
    mood: str = ""
    without: tuple[str, ...] = ()
    transitions: bool = False
    trim: bool = False
    first: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportWish:
    """An export that was asked for in words; its size, where asked, is an edit of the canvas."""

    span: Span
    format: str = "mp4"
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question or command about the project rather than an edit of it."""

    kind: Literal["status", "credits", "help", "undo", "redo", "reset"]
    span: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` in the order in which they are carried out; `wish`, if any, comes before them."""

    instruction: str
    language: Language
    steps: tuple[Step, ...] = ()
    wish: Wish | None = None
    refusals: tuple[Refusal, ...] = ()
    not_understood: tuple[Span, ...] = ()
    export: ExportWish | None = None
    queries: tuple[Query, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do, not even an export."""
        return not (self.steps or self.wish or self.export or self.queries)
