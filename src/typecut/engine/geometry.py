"""Where a picture lands on the canvas, as an affine map from its coded pixels. Pure arithmetic."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from typecut.render.facts import PictureFacts
from typecut.timeline import Crop, Fit, Placement, is_still, value_at


class Affine(NamedTuple):
    """(x, y) → (a·x + c·y + e, b·x + d·y + f), y downwards, pixel edges at whole numbers."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def then(self, after: "Affine") -> "Affine":
        """First this, then `after`."""
        return Affine(
            after.a * self.a + after.c * self.b,
            after.b * self.a + after.d * self.b,
            after.a * self.c + after.c * self.d,
            after.b * self.c + after.d * self.d,
            after.a * self.e + after.c * self.f + after.e,
            after.b * self.e + after.d * self.f + after.f,
        )

    def inverse(self) -> "Affine":
        det = self.a * self.d - self.b * self.c
        a, b, c, d = self.d / det, -self.b / det, -self.c / det, self.a / det
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def scales(self) -> tuple[float, float]:
        """How much larger a source pixel becomes along its own x and y."""
        return math.hypot(self.a, self.b), math.hypot(self.c, self.d)


def moved(x: float, y: float) -> Affine:
    return Affine(1, 0, 0, 1, x, y)


def scaled(x: float, y: float) -> Affine:
    return Affine(x, 0, 0, y, 0, 0)


_QUARTERS = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}


def turned(degrees: float) -> Affine:
    """Clockwise about the origin; exact for quarter turns."""
    angle = math.radians(degrees)
    cos, sin = _QUARTERS.get(degrees % 360, (math.cos(angle), math.sin(angle)))
    return Affine(cos, sin, -sin, cos, 0, 0)


@dataclass(frozen=True, slots=True)
class Region:
    """The part of the coded picture that is shown (after cropping), in coded pixels."""

    left: float
    top: float
    right: float
    bottom: float


class Placing(NamedTuple):
    """One moment: the map from coded pixels to the canvas, and what of the picture is shown."""

    map: Affine
    region: Region
    opacity: float

    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the shown part on the canvas."""
        r = self.region
        points = [self.map.at(x, y) for x in (r.left, r.right) for y in (r.top, r.bottom)]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def upright(self) -> bool:
        """Whether edges stay horizontal and vertical."""
        m = self.map
        return (abs(m.b) + abs(m.c) < 1e-9) or (abs(m.a) + abs(m.d) < 1e-9)


def display(facts: PictureFacts) -> Affine:
    """From coded pixels to the picture as shown, centred on (0, 0)."""
    centred = moved(-facts.width / 2, -facts.height / 2)
    mirror = scaled(-1 if facts.mirror else 1, 1)
    return centred.then(scaled(float(facts.sample_aspect), 1)).then(mirror).then(turned(facts.turn))


def place(
    facts: PictureFacts, placement: Placement, time: float, width: int, height: int, fit: Fit
) -> Placing:
    """The picture at `time` seconds of its clip on a canvas; `fit` decides over `placement.fit`."""
    shown_width, shown_height = _shown(facts)
    crop = placement.crop or Crop()
    left, top = shown_width * crop.left, shown_height * crop.top
    cut_width = max(1.0, shown_width * (1 - crop.left - crop.right))
    cut_height = max(1.0, shown_height * (1 - crop.top - crop.bottom))
    angle = value_at(placement.rotate, time)
    fitted = _fit(cut_width, cut_height, width, height, _fit_angle(placement, angle), fit)
    size = fitted * value_at(placement.scale, time)
    shown = display(facts)
    onto = (
        moved(shown_width / 2 - left - cut_width / 2, shown_height / 2 - top - cut_height / 2)
        .then(scaled(*(-1 if side in placement.flip else 1 for side in "hv")))
        .then(turned(angle))
        .then(scaled(size, size))
        .then(moved(value_at(placement.x, time) * width, value_at(placement.y, time) * height))
    )
    return Placing(
        shown.then(onto),
        _region(shown, left, top, cut_width, cut_height, shown_width, shown_height),
        min(max(value_at(placement.opacity, time), 0.0), 1.0),
    )


def _shown(facts: PictureFacts) -> tuple[float, float]:
    width = facts.width * float(facts.sample_aspect)
    return (facts.height, width) if facts.turn % 180 else (width, facts.height)


def _fit_angle(placement: Placement, angle: float) -> float:
    """A turning picture keeps its size: it is fitted as if upright."""
    return angle if is_still(placement.rotate) else 0.0


def _fit(
    cut_width: float, cut_height: float, width: int, height: int, angle: float, fit: Fit
) -> float:
    cos, sin = (abs(v) for v in turned(angle)[:2])
    if fit == "fill":
        return max(
            (width * cos + height * sin) / cut_width, (width * sin + height * cos) / cut_height
        )
    return min(
        width / (cut_width * cos + cut_height * sin), height / (cut_width * sin + cut_height * cos)
    )


def _region(
    shown: Affine, left: float, top: float, cut_width: float, cut_height: float,
    shown_width: float, shown_height: float,
) -> Region:  # fmt: skip
    """The crop, given on the picture as shown, in coded pixels."""
    back = shown.inverse()
    x, y = left - shown_width / 2, top - shown_height / 2
    corners = [back.at(x, y), back.at(x + cut_width, y + cut_height)]
    xs, ys = sorted(p[0] for p in corners), sorted(p[1] for p in corners)
    return Region(xs[0], ys[0], xs[1], ys[1])
