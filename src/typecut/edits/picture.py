"""Picture: canvas, crop, turn, mirror, opacity, place, keyframes, colour, effects, the name."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from typecut.timeline import (
    Animated,
    Clip,
    Colour,
    Curve,
    Flip,
    Placement,
    Timeline,
)

from .layout import chosen, find_clip, swap
from .sounding import each
from .verbs import (
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
from .wording import missing, number, refuse

ANIMATED = ("x", "y", "scale", "rotate", "opacity")
"""The properties of a placement that keyframes can move."""


def set_canvas(timeline: Timeline, edit: SetCanvas) -> Timeline:
    canvas = timeline.canvas
    if edit.rate is not None and not 1 <= edit.rate <= 240:
        rate = number(edit.rate)
        refuse(
            f"a frame rate goes from 1 to 240 per second, not {rate}",
            f"帧率范围是每秒1到240，不能是{rate}",
        )
    if edit.background is not None and not re.fullmatch(r"#[0-9a-fA-F]{6}", edit.background):
        refuse(
            f'a background colour looks like #000000, not "{edit.background}"',
            f"背景颜色的写法如 #000000，不是“{edit.background}”",
        )
    canvas = replace(
        canvas,
        width=canvas.width if edit.width is None else _side(edit.width),
        height=canvas.height if edit.height is None else _side(edit.height),
        rate=edit.rate or canvas.rate,
        fit=edit.fit or canvas.fit,
        background=edit.background or canvas.background,
    )
    return replace(timeline, canvas=canvas)


def _side(pixels: int) -> int:
    """H.264 in 4:2:0 has no odd sides; one more pixel than asked makes them even."""
    if not 16 <= pixels <= 8192:
        refuse(
            f"a side of the picture has 16 to 8192 pixels, not {pixels}",
            f"画面边长范围是16到8192像素，不能是{pixels}",
        )
    return pixels + pixels % 2


def _placed(
    timeline: Timeline, clips: tuple[str, ...], change: Callable[[Placement], Placement]
) -> Timeline:
    def moved(clip: Clip) -> Clip:
        return replace(clip, placement=change(clip.placement))

    return each(timeline, clips, moved)


def crop_clips(timeline: Timeline, edit: CropClips) -> Timeline:
    crop = edit.crop
    if crop is not None:
        sides = (crop.left, crop.top, crop.right, crop.bottom)
        if min(sides) < 0 or crop.left + crop.right >= 1 or crop.top + crop.bottom >= 1:
            refuse("a crop must leave some of the picture", "裁剪后必须留下部分画面")
    return _placed(timeline, edit.clips, lambda p: replace(p, crop=crop))


def rotate(timeline: Timeline, edit: Rotate) -> Timeline:
    def turned(value: Animated) -> Animated:
        if isinstance(value, Curve):
            keys = (replace(k, value=k.value + edit.degrees) for k in value.keyframes)
            return Curve(tuple(keys))
        return (value + edit.degrees) % 360

    return _placed(timeline, edit.clips, lambda p: replace(p, rotate=turned(p.rotate)))


def flip_clips(timeline: Timeline, edit: FlipClips) -> Timeline:
    """On top of the mirroring it has: twice is not at all."""

    def flipped(placement: Placement) -> Placement:
        axes = set(placement.flip) ^ set(edit.flip)
        flip: Flip = "hv" if len(axes) == 2 else "h" if "h" in axes else "v" if axes else ""
        return replace(placement, flip=flip)

    return _placed(timeline, edit.clips, flipped)


def set_opacity(timeline: Timeline, edit: SetOpacity) -> Timeline:
    if not all(0 <= v <= 1 for v in _values(edit.opacity)):
        refuse("an opacity goes from 0 to 100%", "不透明度范围是0到100%")
    return _placed(timeline, edit.clips, lambda p: replace(p, opacity=edit.opacity))


def _values(value: Animated) -> list[float]:
    return [k.value for k in value.keyframes] if isinstance(value, Curve) else [value]


LARGEST_SCALE = 20


def place_clips(timeline: Timeline, edit: Place) -> Timeline:
    if edit.scale is not None and min(_values(edit.scale)) <= 0:
        refuse("a scale must be above 0", "缩放比例必须大于0")
    if edit.scale is not None and max(_values(edit.scale)) > LARGEST_SCALE:
        refuse("a picture is enlarged 20 times at most", "画面最多放大20倍")

    def moved(placement: Placement) -> Placement:
        return replace(
            placement,
            x=placement.x if edit.x is None else edit.x,
            y=placement.y if edit.y is None else edit.y,
            scale=placement.scale if edit.scale is None else edit.scale,
            fit=edit.fit or placement.fit,
        )

    return _placed(timeline, edit.clips, moved)


def animate(timeline: Timeline, edit: Animate) -> Timeline:
    if edit.property not in ANIMATED:
        refuse(
            f'"{edit.property}" cannot be animated; {", ".join(ANIMATED)} can',
            f"“{edit.property}”不能做动画，可用的有 {'、'.join(ANIMATED)}",
        )
    found = find_clip(timeline, edit.clip)
    change: dict[str, Any] = {edit.property: edit.curve}
    placement = replace(found.clip.placement, **change)
    return swap(timeline, found, replace(found.clip, placement=placement))


def set_colour(timeline: Timeline, edit: SetColour) -> Timeline:
    def coloured(clip: Clip) -> Clip:
        others = tuple(e for e in clip.effects if not isinstance(e, Colour))
        return replace(clip, effects=(*others, edit.colour) if edit.colour else others)

    return each(timeline, edit.clips, coloured)


def add_effect(timeline: Timeline, edit: AddEffect) -> Timeline:
    def with_effect(clip: Clip) -> Clip:
        return replace(clip, effects=(*clip.effects, edit.effect))

    return each(timeline, edit.clips, with_effect)


def remove_effects(timeline: Timeline, edit: RemoveEffects) -> Timeline:
    if not any(f.clip.effects for f in chosen(timeline, edit.clips)):
        missing("there is no effect to remove", "没有可以移除的效果")
    return each(timeline, edit.clips, lambda clip: replace(clip, effects=()))


def rename(timeline: Timeline, edit: Rename) -> Timeline:
    if not edit.name.strip():
        refuse("a project's name needs a character", "项目名称不能为空")
    return replace(timeline, name=edit.name.strip())


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    SetCanvas: set_canvas,
    CropClips: crop_clips,
    Rotate: rotate,
    FlipClips: flip_clips,
    SetOpacity: set_opacity,
    Place: place_clips,
    Animate: animate,
    SetColour: set_colour,
    AddEffect: add_effect,
    RemoveEffects: remove_effects,
    Rename: rename,
}
