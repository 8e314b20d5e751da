"""When words stand on the picture."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from typecut.timeline import ZERO, Clip, Range

from .clause import Clause
from .intent import Context, bounded, clip_name, place_of, range_of
from .lettering import middle_of_picture
from .stage import Stage
from .when import When, edge, until_end, whens
from .which import which

SHOWN = Fraction(3)

Placed = Callable[[Stage], Range | None]


def placement(clause: Clause, context: Context) -> Placed:
    """When the words stand, as a function of the result so far."""
    times = whens(clause)
    length = next((w.a for w in times if w.part in ("for", "bare", "to", "by")), None)
    if clause.has("hides") and len(times) == 1 and not clause.has("clip"):
        return lambda _: Range(ZERO, times[0].a)
    if _on_a_still(clause, context, times):
        return lambda stage: _still(stage, length)
    chosen = (
        which(clause, context.timeline, context.language)
        if clause.has("clip") or clause.of("ordinal")
        else None
    )
    if chosen and len(chosen.ids) == 1:
        return _on_clip(clause, context, chosen.ids[0], times, length)
    for w in times:
        if w.part in ("range", "after", "before", "first", "last", "at"):
            return _at(context, w, length, until=until_end(clause))
    if clause.has("throughout") or (clause.has("all") and clause.has("video")):
        return lambda stage: Range(ZERO, stage.end) if stage.end else None
    place = edge(clause)
    if until_end(clause) and not times:
        return lambda stage: Range(ZERO, stage.end) if stage.end else None
    if place == "end" and not clause.has("endcard"):
        return lambda stage: tail(stage, length or SHOWN)
    if place == "middle" and not clause.has("position") and not middle_of_picture(clause):
        return lambda stage: Range(max((stage.end - (length or SHOWN)) / 2, ZERO), length or SHOWN)
    return lambda _: Range(ZERO, length) if length else None


def tail(stage: Stage, length: Fraction) -> Range:
    length = min(length, stage.end) if stage.end else length
    return Range(max(stage.end - length, ZERO), length)


def _on_a_still(clause: Clause, context: Context, times: Sequence[When]) -> bool:
    """``freeze the last frame and put 'Bye' on it``."""
    placed = any(w.part not in ("for", "bare", "to", "by") for w in times) or clause.has("clip")
    along = clause.has("it", "there") or any(t.text in _ON_TOP for t in clause.tokens)
    if clause.has("freeze") and not times:
        return True
    along = along or (context.language == "zh" and not clause.has("then"))
    with_it = not clause.has("add") and "add" in clause.carried
    return context.subject == "freeze" and (along or with_it) and not placed and not edge(clause)


_ON_TOP = ("over it", "over", "on top", "上面", "画面上", "上")


def _still(stage: Stage, length: Fraction | None) -> Range | None:
    """The picture that stands still, the one of this sentence before earlier ones."""
    old = {i.id for t in stage.base.tracks for i, _ in t.placed()}
    held = [
        (i.id not in old, span)
        for t in stage.current.tracks
        for i, span in t.placed()
        if isinstance(i, Clip) and i.play == "hold"
    ]
    if not held:
        return tail(stage, length or SHOWN)
    span = max(held, key=lambda h: (h[0], h[1].start))[1]
    return Range(span.start, min(length, span.duration)) if length else span


def _at(context: Context, w: When, length: Fraction | None, *, until: bool = False) -> Placed:
    total = context.duration

    def place(stage: Stage) -> Range | None:
        if w.part == "first":
            return Range(ZERO, min(w.a, stage.end) if stage.end else w.a)
        if w.part == "last":
            return tail(stage, w.a)
        if w.part in ("at", "after"):
            if total and w.a >= total:
                bounded(Range(w.a, Fraction(1)), total, stage.language)
            begin = stage.moment(w.a)
            if until and length is None:
                return Range(begin, stage.end - begin)
            whole = w.part == "after" and length is None and w.until > w.index + 1
            return Range(begin, stage.end - begin if whole else length or SHOWN)
        span = range_of(w, total)
        if span is None or not total:
            return span
        asked = Range(span.start, min(span.end, max(total, span.start)) - span.start)
        inside = bounded(asked if asked.duration > 0 else span, total, stage.language)
        pieces = stage.now(inside)
        if not pieces:
            return inside if inside.start < stage.end else None
        return Range.between(pieces[0].start, pieces[-1].end)

    return place


def _on_clip(
    clause: Clause, context: Context, clip: str, times: Sequence[When], length: Fraction | None
) -> Placed:
    w = next((w for w in times if range_of(w, ZERO) is not None or w.part == "at"), None)
    base = place_of(context, clip)

    def place(stage: Stage) -> Range | None:
        found = stage.current.find(stage.alive((clip,))[0])
        here = found[2] if found else base
        if w is None:
            span = min(length or SHOWN, here.duration)
            if edge(clause) == "end":
                return Range(here.end - span, span)
            if edge(clause) == "middle":
                return Range(here.start + (here.duration - span) / 2, span)
            if edge(clause) == "start" or clause.has("before"):
                return Range(here.start, span)
            return Range(here.start, min(length, here.duration)) if length else here
        if w.part == "at":
            return Range(here.start + w.a, length or SHOWN)
        span = range_of(w, here.duration)
        return (
            bounded(span, here.duration, stage.language, *clip_name(context, clip)).shifted(
                here.start
            )
            if span
            else None
        )

    return place
