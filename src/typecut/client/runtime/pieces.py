"""A message as pieces that may ask for different things, with places to put it together again."""

import re
from dataclasses import dataclass

from .quoting import covered

_AND = r"(?:and\s+then|and\s+finally|and|then|but|after\s+that|afterwards|finally)"
_ZH = r"(?:然后再|然后|接着|最后再|最后|但是|不过|但|并且|随后|之后|再|并)"
_BETWEEN = re.compile(
    rf"""
    \s*(?:[,;!?\n，；。！？、]|\.(?=\s|$))+\s*(?:{_AND}(?![\w])[\s,]*|{_ZH})?
    | \s+(?:{_AND}|&|\+|-|–|—)\s+
    | \s*(?:{_ZH})\s*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"[\s,;.，；。]*(?:(?<=[\s,;.，；。])|(?<=\ue000))\d{1,2}[.)、](?!\d)\s*")
"""Between the points of a list that begins with "1."."""
_ONE = re.compile(
    r"black\s+and\s+white|picture\s+and\s+sound|drag\s+and\s+drop|\d\s*(?:,|and|&|-|和|、)\s*\d",
    re.IGNORECASE,
)
_STRONG = re.compile(r"then|finally|after|[;.!?\n；。！？]|然后|接着|最后|随后|之后", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` at ``[start, end)``, quoted words covered; `before` is what parts it from the piece
    before it."""

    text: str
    start: int
    end: int
    before: str = ""

    @property
    def apart(self) -> bool:
        """Whether it stands for itself: after "then" or a full stop, not in a row of words."""
        return not self.before or bool(_STRONG.search(self.before))


def pieces(message: str) -> list[Piece]:
    """The pieces of a message in order; empty ones are left out."""
    hidden = covered(message)
    for match in _ONE.finditer(hidden):
        hidden = hidden[: match.start()] + "\ue001" * len(match[0]) + hidden[match.end() :]
    shown = covered(message)
    found: list[Piece] = []
    start, before = 0, ""
    between = list(_BETWEEN.finditer(hidden))
    if first := re.match(r"\s*1[.)、]\s*(?=\D)", hidden):
        start = first.end()
        points = [m for m in _NUMBERED.finditer(hidden) if m.start()]
        between = [m for m in between if not any(_meet(m, p) for p in points)] + points
    for match in sorted(between, key=lambda m: m.start()):
        if match.end() <= start:
            continue
        if shown[start : match.start()].strip():
            found.append(Piece(shown[start : match.start()], start, match.start(), before))
            before = ""
        before += match[0]
        start = match.end()
    if shown[start:].strip():
        found.append(Piece(shown[start:], start, len(shown), before))
    return found


def _meet(a: re.Match[str], b: re.Match[str]) -> bool:
    return a.start() < b.end() and b.start() < a.end()
