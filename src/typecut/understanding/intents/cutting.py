"""Ranges of the whole video: trim, cut, keep, remove, shorten to a length."""

from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.verbs import Edit, FitDuration, KeepRange, RippleDelete
from typecut.timeline import ZERO, Range

from ..clause import Clause
from ..intent import Context, Intent, Outcome, bounded, part_of, range_of, removes, to_part
from ..lexicon import chinese
from ..say import Impossible, say, secs
from ..stage import LENGTH, STRUCTURE, Act, Stage
from ..when import Part, When, edge, whens
from ..which import which

EXAMPLES = """
trim the first 5 seconds -> RippleDelete(range=0-5)
remove the last 25 seconds -> RippleDelete(range=125-150)
cut from 0:20 to 1:40 -> KeepRange(range=20-100)
cut out 0:30 to 0:45 -> RippleDelete(range=30-45)
cut 10s-15s out -> RippleDelete(range=10-15)
keep only the part between 0:45 and 1:30 -> KeepRange(range=45-90)
cut everything past the two-minute mark -> RippleDelete(range=120-150)
drop everything before 0:20 -> RippleDelete(range=0-20)
trim to 50 seconds -> KeepRange(range=0-50)
make it 30 seconds long -> KeepRange(range=0-30)
cut it down to a minute -> KeepRange(range=0-60)
shorten the video by 10 seconds -> RippleDelete(range=140-150)
shave 3 seconds off the start -> RippleDelete(range=0-3)
trim the first 30 seconds and cut the last 20 seconds -> RippleDelete(range=0-30); RippleDelete(range=100-120)
trim the first 30 seconds, then remove the first 5 seconds -> RippleDelete(range=0-30); RippleDelete(range=0-5)
remove 0:10-0:20 and 0:40-0:50 -> RippleDelete(range=10-20); RippleDelete(range=30-40)
keep 0:10-0:20 and 0:40-0:50 -> RippleDelete(range=50-150); RippleDelete(range=20-40); RippleDelete(range=0-10)
start at 0:10 and end at 1:00 -> RippleDelete(range=0-10); RippleDelete(range=50-140)
cut everything after 5 minutes -> ! 150 s
trim to 5 minutes -> ! 150 s
use only the first 12 seconds -> KeepRange(range=0-12)
去掉前30秒 -> RippleDelete(range=0-30)
删除最后10秒 -> RippleDelete(range=140-150)
只保留10秒到20秒 -> KeepRange(range=10-20)
保留0:10到0:20的部分 -> KeepRange(range=10-20)
剪到60秒 -> KeepRange(range=0-60)
把视频缩短到半分钟 -> KeepRange(range=0-30)
删掉第5秒到第8秒 -> RippleDelete(range=5-8)
1分钟以后的都不要 -> RippleDelete(range=60-150)
开头剪掉5秒 -> RippleDelete(range=0-5)
去掉前5分钟 -> ! 150秒
"""

_TAKES = ("first", "last", "middle", "after", "before")


def _part(clause: Clause, context: Context) -> Outcome | None:
    """Halves, and the pieces that a split in this sentence has made."""
    span = part_of(clause, context)
    if span is None or clause.has("title", "music", "volume", "split", "speed"):
        return None
    keeps = (clause.does("keep") or clause.has("only")) and not removes(clause)
    if keeps:
        return Outcome((Act(clause.span, lambda stage: _keep_now(stage, span)),))
    if removes(clause) or clause.does("cut", "trim"):
        return Outcome((Act(clause.span, lambda stage: delete_now(stage, span)),))
    return None


def _read(clause: Clause, context: Context) -> Outcome | None:
    bounds = _bounds(clause)
    if bounds is not None:
        return Outcome((_removal(clause, context, When(bounds, whens(clause)[0].a)),))
    verbs = clause.does("keep", "remove", "cut", "trim", "ends", "begins") or clause.has(
        "only", "without", "shorter"
    )
    times = whens(clause)
    if context.subject == "transition" and not clause.of("time"):
        return None  # between 1 and 2: clips
    if context.subject == "overlay" and clause.has("it") and not clause.has("video"):
        return None  # keep it for 10 seconds: the logo
    if not times or not (verbs or _asks_length(clause, times)):
        return None
    if which(clause, context.timeline, context.language).ids or clause.has(
        "volume", "sound", "music", "title"
    ):
        return None
    stretches = [w for w in times if range_of(w, ZERO) is not None]
    if not stretches:
        return _length(clause, context, times)
    if _keeps(clause, stretches):
        return _keep(clause, context, stretches)
    acts = tuple(_removal(clause, context, w) for w in stretches)
    return Outcome(acts)


def _bounds(clause: Clause) -> Part | None:
    """``视频从第8秒开始``, ``the video ends at 0:40``: which side of the time goes."""
    if len(whens(clause)) != 1 or clause.quotes or clause.of("file"):
        return None
    if clause.has(
        "title",
        "music",
        "clip",
        "fade",
        "fadein",
        "fadeout",
        "add",
        "remove",
        "cut",
        "keep",
        "transition",
        "speed",
        "faster",
        "slower",
        "caption",
        "move",
        "freeze",
        "split",
    ):
        return None
    last = next((t for t in reversed(clause.tokens) if not t.filler), None)
    if last is not None and clause.has("video", "from") and chinese(last.text[0]):
        if last.has("start") and whens(clause)[0].part in ("at", "after"):
            return "before"
        return "after" if last.has("end") and whens(clause)[0].part in ("at", "after") else None
    return None


