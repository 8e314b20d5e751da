"""Taking away: lift, ripple delete, keep a range, remove a clip."""

from collections.abc import Callable
from typing import Any

from typecut.timeline import ZERO, Gap, Range, Timeline

from .cuts import cut_open, take_out
from .joints import joint_after, joint_before, loosened, release
from .layout import find_clip, need_main, with_items, without
from .moments import range_on_timeline
from .ripple import close_up
from .rules import picture_end
from .verbs import KeepRange, Lift, RemoveClip, RippleDelete
from .wording import refuse, secs


def lift(timeline: Timeline, edit: Lift) -> Timeline:
    track = need_main(timeline)
    span = range_on_timeline(timeline, edit.range)
    _leaves_something(timeline, span)
    opened = cut_open(timeline, track, span)
    return with_items(timeline, track, (*opened.left, Gap(span.duration), *opened.right))


def ripple_delete(timeline: Timeline, edit: RippleDelete) -> Timeline:
    track = need_main(timeline)
    span = range_on_timeline(timeline, edit.range)
    _leaves_something(timeline, span)
    return take_out(timeline, track, span)


def _leaves_something(timeline: Timeline, span: Range) -> None:
    long = picture_end(timeline)
    if span.duration >= long:
        refuse(
            f"that is the whole video of {secs(long).en}: nothing would be left",
            f"这就是整个视频（{secs(long).zh}），删除后什么都不剩",
        )


def keep_range(timeline: Timeline, edit: KeepRange) -> Timeline:
    span = range_on_timeline(timeline, edit.range)
    end = picture_end(timeline)
    for gone in (Range.between(span.end, end), Range(ZERO, span.start)):
        if gone.duration:
            timeline = take_out(timeline, need_main(timeline), gone)
    return timeline


def remove_clip(timeline: Timeline, edit: RemoveClip) -> Timeline:
    found = find_clip(timeline, edit.clip)
    if not found.on_main:
        return without(timeline, {edit.clip})
    joints = (joint_before(found.track, found.index), joint_after(found.track, found.index))
    if joints[0] and not joints[1]:
        # What came before blended into this clip only: behind it was, and stays, a hard cut.
        left = found.track.items[found.index - 2]
        timeline = release(timeline, getattr(left, "id", ""))

    def change(timeline: Timeline) -> Timeline:
        found = find_clip(timeline, edit.clip)
        items = (*found.track.items[: found.index], *found.track.items[found.index + 1 :])
        return close_up(with_items(timeline, found.track, items), found.span)

    return loosened(timeline, {edit.clip}, change)


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    Lift: lift,
    RippleDelete: ripple_delete,
    KeepRange: keep_range,
    RemoveClip: remove_clip,
}
