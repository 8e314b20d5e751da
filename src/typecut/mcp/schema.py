"""JSON schemas of the edits and their values, made from the frozen dataclasses in `edits.verbs`."""

import inspect
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from math import isfinite
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints
from zlib import crc32

from typecut.authoring.backing import STYLES
from typecut.edits.verbs import Edit
from typecut.errors import DraftError
from typecut.timeline import Animated, Curve, Media
from typecut.timeline.codec import decode, encode, tag

Schema = dict[str, Any]
VERBS: Mapping[str, type] = {tag(verb): verb for verb in get_args(Edit)}
"""Every edit by its name in JSON: ``ripple_delete`` → RippleDelete."""
_NAME = "edit"
_EXACT = "exact"
_MEDIA = "media"
_ANIMATED = "animated"
BACKDROPS = ("aurora", "waves", "bokeh", "gradient", "paper")
_SHARED: Mapping[str, Schema] = {
    _ANIMATED: {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/curve"}]},
    _EXACT: {
        "description": 'A number, or exact as "n/d". Times and lengths are in seconds.',
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]+(/[0-9]+)?$"}],
    },
    _MEDIA: {
        "type": "string",
        "description": "The id of an imported file. Or made on the spot: music as "
        f"{', '.join(f'compose:{style}' for style in STYLES)}, moving pictures as "
        f"{', '.join(f'background:{name}' for name in BACKDROPS)}.",
    },
}


def edits_schema() -> tuple[Schema, Mapping[str, Schema]]:
    """The schema of one edit of any kind, and the definitions that it refers to."""
    defs = {name: dict(schema) for name, schema in _SHARED.items()}
    return {"anyOf": [verb_schema(verb, defs) for verb in VERBS.values()]}, defs


def verb_schema(verb: type, defs: dict[str, Schema]) -> Schema:
    """The schema of one verb; what it shares with others is put into `defs`."""
    made = _object(verb, defs)
    made["properties"] = {_NAME: {"const": tag(verb)}, **made["properties"]}
    made["required"] = [_NAME, *made.get("required", [])]
    return {"description": told(verb), **made}


def told(verb: type) -> str:
    """What a verb does, in the first paragraph of its docstring."""
    text = inspect.cleandoc(verb.__doc__ or "").split("\n\n")[0]
    if text.startswith(f"{verb.__name__}("):
        return ""
    return re.sub(r"\s+", " ", text).replace("`", "")


def _object(kind: type, defs: dict[str, Schema]) -> Schema:
    hints = _hints(kind)
    made: Schema = {
        "type": "object",
        "properties": {f.name: _described(f, hints[f.name], defs) for f in fields(kind)},
        "additionalProperties": False,
    }
    needed = [f.name for f in fields(kind) if not _has_default(f)]
    return {**made, "required": needed} if needed else made


def _described(f: Field[Any], hint: Any, defs: dict[str, Schema]) -> Schema:
    made = _of(hint, defs)
    if f.default is None:
        return _without_null(made)  # leaving it out says the same
    if f.default is not MISSING and f.default not in ("", ()) and "$ref" not in made:
        made = {**made, "default": encode(f.default)}
    return made


def _without_null(schema: Schema) -> Schema:
    options = [o for o in schema.get("anyOf", [schema]) if o != {"type": "null"}]
    return options[0] if len(options) == 1 else {"anyOf": options}


def _of(hint: Any, defs: dict[str, Schema]) -> Schema:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _choice(parts, defs)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin is tuple:
        return {"type": "array", "items": _of(parts[0], defs)}
    if hint is Fraction:
        return {"$ref": f"#/$defs/{_EXACT}"}
    if hint is Media:
        return {"$ref": f"#/$defs/{_MEDIA}"}
    if isinstance(hint, type) and is_dataclass(hint):
        name = tag(hint)
        if name not in defs:
            defs[name] = {}
            defs[name] = _object(hint, defs)
        return {"$ref": f"#/$defs/{name}"}
    return {"type": _PLAIN[hint]}


_PLAIN: Mapping[Any, str] = {
    str: "string",
    float: "number",
    int: "integer",
    bool: "boolean",
    type(None): "null",
}


