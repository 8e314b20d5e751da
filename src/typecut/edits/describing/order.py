"""Words for order, speed and time."""

from collections.abc import Callable
from typing import Any

from typecut.timeline import Timeline, clock

from ..verbs import Duplicate, FitDuration, Freeze, Move, Reorder, Reverse, SetSpeed, Split
from ..wording import (
    Words,
    clip_words,
    clips_words,
    label,
    listed,
    main_clips,
    number,
    plural,
    secs,
)


def split(edit: Split, before: Timeline, after: Timeline) -> Words:
    at, count = clock(edit.at), len(main_clips(after))
    clips = plural(count, "clip")
    return Words(f"Split the video at {at} (now {clips})", f"在 {at} 处分割（现在共{count}段）")


def move(edit: Move, before: Timeline, after: Timeline) -> Words:
    clip = clip_words(before, edit.clip)
    last = edit.to == len(main_clips(before)) - 1
    if edit.to == 0:
        return Words(f"Moved {clip.en} to the beginning", f"{clip.zh}移到了开头")
    if last:
        return Words(f"Moved {clip.en} to the end", f"{clip.zh}移到了结尾")
    return Words(f"Moved {clip.en} to place {edit.to + 1}", f"{clip.zh}移到了第{edit.to + 1}位")


def reorder(edit: Reorder, before: Timeline, after: Timeline) -> Words:
    names = [label(after, c) for c in main_clips(after)]
    return Words(f"Put the clips in the order {listed(names)}", f"片段顺序改为：{'、'.join(names)}")


def duplicate(edit: Duplicate, before: Timeline, after: Timeline) -> Words:
    clip = clip_words(before, edit.clip)
    if edit.times == 1:
        return Words(f"Duplicated {clip.en}", f"复制了{clip.zh}")
    return Words(
        f"Added {plural(edit.times, 'copy', 'copies')} of {clip.en}",
        f"{clip.zh}复制了{edit.times}份",
    )


def set_speed(edit: SetSpeed, before: Timeline, after: Timeline) -> Words:
    clips, speed = clips_words(before, edit.clips), number(edit.speed)
    if edit.speed == 1:
        return Words(f"Set {clips.en} back to normal speed", f"{clips.zh}恢复正常速度")
    return Words(f"Set {clips.en} to {speed}x speed", f"{clips.zh}设为{speed}倍速")


def fit_duration(edit: FitDuration, before: Timeline, after: Timeline) -> Words:
    clips, long = clips_words(before, edit.clips), secs(edit.duration)
    faster = after.duration < before.duration
    en, zh = ("Sped up", "加快") if faster else ("Slowed down", "放慢")
    return Words(f"{en} {clips.en} to last {long.en}", f"{zh}{clips.zh}，总长{long.zh}")


def reverse(edit: Reverse, before: Timeline, after: Timeline) -> Words:
    clips = clips_words(before, edit.clips)
    ids = edit.clips or tuple(c.id for c in main_clips(after))
    found = after.find(ids[0]) if ids else None
    speed = getattr(found[0].items[found[1]], "speed", -1) if found else -1
    if speed > 0:
        return Words(f"{_upper(clips.en)} plays forwards again", f"{clips.zh}恢复正放")
    return Words(f"Reversed {clips.en}", f"{clips.zh}改为倒放")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def freeze(edit: Freeze, before: Timeline, after: Timeline) -> Words:
    at, long = clock(edit.at), secs(edit.duration)
    return Words(f"Froze the picture at {at} for {long.en}", f"画面在 {at} 处定格{long.zh}")


SAYINGS: dict[type, Callable[[Any, Timeline, Timeline], Words]] = {
    Split: split,
    Move: move,
    Reorder: reorder,
    Duplicate: duplicate,
    SetSpeed: set_speed,
    FitDuration: fit_duration,
    Reverse: reverse,
    Freeze: freeze,
}
