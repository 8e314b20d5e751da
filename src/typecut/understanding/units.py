"""Words that the words around them tell: numbers whose unit was said before, parts in use."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from .lexicon import longest
from .tokens import Token

_UNITS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1)}


def with_units(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """``ten seconds off the start and five off the end``: five seconds."""
    found: list[Token] = []
    unit = ""
    for i, token in enumerate(tokens):
        if token.kind == "time":
            unit = token.unit if token.unit in _UNITS else "s"
        following = [t for t in tokens[i + 1 : i + 5] if not t.filler]
        if token.kind == "number" and unit and _counts_time(found, following):
            seconds = token.number * _UNITS[unit]
            found.append(replace(token, kind="time", number=seconds, unit=unit))
        elif token.text in _PACES and (word := _pace(tokens[i + 1 : i + 7])):
            found.append(replace(token, concepts={_PACES[token.text][word]: ""}))
        elif token.text == "use" and _uses_part(following):
            found.append(replace(token, concepts={"keep": ""}))
        elif token.text in _PLACES_WITH and i and tokens[i - 1].text.split()[-1] in _BEFORE_PLACES:
            found += _place_and_with(token)
        else:
            found.append(token)
    return tuple(found)


def _counts_time(before: Sequence[Token], following: Sequence[Token]) -> bool:
    edge = (
        len(following) > 1
        and following[0].has("from", "off", "at")
        and following[1].has("start", "end")
    )
    last = next((t for t in reversed(before) if not t.filler), None)
    alone = not following or following[0].kind == "break" or following[0].has("and")
    if last is not None and last.has("for") and alone:
        return True
    return edge or (last is not None and last.has("ends", "begins"))


_PACES = {
    "speed": {"up": "faster", "down": "slower"},
    "slow": {"down": "slower", "up": "slower"},
}


def _pace(following: Sequence[Token]) -> str:
    """``speed clip 2 up``: the word that belongs to the verb, behind what it is done to."""
    for token in following:
        if token.text in ("up", "down"):
            return token.text
        named = token.filler or token.kind in ("ordinal", "number")
        if not (named or token.has("clip", "it", "video", "first", "last", "all")):
            return ""
    return ""


_PLACES_WITH = ("end with", "ending with", "start with", "beginning with", "opening with")
_BEFORE_PLACES = ("the", "very")


def _place_and_with(token: Token) -> list[Token]:
    """``at the end with a dissolve``: a place, and what comes with it."""
    place, other = token.text.split()
    middle = token.start + len(place)
    words = ((place, token.start, middle), (other, token.end - len(other), token.end))
    return [
        Token("word", start, end, text, found[1] if (found := longest(text, 0)) else {})
        for text, start, end in words
    ]


def _uses_part(following: Sequence[Token]) -> bool:
    """``use the first 3 seconds``: the rest goes."""
    return (
        len(following) > 1
        and following[0].has("first", "last")
        and following[1].kind == "time"
        and not any(t.kind in ("file", "quote") for t in following)
    )
