"""The wire draft as a JSON Schema, for clients and documentation."""

from typing import Any

from . import pictures, segments
from .node import EASES, LONGEST
from .reading import KINDS, ROLES, VERSION
from .shelf import KINDS as MEDIA_KINDS


def wire_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the draft. Unknown keys are allowed everywhere, and kept."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "typecut wire draft",
        "description": "Times are whole milliseconds. Tracks are listed bottom first.",
        **_object(
            {
                "v": {"const": VERSION, "description": "version of this format"},
                "m": _meta(),
                "d": _time("length of the whole; told, not obeyed"),
                "t": _list({"$ref": "#/$defs/track"}, "tracks, bottom first"),
                "media": _list({"$ref": "#/$defs/media"}, "what segments name by id"),
            },
            ["t"],
        ),
        "$defs": {
            "track": _track(),
            "segment": _segment(),
            "media": _media(),
            "keyframes": _keyframes(),
            "exact": _exact(),
        },
    }


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**properties, "exact": {"$ref": "#/$defs/exact"}},
        **({"required": required} if required else {}),
    }


def _time(description: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "maximum": LONGEST, "description": description}


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _flag(description: str) -> dict[str, Any]:
    return {"type": "boolean", "default": False, "description": description}


def _one_of(options: tuple[str, ...], description: str) -> dict[str, Any]:
    return {"enum": list(options), "description": description}


def _number(low: float, high: float, description: str) -> dict[str, Any]:
    return {"type": "number", "minimum": low, "maximum": high, "description": description}


def _list(items: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": description}


def _colour(description: str) -> dict[str, Any]:
    return {"type": "string", "pattern": "^(#[0-9a-fA-F]{6})?$", "description": description}


def _rate() -> dict[str, Any]:
    return {"type": ["number", "string"], "description": "frames per second; 29.97 is 30000/1001"}


def _exact() -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "description": "Exact seconds or ratios by key, as 'n/d'; each counts only while it still "
        "rounds to the number that stands under the key itself.",
    }


def _meta() -> dict[str, Any]:
    return _object(
        {
            "title": _text("name of the project"),
            "width": {"type": "integer", "multipleOf": 2, "minimum": 2, "maximum": 16384},
            "height": {"type": "integer", "multipleOf": 2, "minimum": 2, "maximum": 16384},
            "fps": _rate(),
            "background": _colour("what shows where no picture is"),
            "fit": _one_of(pictures.FITS, "how footage is fitted into the canvas"),
            "fi": _time("fade of the whole from black and silence"),
            "fo": _time("fade of the whole to black and silence"),
        }
    )


def _track() -> dict[str, Any]:
    roles = tuple(role for kind in KINDS.values() for role in ROLES[kind])
    meta = {
        "name": _text("label"),
        "role": _one_of(roles, "what the track is for"),
        "muted": _flag("its sound is not heard"),
        "hidden": _flag("its picture is not seen"),
    }
    return _object(
        {
            "id": _text("unique among tracks; made where missing"),
            "tt": {"enum": list(KINDS), "description": "0 video and images, 1 audio, 7 text"},
            "m": _object(meta),
            "d": _time("length of the track; told, not obeyed"),
            "sg": _list({"$ref": "#/$defs/segment"}, "segments that do not overlap"),
            "tail": _time("empty time after the last segment"),
        },
        ["tt", "sg"],
    )


def _segment() -> dict[str, Any]:
    return _object(
        {
            "id": _text("unique in the draft; made where missing"),
            "s": _time("start on the timeline; where missing, the end of the segment before"),
            "d": _time("length on the timeline"),
            "m": _object({"name": _text("label")}),
            "src": _text("media id, path (relative to the draft) or URL"),
            "in": _time("start in the source; 0 where missing"),
            "out": _time("end in the source of what is looped or held, or in place of d"),
            "play": _one_of(segments.PLAYS, "once, over and over, or the first frame only"),
            "sp": _number(-100, 100, "speed, not 0; negative plays backwards"),
            "vol": _number(0, 4, "1 is as recorded"),
            "muted": _flag("its sound is not heard"),
            "follow": _flag("music that is kept as long as the timeline"),
            "fi": _time("fade in of the sound"),
            "fo": _time("fade out of the sound"),
            "x": _placement(),
            "fx": _list(_effect(), "effects in order"),
            "tr": _transition(),
            "tx": _words(),
        }
    )


def _transition() -> dict[str, Any]:
    return _object(
        {
            "type": _one_of(segments.TRANSITIONS, "from the segment before to this one"),
            "d": _time("how long both are seen"),
            "before": _time("how much of it lies before the cut; half where missing"),
            "gave": _object(
                {
                    "left": _time("what the segment before lost for it and gets back"),
                    "right": _time("what this segment lost for it and gets back"),
                }
            ),
        },
        ["d"],
    )


def _words() -> dict[str, Any]:
    return _object(
        {
            "text": _text("the words, verbatim, with line breaks"),
            "style": _one_of(segments.STYLES, "look"),
            "position": _one_of(segments.POSITIONS, "place on the picture"),
            "animation": _one_of(segments.ANIMATIONS, "how the words come"),
            "color": _colour("'' is the style's own"),
            "size": _number(0.01, 100, "times the style's own size"),
        }
    )


def _placement() -> dict[str, Any]:
    side = _number(0, 1, "fraction of the picture that is cut off")
    return _object(
        {
            "fit": _one_of(pictures.FITS, "instead of the canvas's own"),
            "crop": _object(dict.fromkeys(("left", "top", "right", "bottom"), side)),
            "position": _object({name: _dial(name) for name in ("x", "y")}),
            "scale": _dial("scale"),
            "rotate": _dial("rotate"),
            "flip": _one_of(pictures.FLIPS, "mirrored left-right, top-bottom or both"),
            "opacity": _dial("opacity"),
            "keyframes": {"$ref": "#/$defs/keyframes"},
        }
    )


def _dial(name: str) -> dict[str, Any]:
    low, high = pictures.LIMITS[name]
    return {"type": "number", "minimum": low, "maximum": high}


def _effect() -> dict[str, Any]:
    names = ("amount", "radius", *pictures.DIALS)
    return _object(
        {
            "type": {"enum": ["colour", "blur"]},
            "look": _one_of(pictures.LOOKS, "a named look, blended in by amount"),
            **{name: _dial(name) for name in names},
            "keyframes": {"$ref": "#/$defs/keyframes"},
        },
        ["type"],
    )


def _keyframes() -> dict[str, Any]:
    keyframe = _object(
        {
            "t": {"type": "integer", "description": "milliseconds from the segment's start"},
            "v": {"type": "number"},
            "ease": _one_of(EASES, "the way to the next keyframe"),
        },
        ["t", "v"],
    )
    return {
        "type": "object",
        "additionalProperties": {"type": "array", "items": keyframe},
        "description": "curves by the name of the number that changes; they win over that number",
    }


def _media() -> dict[str, Any]:
    return _object(
        {
            "id": _text("unique in the table"),
            "src": _text("path (relative to the draft) or URL"),
            "kind": _one_of(MEDIA_KINDS, "guessed from the name where missing"),
            "name": _text("label"),
            "d": _time("length; missing where it has none or nobody measured it"),
            "width": {"type": "integer", "minimum": 0, "description": "as displayed"},
            "height": {"type": "integer", "minimum": 0, "description": "as displayed"},
            "fps": _rate(),
            "audio": _flag("has sound"),
        },
        ["id", "src"],
    )
