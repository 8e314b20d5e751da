"""Sentences in the language of the instruction."""

from fractions import Fraction

from typecut.edits.plan import Language


class Impossible(Exception):
    """An understood request that cannot be done; the message is for the user. Stays inside."""


def say(language: str, en: str, zh: str) -> str:
    return zh if language == "zh" else en


def secs(value: Fraction, language: str = "en") -> str:
    """``12 s``, ``17.06 s``, ``12秒``."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".") or "0"
    return f"{text}秒" if language == "zh" else f"{text} s"


def language_of(text: str) -> Language:
    """Chinese where enough of the letters are."""
    hanzi = sum("\u3400" <= c <= "\u9fff" for c in text)
    words = sum(1 for w in text.split() if any(c.isascii() and c.isalpha() for c in w))
    return "zh" if hanzi and hanzi >= words / 2 else "en"
