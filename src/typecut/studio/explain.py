"""What an export would do and why, before it does it."""

from dataclasses import dataclass
from fractions import Fraction

from typecut.timeline import Timeline

from .export import render_plan
from .hands import Hands
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Row:
    """Seconds ``[begin, end)`` of the output: how they come about, why, and whether they are
    in the cache already."""

    begin: Fraction
    end: Fraction
    frames: int
    treatment: str
    reasons: tuple[str, ...]
    cached: bool
    key: str


@dataclass(frozen=True, slots=True)
class Explanation:
    width: int
    height: int
    rate: Fraction
    duration: Fraction
    rows: tuple[Row, ...]
    sounds: int
    loudness: float | None
    sound_cached: bool


def explain(timeline: Timeline, hands: Hands, settings: Settings | None = None) -> Explanation:
    """The render plan in rows that a person can read."""
    made, _ = render_plan(timeline, hands, settings or Settings())
    rows = tuple(
        Row(
            c.begin / made.rate, c.end / made.rate, c.frames, c.treatment, c.reasons,
            c.treatment == "encode" and hands.cache.has("chunks", c.key), c.key,
        )
        for c in made.chunks
    )  # fmt: skip
    return Explanation(
        made.width, made.height, made.rate, made.duration, rows, len(made.sound.sounds),
        made.sound.loudness, hands.cache.has("sound", made.sound_key),
    )  # fmt: skip
