"""Quoted text in an instruction, verbatim, whatever the marks."""

from dataclasses import dataclass

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
    depth = 0
    for i in range(position + 1, len(text)):
        c = text[i]
        if mark in _NESTING and c == mark:
            depth += 1
        elif c in close and _closes(text, i, c):
            if depth == 0:
                return i if i > position + 1 else None
            depth -= 1
    return None


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
