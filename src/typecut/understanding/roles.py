"""Which of the files given with an instruction are footage, and which only at hand."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from typecut.timeline import Media

from .clauses import split
from .lexer import lex
from .texts import with_texts
from .tokens import Token
from .which import find_media, names

Role = Literal["clip", "library"]
_LOGO = re.compile(
    r"(?:^|[^a-z])(?:logo|watermark|wm|brand|badge|overlay)(?:[^a-z]|$)|水印|标志|台标|角标"
)
_HELD = ("logo", "pip", "overlay", "replace")
_PUT = ("add", "move")
_WHERE = ("at", "after", "before", "start", "end", "position")


def roles(instruction: str, media: Sequence[Media]) -> Mapping[str, Role]:
    """For each media id whether it goes on the main track ("clip") or waits ("library") until
    the instruction puts it somewhere: sounds, logos, and files it says where to insert."""
    tokens = with_texts(instruction, lex(instruction, Fraction(30), names(media)))
    held: set[str] = set()
    for clause in split(instruction, tokens):
        for i, token in enumerate(clause.tokens):
            if token.kind in ("file", "quote"):
                held.update(m.id for m in find_media(token, media) if _waits(clause.tokens, i))
    speaks_of_logo = any(t.has("logo") for t in tokens)
    found: dict[str, Role] = {}
    for m in media:
        logo = m.kind == "image" and speaks_of_logo and bool(_LOGO.search(m.src.lower()))
        found[m.id] = "library" if m.kind == "audio" or m.id in held or logo else "clip"
    pictures = [m for m in media if m.kind != "audio"]
    if pictures and all(found[m.id] == "library" for m in pictures) and not _all_logos(pictures):
        found[pictures[0].id] = "clip"
    return found


def _waits(tokens: Sequence[Token], i: int) -> bool:
    """Whether the clause puts the file named at `i` somewhere, rather than editing it in place."""
    if any(t.has(*_HELD) for t in tokens):
        replaced = any(t.has("replace") for t in tokens)
        return not replaced or any(t.has("replace", "with") for t in tokens[:i])
    verb = any(t.has(*_PUT) for t in tokens)
    where = any(t.has(*_WHERE) or t.kind == "time" for t in tokens)
    return (
        verb and where and not any(t.has("trim", "cut", "remove", "keep", "create") for t in tokens)
    )


def _all_logos(pictures: Sequence[Media]) -> bool:
    return all(_LOGO.search(m.src.lower()) for m in pictures)
