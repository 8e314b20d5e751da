"""Words for putting, removing and trimming clips."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from typecut.timeline import ZERO, Clip, Range, Timeline, clock

from ..verbs import (
    AddOverlay,
    Append,
    Insert,
    KeepOfClip,
    KeepRange,
    Lift,
    Overwrite,
    RemoveClip,
    RemoveOfClip,
    ReplaceMedia,
    RippleDelete,
    Roll,
    SetDuration,
    Slip,
    Trim,
)
from ..wording import Words, clip_words, clips_words, main_clips, media_name, secs, span


def _new(before: Timeline, after: Timeline, media_src: str) -> tuple[Clip, Range] | None:
    """The clip of that media which was not there before."""
    old = {item.id for track in before.tracks for item, _ in track.placed()}
    for track in after.tracks:
        for item, placed in track.placed():
            new = isinstance(item, Clip) and item.id not in old
            if isinstance(item, Clip) and new and after.media_of(item).src == media_src:
                return item, placed
    return None


def length_of(timeline: Timeline, clip: str) -> Fraction:
    found = timeline.find(clip)
    return found[2].duration if found else ZERO


def append(edit: Append, before: Timeline, after: Timeline) -> Words:
    name, long = _named(edit, before, after)
    if not main_clips(before):
        return Words(f"Added {name} ({long.en})", f"添加了 {name}（{long.zh}）")
    return Words(f"Added {name} at the end ({long.en})", f"在结尾添加了 {name}（{long.zh}）")


def insert(edit: Insert, before: Timeline, after: Timeline) -> Words:
    name, long = _named(edit, before, after)
    at = clock(edit.at)
    return Words(f"Inserted {name} ({long.en}) at {at}", f"在 {at} 处插入 {name}（{long.zh}）")


def overwrite(edit: Overwrite, before: Timeline, after: Timeline) -> Words:
    new = _new(before, after, edit.media.src)
    name = media_name(edit.media)
    place = span(new[1].start, new[1].end) if new else span(edit.at, edit.at)
    return Words(f"Overwrote {place.en} with {name}", f"用 {name} 覆盖了 {place.zh}")


def _named(edit: Append | Insert, before: Timeline, after: Timeline) -> tuple[str, Words]:
    new = _new(before, after, edit.media.src)
    return media_name(edit.media), secs(new[1].duration if new else ZERO)


def add_overlay(edit: AddOverlay, before: Timeline, after: Timeline) -> Words:
    new = _new(before, after, edit.media.src)
    name = media_name(edit.media)
    if new is None or new[0].follow:
        return Words(f"Laid {name} over the whole video", f"在整个视频上叠加了 {name}")
    place = span(new[1].start, new[1].end)
    return Words(f"Laid {name} over the picture from {place.en}", f"从 {place.zh} 叠加了 {name}")


def replace_media(edit: ReplaceMedia, before: Timeline, after: Timeline) -> Words:
    old, name = clip_words(before, edit.clip), media_name(edit.media)
    return Words(f"Replaced {old.en} with {name}", f"将{old.zh}替换为 {name}")


def lift(edit: Lift, before: Timeline, after: Timeline) -> Words:
    gone = span(edit.range.start, edit.range.end)
    return Words(
        f"Took out {gone.en} and left the place empty", f"移除了 {gone.zh} 的内容，位置留空"
    )


def ripple_delete(edit: RippleDelete, before: Timeline, after: Timeline) -> Words:
    gone = span(edit.range.start, edit.range.end)
    return Words(f"Cut out {gone.en}", f"剪掉了 {gone.zh}")


def keep_range(edit: KeepRange, before: Timeline, after: Timeline) -> Words:
    kept = span(edit.range.start, edit.range.end)
    return Words(f"Kept only {kept.en}", f"只保留了 {kept.zh}")


def remove_clip(edit: RemoveClip, before: Timeline, after: Timeline) -> Words:
    gone = clip_words(before, edit.clip)
    return Words(f"Removed {gone.en}", f"删除了{gone.zh}")


def trim(edit: Trim, before: Timeline, after: Timeline) -> Words:
    clip, now = clip_words(before, edit.clip), secs(length_of(after, edit.clip))
    if length_of(after, edit.clip) > length_of(before, edit.clip):
        return Words(f"Extended {clip.en} to {now.en}", f"{clip.zh}延长到{now.zh}")
    return Words(f"Trimmed {clip.en} to {now.en}", f"{clip.zh}裁剪为{now.zh}")


def set_duration(edit: SetDuration, before: Timeline, after: Timeline) -> Words:
    ids = edit.clips or tuple(c.id for c in main_clips(before))
    changed = tuple(i for i in ids if length_of(before, i) != length_of(after, i))
    long = secs(edit.duration)
    if not changed:
        clips = clips_words(before, ids)
        return Words(f"{_upper(clips.en)}: {long.en} already", f"{clips.zh}已经是{long.zh}")
    clips = clips_words(before, changed)
    words = _set_length(clips, long, shorter=_all_shorter(changed, before, after))
    short = tuple(i for i in ids if length_of(after, i) < edit.duration - Fraction(1, 10))
    if not short:
        return words
    few = clips_words(before, short)
    return Words(
        f"{words.en}; {few.en} had too little footage and stayed",
        f"{words.zh}；{few.zh}素材不足，保持不变",
    )


def _all_shorter(ids: tuple[str, ...], before: Timeline, after: Timeline) -> bool:
    return all(length_of(after, i) < length_of(before, i) for i in ids)


def _set_length(clips: Words, long: Words, *, shorter: bool) -> Words:
    if shorter:
        return Words(f"Trimmed {clips.en} to {long.en}", f"{clips.zh}裁剪为{long.zh}")
    return Words(f"Set {clips.en} to {long.en}", f"{clips.zh}的时长设为{long.zh}")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def keep_of_clip(edit: KeepOfClip, before: Timeline, after: Timeline) -> Words:
    clip, kept = clip_words(before, edit.clip), span(edit.range.start, edit.range.end)
    return Words(f"Kept only {kept.en} of {clip.en}", f"{clip.zh}只保留 {kept.zh}")


def remove_of_clip(edit: RemoveOfClip, before: Timeline, after: Timeline) -> Words:
    clip, gone = clip_words(before, edit.clip), span(edit.range.start, edit.range.end)
    return Words(f"Cut {gone.en} out of {clip.en}", f"剪掉了{clip.zh}的 {gone.zh}")


def roll(edit: Roll, before: Timeline, after: Timeline) -> Words:
    clip, by = clip_words(before, edit.clip), secs(abs(edit.by))
    en, zh = ("later", "推后") if edit.by > 0 else ("earlier", "提前")
    return Words(f"Moved the cut after {clip.en} {by.en} {en}", f"{clip.zh}之后的切点{zh}{by.zh}")


def slip(edit: Slip, before: Timeline, after: Timeline) -> Words:
    clip, by = clip_words(before, edit.clip), secs(abs(edit.by))
    en, zh = ("later", "靠后") if edit.by > 0 else ("earlier", "靠前")
    return Words(
        f"{_upper(clip.en)} now shows a part of its source {by.en} {en}",
        f"{clip.zh}改为显示素材中{zh}{by.zh}的部分",
    )


SAYINGS: dict[type, Callable[[Any, Timeline, Timeline], Words]] = {
    Append: append,
    Insert: insert,
    Overwrite: overwrite,
    AddOverlay: add_overlay,
    ReplaceMedia: replace_media,
    Lift: lift,
    RippleDelete: ripple_delete,
    KeepRange: keep_range,
    RemoveClip: remove_clip,
    Trim: trim,
    SetDuration: set_duration,
    KeepOfClip: keep_of_clip,
    RemoveOfClip: remove_of_clip,
    Roll: roll,
    Slip: slip,
}
