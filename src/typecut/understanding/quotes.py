"""Quoted text in an instruction, verbatim, whatever the marks."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_CLOSING = {
    '"': '"”“＂',
    "“": '”"“',
    "”": "”“",
    "„": "“”",
    "＂": "＂",
    "'": "'’",
    "‘": "’'",
    "’": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "«": "»",
    "»": "«",
    "‹": "›",
    "`": "`",
    "【": "】",
    "〝": "〞",
}
_APOSTROPHES = "'’"
_NESTING = {"「", "『", "《", "〈", "«", "‹", "【"}


@dataclass(frozen=True, slots=True)
class Quote:
    """Text between marks at ``[start, end)``, the marks included."""

    start: int
    end: int
    text: str


def quote_at(text: str, position: int) -> Quote | None:
    """The quote that opens at `position`, if one does."""
    mark = text[position]
    if mark not in _CLOSING or not _opens(text, position):
        return None
    for close in _best_first(mark):
        end = _close(text, position, mark, close)
        if end is not None:
            return Quote(position, end + 1, text[position + 1 : end])
    return None


def _best_first(mark: str) -> tuple[str, ...]:
    """The mark's own partner first, then what keyboards and autocorrection put in its place."""
    own, *others = _CLOSING[mark]
    return (own, "".join(others)) if others else (own,)


def _close(text: str, position: int, mark: str, close: str) -> int | None:
    if mark in _NESTING:
        end = _pairs(text, mark, close).get(position)
    else:
        ends = _ends(text, close)
        at = bisect_right(ends, position)
        end = ends[at] if at < len(ends) else None
    return end if end is not None and end > position + 1 else None


@lru_cache(maxsize=32)
def _ends(text: str, close: str) -> tuple[int, ...]:
    """Where one of the marks may close a quote; looked up, so that a text full of marks that
    open and never close is read in one go."""
    return tuple(i for i, c in enumerate(text) if c in close and _closes(text, i, c))


@lru_cache(maxsize=32)
def _pairs(text: str, mark: str, close: str) -> Mapping[int, int]:
    """Where each nesting mark is closed."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for i, c in enumerate(text):
        if c == mark:
            opened.append(i)
        elif c in close and opened:
            found[opened.pop()] = i
    return found


def _opens(text: str, position: int) -> bool:
    """An apostrophe after a letter belongs to its word."""
    if text[position] not in _APOSTROPHES:
        return True
    before = text[position - 1 : position]
    return not _latin(before)


def _closes(text: str, position: int, mark: str) -> bool:
    """An apostrophe before a letter belongs to its word, unless the letter is Chinese."""
    return mark not in _APOSTROPHES or not _latin(text[position + 1 : position + 2])


def _latin(c: str) -> bool:
    return bool(c) and c.isalnum() and c < "\u2e80"
