"""Cutting single clips: to a length, their ends, a part of them."""

from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.verbs import Edit, KeepOfClip, RemoveOfClip, SetDuration
from typecut.timeline import ZERO, Range

from ..clause import Clause
from ..intent import (
    Context,
    Intent,
    Outcome,
    bounded,
    clip_name,
    named,
    place_of,
    range_of,
    removes,
    to_part,
)
from ..lexicon import chinese
from ..stage import STRUCTURE, Act, Stage
from ..when import When, edge, whens
from ..which import Which, clips, which
from .cutting import down_to

EXAMPLES = """
trim the second clip to 12 seconds -> SetDuration(duration=12, clips=[b])
cut the first 2 seconds of clip 3 -> RemoveOfClip(clip=c, range=0-2)
cut the last 2 seconds off the first clip -> RemoveOfClip(clip=a, range=58-60)
keep only 5-10s of the last clip -> KeepOfClip(clip=c, range=5-10)
trim each clip to 5 seconds -> SetDuration(duration=5)
trim the first clip to 5s and the second to 10s -> SetDuration(duration=5, clips=[a]); SetDuration(duration=10, clips=[b])
make clip 2 3 seconds long -> SetDuration(duration=3, clips=[b])
shorten clip 1 by 4 seconds -> RemoveOfClip(clip=a, range=56-60)
remove 0:05 to 0:08 from clip 2 -> RemoveOfClip(clip=b, range=5-8)
cut the first 2 seconds of every clip -> RemoveOfClip(clip=a, range=0-2); RemoveOfClip(clip=b, range=0-2); RemoveOfClip(clip=c, range=0-2)
trim bbb.mp4 to 8 seconds -> SetDuration(duration=8, clips=[b])
trim clip 5 to 3 seconds -> ! 3 clips
cut the first 90 seconds of clip 1 -> ! 60 s
第二段只保留前12秒 -> KeepOfClip(clip=b, range=0-12)
第二段剪到12秒 -> SetDuration(duration=12, clips=[b])
把第一段的前3秒去掉 -> RemoveOfClip(clip=a, range=0-3)
每段剪成5秒 -> SetDuration(duration=5)
片段3只要5到10秒 -> KeepOfClip(clip=c, range=5-10)
第五段剪到3秒 -> ! 3段
"""


def _read(clause: Clause, context: Context) -> Outcome | None:
    acts = clause.does("keep", "remove", "cut", "trim", "change", "fit", "extend") or clause.has(
        "only", "without", "shorter", "longer"
    )
    times = whens(clause)
    if not times or clause.has(
        "title",
        "volume",
        "music",
        "transition",
        "freeze",
        "split",
        "caption",
        "fadein",
        "fadeout",
        "sound",
        "move",
    ):
        return None
    chosen = named(clause, context)
    if _whole(clause, context):
        return None
    if chosen.ids and (bound := _bound(clause, context, chosen.ids, times)):
        return bound
    acts = acts or _only_a_length(clause)
    if not chosen or not (acts or _each_lasts(clause, chosen)):
        return None
    stretches = [w for w in times if w.part != "every" and range_of(w, ZERO) is not None]
    ids = chosen.ids or tuple(c.id for c in clips(context.timeline))
    if stretches:
        acts_ = [_part(clause, context, clip, stretches) for clip in ids]
        return Outcome(tuple(acts_), "clips", chosen.ids)
    return _length(clause, context, chosen, times)


def _only_a_length(clause: Clause) -> bool:
    """``first clip 10 seconds``: nothing else is said."""
    words = [
        t for t in clause.tokens if not t.filler and t.kind not in ("time", "ordinal", "break")
    ]
    names = all(
        t.has("clip", "first", "last", "for", "all", "other", "to") or t.kind == "number"
        for t in words
    )
    return names and len(clause.of("time")) == 1


