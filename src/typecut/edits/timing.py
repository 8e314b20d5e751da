"""Time: speed, fitting to a length, reverse, freeze."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from typecut.timeline import ZERO, Clip, Range, Timeline

from .cuts import put_in, retimed, trimmed
from .joints import loosened, scaled_joint
from .layout import Found, chosen, find_clip, free_id, need_main, swap, taken_ids, with_items
from .material import at_rest, moment, stretch_curves
from .moments import above_zero, on_timeline
from .verbs import FitDuration, Freeze, Reverse, SetSpeed
from .wording import clip_words, number, refuse

SLOWEST, FASTEST = Fraction(1, 10), Fraction(100)


def set_speed(timeline: Timeline, edit: SetSpeed) -> Timeline:
    _check(edit.speed)
    moving = _moving(timeline, edit.clips)

    def change(timeline: Timeline) -> Timeline:
        for clip in moving:
            found = find_clip(timeline, clip)
            speed = edit.speed if found.clip.speed > 0 else -edit.speed
            timeline = retimed(timeline, found, at_speed(found.clip, speed))
        return timeline

    return loosened(timeline, moving, change)


def at_speed(clip: Clip, speed: Fraction) -> Clip:
    """The same source at another speed; a loop keeps its length."""
    if clip.play != "play":
        return replace(clip, speed=speed)
    return stretch_curves(replace(clip, speed=speed), abs(clip.speed / speed))


def _check(speed: Fraction) -> None:
    if not SLOWEST <= speed <= FASTEST:
        asked = number(speed)
        refuse(
            f"a speed goes from 0.1 to 100 times, not {asked}",
            f"速度范围是0.1到100倍，不能是{asked}倍",
        )


def _moving(timeline: Timeline, clips: tuple[str, ...]) -> list[str]:
    """Those of the clips that show footage; EditError where one named, or none at all, does."""
    found = chosen(timeline, clips)
    moving = [f.clip.id for f in found if has_motion(f)]
    if (clips and len(moving) < len(found)) or not moving:
        still = next(f for f in found if f.clip.id not in moving)
        name = clip_words(timeline, still.clip.id)
        refuse(
            f"{name.en} is a still or made picture and has no speed",
            f"{name.zh}是静止或生成的画面，没有速度可调",
        )
    return moving


def has_motion(found: Found) -> bool:
    """Whether a speed means anything for the clip."""
    return found.media.duration is not None and found.clip.play != "hold"


def fit_duration(timeline: Timeline, edit: FitDuration) -> Timeline:
    above_zero(edit.duration)
    found = chosen(timeline, edit.clips)
    factor = edit.duration / sum((f.span.duration for f in found), ZERO)
    for each in found:
        if has_motion(each) and each.clip.play == "play":
            _check(abs(each.clip.speed) / factor)
    for clip in [f.clip.id for f in found]:
        timeline = _scaled(timeline, find_clip(timeline, clip), factor)
    return _with_scaled_joints(timeline, {f.clip.id for f in found}, factor)


def _with_scaled_joints(timeline: Timeline, clips: set[str], factor: Fraction) -> Timeline:
    """Transitions between two clips of another speed take their share of it."""
    track = timeline.main
    if track is None:
        return timeline
    items = list(track.items)
    for joint, _, index in track.transitions():
        around = {getattr(track.items[i], "id", "") for i in (index - 1, index + 1)}
        if around <= clips:
            items[index] = scaled_joint(joint, factor)
    return with_items(timeline, track, items)


def _scaled(timeline: Timeline, found: Found, factor: Fraction) -> Timeline:
    clip = found.clip
    if clip.play != "play":
        clip = replace(clip, length=clip.duration * factor)
    elif has_motion(found):
        return retimed(timeline, found, at_speed(clip, clip.speed / factor))
    else:
        source = Range(clip.source.start, clip.source.duration * factor)
        clip = replace(clip, source=source)
    return retimed(timeline, found, stretch_curves(clip, factor))


def reverse(timeline: Timeline, edit: Reverse) -> Timeline:
    moving = _moving(timeline, edit.clips)

    def change(timeline: Timeline) -> Timeline:
        for clip in moving:
            found = find_clip(timeline, clip)
            timeline = swap(timeline, found, replace(found.clip, speed=-found.clip.speed))
        return timeline

    return loosened(timeline, moving, change)


LONGEST_STILL = Fraction(3600)


def freeze(timeline: Timeline, edit: Freeze) -> Timeline:
    above_zero(edit.duration)
    if edit.duration > LONGEST_STILL:
        refuse("a picture stands still for an hour at most", "画面最多定格一小时")
    at = on_timeline(timeline, edit.at)
    found = _shown_at(timeline, at)
    if not has_motion(found):
        return trimmed(timeline, found, ZERO, -edit.duration)
    held = _held(timeline, found, at - found.span.start, edit.duration)
    return put_in(timeline, at, held)


def _shown_at(timeline: Timeline, at: Fraction) -> Found:
    """The clip that shows its picture at `at`, the last one at the very end."""
    track = need_main(timeline)
    shown = [
        item.id
        for item, span in track.placed()
        if span.contains(at) or at == span.end == track.duration
    ]
    if not shown:
        refuse(
            "there is a gap at that time and no picture to freeze", "该时间是空隙，没有画面可定格"
        )
    return find_clip(timeline, shown[0])


def _held(timeline: Timeline, found: Found, time: Fraction, length: Fraction) -> Clip:
    media, clip = found.media, found.clip
    frame = 1 / (media.rate or timeline.canvas.rate)
    source = moment(clip, time)
    # At the very end, and backwards, the frame on show is the one ahead of that moment.
    if clip.speed < 0 or time == found.span.duration:
        source = max(ZERO, source - frame)
    shown = at_rest(clip, time)
    return replace(
        shown,
        id=free_id(taken_ids(timeline), clip.id),
        source=Range(min(source, media.duration or source), ZERO),
        speed=Fraction(1),
        play="hold",
        length=length,
        fade_in=ZERO,
        fade_out=ZERO,
    )


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    SetSpeed: set_speed,
    FitDuration: fit_duration,
    Reverse: reverse,
    Freeze: freeze,
}
