"""What the lexer hands on: words with their concepts, and values with their units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "word",  # known to the lexicon: see `concepts`
    "unknown",
    "quote",  # `literal` is the text, verbatim
    "file",  # `literal` is the name as written
    "time",  # `number` seconds; `unit` h, m, s, ms, f, or "clock"; "at" in concepts for 第5秒
    "percent",  # `number` 35 for 35 %
    "factor",  # `number` 2 for 2x
    "degrees",
    "decibel",
    "rate",  # frames per second
    "size",  # `size` in pixels, 0 where open (1080p is (0, 1080))
    "aspect",  # `size` as width : height
    "ordinal",  # `number` counted from 1; negative from the end
    "number",
    "break",  # a mark between clauses: `text` is one of , ; . : \n and - for a dash
]

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Token:
    """Characters ``[start, end)`` of the instruction and what they stand for.

    `text` is in lower case; `concepts` maps the names of the lexicon to a value ("" for most).
    """

    kind: Kind
    start: int
    end: int
    text: str
    concepts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    number: Fraction = Fraction(0)
    unit: str = ""
    literal: str = ""
    size: tuple[int, int] = (0, 0)

    def has(self, *names: str) -> bool:
        return any(name in self.concepts for name in names)

    @property
    def filler(self) -> bool:
        """A word that carries no meaning of its own."""
        return self.kind == "word" and "filler" in self.concepts
