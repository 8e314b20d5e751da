"""Which concepts are verbs, which things, which only tell more about a thing."""

from collections.abc import Sequence

from .tokens import Token

VERBS = frozenset((
    "add", "begins", "blur", "change", "create", "credits", "crop", "cut", "dont", "duplicate",
    "ends", "export", "extend", "fade", "fadeboth", "fadein", "fadeout", "faster", "fit",
    "flip", "freeze", "help", "highlight", "improve", "join", "keep", "less", "louder", "more", "move",
    "mute", "normalspeed", "quieter", "redo", "remove", "rename", "reorder", "replace", "reset",
    "reverse", "rotate", "slower", "slowmotion", "split", "stabilize", "status", "swap",
    "timelapse", "trim", "undo", "unmute", "without",
))  # fmt: skip
"""What begins a new thing to do."""

OBJECTS = frozenset((
    "background", "canvas", "caption", "dial", "endcard", "fadeboth", "fadein", "fadeout",
    "fitting", "format", "framerate", "intropart", "logo", "look", "lowerthird", "music",
    "orientation", "outropart", "pip", "plain", "quality", "silence", "slowmotion", "sound",
    "timelapse", "title", "transition", "transkind", "voiceover",
))  # fmt: skip
"""What a verb may be about."""

ATTRIBUTES = frozenset((
    "animation", "big", "bold", "colour", "longer", "opacity", "position", "quick", "scale",
    "shorter", "small", "volume",
))  # fmt: skip
"""What tells more about something already named."""

OBJECT_KINDS = ("size", "aspect", "rate", "file")


def is_object(token: Token) -> bool:
    return bool(token.concepts.keys() & OBJECTS) or token.kind in OBJECT_KINDS


def is_verb(token: Token) -> bool:
    return bool(token.concepts.keys() & VERBS)


def is_modifier(tokens: Sequence[Token], i: int) -> bool:
    """显示3秒 says how long, and is no new thing to do."""
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return token.has("for") and following is not None and following.kind in ("time", "number")
