"""Frozen dataclasses to JSON values and back, driven by their type hints.

Fractions become ``"n/d"`` strings (or ``"n"``), tuples lists, dataclasses objects. Where a field
allows several dataclasses, the object says which under ``"$"``. Fields equal to their default are
left out, so that a new field with a default needs no upgrade.
"""

import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from typecut.errors import DraftError

_RATIONAL = re.compile(r"(-?[0-9]{1,30})(?:/([0-9]{1,30}))?")


def tag(kind: type) -> str:
    """The name of a dataclass in JSON: ``RippleDelete`` → ``ripple_delete``."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_")


def encode(value: Any, declared: Any = None) -> Any:
    """A JSON value; `declared` is the type hint of the place, which decides on the tag."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        inner = get_args(declared)[0] if get_args(declared) else None
        return [encode(v, inner) for v in value]  # pyright: ignore[reportUnknownVariableType]
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        data = {
            f.name: encode(getattr(value, f.name), hints[f.name])
            for f in fields(value)
            if getattr(value, f.name) != _default(f)
        }
        return {"$": tag(type(value)), **data} if _is_choice(declared) else data
    return value


def decode(declared: Any, data: Any, path: str = "") -> Any:
    """The value that `data` stands for; raises DraftError with the path of what is wrong."""
    origin = get_origin(declared)
    if origin in (Union, types.UnionType):
        return _decode_choice(get_args(declared), data, path)
    if origin is Literal:
        if data not in get_args(declared):
            raise DraftError(
                path, f"{data!r} is not one of {', '.join(map(repr, get_args(declared)))}"
            )
        return data
    if origin is tuple:
        if not isinstance(data, list):
            raise DraftError(path, "a list is needed here")
        return tuple(decode(get_args(declared)[0], v, f"{path}[{i}]") for i, v in enumerate(data))  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
    if is_dataclass(declared):
        return _decode_object(declared, data, path)  # pyright: ignore[reportArgumentType]
    return _decode_plain(declared, data, path)


def _decode_choice(choices: tuple[Any, ...], data: Any, path: str) -> Any:
    if data is None and type(None) in choices:
        return None
    objects = {tag(c): c for c in choices if isinstance(c, type) and is_dataclass(c)}
    if isinstance(data, dict) and objects:
        name = data.get("$")  # pyright: ignore[reportUnknownVariableType,reportUnknownMemberType]
        if name is None and len(objects) == 1:
            return decode(next(iter(objects.values())), data, path)
        if name not in objects:
            raise DraftError(f"{path}.$", f"{name!r} is not one of {', '.join(sorted(objects))}")
        rest = {k: v for k, v in data.items() if k != "$"}  # pyright: ignore[reportUnknownVariableType]
        return decode(objects[name], rest, path)
    failure: DraftError | None = None
    for choice in choices:
        if choice is type(None) or is_dataclass(choice):
            continue
        try:
            return decode(choice, data, path)
        except DraftError as error:
            failure = error
    raise failure or DraftError(path, f"{data!r} does not fit here")


def _decode_object(kind: type, data: Any, path: str) -> Any:
    if not isinstance(data, Mapping):
        raise DraftError(path, "an object is needed here")
    given: dict[str, Any] = {str(k): v for k, v in data.items() if k != "$"}  # pyright: ignore
    hints = _hints(kind)
    known = {f.name: f for f in fields(kind)}
    for name in given:
        if name not in known:
            raise DraftError(f"{path}.{name}".lstrip("."), "there is no such field")
    values: dict[str, Any] = {}
    for name, f in known.items():
        if name in given:
            values[name] = decode(hints[name], given[name], f"{path}.{name}".lstrip("."))
        elif _default(f) is MISSING:
            raise DraftError(f"{path}.{name}".lstrip("."), "this field is missing")
    try:
        return kind(**values)
    except ValueError as error:
        raise DraftError(path, str(error)) from error


def _decode_plain(declared: Any, data: Any, path: str) -> Any:
    if declared is Any:
        return data
    if declared is Fraction:
        return _decode_fraction(data, path)
    if declared is float and isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    if isinstance(data, declared) and not (isinstance(data, bool) and declared is not bool):
        return data
    raise DraftError(path, f"{data!r} is not {declared.__name__}")


def _decode_fraction(data: Any, path: str) -> Fraction:
    # Fraction() itself would also take "1e999999999" and work on it for hours.
    if isinstance(data, int) and not isinstance(data, bool):
        return Fraction(data)
    if isinstance(data, str) and (match := _RATIONAL.fullmatch(data)) and int(match[2] or 1):
        return Fraction(int(match[1]), int(match[2] or 1))
    raise DraftError(path, f"{data!r} is not a rational number such as 5 or '1001/30000'")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_choice(declared: Any) -> bool:
    return sum(1 for c in get_args(declared) if is_dataclass(c)) > 1


def _default(f: Field[Any]) -> Any:
    if f.default is not MISSING:
        return f.default
    return f.default_factory() if f.default_factory is not MISSING else MISSING