def _asks_length(clause: Clause, times: Sequence[When]) -> bool:
    """``make it 30 seconds long``: a length for the whole."""
    down = clause.has("it") and any(w.part == "to" for w in times) and not clause.of("percent")
    version = down or (
        clause.has("video") and any(w.part == "bare" for w in times) and not clause.negated
    )
    return (
        version
        or clause.does("change", "fit")
        or (clause.has("video") and any(w.part in ("to", "for") for w in times))
    )


def _keeps(clause: Clause, stretches: Sequence[When]) -> bool:
    if removes(clause):
        return clause.has("except")
    if clause.has("ends", "begins"):
        return False
    if clause.does("keep") or clause.has("only"):
        return True
    if any(w.part in _TAKES for w in stretches):
        return down_to(clause, stretches[0])
    whole = len(stretches) == 1 and (not clause.has("part", "off") or to_part(clause))
    return whole and not any(t.text == "out" for t in clause.tokens)


def down_to(clause: Clause, when: When) -> bool:
    """``cut it down to the first 15 seconds``."""
    before = clause.before(when.index)
    return (
        when.part in ("first", "last")
        and before is not None
        and (
            before.has("to")
            or (before.has("it") and any(t.text == "down to" for t in clause.tokens))
        )
    )


def _keep(clause: Clause, context: Context, stretches: Sequence[When]) -> Outcome:
    total = context.duration
    spans = [bounded(s, total, context.language) for w in stretches if (s := range_of(w, total))]
    reading = ""
    if not (clause.does("keep") or clause.has("only")):
        reading = context.say(
            "kept that range and removed the rest", "保留了这一段，删除了其余部分"
        )
    if len(spans) == 1:
        return Outcome(
            (Act(clause.span, lambda stage: _keep_now(stage, spans[0]), STRUCTURE, reading),)
        )
    gaps = _between(sorted(spans), total)
    acts = (
        Act(
            clause.span,
            lambda stage: [e for g in reversed(gaps) for e in delete_now(stage, g)],
            STRUCTURE,
            reading,
        ),
    )
    return Outcome(acts)


def _between(spans: Sequence[Range], total: Fraction) -> list[Range]:
    gaps: list[Range] = []
    at = ZERO
    for span in spans:
        if span.start > at:
            gaps.append(Range.between(at, span.start))
        at = max(at, span.end)
    return [*gaps, Range.between(at, total)] if at < total else gaps


def _keep_now(stage: Stage, span: Range) -> Sequence[Edit]:
    pieces = stage.now(span)
    if not pieces:
        raise Impossible(
            say(stage.language, "Nothing of that range is left.", "这段时间里已经没有内容了。")
        )
    return (KeepRange(Range.between(pieces[0].start, pieces[-1].end)),)


def _removal(clause: Clause, context: Context, when: When) -> Act:
    total = context.duration
    part = {"ends": "after", "begins": "before"}
    for verb, means in part.items():
        if clause.has(verb):
            when = When("after" if means == "after" else "before", when.a)
    if when.part == "by":
        when = When("first" if edge(clause) == "start" else "last", when.a)
    span = range_of(when, total)
    asked = span or Range(ZERO, when.a)

    def build(stage: Stage) -> Sequence[Edit]:
        found = bounded(asked, total, stage.language)
        if found.duration >= total:
            raise Impossible(_nothing_left(total, stage.language))
        return delete_now(stage, found)

    return Act(clause.span, build)


def _nothing_left(total: Fraction, language: str) -> str:
    return say(
        language,
        f"The video is {secs(total)} long: nothing would be left.",
        f"视频只有{secs(total, 'zh')}，这样什么都不剩了。",
    )


def delete_now(stage: Stage, span: Range) -> list[Edit]:
    """Deletes of what is left of a base range, the last first."""
    return [RippleDelete(piece) for piece in reversed(stage.now(span))]


def _length(clause: Clause, context: Context, times: Sequence[When]) -> Outcome | None:
    if clause.has("ends", "begins"):
        return Outcome((_removal(clause, context, times[0]),))
    found = next((w for w in times if w.part in ("by", "to", "for", "bare", "at", "every")), None)
    if found is None or clause.has("split", "freeze"):
        return None
    by = found.part == "by" or (clause.has("shorter") and found.part in ("bare", "for"))
    at_edge = edge(clause)
    if at_edge == "middle" and removes_part(clause, found):
        return Outcome((_removal(clause, context, When("middle", found.a)),))
    if by or (at_edge and removes_part(clause, found)):
        if clause.has("both") and at_edge:
            both = (When("first", found.a), When("last", found.a))
            return Outcome(tuple(_removal(clause, context, w) for w in both))
        part = "first" if at_edge == "start" else "last"
        return Outcome((_removal(clause, context, When(part, found.a)),))
    if removes(clause) and found.part != "to":
        return None
    if clause.has("fit", "faster", "slower", "speed"):
        return Outcome((Act(clause.span, lambda _: (FitDuration(found.a),), LENGTH),))
    return Outcome((Act(clause.span, lambda stage: _to_length(stage, found.a), LENGTH),))


def removes_part(clause: Clause, when: When) -> bool:
    """``trim 5 seconds from the start``."""
    return when.part in ("bare", "for", "at", "every") and clause.does("remove", "cut", "trim")


def _to_length(stage: Stage, length: Fraction) -> Sequence[Edit]:
    end = stage.end
    if length > end + Fraction(1, 20):
        raise Impossible(
            say(
                stage.language,
                f"The video is only {secs(end)} long, so it cannot be cut to {secs(length)}.",
                f"视频只有{secs(end, 'zh')}，无法剪到{secs(length, 'zh')}。",
            )
        )
    return (KeepRange(Range(ZERO, length)),) if length < end else ()


INTENTS = (Intent("part", 595, _part), Intent("cutting", 800, _read))
