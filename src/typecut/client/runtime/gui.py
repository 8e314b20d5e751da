"""What the tables of GUI words are made of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Action = Literal["export", "state", "tracks", "credits"]


@dataclass(frozen=True, slots=True)
class Told:
    """`words` stand instead of the phrase, which ends at `end`. `waiting`: instead of them where
    the file follows anyway."""

    words: str
    end: int
    action: Action | None = None
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` is searched in the text with its content covered; its group `gui` is where the
    phrase begins. `told` gets the match and the text as it is; None: it is no GUI word here."""

    pattern: re.Pattern[str]
    told: Callable[[re.Match[str], str], Told | None]


def upto(pattern: re.Pattern[str], hidden: str, start: int) -> int:
    """Where the first match from `start` on begins, or the end."""
    found = pattern.search(hidden, start)
    return found.start() if found else len(hidden)


def links_to(match: re.Match[str]) -> bool:
    """Whether the sentence gives an address to go to: that is worth keeping as it is."""
    ends = r"[.!?](?:\s|$)|[。！？\n]"
    before = re.split(ends, match.string[: match.end()])[-1]
    after = re.split(ends, match.string[match.end() :], maxsplit=1)[0]
    return bool(re.search(r"https?://|\]\(|www\.", before + after))
