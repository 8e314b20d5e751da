"""The numbers and words that edits carry, to find what was said among them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Any, cast

from typecut.timeline import Media, Range

from .tokens import Token


@dataclass(frozen=True, slots=True)
class Values:
    """`numbers` as thousandths, so that 0.35 is 0.35 whatever its type."""

    numbers: frozenset[int]
    words: frozenset[str]

    def hold(self, token: Token) -> bool:
        """Whether the value said arrived in so many words; False where only reading tells."""
        match token.kind:
            case "quote" | "file":
                said = token.literal.lower()
                return any(said == word or said in word.split("/") for word in self.words)
            case "size":
                return all(side * 1000 in self.numbers for side in token.size if side)
            case "percent":
                part = token.number / 100
                return self._any(part, 1 + part, 1 - part)
            case "factor":
                return self._any(token.number, 1 / token.number if token.number else token.number)
            case "time" | "degrees" | "rate":
                return self._any(token.number, -token.number)
            case _:
                return False

    def _any(self, *wanted: Fraction) -> bool:
        return any(_thousandths(number) in self.numbers for number in wanted)


def values_of(edits: Iterable[object]) -> Values:
    """Everything that the edits carry; of media only the names, since nobody said its size."""
    numbers: set[int] = set()
    words: set[str] = set()
    for edit in edits:
        _gather(edit, numbers, words)
    return Values(frozenset(numbers), frozenset(words))


def _gather(value: Any, numbers: set[int], words: set[str]) -> None:
    match value:
        case bool() | None:
            return
        case str():
            words.add(value.lower())
        case int() | float() | Fraction():
            numbers.add(_thousandths(value))
        case Media():
            words.update((value.name.lower(), value.src.lower()))
        case tuple():
            for each in cast("tuple[Any, ...]", value):
                _gather(each, numbers, words)
        case _ if is_dataclass(value):
            for field in fields(value):
                _gather(getattr(value, field.name), numbers, words)
            if isinstance(value, Range):
                numbers.update((_thousandths(value.end), _thousandths(value.duration)))
        case _:
            return


def _thousandths(number: Fraction | float) -> int:
    return round(number * 1000)
