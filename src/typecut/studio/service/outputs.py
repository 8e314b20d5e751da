"""What a client asks of an exported file: format, quality, size and rate."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar, get_args

from typecut.edits import apply
from typecut.edits.verbs import SetCanvas
from typecut.errors import SettingError
from typecut.interchange.wire.exact import rate_of, rational
from typecut.studio.settings import Quality, Settings
from typecut.timeline import Timeline
from typecut.wire.renders import OutputWish

Option = TypeVar("Option", bound=str)

FORMATS = ("mp4",)
QUALITIES: tuple[Quality, ...] = get_args(Quality)
CODECS = ("h264", "avc", "avc1", "libx264")
SHORT_SIDES = {
    "360p": 360, "480p": 480, "540p": 540, "720p": 720, "hd": 720, "1080p": 1080, "fhd": 1080,
    "1440p": 1440, "2k": 1440, "2160p": 2160, "4k": 2160, "uhd": 2160,
}  # fmt: skip


def settings_of(wish: OutputWish) -> Settings:
    """How it is encoded; SettingError names what there is to choose from."""
    _one_of("output.format", wish.format.lower().lstrip("."), FORMATS)
    _one_of("output.codec", (wish.codec or "h264").lower(), CODECS)
    quality = _one_of("output.quality", wish.quality.lower(), QUALITIES)
    settings = Settings(quality=quality, crf=wish.crf)
    settings.encoding()
    return settings


def sized(timeline: Timeline, wish: OutputWish) -> Timeline:
    """The timeline on the canvas that was asked for; one side alone keeps the shape."""
    canvas = timeline.canvas
    width, height = wish.width, wish.height
    if wish.resolution is not None and width is None and height is None:
        side = _one_of("output.resolution", wish.resolution.lower(), SHORT_SIDES)
        upright = canvas.height > canvas.width
        width, height = (SHORT_SIDES[side], None) if upright else (None, SHORT_SIDES[side])
    if width is not None and height is None and width > 0:
        height = _even(Fraction(canvas.height * width, canvas.width))
    elif height is not None and width is None and height > 0:
        width = _even(Fraction(canvas.width * height, canvas.height))
    rate = None if wish.fps is None else _rate(wish.fps)
    return apply(timeline, SetCanvas(width=width, height=height, rate=rate))


def within(timeline: Timeline, width: int, height: int) -> Timeline:
    """The timeline on a smaller canvas of the same shape, at most so large (turned as it is)."""
    canvas = timeline.canvas
    if canvas.height > canvas.width:
        width, height = height, width
    part = min(Fraction(width, canvas.width), Fraction(height, canvas.height), Fraction(1))
    if part == 1:
        return timeline
    smaller = replace(canvas, width=_even(canvas.width * part), height=_even(canvas.height * part))
    return replace(timeline, canvas=smaller)


def _even(side: Fraction) -> int:
    return max(2, 2 * round(side / 2))


def _rate(fps: float | str) -> Fraction:
    if isinstance(fps, str):
        written = rational(fps.strip())
        number = None if written is not None else _number(fps)
    else:
        written, number = None, fps
    if written is not None and written > 0:
        return written
    if number is None or not 1 <= number <= 240:
        raise _refused("output.fps", str(fps), "1…240", "30000/1001")
    return rate_of(number)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _one_of(field: str, given: str, options: Iterable[Option]) -> Option:
    names = tuple(options)
    for name in names:
        if name == given:
            return name
    raise _refused(field, given, *names)


def _refused(field: str, given: str, *options: str) -> SettingError:
    return SettingError(
        f"{field} cannot be {given[:60]!r}.",
        hint=f"Choose one of: {', '.join(options)}.",
        zh=f"{field} 不能是 {given[:60]!r}。可选：{'、'.join(options)}。",
    )
