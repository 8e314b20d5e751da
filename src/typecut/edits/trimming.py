"""Trimming: ends, durations, parts of clips, the cut between two, the source under one."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from typecut.timeline import ZERO, Timeline

from .cuts import take_out, trimmed
from .joints import neighbour
from .layout import Found, chosen, find_clip, find_main, swap
from .material import TOLERANCE, cut_head, cut_tail, head_room, stretch_curves, tail_room
from .moments import above_zero, range_of_clip
from .verbs import KeepOfClip, RemoveOfClip, Roll, SetDuration, Slip, Trim
from .wording import Words, clip_words, refuse, secs


def trim(timeline: Timeline, edit: Trim) -> Timeline:
    found = find_clip(timeline, edit.clip)
    name = clip_words(timeline, edit.clip)
    head = _given_back(name, edit.head, head_room(found.clip, found.media))
    tail = _given_back(name, edit.tail, tail_room(found.clip, found.media))
    if head + tail >= found.span.duration:
        has, off = secs(found.span.duration), secs(head + tail)
        refuse(
            f"{name.en} is {has.en} long, so {off.en} cannot be taken off",
            f"{name.zh}只有{has.zh}，无法剪掉{off.zh}",
        )
    return trimmed(timeline, found, head, tail)


def _given_back(name: Words, by: Fraction, room: Fraction | None) -> Fraction:
    """`by`, where a negative one has the source for it."""
    if by >= 0 or room is None or -by <= room:
        return by
    if -by > room + TOLERANCE:
        has, wanted = secs(room), secs(-by)
        refuse(
            f"{name.en} has only {has.en} more on that side, not {wanted.en}",
            f"{name.zh}在那一侧只剩{has.zh}素材，不够{wanted.zh}",
        )
    return -room


def set_duration(timeline: Timeline, edit: SetDuration) -> Timeline:
    above_zero(edit.duration)
    long = [f for f in chosen(timeline, edit.clips) if _can_last(f, edit.duration)]
    if (edit.clips and len(long) < len(edit.clips)) or not long:
        _too_short(timeline, chosen(timeline, edit.clips), edit.duration)
    for clip in [f.clip.id for f in long]:
        timeline = _lasting(timeline, find_clip(timeline, clip), edit.duration)
    return timeline


def longest(found: Found) -> Fraction | None:
    """The longest that the clip can be by giving back its tail; None: any length."""
    room = tail_room(found.clip, found.media)
    return None if room is None else found.span.duration + room


def _can_last(found: Found, duration: Fraction) -> bool:
    most = longest(found)
    return most is None or duration <= most + TOLERANCE


def _too_short(timeline: Timeline, all_found: tuple[Found, ...], duration: Fraction) -> None:
    short = next(f for f in all_found if not _can_last(f, duration))
    name, has, asked = (
        clip_words(timeline, short.clip.id), secs(longest(short) or ZERO), secs(duration),
    )  # fmt: skip
    refuse(
        f"{name.en} has only {has.en} of footage, so it cannot last {asked.en}",
        f"{name.zh}的素材只有{has.zh}，不够{asked.zh}",
    )


def _lasting(timeline: Timeline, found: Found, duration: Fraction) -> Timeline:
    most = longest(found)
    duration = duration if most is None else min(duration, most)
    if found.media.kind != "image" or found.clip.play != "play":
        return trimmed(timeline, found, ZERO, found.span.duration - duration)
    # The motion over a photo is made for its length and goes with it.
    timeline = trimmed(timeline, found, ZERO, found.span.duration - duration)
    cut = find_clip(timeline, found.clip.id)
    return swap(timeline, cut, stretch_curves(cut.clip, duration / found.span.duration))


def keep_of_clip(timeline: Timeline, edit: KeepOfClip) -> Timeline:
    found = find_clip(timeline, edit.clip)
    span = range_of_clip(timeline, found, edit.range)
    return trimmed(timeline, found, span.start, found.span.duration - span.end)


def remove_of_clip(timeline: Timeline, edit: RemoveOfClip) -> Timeline:
    found = find_main(timeline, edit.clip)
    span = range_of_clip(timeline, found, edit.range)
    if span.duration >= found.span.duration:
        name, has = clip_words(timeline, edit.clip), secs(found.span.duration)
        refuse(
            f"that is all of {name.en}, which is {has.en} long",
            f"这就是{name.zh}的全部（{has.zh}）",
        )
    if span.start == 0:
        return trimmed(timeline, found, span.end, ZERO)
    if span.end == found.span.duration:
        return trimmed(timeline, found, ZERO, span.duration)
    return take_out(timeline, found.track, span.shifted(found.span.start))


def roll(timeline: Timeline, edit: Roll) -> Timeline:
    found = find_main(timeline, edit.clip)
    index = neighbour(found.track, found.index)
    name = clip_words(timeline, edit.clip)
    if index is None:
        refuse(f"there is no clip right behind {name.en}", f"{name.zh}后面没有紧接的片段")
    right = find_main(timeline, getattr(found.track.items[index], "id", ""))
    room, takes = (
        (tail_room(found.clip, found.media), right.span.duration)
        if edit.by > 0
        else (head_room(right.clip, right.media), found.span.duration)
    )
    most = takes if room is None else min(room, takes)
    if abs(edit.by) >= takes or abs(edit.by) > most:
        can, asked = secs(most), secs(abs(edit.by))
        refuse(
            f"the cut behind {name.en} can move by less than {can.en}, not by {asked.en}"
            if most == takes
            else f"the cut behind {name.en} can move by {can.en} at most, not by {asked.en}",
            f"{name.zh}之后的切点最多移动{can.zh}，无法移动{asked.zh}",
        )
    timeline = swap(timeline, found, cut_tail(found.clip, found.media, -edit.by))
    return swap(
        timeline,
        find_main(timeline, right.clip.id),
        cut_head(right.clip, right.media, edit.by),
    )


def slip(timeline: Timeline, edit: Slip) -> Timeline:
    found = find_clip(timeline, edit.clip)
    name = clip_words(timeline, edit.clip)
    whole = found.media.duration
    if whole is None:
        refuse(f"{name.en} has no other part to show", f"{name.zh}没有其他部分可显示")
    source = found.clip.source.shifted(edit.by)
    if source.start < 0 or source.end > whole:
        room = found.clip.source.start if edit.by < 0 else whole - found.clip.source.end
        has, asked = secs(room), secs(abs(edit.by))
        refuse(
            f"{name.en} can slip by {has.en} at most in that direction, not by {asked.en}",
            f"{name.zh}在该方向最多滑移{has.zh}，无法滑移{asked.zh}",
        )
    return swap(timeline, found, replace(found.clip, source=source))


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    Trim: trim,
    SetDuration: set_duration,
    KeepOfClip: keep_of_clip,
    RemoveOfClip: remove_of_clip,
    Roll: roll,
    Slip: slip,
}
