"""The one place where exact times become whole output frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from typecut.timeline import ZERO, Clip, Gap, Title, Track, Transition, frame_at


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip or title on frames ``[begin, end)``; a transition into or out of it, where there is
    one, widens what is seen to ``[seen_begin, seen_end)``."""

    item: Clip | Title
    begin: int
    end: int
    seen_begin: int
    seen_end: int
    before: Transition | None = None
    after: Transition | None = None

    @property
    def frames(self) -> int:
        return self.end - self.begin


def on_grid(track: Track, rate: Fraction) -> Iterator[Placed]:
    """The track's items on the frame grid, in order; items shorter than half a frame vanish.

    Boundaries are rounded each on its own, never lengths, so that rounding cannot add up.
    """
    start = ZERO
    for index, item in enumerate(track.items):
        if isinstance(item, Transition):
            continue
        end = start + item.duration
        if not isinstance(item, Gap):
            before, after = _neighbour(track, index - 1), _neighbour(track, index + 1)
            first, last = frame_at(start, rate), frame_at(end, rate)
            seen_first = frame_at(start - before.before, rate) if before else first
            seen_last = frame_at(end + after.after, rate) if after else last
            if first < last:
                yield Placed(item, first, last, seen_first, seen_last, before, after)
        start = end


def _neighbour(track: Track, index: int) -> Transition | None:
    if not 0 <= index < len(track.items):
        return None
    item = track.items[index]
    return item if isinstance(item, Transition) else None
