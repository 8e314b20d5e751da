"""Sound: volume, mute, fades of clips, music, sounds."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from typecut.timeline import ZERO, Clip, Media, Range, Timeline, clock

from .layout import (
    chosen,
    find_clip,
    free_id,
    place,
    swap,
    taken_ids,
    with_media,
    without,
)
from .material import clip_of
from .moments import shown_range
from .rules import fit, picture_end
from .verbs import (
    AddMusic,
    AddSound,
    ChangeMusic,
    Mute,
    RemoveMusic,
    SetSoundFades,
    SetVolume,
)
from .wording import media_name, missing, number, percent, refuse

LOUDEST = 4.0


def set_volume(timeline: Timeline, edit: SetVolume) -> Timeline:
    if edit.volume is None and edit.by is None:
        refuse("a volume is missing", "没有说明音量")

    def louder(clip: Clip) -> Clip:
        return replace(clip, volume=_volume(clip, edit.volume, edit.by), muted=False)

    return each(timeline, edit.clips, louder)


def _volume(clip: Clip, volume: float | None, by: float | None) -> float:
    """The given volume, or the clip's own times `by`, no louder than can be."""
    if volume is not None:
        return checked_volume(volume)
    if by is None:
        return clip.volume
    if by < 0:
        refuse(f"a volume cannot be multiplied by {number(by)}", f"音量不能乘以{number(by)}")
    return min(clip.volume * by, LOUDEST)


def checked_volume(volume: float) -> float:
    if not 0 <= volume <= LOUDEST:
        refuse(
            f"a volume goes from 0 to 400%, not {percent(volume)}",
            f"音量范围是0到400%，不能是{percent(volume)}",
        )
    return float(volume)


def each(timeline: Timeline, clips: tuple[str, ...], change: Callable[[Clip], Clip]) -> Timeline:
    """A change of every clip named that leaves its length alone."""
    for clip in [f.clip.id for f in chosen(timeline, clips)]:
        found = find_clip(timeline, clip)
        timeline = swap(timeline, found, change(found.clip))
    return timeline


def mute(timeline: Timeline, edit: Mute) -> Timeline:
    return each(timeline, edit.clips, lambda clip: replace(clip, muted=edit.muted))


def set_sound_fades(timeline: Timeline, edit: SetSoundFades) -> Timeline:
    def fading(clip: Clip) -> Clip:
        return _with_fades(clip, edit.fade_in, edit.fade_out)

    return each(timeline, edit.clips, fading)


def _with_fades(clip: Clip, fade_in: Fraction | None, fade_out: Fraction | None) -> Clip:
    for fade in (fade_in, fade_out):
        if fade is not None and fade < 0:
            refuse("a fade cannot be shorter than 0 s", "淡入淡出不能短于0秒")
    return replace(
        clip,
        fade_in=clip.fade_in if fade_in is None else fade_in,
        fade_out=clip.fade_out if fade_out is None else fade_out,
    )


def add_music(timeline: Timeline, edit: AddMusic) -> Timeline:
    _needs_sound(edit.media)
    if not timeline.duration:
        refuse("there is no picture yet to put music under", "还没有可以配乐的画面")
    timeline, media = with_media(timeline, edit.media)
    span = shown_range(timeline, edit.range, timeline.duration)
    if not edit.layer:
        timeline = without(timeline, _music_under(timeline, span, whole=edit.range is None))
    clip = Clip(
        free_id(taken_ids(timeline), edit.clip or media.id),
        media.id,
        Range(ZERO, media.duration or span.duration),
        media_name(media),
        volume=checked_volume(edit.volume),
        follow=edit.range is None,
    )
    clip = fit(timeline, _with_fades(clip, edit.fade_in, edit.fade_out), span.duration)
    return place(timeline, clip, span.start, "music")


def _music_under(timeline: Timeline, span: Range, *, whole: bool) -> set[str]:
    """The music that new music on `span` replaces: all of it, or what plays there."""
    return {
        item.id
        for item, placed in _music(timeline)
        if whole or item.follow or placed.overlaps(span)
    }


def _music(timeline: Timeline) -> list[tuple[Clip, Range]]:
    return [
        (item, span)
        for track in timeline.tracks
        if track.role == "music"
        for item, span in track.placed()
        if isinstance(item, Clip)
    ]


def _needs_sound(media: Media) -> None:
    if media.kind == "image" or (media.kind == "video" and not media.has_audio):
        name = media_name(media)
        refuse(f"{name} has no sound", f"{name}没有声音")


def change_music(timeline: Timeline, edit: ChangeMusic) -> Timeline:
    if not _music(timeline):
        missing("there is no music to change", "没有可以修改的音乐")
    media: Media | None = None
    if edit.media is not None:
        _needs_sound(edit.media)
        timeline, media = with_media(timeline, edit.media)

    def changed(clip: Clip) -> Clip:
        clip = replace(clip, volume=_volume(clip, edit.volume, edit.by))
        clip = _with_fades(clip, edit.fade_in, edit.fade_out)
        return clip if media is None else _other_music(timeline, clip, media)

    return each(timeline, tuple(c.id for c, _ in _music(timeline)), changed)


def _other_music(timeline: Timeline, clip: Clip, media: Media) -> Clip:
    length = clip.duration
    new = replace(
        clip,
        media=media.id,
        name=media_name(media),
        source=Range(ZERO, media.duration or length),
        speed=Fraction(1),
    )
    return fit(timeline, new, length)


def remove_music(timeline: Timeline, edit: RemoveMusic) -> Timeline:
    music = {c.id for c, _ in _music(timeline)}
    if not music:
        missing("there is no music to remove", "没有可以删除的音乐")
    return without(timeline, music)


def add_sound(timeline: Timeline, edit: AddSound) -> Timeline:
    _needs_sound(edit.media)
    end = picture_end(timeline)
    if edit.at < 0:
        refuse("a time cannot lie before the beginning", "时间不能早于开头")
    if end and edit.at >= end:
        refuse(
            f"the video is {number(end)} s long, so {clock(edit.at)} lies beyond its end",
            f"视频只有{number(end)}秒，{clock(edit.at)} 超出了结尾",
        )
    timeline, media = with_media(timeline, edit.media)
    rest = end - edit.at if end and media.duration is None else None
    clip = replace(
        clip_of(media, free_id(taken_ids(timeline), edit.clip or media.id), edit.source, rest),
        volume=checked_volume(edit.volume),
    )
    return place(timeline, clip, edit.at, "sound")


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    SetVolume: set_volume,
    Mute: mute,
    SetSoundFades: set_sound_fades,
    AddMusic: add_music,
    ChangeMusic: change_music,
    RemoveMusic: remove_music,
    AddSound: add_sound,
}
