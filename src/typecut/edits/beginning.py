"""Where a project begins: the clips one after another on a canvas that suits them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from typecut.timeline import Canvas, Media, Timeline

from .applying import apply
from .verbs import Append

RATES = (24, 25, 30, 50, 60)
SHORT_SIDES = (240, 360, 480, 540, 720, 1080, 1440, 2160)
USUAL_RATE = Fraction(30)
LARGEST = 3840, 2160
SQUARE = Fraction(9, 10), Fraction(10, 9)
"""Width by height of what counts as square."""


def begin(media: Iterable[Media], canvas: Canvas | None = None, name: str = "project") -> Timeline:
    """All pictures on the main track in the order given, photos for 4 s; sounds are left out."""
    pictures = [m for m in media if m.has_picture]
    timeline = Timeline(canvas=canvas or canvas_for(pictures), name=name)
    for picture in pictures:
        timeline = apply(timeline, Append(picture))
    return timeline


def canvas_for(media: Sequence[Media]) -> Canvas:
    """Orientation of most clips, size of the largest of them, the rate that most of them share;
    photos decide only where there is no footage."""
    footage = [m for m in media if m.kind == "video" and _shape(m)]
    photos = [m for m in media if m.kind == "image" and _shape(m)]
    width, height = _size(footage) if footage else _photo_size(photos)
    return Canvas(width, height, rate_for(m for m in media if m.kind == "video" and not m.made))


def _shape(media: Media) -> Fraction | None:
    return Fraction(media.width, media.height) if media.width and media.height else None


def orientation(media: Media) -> str:
    """ "landscape", "portrait" or "square"."""
    shape = _shape(media) or Fraction(16, 9)
    if SQUARE[0] <= shape <= SQUARE[1]:
        return "square"
    return "landscape" if shape > 1 else "portrait"


def _photo_size(photos: Sequence[Media]) -> tuple[int, int]:
    portrait = photos and all(orientation(p) == "portrait" for p in photos)
    return (1080, 1920) if portrait else (1920, 1080)


def _size(footage: Sequence[Media]) -> tuple[int, int]:
    """The largest clip's own size where all have one shape, else the standard size at least as
    high as it."""
    most = _most([orientation(m) for m in footage])
    largest = max((m for m in footage if orientation(m) == most), key=lambda m: m.width * m.height)
    shapes = [float(_shape(m) or 1) for m in footage]
    if max(shapes) / min(shapes) < 1.02:
        return _within_limits(largest.width, largest.height)
    wanted = min(largest.width, largest.height)
    side = next((s for s in SHORT_SIDES if s >= wanted), SHORT_SIDES[-1])
    long = side if most == "square" else side * 16 // 9
    return _within_limits(*((side, long) if most == "portrait" else (long, side)))


def _within_limits(width: int, height: int) -> tuple[int, int]:
    long, short = max(width, height), min(width, height)
    scale = min(1.0, LARGEST[0] / long, LARGEST[1] / short)
    return _even(width * scale), _even(height * scale)


def _even(side: float) -> int:
    return max(16, round(side / 2) * 2)


def _most(values: Sequence[str]) -> str:
    """The most frequent; of several the one that comes first."""
    return Counter(values).most_common(1)[0][0]


def rate_for(footage: Iterable[Media]) -> Fraction:
    """The standard rate nearest to the one most clips have; slow and unknown ones count as 30."""
    rates = [standard_rate(m.rate) for m in footage]
    return Counter(rates).most_common(1)[0][0] if rates else USUAL_RATE


def standard_rate(rate: Fraction | None) -> Fraction:
    if rate is None or rate < 20:
        return USUAL_RATE
    return Fraction(min(RATES, key=lambda r: abs(r - rate)))
