"""When words stand on the picture."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from typecut.timeline import ZERO, Range

from .clause import Clause
from .intent import Context, bounded, clip_name, place_of, range_of
from .stage import Stage
from .when import When, edge, whens
from .which import which

SHOWN = Fraction(3)

Placed = Callable[[Stage], Range | None]


def placement(clause: Clause, context: Context) -> Placed:
    """When the words stand, as a function of the result so far."""
    times = whens(clause)
    length = next((w.a for w in times if w.part in ("for", "bare", "to", "by")), None)
    chosen = (
        which(clause, context.timeline, context.language)
        if clause.has("clip") or clause.of("ordinal")
        else None
    )
    if chosen and len(chosen.ids) == 1:
        return _on_clip(clause, context, chosen.ids[0], times, length)
    for w in times:
        if w.part in ("range", "after", "before", "first", "last", "at"):
            return _at(context, w, length)
    if clause.has("throughout") or (clause.has("all") and clause.has("video")):
        return lambda stage: Range(ZERO, stage.end) if stage.end else None
    place = edge(clause)
    if place == "end" and not clause.has("endcard"):
        return lambda stage: tail(stage, length or SHOWN)
    if place == "middle" and not clause.has("position"):
        return lambda stage: Range(max((stage.end - (length or SHOWN)) / 2, ZERO), length or SHOWN)
    return lambda _: Range(ZERO, length) if length else None


def tail(stage: Stage, length: Fraction) -> Range:
    length = min(length, stage.end) if stage.end else length
    return Range(max(stage.end - length, ZERO), length)


def _at(context: Context, w: When, length: Fraction | None) -> Placed:
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
