"""Values that may change over the length of a clip."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

Ease = Literal["linear", "smooth", "hold"]


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A value at a time counted from the start of the item; `ease` leads to the next keyframe."""

    at: Fraction
    value: float
    ease: Ease = "linear"


@dataclass(frozen=True, slots=True)
class Curve:
    """Keyframes in rising order of time; before the first and after the last the value holds."""

    keyframes: tuple[Keyframe, ...]

    def __post_init__(self) -> None:
        if not self.keyframes:
            raise ValueError("a curve needs at least one keyframe")
        if any(a.at >= b.at for a, b in pairwise(self.keyframes)):
            raise ValueError("keyframes must rise in time")


Animated = float | Curve


def value_at(value: Animated, time: float) -> float:
    """The value `time` seconds after the start of the item. Smooth is 3t² − 2t³ (smoothstep)."""
    if not isinstance(value, Curve):
        return float(value)
    before = value.keyframes[0]
    if time <= before.at:
        return before.value
    for after in value.keyframes[1:]:
        if time < after.at:
            part = (time - float(before.at)) / float(after.at - before.at)
            return before.value + (after.value - before.value) * _eased(before.ease, part)
        before = after
    return before.value


def _eased(ease: Ease, part: float) -> float:
    if ease == "hold":
        return 0.0
    return part * part * (3 - 2 * part) if ease == "smooth" else part


def is_still(value: Animated) -> bool:
    """Whether the value never changes."""
    return not isinstance(value, Curve) or len({k.value for k in value.keyframes}) == 1
