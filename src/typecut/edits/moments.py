"""Times that people name, checked against what is there."""

from fractions import Fraction

from typecut.timeline import ZERO, Range, Timeline, clock

from .layout import Found, need_main
from .material import TOLERANCE
from .rules import picture_end
from .wording import clip_words, refuse, secs


def on_timeline(timeline: Timeline, at: Fraction) -> Fraction:
    """A time on the video, its end included."""
    need_main(timeline)
    return _checked(at, picture_end(timeline), "the video", "视频")


def range_on_timeline(timeline: Timeline, span: Range) -> Range:
    """A range of the video that is not empty."""
    begin, end = on_timeline(timeline, span.start), on_timeline(timeline, span.end)
    return _not_empty(begin, end)


def range_of_clip(timeline: Timeline, found: Found, span: Range) -> Range:
    """A range counted from the clip's beginning."""
    name = clip_words(timeline, found.clip.id)
    begin = _checked(span.start, found.span.duration, name.en, name.zh)
    return _not_empty(begin, _checked(span.end, found.span.duration, name.en, name.zh))


def above_zero(duration: Fraction) -> Fraction:
    if duration <= 0:
        refuse("a duration must be longer than 0 s", "时长必须大于0秒")
    return duration


def shown_range(
    timeline: Timeline, span: Range | None, default: Fraction, *, at_end: bool = False
) -> Range:
    """Where words or an overlay stand: `span`, else `default` seconds at the beginning (or the
    end), in any case cut off at the end of the picture."""
    end = picture_end(timeline)
    if span is None:
        length = min(default, end) if end else default
        return Range(end - length if at_end and end else ZERO, length)
    above_zero(span.duration)
    if span.start < 0:
        refuse("a time cannot lie before the beginning", "时间不能早于开头")
    if not end:
        return span
    if span.start >= end:
        _beyond(span.start, end, "the video", "视频")
    return Range.between(span.start, min(span.end, end))


def _not_empty(begin: Fraction, end: Fraction) -> Range:
    if end <= begin:
        refuse(
            f"from {clock(begin)} to {clock(end)} there is nothing",
            f"从 {clock(begin)} 到 {clock(end)} 之间没有内容",
        )
    return Range.between(begin, end)


def _checked(at: Fraction, end: Fraction, en: str, zh: str) -> Fraction:
    if at < 0:
        refuse("a time cannot lie before the beginning", "时间不能早于开头")
    if at > end + TOLERANCE:
        _beyond(at, end, en, zh)
    return min(at, end)


def _beyond(at: Fraction, end: Fraction, en: str, zh: str) -> None:
    long = secs(end)
    refuse(
        f"{en} is {long.en} long, so {clock(at)} lies beyond its end",
        f"{zh}只有{long.zh}，{clock(at)} 超出了结尾",
    )
