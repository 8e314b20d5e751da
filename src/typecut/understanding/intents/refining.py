"""What is said about the turn before: "no, 3 seconds", "a bit louder", "same for clip 2"."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from typecut.edits.verbs import (
    AddMusic,
    AddOverlay,
    AddTitle,
    AddTransition,
    ChangeMusic,
    ChangeTitle,
    Edit,
    FadeIn,
    FadeOut,
    FitDuration,
    KeepRange,
    Place,
    RippleDelete,
    Rotate,
    SetColour,
    SetDuration,
    SetSpeed,
    SetVolume,
)
from typecut.timeline import Clip, Colour, Range, Title

from ..clause import Clause
from ..intent import Context, Intent, Outcome, one, strength
from ..say import Impossible
from ..showing import SHOWN
from ..stage import LAYERS, Act, Stage, titles
from ..tokens import Token
from ..when import whens
from ..which import which

EXAMPLES = """
add the title "Hi" for 2 seconds | no, 3 seconds -> ChangeTitle(titles=[title], range=0-3)
add lofi at 20% | a bit louder -> ChangeMusic(by=1.2)
trim clip 1 to 10 seconds | no, 8 seconds -> SetDuration(duration=8, clips=[a])
make the first clip black and white | same for the last clip -> SetColour(colour=Colour(look=mono), clips=[c])
speed it up 2x | that's too fast, 1.5x -> SetSpeed(speed=1.5)
第一段放慢到0.5倍 | 还是慢一点 -> SetSpeed(speed=0.4, clips=[a])
第一段变黑白 | 最后一段也一样 -> SetColour(colour=Colour(look=mono), clips=[c])
"""

_VALUES = ("time", "percent", "factor", "degrees")
_AROUND = (
    "it",
    "change",
    "to",
    "for",
    "without",
    "remark",
    "and",
    "then",
    "but",
    "dont",
    "by",
    "at",
    "then",
)
_DEGREES = (
    "more", "less", "longer", "shorter", "faster", "slower", "louder", "quieter", "big", "small",
    "slightly", "much", "up", "down", "quick", "slowly", "extend", "trim",
)  # fmt: skip
_UP = ("more", "longer", "louder", "big", "up", "extend", "faster")
_DOWN = ("less", "shorter", "quieter", "small", "down", "trim", "slower")
_NAMES = (
    "same", "for", "to", "at", "clip", "photo", "first", "last", "other", "all", "every", "both", "with",
    "change", "it", "and", "then", "in", "penultimate", "middle",
)  # fmt: skip

_LIKEWISE = ("做", "弄", "这样", "处理", "来一遍")
_TOO = ("这样", "too", "also", "as well", "也", "也是")

_Change = Callable[[Stage], Sequence[Edit]]


def _read(clause: Clause, context: Context) -> Outcome | None:
    if not context.recent or clause.quotes or clause.of("file") or clause.unknown:
        return None
    words = [t for t in clause.tokens if not t.filler and t.kind != "break"]
    if words and all(t.has("video", "all", "every", "too", "and", "for", "clip") for t in words):
        return _everywhere(clause, context)
    if (
        words
        and all(t.has(*_AROUND) or t.text in _NORMAL for t in words)
        and words[-1].text in _NORMAL
    ):
        return _normal(clause, context)
    values = [t for t in words if t.kind in _VALUES]
    too = any(t.text in _TOO for t in clause.tokens)
    named = any(t.kind in ("number", "ordinal") for t in words) and clause.has("clip")
    if clause.has("same") or ((too or named) and not values):
        return _again(clause, context, words)
    rest = [t for t in words if t not in values]
    if any(w.part == "at" for w in whens(clause)):
        return None
    whole = clause.has("it") and clause.has("change")
    if len(values) == 1 and all(t.has(*_AROUND, *_DEGREES) for t in rest) and _corrects(rest):
        return _first(
            clause, context, lambda edit: _corrected(edit, values[0], context, whole=whole)
        )
    if words and not values and all(t.has(*_AROUND, *_DEGREES) for t in words):
        return _adjusted(clause, context)
    return None


_NORMAL = ("normal", "正常", "正常速度", "normal again")


def _everywhere(clause: Clause, context: Context) -> Outcome | None:
    """``everything please``: the same, on all clips."""
    edits = [
        replace(e, clips=()) for e in context.recent if any(f.name == "clips" for f in fields(e))
    ]
    if not edits or not clause.has("all", "every", "video"):
        return None
    return Outcome(tuple(one(clause, edit) for edit in edits))


def _normal(clause: Clause, context: Context) -> Outcome | None:
    """``back to normal``: as it was before it was changed."""
    edits: list[Edit] = []
    for edit in context.recent:
        match edit:
            case SetSpeed():
                edits.append(SetSpeed(Fraction(1), edit.clips))
            case SetColour():
                edits.append(SetColour(None, edit.clips))
            case SetVolume():
                edits.append(SetVolume(1.0, None, edit.clips))
            case _:
                pass
    return Outcome(tuple(one(clause, edit) for edit in edits)) if edits else None


def _corrects(rest: Sequence[Token]) -> bool:
    """``2 seconds longer`` measures the change and not the result."""
    return not any(
        t.has(*_DEGREES) and not t.text.startswith(("too ", "太")) and not t.has("remark")
        for t in rest
    )


def _first(
    clause: Clause, context: Context, change: Callable[[Edit], _Change | None]
) -> Outcome | None:
    """The change of the last edit before that has what is corrected."""
    found = next((c for edit in reversed(context.recent) if (c := change(edit))), None)
    if found is None:
        return None
    return Outcome((Act(clause.span, found, LAYERS),), context.subject)


def _corrected(edit: Edit, value: Token, context: Context, *, whole: bool) -> _Change | None:
    """`whole` where "make it 30 seconds" may as well be about the video."""
    number = value.number
    match edit:
        case AddTitle() | ChangeTitle() if value.kind == "time" and not whole:
            return lambda stage: _for_title(stage, edit, length=number)
        case RippleDelete() | KeepRange() if value.kind == "time":
            raise Impossible(
                context.say(
                    "What was cut away comes back with undo; then say it with the new time.",
                    "剪掉的内容请先撤销，然后用新的时间再说一次。",
                )
            )
        case SetDuration() | FitDuration() | FadeIn() | FadeOut() | AddTransition() if (
            value.kind == "time"
        ):
            return lambda _: (replace(edit, duration=number),)
        case AddMusic() | ChangeMusic() if value.kind == "percent":
            return lambda _: (ChangeMusic(volume=float(number) / 100),)
        case SetVolume() if value.kind == "percent":
            return lambda _: (SetVolume(float(number) / 100, None, edit.clips),)
        case SetSpeed() if value.kind == "factor" and number > 0:
            return lambda _: (replace(edit, speed=number),)
        case Rotate() if value.kind == "degrees":
            return lambda _: (replace(edit, degrees=float(number) - edit.degrees),)
        case _:
            return None


def _adjusted(clause: Clause, context: Context) -> Outcome | None:
    """``a bit longer``, ``还是慢一点``: the same again, with more or less of it."""
    too = any(t.text.startswith(("too ", "太")) for t in clause.tokens)
    up, down = clause.has(*_UP), clause.has(*_DOWN)
    if up == down or (too and clause.has("remark")):
        return None
    return _first(clause, context, lambda edit: _scaled(edit, clause, up=up))


def _scaled(edit: Edit, clause: Clause, *, up: bool) -> _Change | None:
    by = strength(clause, 1.2, 1.4, 2.0) if up else strength(clause, 0.85, 0.7, 0.4)
    length = Fraction(
        str(strength(clause, 1.25, 1.5, 2) if up else strength(clause, 0.8, 0.75, 0.5))
    )
    paced, loud = clause.has("faster", "slower"), clause.has("louder", "quieter")
    sized = clause.has("big", "small")
    timed = clause.has("longer", "shorter", "extend", "trim")
    match edit:
        case AddMusic() | ChangeMusic() if not (paced or timed):
            return lambda _: (ChangeMusic(by=by),)
        case SetVolume() if not (paced or timed):
            return lambda _: (SetVolume(None, by, edit.clips),)
        case SetSpeed() if paced:
            return lambda stage: _other_pace(stage, edit, up=up, clause=clause)
        case AddTransition() if not (loud or sized):
            part = 1 / length if paced else length
            return lambda _: (replace(edit, duration=max(edit.duration * part, Fraction(1, 5))),)
        case SetDuration() | FadeIn() | FadeOut() if not (loud or sized or paced):
            return lambda _: (replace(edit, duration=edit.duration * length),)
        case AddTitle() | ChangeTitle() if timed:
            return lambda stage: _for_title(stage, edit, part=length)
        case AddTitle() | ChangeTitle() if sized or not (loud or paced):
            return lambda stage: _for_title(stage, edit, size=by)
        case AddOverlay() if sized or not (loud or paced or timed):
            return lambda stage: _other_size(stage, edit, by)
        case SetColour() if edit.colour is not None and not (loud or paced or timed or sized):
            colour = _stronger(edit.colour, by)
            return (lambda _: (replace(edit, colour=colour),)) if colour else None
        case _:
            return None


def _other_size(stage: Stage, edit: AddOverlay, by: float) -> Sequence[Edit]:
    """The picture laid over the video, larger or smaller than it is now."""
    laid = [
        i
        for t in stage.current.tracks
        for i in t.items
        if t.role == "overlay" and isinstance(i, Clip) and i.media == edit.media.id
    ]
    scale = laid[-1].placement.scale if laid else None
    if not isinstance(scale, float | int):
        return ()
    return (Place((laid[-1].id,), scale=round(scale * by, 3)),)


_TINTS: dict[str, Colour] = {
    "warm": Colour(temperature=0.25), "cool": Colour(temperature=-0.25), "vivid": Colour(saturation=1.2),
    "muted": Colour(saturation=0.85), "cinematic": Colour(contrast=1.12), "vintage": Colour(temperature=0.15, contrast=0.95),
}  # fmt: skip
"""What makes more of a look that is there in full."""


def _deeper(colour: Colour, by: float) -> Colour | None:
    """More of a look: it cannot be more than whole, so that its main dial is turned as well."""
    if by < 1:
        return replace(colour, amount=round(colour.amount * by, 3))
    if colour.amount < 1:
        return replace(colour, amount=round(min(1.0, colour.amount * by), 3))
    tint = _TINTS.get(colour.look)
    if tint is None:
        return None
    return replace(
        colour,
        temperature=_sum(colour.temperature, tint.temperature),
        saturation=_product(colour.saturation, tint.saturation),
        contrast=_product(colour.contrast, tint.contrast),
    )


def _sum(old: Any, more: Any) -> Any:
    return round(max(-1.0, min(1.0, old + more)), 3) if isinstance(old, float) else old


def _product(old: Any, more: Any) -> Any:
    return round(old * more, 3) if isinstance(old, float) else old


def _stronger(colour: Colour, by: float) -> Colour | None:
    """The same correction, further from (or nearer to) the picture as it was."""
    if colour.look:
        return _deeper(colour, by)
    plain: Any = Colour()
    changed = {
        f.name: round(getattr(plain, f.name) + (value - getattr(plain, f.name)) * by, 3)
        for f in fields(colour)
        if isinstance(value := getattr(colour, f.name), float) and value != getattr(plain, f.name)
    }
    return replace(colour, **changed) if changed else None


def _other_pace(stage: Stage, edit: SetSpeed, *, up: bool, clause: Clause) -> Sequence[Edit]:
    """As fast as the clips are now, times a little."""
    mild = ("点", "些", "太快", "太慢", "太快了", "太慢了")
    little = clause.has("slightly") or any(
        t.text.startswith("too ") or t.text.endswith(mild) for t in clause.tokens
    )
    part = Fraction("1.25") if little else Fraction(2 if clause.has("much") else "1.5")
    speed = edit.speed * (part if up else 1 / part)
    step = 10 if speed >= 1 else 20
    return (replace(edit, speed=Fraction(round(speed * step), step) or edit.speed),)


def _for_title(
    stage: Stage,
    edit: AddTitle | ChangeTitle,
    *,
    length: Fraction | None = None,
    part: Fraction | None = None,
    size: float | None = None,
) -> Sequence[Edit]:
    there = titles(stage.current)
    meant = [t for t in there if t.text == edit.text] or there
    if not meant:
        return ()
    title: Title = meant[-1]
    found = stage.current.find(title.id)
    old = found[2] if found else Range(Fraction(0), SHOWN)
    new = length if length is not None else old.duration * part if part is not None else None
    span = Range(old.start, new) if new is not None else None
    sized = round(title.size * size, 2) if size is not None else None
    return (ChangeTitle((title.id,), range=span, size=sized),)


def _again(clause: Clause, context: Context, words: Sequence[Token]) -> Outcome | None:
    """``same for the last clip``: the edits of the turn before, on other clips."""
    if not all(
        t.has(*_NAMES) or t.kind in ("number", "ordinal") or t.text in _LIKEWISE for t in words
    ):
        return None
    chosen = which(clause, context.timeline, context.language)
    if not chosen:
        return None
    edits = [e for edit in context.recent for e in _on_others(edit, chosen.ids)]
    if not edits:
        return None
    acts = tuple(one(clause, edit) for edit in edits)
    return Outcome(acts, "clips", chosen.ids)


def _on_others(edit: Any, ids: Sequence[str]) -> Sequence[Edit]:
    """The same edit of other clips; nothing where it is no edit of clips."""
    names = {f.name for f in fields(edit)}
    if "clips" in names:
        return (replace(edit, clips=tuple(ids)),)
    if "clip" in names and "media" not in names and ids:
        return tuple(replace(edit, clip=clip) for clip in ids)
    return ()


INTENTS = (Intent("refining", 100, _read),)
