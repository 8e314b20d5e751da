"""Tracks and the timeline that stacks them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from .effects import Fit
from .item import Clip, Gap, Item, Title, Transition
from .media import Media
from .time import ZERO, Range

TrackKind = Literal["video", "audio", "text"]
TrackRole = Literal["main", "overlay", "music", "voice", "title", "caption", "sound"]


@dataclass(frozen=True, slots=True)
class Track:
    """Items one after another, from time 0; a Transition takes no time (see there)."""

    id: str
    kind: TrackKind
    role: TrackRole
    items: tuple[Item, ...] = ()
    name: str = ""
    muted: bool = False
    hidden: bool = False
    extra: str = ""

    @property
    def duration(self) -> Fraction:
        return sum((i.duration for i in self.items if not isinstance(i, Transition)), ZERO)

    def placed(self) -> Iterator[tuple[Clip | Title, Range]]:
        """Each clip and title with its range in track time, which is timeline time."""
        start = ZERO
        for item in self.items:
            if isinstance(item, Transition):
                continue
            if not isinstance(item, Gap):
                yield item, Range(start, item.duration)
            start += item.duration

    def transitions(self) -> Iterator[tuple[Transition, Fraction, int]]:
        """Each transition with the time of its cut and its index in `items`."""
        start = ZERO
        for index, item in enumerate(self.items):
            if isinstance(item, Transition):
                yield item, start, index
            else:
                start += item.duration


@dataclass(frozen=True, slots=True)
class Canvas:
    """The output picture: size in pixels (even), frames per second, how footage is fitted."""

    width: int = 1920
    height: int = 1080
    rate: Fraction = Fraction(30)
    fit: Fit = "fit"
    background: str = "#000000"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Tracks, bottom first, on one canvas.

    `fade_in` and `fade_out` fade the whole result, picture (from and to black) and sound, at its
    very beginning and end, however long it becomes.
    """

    canvas: Canvas = field(default_factory=Canvas)
    tracks: tuple[Track, ...] = ()
    media: tuple[Media, ...] = ()
    name: str = "project"
    fade_in: Fraction = ZERO
    fade_out: Fraction = ZERO
    extra: str = ""

    @property
    def duration(self) -> Fraction:
        """The end of the last item, not counting music that follows the timeline's length."""
        ends = [
            placed.end
            for track in self.tracks
            for item, placed in track.placed()
            if not (isinstance(item, Clip) and item.follow)
        ]
        return max(ends, default=ZERO)

    @property
    def main(self) -> Track | None:
        """The main video track, or None before the first picture came."""
        return next((t for t in self.tracks if t.role == "main"), None)

    def media_of(self, clip: Clip) -> Media:
        return next(m for m in self.media if m.id == clip.media)

    def find(self, item_id: str) -> tuple[Track, int, Range] | None:
        """Track, index in its items, and range on the timeline of the clip or title `item_id`."""
        for track in self.tracks:
            start = ZERO
            for index, item in enumerate(track.items):
                if isinstance(item, Transition):
                    continue
                if not isinstance(item, Gap) and item.id == item_id:
                    return track, index, Range(start, item.duration)
                start += item.duration
        return None

    def with_track(self, track: Track) -> "Timeline":
        """The same with the track of this id replaced."""
        return replace(self, tracks=tuple(track if t.id == track.id else t for t in self.tracks))
