"""Words on pictures: how long they must stay, and when each of them comes."""

import math
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
AMPLE = Fraction(6)
"""Words over pictures stay no longer than this, unless reading them takes longer."""


def reading_time(text: str) -> Fraction:
    """Seconds in which anybody has read `text`, the time in which it comes and goes included."""
    signs = len(_CJK.findall(text))
    words = len(_CJK.sub(" ", text).split())
    return max(LEAST, Fraction(2, 5) + Fraction(7, 25) * words + Fraction(9, 50) * signs)


def time_for(texts: Sequence[str]) -> Fraction:
    """Whole seconds in which all of the texts can be read one after the other, at ease."""
    return Fraction(math.ceil(sum((reading_time(t) + 1 for t in texts), ZERO)))


def one_text(text: str, total: Fraction, fade_out: Fraction) -> Iterator[AddTitle]:
    """The words over the first part, and again at the end of a video that is long enough."""
    need = reading_time(text)
    lead = min(LEAD, max(ZERO, total - need))
    length = min(total - lead, max(need + LEAD, min(total / 4, AMPLE)))
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
            yield from _shown(texts, begins, ends, ample=True)
            return
    yield from in_turn(texts, total, ample=True)


def in_turn(texts: Sequence[str], total: Fraction, *, ample: bool) -> Iterator[AddTitle]:
    """One text after the other, each as long as reading it takes of the whole."""
    needs = [reading_time(t) for t in texts]
    unit = total / sum(needs)
    begins = [unit * sum(needs[:i], ZERO) for i in range(len(texts))]
    yield from _shown(texts, begins, [*begins[1:], total], ample=ample)


def _shown(
    texts: Sequence[str], begins: Sequence[Fraction], ends: Sequence[Fraction], *, ample: bool
) -> Iterator[AddTitle]:
    """Each text in its time; where that is `ample`, the last one closes the video and the others
    stand at the beginning of theirs."""
    for index, (text, begin, end) in enumerate(zip(texts, begins, ends, strict=True)):
        need = reading_time(text)
        start = begin + max(ZERO, min(LEAD, end - begin - need))
        if ample:
            length = min(end - start, max(need + LEAD, AMPLE))
            start, end = (end - length, end) if end == ends[-1] else (start, start + length)  # noqa: PLW2901
        style, position = _look(index, index == len(texts) - 1)
        yield AddTitle(text, Range.between(start, end), style, position, "rise")


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
