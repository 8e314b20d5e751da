"""Edits on one line, for the tables of examples and for logs."""

from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction
from typing import Any

from typecut.timeline import Media, Range


def brief(edit: Any) -> str:
    """``RippleDelete(range=0-5)``: what differs from the defaults, times in seconds."""
    parts = [
        f"{f.name}={_value(getattr(edit, f.name))}"
        for f in fields(edit)
        if f.default is MISSING or getattr(edit, f.name) != f.default
    ]
    return f"{type(edit).__name__}({', '.join(parts)})"


def _value(value: Any) -> str:
    match value:
        case Range():
            return f"{_value(value.start)}-{_value(value.end)}"
        case Media():
            return value.src if value.made else value.id
        case Fraction():
            return f"{float(value):.3f}".rstrip("0").rstrip(".")
        case float():
            return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
        case tuple():
            return "[" + " ".join(_value(v) for v in value) + "]"
        case str():
            return f"'{value}'" if " " in value or "," in value or not value else value
        case _ if is_dataclass(value):
            return brief(value)
        case _:
            return str(value)
