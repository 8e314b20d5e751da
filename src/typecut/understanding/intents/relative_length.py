"""Lengths told by what they are now: half as long, twice the length."""

from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.verbs import ChangeTitle, Edit, KeepRange, SetDuration
from typecut.timeline import ZERO, Range

from ..clause import Clause
from ..intent import Context, Intent, Outcome, named
from ..say import Impossible, say
from ..stage import LAYERS, LENGTH, STRUCTURE, Act, Stage, titles
from ..when import whens
from ..which import clips

EXAMPLES = """
make clip 1 half as long -> SetDuration(duration=30, clips=[a])
make the video half as long -> KeepRange(range=0-75)
cut the second clip to half its length -> SetDuration(duration=20, clips=[b])
make the video twice as long -> ! only
第一段时长减半 -> SetDuration(duration=30, clips=[a])
把视频缩短一半 -> KeepRange(range=0-75)
"""

_PARTS = (
    ("half", Fraction(1, 2)), ("third", Fraction(1, 3)), ("quarter", Fraction(1, 4)),
    ("double", Fraction(2)), ("triple", Fraction(3)),
)  # fmt: skip
_ELSE = (
    "title", "caption", "music", "volume", "sound", "speed", "transition", "fade", "fadein",
    "fadeout", "louder", "quieter", "faster", "slower", "reverse", "scale", "big", "small", "crop",
    "split", "opacity", "slowmotion", "first", "last", "middle", "remove", "keep", "freeze",
)  # fmt: skip


def _read(clause: Clause, context: Context) -> Outcome | None:
    part = next((value for word, value in _PARTS if clause.has(word)), None)
    if part is not None and clause.has("shorter", "longer"):
        part = _compared(part, shorter=clause.has("shorter"))
    if part is None or whens(clause) or clause.quotes or not _speaks_of_length(clause):
        return None
    titled = clause.has("title") or (context.subject == "title" and clause.has("it"))
    if titled and titles(context.timeline) and not clause.has(*(w for w in _ELSE if w != "title")):
        return Outcome((Act(clause.span, lambda stage: _title(stage, part), LAYERS),), "title")
    if any(
        clause.has(word) for word in _ELSE if not (word in ("first", "last") and clause.has("clip"))
    ):
        return None
    if context.subject in ("title", "music", "transition") and clause.has("it"):
        return None
    chosen = named(clause, context)
    if not chosen:
        return Outcome((Act(clause.span, lambda stage: _whole(stage, part), LENGTH),))
    ids = chosen.ids or tuple(c.id for c in clips(context.timeline))

    def build(stage: Stage) -> Sequence[Edit]:
        edits: list[Edit] = []
        for clip in stage.alive(ids):
            found = stage.current.find(clip)
            if found is not None:
                edits.append(SetDuration(found[2].duration * part, (clip,)))
        return edits

    return Outcome((Act(clause.span, build, STRUCTURE),), "clips", chosen.ids)


def _speaks_of_length(clause: Clause) -> bool:
    words = {t.text for t in clause.tokens}
    trims = clause.has("trim", "cut") and clause.has("to") and not clause.has("in")
    if clause.has("shorter", "longer"):
        return True
    said = words & {"long", "as long", "length", "duration", "时长", "长度", "缩短", "剪短", "长"}
    return bool(said) or trims


def _compared(part: Fraction, *, shorter: bool) -> Fraction:
    """``a third shorter`` leaves two thirds, ``half longer`` is one and a half."""
    if part > 1:
        return 1 / part if shorter else part
    return 1 - part if shorter else 1 + part


def _title(stage: Stage, part: Fraction) -> Sequence[Edit]:
    """The title added last."""
    there = titles(stage.current)
    found = stage.current.find(there[-1].id) if there else None
    if found is None:
        return ()
    return (ChangeTitle((there[-1].id,), range=Range(found[2].start, found[2].duration * part)),)


def _whole(stage: Stage, part: Fraction) -> Sequence[Edit]:
    if part > 1:
        raise Impossible(
            say(
                stage.language,
                "There is only so much footage; slow it down, or add clips.",
                "素材只有这么长，可以放慢速度，或添加素材。",
            )
        )
    return (KeepRange(Range(ZERO, stage.end * part)),)


INTENTS = (Intent("relative length", 205, _read),)
