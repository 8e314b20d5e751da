"""What every story shares: the canvas that was asked for, the fades at its ends, what it omits."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from typecut.edits.plan import Wish
from typecut.edits.verbs import Edit, SetCanvas
from typecut.timeline import ZERO, Canvas

_ALSO = {"titles": "text words captions", "transitions": "dissolves", "fades": "fade"}


def unwanted(wish: Wish, what: str) -> bool:
    """Whether the wish says that it wants no `what`."""
    return bool({what, *_ALSO.get(what, "").split()} & set(wish.without))


def wished_canvas(wish: Wish, canvas: Canvas) -> Canvas:
    return replace(canvas, width=wish.width or canvas.width, height=wish.height or canvas.height)


def canvas_edits(before: Canvas, after: Canvas) -> Iterator[Edit]:
    if before != after:
        yield SetCanvas(after.width, after.height)


def fades(wish: Wish, total: Fraction) -> tuple[Fraction, Fraction]:
    """Gentle fades of the whole, at most a second, shorter in a short video."""
    if unwanted(wish, "fades"):
        return ZERO, ZERO
    return min(Fraction(1, 2), total / 10), min(Fraction(1), total / 8)
