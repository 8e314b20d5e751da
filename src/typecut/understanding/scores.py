"""Music asked for in words: which style, from which media."""

from collections.abc import Iterable

from typecut.timeline import Media

from .clause import Clause
from .say import say
from .which import find_media

NAMES = {"lofi": ("Lo-fi", "Lo-fi"), "upbeat": ("Upbeat", "欢快"), "calm": ("Calm", "轻柔")}


def composed(style: str) -> Media:
    """Music made on the spot."""
    return Media(f"music-{style}", f"compose:{style}?seed=1", "audio", NAMES[style][0])


def style_of(clause: Clause) -> tuple[str, str]:
    """The nearest style that there is and, where it is not the one asked for, the one asked for."""
    asked = [v for v in clause.values("style") if v]
    plain = next((v for v in asked if ">" not in v), "")
    near = next((v for v in asked if ">" in v), "")
    if plain and not near:
        return plain, ""
    if near:
        wanted, _, nearest = near.partition(">")
        return (plain or nearest), wanted
    if clause.value("look") == "warm":
        return "calm", ""
    return "", ""


def nearest_note(wanted: str, style: str, language: str) -> str:
    english, chinese = NAMES[style]
    return say(
        language,
        f"There is no {wanted} style yet; {english} is the nearest.",
        f"暂时没有{wanted}风格，用了最接近的{chinese}风格。",
    )


def music_file(clause: Clause, library: Iterable[Media]) -> Media | None:
    """The audio file that the clause names, or the only one at hand where it names no style."""
    sounds = [m for m in library if m.kind == "audio"]
    for token in (*clause.of("file"), *clause.quotes):
        found = find_media(token, sounds)
        if found:
            return found[0]
    if not clause.has("style") or clause.has("library"):
        return sounds[0] if sounds else None
    return None
