"""Words for the canvas, the placement and the colours of pictures, and the project."""

from collections.abc import Callable
from typing import Any

from typecut.timeline import Blur, Colour, Curve, Effect, Fit, Flip, Look, Timeline

from ..verbs import (
    AddEffect,
    Animate,
    CropClips,
    FlipClips,
    Place,
    RemoveEffects,
    Rename,
    Rotate,
    SetCanvas,
    SetColour,
    SetOpacity,
)
from ..wording import Words, clip_words, clips_words, number, percent

FIT: dict[Fit, Words] = {
    "fill": Words("fill the frame", "填满画面"),
    "fit": Words("fit into the frame", "完整显示"),
    "blur": Words("fit on a blurred background", "模糊背景填充"),
}
FLIP: dict[Flip, Words] = {
    "": Words("not at all", "不翻转"),
    "h": Words("horizontally", "水平翻转"),
    "v": Words("vertically", "垂直翻转"),
    "hv": Words("both ways", "水平和垂直翻转"),
}
LOOK: dict[Look, Words] = {
    "": Words("neutral", "原色"),
    "warm": Words("warm", "暖色"),
    "cool": Words("cool", "冷色"),
    "cinematic": Words("cinematic", "电影感"),
    "vivid": Words("vivid", "鲜艳"),
    "muted": Words("muted", "淡雅"),
    "vintage": Words("vintage", "复古"),
    "sepia": Words("sepia", "棕褐色"),
    "mono": Words("black and white", "黑白"),
}
PROPERTY: dict[str, Words] = {
    "x": Words("horizontal position", "水平位置"),
    "y": Words("vertical position", "垂直位置"),
    "scale": Words("size", "大小"),
    "rotate": Words("rotation", "旋转"),
    "opacity": Words("opacity", "不透明度"),
}


def set_canvas(edit: SetCanvas, before: Timeline, after: Timeline) -> Words:
    canvas = after.canvas
    parts: list[Words] = []
    if edit.width is not None or edit.height is not None:
        parts.append(Words(f"{canvas.width}x{canvas.height}", f"{canvas.width}x{canvas.height}"))
    if edit.rate is not None:
        parts.append(Words(f"{number(canvas.rate)} fps", f"{number(canvas.rate)}帧/秒"))
    if edit.fit is not None:
        parts.append(FIT[edit.fit])
    if edit.background is not None:
        parts.append(Words(f"background {canvas.background}", f"背景色{canvas.background}"))
    return Words(
        f"Set the picture to {', '.join(p.en for p in parts) or 'what it was'}",
        f"画面设为{'，'.join(p.zh for p in parts) or '原样'}",
    )


def crop_clips(edit: CropClips, before: Timeline, after: Timeline) -> Words:
    clips, crop = clips_words(before, edit.clips), edit.crop
    if crop is None:
        return Words(f"Removed the crop of {clips.en}", f"取消了{clips.zh}的裁剪")
    sides = (
        (crop.left, "left", "左"),
        (crop.top, "top", "上"),
        (crop.right, "right", "右"),
        (crop.bottom, "bottom", "下"),
    )
    en = ", ".join(f"{word} {percent(v)}" for v, word, _ in sides if v)
    zh = "、".join(f"{word}{percent(v)}" for v, _, word in sides if v)
    return Words(
        f"Cropped {clips.en} ({en or 'nothing'})", f"裁剪了{clips.zh}的画面（{zh or '无'}）"
    )


def rotate(edit: Rotate, before: Timeline, after: Timeline) -> Words:
    clips, turn = clips_words(before, edit.clips), number(abs(edit.degrees))
    en, zh = ("clockwise", "顺时针") if edit.degrees >= 0 else ("anticlockwise", "逆时针")
    return Words(f"Rotated {clips.en} by {turn}° {en}", f"{clips.zh}{zh}旋转{turn}°")


def flip_clips(edit: FlipClips, before: Timeline, after: Timeline) -> Words:
    clips, flip = clips_words(before, edit.clips), FLIP[edit.flip]
    return Words(f"Flipped {clips.en} {flip.en}", f"{clips.zh}{flip.zh}")


