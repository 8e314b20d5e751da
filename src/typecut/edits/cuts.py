"""Cutting the main track open and putting clips into it, with everything else moving along."""

from dataclasses import dataclass, replace
from fractions import Fraction

from typecut.timeline import ZERO, Clip, Gap, Item, Range, Timeline, Track, Transition

from .layout import Found, free_id, lay, new_track, starts, taken_ids, with_items, with_new_track
from .material import cut_head, cut_tail, part
from .ripple import close_up, make_room, stretch


@dataclass(frozen=True, slots=True)
class Opened:
    """A track cut open: what lies before and after a range, and what lay in it."""

    left: tuple[Item, ...]
    inside: tuple[Item, ...]
    right: tuple[Item, ...]


def cut_open(timeline: Timeline, track: Track, span: Range, reserved: str = "") -> Opened:
    """The track's items around `span`; a clip that both ends run through gets a second id for its
    right part, other than `reserved`. Transitions that touch the cut are gone."""
    left: list[Item] = []
    inside: list[Item] = []
    right: list[Item] = []
    taken = taken_ids(timeline) | {reserved}
    time = ZERO
    for item in track.items:
        if isinstance(item, Transition):
            if time < span.start:
                left.append(item)
            elif time > span.end:
                right.append(item)
            continue
        here = Range(time, item.duration)
        time = here.end
        if here.duration > 0 and (here.end < span.start or here.start > span.end):
            (left if here.end < span.start else right).append(item)  # far from the cut
            continue
        ahead = here.intersection(Range.between(min(here.start, span.start), span.start))
        within = here.intersection(span)
        behind = here.intersection(Range.between(span.end, max(here.end, span.end)))
        for side, piece in ((left, ahead), (inside, within), (right, behind)):
            if piece is not None:
                name = free_id(taken, _id(item)) if side is right and ahead else _id(item)
                taken.add(name)
                side.append(_piece(timeline, item, piece.shifted(-here.start), name))
    return Opened(_trim_joints(left), tuple(inside), _trim_joints(right))


def _id(item: Item) -> str:
    return item.id if isinstance(item, Clip) else ""


def _piece(timeline: Timeline, item: Item, span: Range, name: str) -> Item:
    if isinstance(item, Clip):
        return replace(
            part(item, timeline.media_of(item), span.start, span.end), id=name or item.id
        )
    return replace(item, duration=span.duration) if isinstance(item, Gap) else item


def _trim_joints(items: list[Item]) -> tuple[Item, ...]:
    while items and isinstance(items[-1], Transition):
        items.pop()
    while items and isinstance(items[0], Transition):
        items.pop(0)
    return tuple(items)


def take_out(timeline: Timeline, track: Track, span: Range) -> Timeline:
    """The range removed from the main track, everything later closed up."""
    opened = cut_open(timeline, track, span)
    cut = with_items(timeline, track, (*opened.left, *opened.right))
    return close_up(cut, span)


def put_in(timeline: Timeline, at: Fraction, clip: Clip) -> Timeline:
    """The clip inserted into the main track (made where there is none), later things moved."""
    track = timeline.main
    if track is None:
        track = new_track(timeline, "video", "main")
        return make_room(
            with_new_track(timeline, replace(track, items=(clip,))), ZERO, clip.duration
        )
    opened = cut_open(timeline, track, Range(at, ZERO), clip.id)
    gap = at - sum((i.duration for i in opened.left if not isinstance(i, Transition)), ZERO)
    lead = (Gap(gap),) if gap > 0 else ()
    opens = with_items(timeline, track, (*opened.left, *lead, clip, *opened.right))
    return make_room(opens, at, clip.duration)


def trimmed(timeline: Timeline, found: Found, head: Fraction, tail: Fraction) -> Timeline:
    """The clip without `head` and `tail` timeline seconds at its ends (negative: with more)."""
    clip = cut_tail(found.clip, found.media, tail) if tail else found.clip
    clip = cut_head(clip, found.media, head) if head else clip
    if not found.on_main:
        return in_place(timeline, found, clip)
    timeline = _exchange(timeline, found, clip)
    span = found.span
    if tail > 0:
        timeline = close_up(timeline, Range(span.end - tail, tail))
    elif tail < 0:
        timeline = make_room(timeline, span.end, -tail)
    if head > 0:
        return close_up(timeline, Range(span.start, head))
    return make_room(timeline, span.start, -head)


def retimed(timeline: Timeline, found: Found, clip: Clip) -> Timeline:
    """The clip in another time: things over it keep their place in the picture."""
    if not found.on_main:
        return in_place(timeline, found, clip)
    return stretch(_exchange(timeline, found, clip), found.span, clip.duration)


def in_place(timeline: Timeline, found: Found, clip: Clip) -> Timeline:
    """The clip exchanged where it starts, on a track that does not ripple: things behind it stay
    unless it runs into them."""
    placed = starts(found.track)
    end = found.span.start + clip.duration
    moved = [
        (clip if i.id == clip.id else i, max(s, end) if s > found.span.start else s)
        for i, s in placed
    ]
    return timeline.with_track(lay(found.track, moved))


def _exchange(timeline: Timeline, found: Found, clip: Clip) -> Timeline:
    items = list(found.track.items)
    items[found.index] = clip
    return with_items(timeline, found.track, items)
