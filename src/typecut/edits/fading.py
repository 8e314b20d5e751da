"""Fades of the whole video, at its beginning and its end."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from typecut.timeline import Timeline

from .verbs import FadeIn, FadeOut
from .wording import refuse, secs


def fade_in(timeline: Timeline, edit: FadeIn) -> Timeline:
    return replace(timeline, fade_in=_fitting(timeline, edit.duration))


def fade_out(timeline: Timeline, edit: FadeOut) -> Timeline:
    return replace(timeline, fade_out=_fitting(timeline, edit.duration))


def _fitting(timeline: Timeline, duration: Fraction) -> Fraction:
    if duration < 0:
        refuse("a fade cannot be shorter than 0 s", "淡入淡出不能短于0秒")
    end = timeline.duration
    if end and duration > end:
        long, asked = secs(end), secs(duration)
        refuse(
            f"the video is {long.en} long, so a fade of {asked.en} does not fit into it",
            f"视频只有{long.zh}，放不下{asked.zh}的淡入淡出",
        )
    return duration


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {FadeIn: fade_in, FadeOut: fade_out}
