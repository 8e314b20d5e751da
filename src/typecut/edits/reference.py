"""The reference page of all verbs, made from their docstrings and fields."""

import inspect
from dataclasses import MISSING, Field, fields
from typing import Any, get_args, get_type_hints

from .applying import TOPICS


def markdown() -> str:
    """Every verb by topic, with what it does and its fields."""
    lines = [
        "# Edits",
        "",
        "Every change of a timeline is one of these values. Pictures are in notation: `V1` is the",
        "first video track, `A[0-48]` shows frames 0 to 48 of A, `x2` is a speed, `-[12]` a gap,",
        "`~6+6` a transition. Times are seconds, exact; `clips` left empty means every clip of the",
        "main track.",
    ]
    for topic, handlers in TOPICS.items():
        lines += ["", f"## {topic}"]
        for verb in handlers:
            lines += ["", *_verb(verb)]
    return "\n".join(lines) + "\n"


def _verb(verb: type) -> list[str]:
    told = inspect.cleandoc(_told(verb))
    lines = [f"### {verb.__name__}", "", *([told, ""] if told else [])]
    if not fields(verb):
        return lines[:-1]
    lines += ["| field | type | default |", "|---|---|---|"]
    hints = get_type_hints(verb)
    lines += [f"| `{f.name}` | {_type(hints[f.name])} | {_default(f)} |" for f in fields(verb)]
    return lines


def _told(verb: type) -> str:
    """The docstring, without the signature that a dataclass writes where there is none."""
    text = verb.__doc__ or ""
    return "" if text.startswith(f"{verb.__name__}(") else text


def _type(hint: Any) -> str:
    parts = get_args(hint)
    if parts and str(hint).startswith("tuple"):
        return f"list of {_type(parts[0])}"
    if parts and not isinstance(parts[0], str):
        return " or ".join("nothing" if p is type(None) else _type(p) for p in parts)
    if parts:
        return ", ".join(f'`"{p}"`' for p in parts)
    plain = {"Fraction": "seconds", "str": "text", "float": "number", "int": "whole number"}
    name = getattr(hint, "__name__", str(hint))
    return plain.get(name, {"bool": "yes or no"}.get(name, name))


def _default(f: Field[Any]) -> str:
    if f.default is MISSING:
        return "needed"
    if f.default is None or f.default in ((), ""):
        return ""
    if isinstance(f.default, bool):
        return "yes" if f.default else "no"
    return f'`"{f.default}"`' if isinstance(f.default, str) else f"`{f.default}`"
