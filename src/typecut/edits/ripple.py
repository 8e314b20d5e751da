"""How titles, overlays and sounds move along when the main track changes its length."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from typecut.timeline import ZERO, Clip, Range, Timeline, Title, Track

from .layout import Placed, lay, starts

Way = Callable[[Range], Fraction | None]
"""Where something that stood on this range begins now; None: nowhere."""


def close_up(timeline: Timeline, gone: Range, *, drop: bool = True) -> Timeline:
    """The main track lost a range: what starts later moves up, what lies entirely inside goes
    away (stays at the cut without `drop`), what reaches out of it begins at the cut."""

    def way(span: Range) -> Fraction | None:
        if span.start < gone.start:
            return span.start
        if span.start >= gone.end:
            return span.start - gone.duration
        return None if drop and span.end <= gone.end else gone.start

    return _along(timeline, way) if gone.duration else timeline


def make_room(
    timeline: Timeline, at: Fraction, by: Fraction, *, later_only: bool = False
) -> Timeline:
    """The main track got longer at a time: what starts there or later (`later_only`: not what
    starts right there) moves along."""

    def way(span: Range) -> Fraction | None:
        moves = span.start > at if later_only else span.start >= at
        return span.start + by if moves else span.start

    return _along(timeline, way) if by else timeline


def stretch(timeline: Timeline, old: Range, length: Fraction) -> Timeline:
    """A stretch of the main track plays in another time: what starts in it keeps its place in the
    picture, what starts later moves along."""
    factor = length / old.duration

    def way(span: Range) -> Fraction | None:
        if span.start < old.start:
            return span.start
        if span.start < old.end:
            return old.start + (span.start - old.start) * factor
        return span.start + length - old.duration

    return _along(timeline, way) if factor != 1 else timeline


def _along(timeline: Timeline, way: Way) -> Timeline:
    tracks = tuple(t if t.role == "main" else _moved(t, way) for t in timeline.tracks)
    return replace(timeline, tracks=tracks)


def _moved(track: Track, way: Way) -> Track:
    before = starts(track)
    after: list[Placed] = []
    for item, start in before:
        stays = (isinstance(item, Clip) and item.follow) or (
            isinstance(item, Title) and start == ZERO  # an opening title opens whatever comes
        )
        new = start if stays else way(Range(start, item.duration))
        if new is not None:
            after.append((item, new))
    return track if after == before else lay(track, after)
