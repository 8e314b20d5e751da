"""How titles come and go: the pose of a title in each of its frames."""

from fractions import Fraction

from typecut.timeline import TitleAnimation

from .sprites import Pose

RISE_SECONDS = 0.5
FADE_SECONDS = 0.35
POP_SECONDS = 0.4
TYPE_SECONDS = 0.055
RISE_EM = 0.26


def pose(
    animation: TitleAnimation, frame: int, frames: int, rate: Fraction, em: float, units: int
) -> Pose:
    """The pose in frame number `frame` of `frames`; entrances never take half of a short title."""
    if animation == "none":
        return Pose()
    arrival = POP_SECONDS if animation == "pop" else RISE_SECONDS
    entering = _frames(arrival, rate, frames, 0.35)
    leaving = _frames(FADE_SECONDS, rate, frames, 0.25)
    here = min(1.0, (frame + 1) / (entering + 1))
    gone = _smooth(min(1.0, (frames - frame) / (leaving + 1)))
    if animation == "typewriter":
        typing = _frames(units * TYPE_SECONDS, rate, frames, 0.55)
        quick = min(1.0, (frame + 1) / (_frames(0.15, rate, frames, 0.2) + 1))
        return Pose(opacity=quick * gone, shown=min(1.0, (frame + 1) / (typing + 1)))
    if animation == "pop":
        return Pose(opacity=min(1.0, here * 2.5) * gone, scale=_sprung(here))
    opacity = _eased(here) * gone
    return Pose(opacity, drop=(1 - _eased(here)) * RISE_EM * em if animation == "rise" else 0.0)


def _frames(seconds: float, rate: Fraction, frames: int, share: float) -> int:
    return int(min(seconds * rate, frames * share))


def _eased(part: float) -> float:
    """Quick at first, then slower and slower."""
    return 1 - (1 - part) ** 3


def _smooth(part: float) -> float:
    return part * part * (3 - 2 * part)


def _sprung(part: float) -> float:
    """From 0.72 a little over 1 and back."""
    left = part - 1
    return 1 + 0.28 * (2.4 * left**3 + 1.4 * left**2)