def _bound(
    clause: Clause, context: Context, ids: Sequence[str], times: Sequence[When]
) -> Outcome | None:
    """``第一段从第3秒开始``, ``clip 2 ends at 5 s``: where the clips begin or end."""
    when = times[0]
    begins = clause.has("begins") or (clause.has("from") and clause.has("start"))
    ends = clause.has("ends") or (clause.has("end") and chinese(clause.tokens[-1].text[0]))
    other = clause.has("remove", "cut", "trim", "keep", "change", "add", "only", "to")
    if (
        len(times) != 1
        or begins == ends
        or other
        or when.part not in ("at", "after", "bare", "before")
    ):
        return None

    def build(stage: Stage) -> Sequence[Edit]:
        edits: list[Edit] = []
        for clip in ids:
            length = place_of(context, clip).duration
            span = Range.between(when.a, max(length, when.a)) if begins else Range(ZERO, when.a)
            edits.append(
                KeepOfClip(clip, bounded(span, length, stage.language, *clip_name(context, clip)))
            )
        return edits

    return Outcome((Act(clause.span, build),), "clips", tuple(ids))


def _whole(clause: Clause, context: Context) -> bool:
    """``make it 30 s long``: "it" is the video where a length is made rather than trimmed to."""
    made = (
        clause.has("it") and clause.has("change") and any(t.text == "long" for t in clause.tokens)
    )
    return made and not which(clause, context.timeline, context.language)


def _each_lasts(clause: Clause, chosen: Which) -> bool:
    """``show each photo for 3 seconds``, ``每张照片3秒``."""
    return (
        chosen.every
        and not clause.quotes
        and any(w.part in ("for", "bare", "every") for w in whens(clause))
    )


def _part(clause: Clause, context: Context, clip: str, stretches: Sequence[When]) -> Act:
    keep = not removes(clause) and (
        clause.does("keep")
        or down_to(clause, stretches[0])
        or clause.has("only")
        or (stretches[0].part == "range" and (not clause.has("part") or to_part(clause)))
    )
    length = place_of(context, clip).duration
    names = clip_name(context, clip)

    def build(stage: Stage) -> Sequence[Edit]:
        spans = [
            bounded(s, length, stage.language, *names)
            for w in stretches
            if (s := range_of(w, length))
        ]
        if keep:
            return (KeepOfClip(clip, spans[0]),)
        return tuple(RemoveOfClip(clip, span) for span in sorted(spans, reverse=True))

    return Act(clause.span, build)


def _length(
    clause: Clause, context: Context, chosen: Which, times: Sequence[When]
) -> Outcome | None:
    found = next((w for w in times if w.part in ("to", "for", "bare", "by", "at", "every")), None)
    if found is None:
        return None
    cuts = clause.does("cut", "trim", "remove") or removes(clause)
    shorter = clause.has("shorter") or (found.part == "by" and not clause.has("longer", "extend"))
    at_edge = edge(clause) if cuts and found.part != "to" else ""
    if shorter or at_edge:
        ends = [When("first" if at_edge == "start" else "last", found.a)]
        ends_both = any(t.text in ("both ends", "首尾", "头尾", "两头") for t in clause.tokens)
        if clause.has("both") and at_edge and (ends_both or not chosen.every):
            ends = [When("first", found.a), When("last", found.a)]
        ids = chosen.ids or tuple(c.id for c in clips(context.timeline))
        acts = [_part(clause, context, clip, ends) for clip in ids]
        return Outcome(tuple(acts), "clips", chosen.ids)
    if removes(clause) and found.part != "to":
        return None
    if clause.has("fit", "faster", "slower", "speed"):
        return None
    longer = found.part == "by" or (clause.has("longer") and found.part != "to")

    def build(stage: Stage) -> Sequence[Edit]:
        ids = stage.alive(chosen.ids) if chosen.ids else ()
        base = place_of(context, chosen.ids[0]).duration if longer and chosen.ids else Fraction(0)
        return (SetDuration(found.a + base, ids),)

    return Outcome((Act(clause.span, build, STRUCTURE),), "clips", chosen.ids)


INTENTS = (Intent("clip cutting", 700, _read),)
