"""Quoted words are content: they are covered before anything else is read."""

import re
from typing import Literal

Language = Literal["en", "zh"]
COVER = "\ue000"
"""Stands for each character of quoted text, so that places in a text stay where they are."""

_PAIRS = re.compile(
    r"""
    "[^"\n]*" | “[^”\n]*” | 「[^」\n]*」 | 『[^』\n]*』 | 《[^》\n]*》 | 【[^】\n]*】
    | «[^»\n]*» | ＂[^＂\n]*＂ | `[^`\n]*` | ‘[^’\n]*’(?![A-Za-z])
    | (?<![A-Za-z0-9])'[^'\n]*(?:(?<=[A-Za-z])'(?=[A-Za-z])[^'\n]*)*'(?![A-Za-z])
    """,
    re.VERBOSE,
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def quotes(text: str) -> list[tuple[int, int]]:
    """Where quoted text lies, its marks included."""
    return [m.span() for m in _PAIRS.finditer(text)]


def covered(text: str) -> str:
    """The text with everything quoted covered; as long as before."""
    out = text
    for start, end in quotes(text):
        out = out[:start] + COVER * (end - start) + out[end:]
    return out


def language_of(text: str, otherwise: Language = "en") -> Language:
    """In which language a message is said: by its unquoted words, else by all of them. A message
    with no letters at all (a number, a file) tells nothing."""
    for words in (covered(text).replace(COVER, ""), text):
        if _CHINESE.search(words):
            return "zh"
        if re.search(r"[A-Za-z]", words):
            return "en"
    return otherwise
