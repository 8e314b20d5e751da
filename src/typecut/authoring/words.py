"""Words on pictures: how long they must stay, and when each of them comes."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from typecut.edits.verbs import AddTitle
from typecut.timeline import ZERO, Range, TitlePosition, TitleStyle

from .board import Note, number

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")

LEAST = Fraction(5, 2)
LEAD = Fraction(2, 5)
"""Words come a moment after the picture."""


def reading_time(text: str) -> Fraction:
    """Seconds in which anybody has read `text`, the time in which it comes and goes included."""
    signs = len(_CJK.findall(text))
    words = len(_CJK.sub(" ", text).split())
    return max(LEAST, Fraction(2, 5) + Fraction(7, 25) * words + Fraction(9, 50) * signs)


def one_text(text: str, total: Fraction, fade_out: Fraction) -> Iterator[AddTitle]:
    """The words over the first part, and again at the end of a video that is long enough."""
    need = reading_time(text)
    lead = min(LEAD, max(ZERO, total - need))
    length = min(total - lead, max(need + LEAD, min(total / 4, Fraction(6))))
    yield AddTitle(text, Range(lead, length), "title", animation="rise")
    closing = need + LEAD + fade_out
    if total >= 12 and total - lead - length >= closing + 4:
        yield AddTitle(text, Range(total - closing, closing), "end-card", animation="rise")


def over_pictures(
    texts: Sequence[str], starts: Sequence[Fraction], total: Fraction
) -> Iterator[AddTitle]:
    """Each text over its share of the pictures, which begin at `starts`; by reading time where
    a share would be too short to read."""
    count = len(texts)
    if count <= len(starts):
        begins = [starts[i * len(starts) // count] for i in range(count)]
        ends = [*begins[1:], total]
        enough = zip(texts, begins, ends, strict=True)
        if all(e - b >= reading_time(t) + LEAD for t, b, e in enough):
            yield from _shown(texts, begins, ends)
            return
    yield from in_turn(texts, ZERO, total)


def in_turn(texts: Sequence[str], begin: Fraction, end: Fraction) -> Iterator[AddTitle]:
    """One text after the other, each as long as reading it takes of the whole."""
    needs = [reading_time(t) for t in texts]
    unit = (end - begin) / sum(needs)
    begins = [begin + unit * sum(needs[:i], ZERO) for i in range(len(texts))]
    yield from _shown(texts, begins, [*begins[1:], end])


def _shown(
    texts: Sequence[str], begins: Sequence[Fraction], ends: Sequence[Fraction]
) -> Iterator[AddTitle]:
    for index, (text, begin, end) in enumerate(zip(texts, begins, ends, strict=True)):
        last = index == len(texts) - 1
        lead = max(ZERO, min(LEAD, end - begin - reading_time(text)))
        style, position = _look(index, last)
        yield AddTitle(text, Range.between(begin + lead, end), style, position, "rise")


def _look(index: int, last: bool) -> tuple[TitleStyle, TitlePosition | None]:
    if last and index:
        return "end-card", None
    return ("title", None) if index == 0 else ("heading", "bottom")


def too_short_to_read(texts: Sequence[str], total: Fraction) -> list[Note]:
    """A warning where the words need more time than there is."""
    need = sum((reading_time(t) for t in texts), ZERO)
    if need <= total:
        return []
    needed, has = number(need), number(total)
    return [
        Note(
            f"The words need about {needed} s to be read and the video lasts {has} s; "
            "make it longer or say less.",
            f"这些文字大约需要{needed}秒才能读完，而视频只有{has}秒；请加长视频或减少文字。",
        )
    ]
