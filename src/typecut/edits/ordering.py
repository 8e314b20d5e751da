"""Order: split, move, reorder, duplicate."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from typecut.timeline import Clip, Item, Range, Timeline, Transition, clock

from .cuts import cut_open, put_in
from .joints import joint_after, joint_before, loosened, rejoin, release
from .layout import find_main, free_id, need_main, taken_ids, with_items
from .moments import on_timeline
from .verbs import Duplicate, Move, Reorder, Split
from .wording import main_clips, plural, refuse


def split(timeline: Timeline, edit: Split) -> Timeline:
    track = need_main(timeline)
    at = on_timeline(timeline, edit.at)
    if not any(s.start < at < s.end for _, s in track.placed()):
        refuse(
            f"there is nothing to split at {clock(at)}: a cut, an end or a gap is there already",
            f"{clock(at)} 处已经是切点或空隙，无需分割",
        )
    opened = cut_open(timeline, track, Range(at, Fraction(0)))
    return with_items(timeline, track, (*opened.left, *opened.right))


def move(timeline: Timeline, edit: Move) -> Timeline:
    find_main(timeline, edit.clip)
    order = [c.id for c in main_clips(timeline)]
    if not 0 <= edit.to < len(order):
        clips = plural(len(order), "clip")
        refuse(
            f"there are {clips}, so there is no place {edit.to + 1}",
            f"只有{len(order)}段，没有第{edit.to + 1}个位置",
        )
    order.remove(edit.clip)
    order.insert(edit.to, edit.clip)
    return _ordered(timeline, order)


def reorder(timeline: Timeline, edit: Reorder) -> Timeline:
    need_main(timeline)
    named = list(dict.fromkeys(edit.order))
    for clip in named:
        find_main(timeline, clip)
    rest = [c.id for c in main_clips(timeline) if c.id not in named]
    return _ordered(timeline, [*named, *rest])


def _ordered(timeline: Timeline, order: Sequence[str]) -> Timeline:
    """The clips in this order; transitions and gaps stay at their cuts, counted from the start."""
    if [c.id for c in main_clips(timeline)] == list(order):
        return timeline

    def change(timeline: Timeline) -> Timeline:
        track = need_main(timeline)
        clips = {i.id: i for i in track.items if isinstance(i, Clip)}
        waiting = iter(order)
        items: list[Item] = [
            clips[next(waiting)] if isinstance(i, Clip) else i
            for i in track.items
            if not isinstance(i, Transition)
        ]
        return with_items(timeline, track, items)

    return loosened(timeline, None, change, by_place=True)


MOST_COPIES, MOST_ITEMS = 50, 500
"""Beyond these a slip of the tongue ("100000 times") would keep a machine busy for hours."""


def duplicate(timeline: Timeline, edit: Duplicate) -> Timeline:
    if edit.times < 1:
        refuse("a clip is duplicated at least once", "至少要复制一次")
    found = find_main(timeline, edit.clip)
    if edit.times > MOST_COPIES or len(found.track.items) + edit.times > MOST_ITEMS:
        refuse(
            f"a clip is duplicated at most {MOST_COPIES} times at once, and a track of copies "
            f"holds at most {MOST_ITEMS} clips",
            f"一次最多复制{MOST_COPIES}份，复制后的轨道最多有{MOST_ITEMS}个片段",
        )
    before = joint_before(found.track, found.index)
    after = joint_after(found.track, found.index)
    previous = getattr(found.track.items[found.index - 2], "id", "") if before else ""
    timeline = release(timeline, previous) if before else timeline
    timeline = release(timeline, edit.clip)
    last = edit.clip
    for _ in range(edit.times):
        source = find_main(timeline, last)
        last = free_id(taken_ids(timeline), edit.clip)
        timeline = put_in(timeline, source.span.end, replace(source.clip, id=last))
    timeline = rejoin(timeline, previous, before) if before else timeline
    return rejoin(timeline, last, after) if after else timeline


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    Split: split,
    Move: move,
    Reorder: reorder,
    Duplicate: duplicate,
}
