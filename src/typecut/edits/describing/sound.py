"""Words for sound, music and fades."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from typecut.timeline import Clip, Timeline, clock

from ..verbs import (
    AddMusic,
    AddSound,
    ChangeMusic,
    FadeIn,
    FadeOut,
    Mute,
    RemoveMusic,
    SetSoundFades,
    SetVolume,
)
from ..wording import Words, clips_words, main_clips, media_name, percent, secs, span


def set_volume(edit: SetVolume, before: Timeline, after: Timeline) -> Words:
    clips = clips_words(before, edit.clips)
    levels = sorted({c.volume for c in _clips(after, edit.clips)})
    if len(levels) == 1:
        level = percent(levels[0])
        return Words(f"Set the volume of {clips.en} to {level}", f"{clips.zh}的音量设为{level}")
    by = percent(edit.by or 0)
    return Words(
        f"Changed the volume of {clips.en} to {by} of what it was",
        f"{clips.zh}的音量调整为原来的{by}",
    )


def _clips(timeline: Timeline, ids: tuple[str, ...]) -> list[Clip]:
    if not ids:
        return list(main_clips(timeline))
    return [i for t in timeline.tracks for i in t.items if isinstance(i, Clip) and i.id in ids]


def mute(edit: Mute, before: Timeline, after: Timeline) -> Words:
    clips = clips_words(before, edit.clips)
    if edit.muted:
        return Words(f"Muted {clips.en}", f"{clips.zh}静音")
    return Words(f"Brought back the sound of {clips.en}", f"恢复了{clips.zh}的声音")


def set_sound_fades(edit: SetSoundFades, before: Timeline, after: Timeline) -> Words:
    clips, fades = clips_words(before, edit.clips), _fades(edit.fade_in, edit.fade_out)
    return Words(
        f"Set the sound fades of {clips.en}: {fades.en or 'unchanged'}",
        f"设置{clips.zh}的声音淡变：{fades.zh or '不变'}",
    )


def _fades(fade_in: Fraction | None, fade_out: Fraction | None) -> Words:
    en: list[str] = []
    zh: list[str] = []
    for fade, word, zh_word in ((fade_in, "in", "淡入"), (fade_out, "out", "淡出")):
        if fade is not None:
            long = secs(fade)
            en.append(f"{long.en} {word}" if fade else f"none {word}")
            zh.append(f"{zh_word}{long.zh}" if fade else f"无{zh_word}")
    return Words(", ".join(en), "，".join(zh))


def add_music(edit: AddMusic, before: Timeline, after: Timeline) -> Words:
    name, level = media_name(edit.media), percent(edit.volume)
    there = any(t.role == "music" for t in before.tracks) and not edit.layer
    verb, zh_verb = (
        ("Changed the music to", "音乐换成") if there else ("Added music:", "添加音乐：")
    )
    where = Words("", "")
    if edit.range is not None:
        end = min(edit.range.end, after.duration)
        where = span(edit.range.start, end)
        where = Words(f", from {where.en}", f"，{where.zh}")
    return Words(f"{verb} {name} at {level}{where.en}", f"{zh_verb}{name}（音量{level}）{where.zh}")


def change_music(edit: ChangeMusic, before: Timeline, after: Timeline) -> Words:
    parts: list[Words] = []
    music = [c for t in after.tracks if t.role == "music" for c in t.items if isinstance(c, Clip)]
    if edit.media is not None:
        name = media_name(edit.media)
        parts.append(Words(name, name))
    if (edit.volume is not None or edit.by is not None) and music:
        level = percent(music[0].volume)
        parts.append(Words(f"volume {level}", f"音量{level}"))
    if edit.fade_in is not None or edit.fade_out is not None:
        fades = _fades(edit.fade_in, edit.fade_out)
        parts.append(Words(f"fade {fades.en}", fades.zh))
    en = ", ".join(p.en for p in parts) or "unchanged"
    return Words(
        f"Changed the music: {en}", f"修改音乐：{'，'.join(p.zh for p in parts) or '不变'}"
    )


def remove_music(edit: RemoveMusic, before: Timeline, after: Timeline) -> Words:
    return Words("Removed the music", "删除了音乐")


def add_sound(edit: AddSound, before: Timeline, after: Timeline) -> Words:
    name, at = media_name(edit.media), clock(edit.at)
    return Words(f"Added the sound {name} at {at}", f"在 {at} 处添加声音 {name}")


def fade_in(edit: FadeIn, before: Timeline, after: Timeline) -> Words:
    long = secs(edit.duration)
    if not edit.duration:
        return Words("Removed the fade in", "取消了开头淡入")
    return Words(f"Added a fade in of {long.en}", f"开头淡入{long.zh}")


def fade_out(edit: FadeOut, before: Timeline, after: Timeline) -> Words:
    long = secs(edit.duration)
    if not edit.duration:
        return Words("Removed the fade out", "取消了结尾淡出")
    return Words(f"Added a fade out of {long.en} at the end", f"结尾淡出{long.zh}")


SAYINGS: dict[type, Callable[[Any, Timeline, Timeline], Words]] = {
    SetVolume: set_volume,
    Mute: mute,
    SetSoundFades: set_sound_fades,
    AddMusic: add_music,
    ChangeMusic: change_music,
    RemoveMusic: remove_music,
    AddSound: add_sound,
    FadeIn: fade_in,
    FadeOut: fade_out,
}
