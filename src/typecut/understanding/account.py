"""Accounts for the words of a clause: what made no difference to the plan was not understood."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from typecut.edits.plan import Span
from typecut.errors import EditError

from .clause import Clause
from .intent import Context, Outcome
from .say import Impossible
from .stage import Stage
from .tokens import Kind, Token
from .values import Values, values_of

_FAILS = (Impossible, EditError, ValueError, LookupError, ArithmeticError)
"""A clause with a word changed may ask for anything: then it does not mean the same."""

_MOST_READ = 12
"""Words of one clause that are tried out; more in one clause are values of a long list."""


def _most_read(clause: Clause) -> int:
    """Reading a very long clause again and again would cost more than it tells."""
    return _MOST_READ if len(clause.tokens) <= 4 * _MOST_READ else 1


Reader = Callable[[Clause, Context], Outcome | None]

_VALUES: frozenset[Kind] = frozenset((
    "time", "percent", "factor", "degrees", "decibel", "rate", "size", "ordinal", "number",
    "quote", "file",
))  # fmt: skip
_SOUND = ("AddMusic", "ChangeMusic", "SetVolume", "Mute", "SetSoundFades", "RemoveMusic")
_FADES = ("FadeIn", "FadeOut", "ChangeMusic", "AddMusic", "SetSoundFades", "AddTransition",
    "RemoveTransition", "Animate")  # fmt: skip
_COLOUR = ("SetColour", "AddEffect", "RemoveEffects")
_SPEED = ("SetSpeed", "FitDuration", "Animate")
_TITLES = ("AddTitle", "ChangeTitle", "RemoveTitle")
_MAY_BE_SO = frozenset(("orientation", "height", "fitting"))
"""Landscape where it is landscape: nothing is left to do."""
_TELLING: dict[str, tuple[str, ...]] = {
    "fadein": _FADES, "fadeout": _FADES, "fadeboth": _FADES, "fade": _FADES,
    "mute": _SOUND, "unmute": _SOUND, "louder": (*_SOUND, *_COLOUR), "quieter": _SOUND,
    "reverse": ("Reverse", "Reorder"), "slowmotion": _SPEED, "faster": _SPEED, "slower": _SPEED,
    "timelapse": _SPEED, "blur": ("AddEffect", "SetCanvas", "RemoveEffects"),
    "look": (*_COLOUR, *_TITLES), "dial": (*_COLOUR, *_SOUND), "rotate": ("Rotate",), "flip": ("FlipClips", "Reorder"),
    "crop": ("CropClips", "SetCanvas", "SetDuration", "KeepRange", "KeepOfClip"), "colour": ("SetCanvas", *_COLOUR), "position": ("Split", "SetCanvas", "CropClips", "Rotate", "KeepRange"),
    "animation": (), "bold": _TITLES, "halts": ("AddMusic", "ChangeMusic", "RemoveMusic", "Freeze"), "transkind": ("AddTransition", "RemoveTransition", *_FADES),
    "style": ("AddMusic", "ChangeMusic"), "duplicate": ("Duplicate", "SetCanvas"),
    "swap": ("Reorder", "ReplaceMedia", "Move", "ChangeMusic", "AddMusic"), "freeze": ("Freeze",),
    "music": _SOUND, "title": _TITLES, "caption": _TITLES, "transition": ("AddTransition", "RemoveTransition"),
    "manner": (), "orientation": ("SetCanvas", "CropClips", "Place"), "height": ("SetCanvas",),
    "fitting": ("SetCanvas", "CropClips", "Place"), "codec": (), "blank": (), "versions": (),
    "split": ("Split",), "stabilize": (), "beatsync": (), "ducking": (), "voiceover": (),
    "highlight": (), "silence": (), "logo": ("AddOverlay", "Place", "SetOpacity", "RemoveClip"),
    "scale": ("Place", "Animate", "SetCanvas", "CropClips", "ChangeTitle", "AddTitle", "AddTransition"), "opacity": (), "person": (),
}  # fmt: skip
"""Words that ask for something, and the edits that answer them even where leaving the word out
would not change the plan (``fade out at the end``)."""


def unaccounted(
    clause: Clause, context: Context, outcome: Outcome, read: Reader
) -> tuple[Span, ...]:
    """The telling words without which, or with others, the clause would mean just the same."""
    if outcome.queries or outcome.recipe or not (outcome.acts or outcome.export):
        return ()
    edits = _edits(outcome, context)
    if not edits and clause.negated:
        return ()  # nothing is there, as asked
    if any(isinstance(edit, str) for edit in edits):
        return ()  # refused as a whole
    values = values_of(edits)
    asking = [i for i in range(len(clause.tokens)) if _asks(clause, i, edits, values)]
    if not asking:
        return ()
    meant = _meaning(outcome, context)
    lost = [
        i
        for i, token in ((i, clause.tokens[i]) for i in asking[: _most_read(clause)])
        if all(_read(other, context, read) == meant for other in _otherwise(clause, i, token))
    ]
    return tuple(Span(clause.tokens[i].start, clause.tokens[i].end) for i in lost)


def _asks(clause: Clause, i: int, edits: list[object], values: Values) -> bool:
    """Whether the word asks for something that none of the edits answers by its kind alone."""
    token, kinds = clause.tokens[i], {type(edit).__name__ for edit in edits}
    if token.kind in ("number", "ordinal"):
        return not _counts_along(clause, i, kinds)
    if token.kind in _VALUES:
        return not values.hold(token)
    if token.kind != "word" or token.filler:
        return False
    if token.concepts.get("colour") == "#000000" and kinds & {"FadeIn", "FadeOut"}:
        return False
    asked = token.concepts.keys() & _TELLING.keys()
    if not edits:
        asked -= _MAY_BE_SO
    return bool(asked) and not any(kinds & set(_TELLING[c]) for c in asked)


def _counts_along(clause: Clause, i: int, kinds: set[str]) -> bool:
    """``the first 5 s``, ``between clip 1 and 2``, ``四个字``: numbers that say nothing new."""
    token, following = clause.tokens[i], clause.after(i)
    if token.number == 1 and (token.kind == "number" or token.has("first")):
        return True
    if following is None and any(t.has("other", "all") for t in clause.tokens[:i]):
        return True  # the other two
    titled = following is not None and following.has("title", "big", "caption")
    return titled or clause.has("between", "split") or "AddTransition" in kinds


def _otherwise(clause: Clause, i: int, token: Token) -> Iterator[Clause]:
    """The clause with another value, and without the word."""
    others = (_other(token),) if token.kind in _VALUES else ()
    blank = Token("word", token.start, token.end, "a", {"filler": ""})
    for instead in (*others, blank):
        tokens = (*clause.tokens[:i], instead, *clause.tokens[i + 1 :])
        yield replace(clause, tokens=tokens)


def _other(token: Token) -> Token:
    match token.kind:
        case "quote" | "file":
            return replace(token, text="other.xyz", literal="other.xyz")
        case "ordinal" | "number":
            return replace(token, number=Fraction(2 if token.number == 1 else 1))
        case "size":
            return replace(token, size=(642, 482))
        case _:
            return replace(token, number=token.number * Fraction(9, 10) + Fraction(1, 100))


def _read(clause: Clause, context: Context, read: Reader) -> object:
    if all(t.filler for t in clause.tokens):
        return None
    try:
        outcome = read(clause, context)
    except _FAILS as failure:
        return str(failure)
    return None if outcome is None else _meaning(outcome, context)


def _meaning(outcome: Outcome, context: Context) -> object:
    """What an outcome comes to, so that two can be compared."""
    export = outcome.export and (outcome.export.format, outcome.export.quality)
    asked = [query.kind for query in outcome.queries]
    return _edits(outcome, context), export, asked, outcome.notes, outcome.recipe


def _edits(outcome: Outcome, context: Context) -> list[object]:
    stage = Stage(context.timeline, context.timeline, context.language)
    edits: list[object] = []
    for act in outcome.acts:
        try:
            edits += act.build(stage)
        except _FAILS as error:
            edits.append(str(error))
    return edits
