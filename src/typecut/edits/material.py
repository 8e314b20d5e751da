"""What a clip has of its source: room at its ends, and clips cut out of clips."""

from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from typing import TypeVar

from typecut.timeline import ZERO, Animated, Clip, Curve, Effect, Media, Placement, Range, value_at

from .wording import media_name, refuse, secs

PHOTO = Fraction(4)
"""How long a photo lasts where nothing is said."""

TOLERANCE = Fraction(1, 20)
"""People say 17.1 s of a clip that is 17.06 s long; so much beyond an end counts as the end."""

Moving = TypeVar("Moving", Placement, Effect)


def head_room(clip: Clip, media: Media) -> Fraction | None:
    """Timeline seconds of source ahead of the clip's first frame; None: as much as you like."""
    if clip.play != "play" or media.duration is None:
        return None
    room = clip.source.start if clip.speed > 0 else media.duration - clip.source.end
    return max(room, ZERO) / abs(clip.speed)


def tail_room(clip: Clip, media: Media) -> Fraction | None:
    """Timeline seconds of source behind the clip's last frame; None: as much as you like."""
    if clip.play != "play" or media.duration is None:
        return None
    room = media.duration - clip.source.end if clip.speed > 0 else clip.source.start
    return max(room, ZERO) / abs(clip.speed)


def cut_head(clip: Clip, media: Media, by: Fraction) -> Clip:
    """The clip without its first `by` timeline seconds; negative gives material back.

    A loop cut at its head begins its source anew: it has no phase of its own.
    """
    moved = _shift_curves(clip, -by)
    if clip.play != "play":
        return replace(moved, length=clip.duration - by)
    taken = by * abs(clip.speed)
    source = clip.source
    start = source.start + (taken if clip.speed > 0 else ZERO)
    if media.duration is None:
        start = max(start, ZERO) if media.kind == "video" else ZERO
    return replace(moved, source=Range(start, source.duration - taken))


def cut_tail(clip: Clip, media: Media, by: Fraction) -> Clip:
    """The clip without its last `by` timeline seconds; negative gives material back."""
    if clip.play != "play":
        return replace(clip, length=clip.duration - by)
    taken = by * abs(clip.speed)
    source = clip.source
    backwards = clip.speed < 0 and media.duration is not None
    start = source.start + (taken if backwards else ZERO)
    return replace(clip, source=Range(start, source.duration - taken))


def part(clip: Clip, media: Media, begin: Fraction, end: Fraction) -> Clip:
    """What the clip shows from `begin` to `end`, counted from its own beginning; sound fades stay
    only at ends that were not cut."""
    cut = cut_tail(clip, media, clip.duration - end) if end != clip.duration else clip
    cut = cut_head(cut, media, begin) if begin else cut
    return replace(
        cut,
        fade_in=ZERO if begin else clip.fade_in,
        fade_out=ZERO if end != clip.duration else clip.fade_out,
    )


def moment(clip: Clip, time: Fraction) -> Fraction:
    """The source time that the clip shows `time` seconds after its beginning."""
    if clip.play == "hold":
        return clip.source.start
    passed = time * abs(clip.speed)
    if clip.play == "loop" and clip.source.duration:
        passed %= clip.source.duration
    return clip.source.start + passed if clip.speed > 0 else clip.source.end - passed


def clip_of(
    media: Media, clip_id: str, source: Range | None = None, duration: Fraction | None = None
) -> Clip:
    """A new clip: the given source range, else the whole, at most `duration` long."""
    if duration is not None and duration <= 0:
        refuse("a clip must be longer than 0 s", "片段的长度必须大于0秒")
    length = source.duration if source else duration
    if media.duration is None:
        length = PHOTO if length is None else length
        start = source.start if source and media.kind == "video" else ZERO
        source = Range(max(start, ZERO), length)
    else:
        source = _within(media, source or Range(ZERO, duration or media.duration))
        if duration is not None:
            source = Range(source.start, min(duration, source.duration))
    if source.duration <= 0:
        name = media_name(media)
        refuse(f"nothing of {name} would be seen", f"{name}没有可用的部分")
    return Clip(clip_id, media.id, source, media_name(media))


def _within(media: Media, source: Range) -> Range:
    """`source` if the media has it, cut by a hair at most."""
    whole = media.duration or ZERO
    if source.start < 0 or source.end > whole + TOLERANCE:
        name, wanted, has = media_name(media), secs(source.end), secs(whole)
        refuse(
            f"{name} is {has.en} long, so it has no part that ends at {wanted.en}",
            f"{name}只有{has.zh}，无法取到{wanted.zh}处",
        )
    return Range.between(source.start, min(source.end, whole))


def stretch_curves(clip: Clip, factor: Fraction) -> Clip:
    """Keyframes follow a clip that becomes `factor` times as long."""

    def stretched(curve: Curve) -> Curve:
        return Curve(tuple(replace(k, at=k.at * factor) for k in curve.keyframes))

    return _map_curves(clip, stretched) if factor != 1 else clip


def at_rest(clip: Clip, time: Fraction) -> Clip:
    """The clip with every moving value frozen as it is `time` seconds after its beginning."""

    def still(curve: Curve) -> float:
        return value_at(curve, float(time))

    return _map_curves(clip, still)


def _shift_curves(clip: Clip, by: Fraction) -> Clip:
    # Keyframes ahead of the beginning stay (at negative times): the eased value between two of
    # them is right, and material given back later finds its motion again.
    def shifted(curve: Curve) -> Curve:
        return Curve(tuple(replace(k, at=k.at + by) for k in curve.keyframes))

    return _map_curves(clip, shifted) if by else clip


def _map_curves(clip: Clip, change: Callable[[Curve], Animated]) -> Clip:
    return replace(
        clip,
        placement=_mapped(clip.placement, change),
        effects=tuple(_mapped(e, change) for e in clip.effects),
    )


def _mapped(value: Moving, change: Callable[[Curve], Animated]) -> Moving:
    values = {f.name: getattr(value, f.name) for f in fields(value)}
    curves = {n: change(v) for n, v in values.items() if isinstance(v, Curve)}
    return replace(value, **curves) if curves else value
