"""A reply that talks of buttons and panels becomes one that can be followed in words."""

from dataclasses import dataclass
from typing import Literal

from .quoting import Language

Action = Literal["export", "state", "tracks", "credits"]


@dataclass(frozen=True, slots=True)
class Translated:
    text: str
    actions: tuple[Action, ...] = ()


def translate(reply: str, language: Language = "en", *, exporting: bool = False) -> Translated:
    return Translated(reply)