def set_opacity(edit: SetOpacity, before: Timeline, after: Timeline) -> Words:
    clips = clips_words(before, edit.clips)
    if isinstance(edit.opacity, Curve):
        return Words(f"Animated the opacity of {clips.en}", f"{clips.zh}的不透明度加了动画")
    level = percent(edit.opacity)
    return Words(f"Set the opacity of {clips.en} to {level}", f"{clips.zh}的不透明度设为{level}")


def place(edit: Place, before: Timeline, after: Timeline) -> Words:
    clips = clips_words(before, edit.clips)
    parts: list[Words] = []
    if edit.x is not None or edit.y is not None:
        parts.append(Words("moved", "移动了位置"))
    if isinstance(edit.scale, Curve):
        parts.append(Words("size animated", "大小加了动画"))
    elif edit.scale is not None:
        parts.append(Words(f"size {percent(edit.scale)}", f"大小{percent(edit.scale)}"))
    if edit.fit is not None:
        parts.append(FIT[edit.fit])
    en = ", ".join(p.en for p in parts) or "unchanged"
    return Words(
        f"Placed {clips.en}: {en}", f"调整{clips.zh}：{'，'.join(p.zh for p in parts) or '不变'}"
    )


def animate(edit: Animate, before: Timeline, after: Timeline) -> Words:
    clip, what = clip_words(before, edit.clip), PROPERTY[edit.property]
    return Words(f"Animated the {what.en} of {clip.en}", f"为{clip.zh}的{what.zh}加了动画")


def set_colour(edit: SetColour, before: Timeline, after: Timeline) -> Words:
    clips = clips_words(before, edit.clips)
    if edit.colour is None:
        return Words(f"Removed the colour effect of {clips.en}", f"取消了{clips.zh}的调色")
    colour = colour_words(edit.colour)
    return Words(f"Coloured {clips.en}: {colour.en}", f"{clips.zh}调色：{colour.zh}")


def colour_words(colour: Colour) -> Words:
    """The look and the dials that are not neutral."""
    look = LOOK[colour.look]
    amount = "" if colour.amount == 1 else f" {percent(colour.amount)}"
    en, zh = ([f"{look.en}{amount}"], [f"{look.zh}{amount}"]) if colour.look else ([], [])
    for value, neutral, word, zh_word in (
        (colour.brightness, 0.0, "brightness", "亮度"),
        (colour.contrast, 1.0, "contrast", "对比度"),
        (colour.saturation, 1.0, "saturation", "饱和度"),
        (colour.gamma, 1.0, "gamma", "伽马"),
        (colour.temperature, 0.0, "temperature", "色温"),
    ):
        if isinstance(value, Curve):
            en.append(f"{word} animated")
            zh.append(f"{zh_word}动画")
        elif value != neutral:
            text = f"{value:+.0%}" if neutral == 0 else percent(value)
            en.append(f"{word} {text}")
            zh.append(f"{zh_word}{text}")
    return Words(", ".join(en) or "neutral", "，".join(zh) or "原色")


def add_effect(edit: AddEffect, before: Timeline, after: Timeline) -> Words:
    clips, effect = clips_words(before, edit.clips), _effect(edit.effect)
    return Words(f"Added {effect.en} to {clips.en}", f"{clips.zh}添加了{effect.zh}")


def _effect(effect: Effect) -> Words:
    if isinstance(effect, Blur):
        return Words("a blur", "模糊效果")
    colour = colour_words(effect)
    return Words(f"a colour effect ({colour.en})", f"调色效果（{colour.zh}）")


def remove_effects(edit: RemoveEffects, before: Timeline, after: Timeline) -> Words:
    clips = clips_words(before, edit.clips)
    return Words(f"Removed the effects of {clips.en}", f"移除了{clips.zh}的效果")


def rename(edit: Rename, before: Timeline, after: Timeline) -> Words:
    name = quoted_name(after.name)
    return Words(f"Named the project {name.en}", f"项目命名为{name.zh}")


def quoted_name(name: str) -> Words:
    return Words(f'"{name}"', f"“{name}”")


SAYINGS: dict[type, Callable[[Any, Timeline, Timeline], Words]] = {
    SetCanvas: set_canvas,
    CropClips: crop_clips,
    Rotate: rotate,
    FlipClips: flip_clips,
    SetOpacity: set_opacity,
    Place: place,
    Animate: animate,
    SetColour: set_colour,
    AddEffect: add_effect,
    RemoveEffects: remove_effects,
    Rename: rename,
}
