"""How loud, and how it fades in and out."""

from fractions import Fraction

from typecut.timeline import ZERO

from .clause import Clause
from .intent import strength
from .when import edge, whens

_MOST = 120.0
"""Decibel; nothing is louder or softer than that."""


def volume_of(clause: Clause) -> tuple[float | None, float | None]:
    """The volume asked for, and the factor where it is relative."""
    percent, factor, decibel = (clause.number(k) for k in ("percent", "factor", "decibel"))
    words = {t.text for t in clause.tokens}
    music = clause.has("music", "sound", "volume")
    up = clause.has("louder", "more") or "up" in words or (music and clause.has("big"))
    down = clause.has("quieter", "less") or "down" in words or (music and clause.has("small"))
    if decibel is not None:
        sign = -1 if down and decibel > 0 else 1
        return None, round(10 ** (sign * max(-_MOST, min(float(decibel), _MOST)) / 20), 3)
    if clause.has("fullvolume"):
        return 1.0, None
    if percent is not None:
        part = float(percent) / 100
        token = clause.of("percent")[0]
        before = clause.before(clause.tokens.index(token))
        relative = (up or down) and not (before is not None and before.has("to", "at", "change"))
        if relative or (before is not None and before.has("by") and (up or down)):
            return None, round(1 + part if up else max(1 - part, 0), 3)
        return part, None
    plain = _plain_volume(clause)
    if plain is not None:
        return plain, None
    if clause.has("half", "quarter"):
        part = 0.5 if clause.has("half") else 0.25
        before = clause.before(clause.index("half", "quarter"))
        if before is not None and (before.has("first", "last") or before.kind == "ordinal"):
            return None, None
        return (part, None) if before is not None and before.has("at", "to") else (None, part)
    if factor is not None or clause.has("double", "triple"):
        number = float(factor) if factor is not None else 2.0 if clause.has("double") else 3.0
        return None, round(1 / number, 3) if down else number
    if up:
        return None, strength(clause, 1.2, 1.4, 2.0)
    return (None, strength(clause, 0.85, 0.7, 0.4)) if down else (None, None)


def _plain_volume(clause: Clause) -> float | None:
    """``volume to 0.2``, ``volume 20``: a bare number, as a part of one or of a hundred."""
    at = clause.index("volume")
    if at < 0:
        at = clause.index("music")
    number = (
        next((t.number for t in clause.tokens[at + 1 :] if t.kind == "number"), None)
        if at >= 0
        else None
    )
    if number is None:
        return None
    token = next(t for t in clause.of("number") if t.number == number)
    at = clause.tokens.index(token)
    before, after = clause.before(at), clause.after(at)
    if before is not None and before.has("music") and after is None and 5 <= number <= 100:
        return float(number) / 100  # lofi 30
    if before is None or not before.has("to", "at", "volume", "change"):
        return None
    return float(number) if number <= 2 else float(number) / 100


def fades_of(clause: Clause) -> tuple[Fraction | None, Fraction | None]:
    """Fade in and out of the music, where the clause asks for them."""
    if not clause.has("fade", "fadein", "fadeout", "fadeboth"):
        return None, None
    if clause.has("without"):
        return ZERO, ZERO
    long = next(
        (
            w.a
            for w in reversed(whens(clause))
            if w.part in ("for", "bare", "to", "last", "first", "by", "at")
        ),
        None,
    )
    span = long if long is not None else Fraction(2)
    entry = clause.has("fadein", "fadeboth") or (
        clause.has("fade")
        and not clause.has("fadeout")
        and (clause.has("start", "in") or edge(clause) == "start")
    )
    leave = (
        clause.has("fadeout", "fadeboth")
        or (clause.has("fade") and not entry)
        or (clause.has("fade") and clause.has("out"))
    )
    return (span if entry else None), (span if leave else None)
