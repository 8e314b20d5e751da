"""Text for terminals: nothing in it can move the cursor, change colours or hide its direction."""

import json
import sys
import unicodedata
from typing import Any, TextIO

import click

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_JOINERS = {"\u200d", "\u200c"}
"""Format characters that scripts and emoji need and that move nothing."""


def printable(text: str) -> str:
    """The text with control characters, direction marks and broken bytes shown as escapes."""
    return "".join(c if _harmless(c) else _escaped(c) for c in text)


def _harmless(char: str) -> bool:
    return char == "\n" or char in _JOINERS or unicodedata.category(char) not in _HIDDEN


def _escaped(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"  # a byte of a file name that is no UTF-8
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")


def say(text: str = "") -> None:
    click.echo(printable(text))


def complain(text: str) -> None:
    click.echo(printable(text), err=True)


def say_json(data: Any) -> None:
    """One JSON object on standard output; ASCII, so that any reader and any name will do."""
    click.echo(json.dumps(data, indent=2, default=str))


def mark(symbol: str, plain: str) -> str:
    """`symbol` where the terminal's encoding has it."""
    try:
        symbol.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return plain
    return symbol


def make_tolerant(stream: TextIO) -> None:
    """A character that the terminal cannot show is escaped instead of ending the program."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def size_words(size: int) -> str:
    """``12.3 MB``."""
    value = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"
