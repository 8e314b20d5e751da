"""The result of authoring, and the sentences it says about itself."""

from dataclasses import dataclass
from fractions import Fraction

from typecut.edits.plan import Language, Step, Wish
from typecut.edits.verbs import (
    AddTransition,
    Animate,
    Edit,
    KeepOfClip,
    Place,
    RemoveTransition,
    SetDuration,
    Trim,
)


@dataclass(frozen=True, slots=True)
class Storyboard:
    """Edits in order, and notes on what they make in plain sentences."""

    edits: tuple[Edit, ...]
    notes: tuple[str, ...] = ()


_IN_NOTES = (AddTransition, Animate, KeepOfClip, Place, RemoveTransition, SetDuration, Trim)


def told_in_notes(step: Step, wish: Wish | None) -> bool:
    """Whether the notes of the story of this wish say, in a sentence, what the step does to each
    of its pictures."""
    own = wish is not None and step.span == wish.span and step.edit not in wish.first
    return own and isinstance(step.edit, _IN_NOTES)


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence in both languages."""

    en: str
    zh: str

    def said(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def number(value: Fraction) -> str:
    """At most one digit behind the point: ``4.5``, ``30``."""
    return f"{float(value):.1f}".removesuffix(".0")


def board(edits: list[Edit], notes: list[Note], language: Language) -> Storyboard:
    return Storyboard(tuple(edits), tuple(n.said(language) for n in notes))