def _choice(parts: tuple[Any, ...], defs: dict[str, Schema]) -> Schema:
    """Several dataclasses are told apart by their name under ``$``, as everywhere in typecut."""
    objects = [p for p in parts if isinstance(p, type) and is_dataclass(p)]
    if set(parts) == set(get_args(Animated)):
        _of(Curve, defs)
        return {"$ref": f"#/$defs/{_ANIMATED}"}
    options = [_of(p, defs) for p in parts if p is not type(None)]
    if len(objects) > 1:
        for kind in objects:
            made = defs[tag(kind)]
            made["properties"] = {"$": {"const": tag(kind)}, **made["properties"]}
        options = [{**o, "required": ["$"]} if "$ref" in o else o for o in options]
    if type(None) in parts:
        options.append({"type": "null"})
    return options[0] if len(options) == 1 else {"anyOf": options}


# -- reading -------------------------------------------------------------------------------------


def read_edits(data: Any, media: Mapping[str, Media]) -> list[Edit]:
    """The edits that a client sent; `media` are those at hand, by id.

    Raises DraftError that names the place, such as ``edits[2].range.start``.
    """
    if not isinstance(data, list):
        raise DraftError("edits", "a list is needed here")
    return [read_edit(one, media, f"edits[{n}]") for n, one in enumerate(cast("list[Any]", data))]


def read_edit(data: Any, media: Mapping[str, Media], path: str = "edit") -> Edit:
    """One edit. Numbers with a point count as written: 0.1 is exactly a tenth."""
    if not isinstance(data, Mapping):
        raise DraftError(path, "an object is needed here")
    given = dict(cast("Mapping[str, Any]", data))
    name = given.pop(_NAME, None)
    verb = VERBS.get(name) if isinstance(name, str) else None
    if verb is None:
        raise DraftError(
            f"{path}.{_NAME}",
            f"{name!r} is not an edit",
            hint=f"The edits are: {', '.join(VERBS)}.",
        )
    return cast("Edit", decode(verb, _spelt(verb, given, media, path), path))


def write_edit(edit: Edit) -> Schema:
    """The inverse of `read_edit`: media are named by their ids (made ones by their source)."""
    return {_NAME: tag(type(edit)), **_named(type(edit), edit)}


def _named(kind: type, value: Any) -> Schema:
    data = cast("Schema", encode(value))
    for f in fields(kind):
        part = getattr(value, f.name)
        if isinstance(part, Media) and f.name in data:
            data[f.name] = part.src if part.made else part.id
    return data


def _spelt(hint: Any, data: Any, media: Mapping[str, Media], path: str) -> Any:
    """The same as the codec spells it: exact numbers as text, media in full."""
    parts = get_args(hint)
    if hint is Fraction and isinstance(data, float) and isfinite(data):
        return str(Fraction(str(data)))
    if hint is Media:
        return _media(data, media, path)
    if get_origin(hint) in (Union, types.UnionType) and data is not None:
        chosen = [p for p in parts if _fits(p, data)]
        return _spelt(chosen[0], data, media, path) if chosen else data
    if get_origin(hint) is tuple and isinstance(data, list):
        items = cast("list[Any]", data)
        return [_spelt(parts[0], v, media, f"{path}[{n}]") for n, v in enumerate(items)]
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(data, Mapping):
        hints = _hints(hint)
        return {
            name: _spelt(hints.get(name), value, media, f"{path}.{name}")
            for name, value in cast("Mapping[str, Any]", data).items()
        }
    return data


def _fits(hint: Any, data: Any) -> bool:
    if hint is Media:
        return isinstance(data, str)
    if isinstance(hint, type) and is_dataclass(hint):
        if not isinstance(data, Mapping):
            return False
        return cast("Mapping[str, Any]", data).get("$", tag(hint)) == tag(hint)
    return hint is Fraction or get_origin(hint) is tuple


def _media(data: Any, media: Mapping[str, Media], path: str) -> Any:
    made = _made(data) if isinstance(data, str) else None
    if made is not None:
        return encode(made)
    if not isinstance(data, str) or data not in media:
        known = ", ".join(media) or "none yet: import a file first"
        raise DraftError(path, f"there is no media {data!r}", hint=f"The media are: {known}.")
    return encode(media[data])


def _made(source: str) -> Media | None:
    """Music or a moving picture of our own: ``compose:lofi``, ``background:aurora?seed=3``."""
    kind, _, rest = source.partition(":")
    name = rest.partition("?")[0]
    if kind == "compose" and name in STYLES:
        whole = source if "?" in source else f"{source}?seed=1"
        return Media(f"music-{name}", whole, "audio", STYLES[name])
    if kind == "background" and name in BACKDROPS:
        return Media(f"{name}-{crc32(rest.encode())}", source, "video", name.capitalize())
    return None


def _has_default(f: Field[Any]) -> bool:
    return f.default is not MISSING or f.default_factory is not MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
