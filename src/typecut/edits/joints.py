"""Single transitions: made, taken back, and kept through a change of their neighbours."""

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction

from typecut.timeline import (
    ZERO,
    Clip,
    Item,
    Range,
    Timeline,
    Track,
    Transition,
    TransitionKind,
)

from .layout import find_clip, with_items
from .material import cut_head, cut_tail, head_room, tail_room
from .ripple import close_up, make_room
from .wording import main_clips

SHORTEST = 2
"""Frames that a transition needs at least to be one."""


def joint_after(track: Track, index: int) -> Transition | None:
    """The transition behind the item at `index`, if there is one."""
    item = track.items[index + 1] if index + 1 < len(track.items) else None
    return item if isinstance(item, Transition) else None


def joint_before(track: Track, index: int) -> Transition | None:
    item = track.items[index - 1] if index else None
    return item if isinstance(item, Transition) else None


def neighbour(track: Track, index: int) -> int | None:
    """The index of the clip right behind the one at `index`, over a transition if need be."""
    following = index + (2 if joint_after(track, index) else 1)
    if following < len(track.items) and isinstance(track.items[following], Clip):
        return following
    return None


def left_gift(joint: Transition) -> Fraction:
    return joint.after if joint.left_gave is None else joint.left_gave


def right_gift(joint: Transition) -> Fraction:
    return joint.before if joint.right_gave is None else joint.right_gave


def scaled_joint(joint: Transition, factor: Fraction) -> Transition:
    """The transition `factor` times as long, with what it was given."""
    return replace(
        joint,
        before=joint.before * factor,
        after=joint.after * factor,
        left_gave=None if joint.left_gave is None else joint.left_gave * factor,
        right_gave=None if joint.right_gave is None else joint.right_gave * factor,
    )


def full_length(track: Track, index: int) -> Fraction:
    """The clip's length with what it gave to the transitions at its ends."""
    before, after = joint_before(track, index), joint_after(track, index)
    given = (right_gift(before) if before else ZERO) + (left_gift(after) if after else ZERO)
    return track.items[index].duration + given


def join(
    timeline: Timeline, left: str, kind: TransitionKind, duration: Fraction, *, overlap: bool
) -> Timeline:
    """A transition at the hard cut behind the clip `left`, at most half of either neighbour; the
    same timeline where that leaves less than two frames."""
    found = find_clip(timeline, left)
    track, index = found.track, found.index
    right = track.items[index + 1] if index + 1 < len(track.items) else None
    if not isinstance(right, Clip):
        return timeline
    shorter = min(full_length(track, index), full_length(track, index + 1))
    half = min(duration, shorter / 2) / 2
    if half * 2 * timeline.canvas.rate < SHORTEST:
        return timeline
    media = timeline.media_of(right)
    gives = takes = half
    if not overlap:
        gives = _lack(half, tail_room(found.clip, found.media))
        takes = _lack(half, head_room(right, media))
    shown: list[Item] = [
        cut_tail(found.clip, found.media, gives),
        Transition(
            kind, half, half,
            left_gave=None if overlap else gives, right_gave=None if overlap else takes,
        ),
        cut_head(right, media, takes),
    ]  # fmt: skip
    items = (*track.items[:index], *shown, *track.items[index + 2 :])
    joined = with_items(timeline, track, items)
    if not found.on_main:
        return joined
    return close_up(joined, Range(found.span.end - gives, gives + takes), drop=False)


def _lack(needed: Fraction, room: Fraction | None) -> Fraction:
    return ZERO if room is None else max(ZERO, needed - room)


def release(timeline: Timeline, left: str) -> Timeline:
    """The transition behind the clip `left` taken back: its neighbours get back what they gave."""
    found = find_clip(timeline, left)
    track, index = found.track, found.index
    joint = joint_after(track, index)
    right = track.items[index + 2] if index + 2 < len(track.items) else None
    if joint is None or not isinstance(right, Clip):
        return timeline
    media = timeline.media_of(right)
    gave = _at_most(left_gift(joint), tail_room(found.clip, found.media))
    took = _at_most(right_gift(joint), head_room(right, media))
    shown = (cut_tail(found.clip, found.media, -gave), cut_head(right, media, -took))
    items = (*track.items[:index], *shown, *track.items[index + 3 :])
    freed = with_items(timeline, track, items)
    if not found.on_main:
        return freed
    freed = make_room(freed, found.span.end, gave)
    return make_room(freed, found.span.end + gave, took, later_only=True)


def _at_most(wanted: Fraction, room: Fraction | None) -> Fraction:
    return wanted if room is None else min(wanted, room)


def loosened(
    timeline: Timeline,
    clips: Collection[str] | None,
    change: Callable[[Timeline], Timeline],
    *,
    by_place: bool = False,
) -> Timeline:
    """`change` made with the transitions around `clips` (None: all) taken back before and made
    again behind: after the same clip, or (`by_place`) at the same cut counted from the start."""
    joints = _around(timeline, clips)
    for left, _, _ in joints:
        timeline = release(timeline, left)
    timeline = change(timeline)
    order = [c.id for c in main_clips(timeline)]
    for left, place, joint in joints:
        timeline = rejoin(timeline, order[place] if by_place else left, joint)
    return timeline


def _around(timeline: Timeline, clips: Collection[str] | None) -> list[tuple[str, int, Transition]]:
    """Left clip, its place among the main clips, and the transition behind it."""
    track = timeline.main
    if track is None:
        return []
    order = [c.id for c in main_clips(timeline)]
    found: list[tuple[str, int, Transition]] = []
    for joint, _, index in track.transitions():
        left, right = track.items[index - 1], track.items[index + 1]
        if not (isinstance(left, Clip) and isinstance(right, Clip)):
            continue
        if clips is None or left.id in clips or right.id in clips:
            found.append((left.id, order.index(left.id), joint))
    return found


def rejoin(timeline: Timeline, left: str, joint: Transition) -> Timeline:
    """A transition like `joint` behind the clip `left`, if there is a hard cut to another clip."""
    found = timeline.find(left)
    if found is None or joint_after(found[0], found[1]) or neighbour(found[0], found[1]) is None:
        return timeline
    overlap = joint.left_gave is None and joint.right_gave is None
    joined = join(timeline, left, joint.kind, joint.duration, overlap=overlap)
    return _with_extra(joined, left, joint.extra) if joint.extra else joined


def _with_extra(timeline: Timeline, left: str, extra: str) -> Timeline:
    found = find_clip(timeline, left)
    joint = joint_after(found.track, found.index)
    if joint is None:
        return timeline
    items = list(found.track.items)
    items[found.index + 1] = replace(joint, extra=extra)
    return with_items(timeline, found.track, items)
