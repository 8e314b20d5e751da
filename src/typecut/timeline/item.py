"""What stands on a track: clips, titles, gaps and the transitions between them."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from .effects import Effect, Placement
from .time import ZERO, Range

Play = Literal["play", "loop", "hold"]


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of a source on a track.

    `source` lies in the media's own time, before `speed`. A negative speed plays it backwards
    (from `source.end` down to `source.start`). For elastic media (photos, made media) `source`
    is as long as the clip and starts at 0, later only in the second part of a split background.
    `play`: "play" shows the source range once, "loop" repeats it and "hold" freezes the frame at
    `source.start`; loop and hold last `length`, which is None for "play".
    `volume` 1 is as recorded; `fade_in` and `fade_out` are fades of the sound.
    `follow` marks music, or a logo over the whole: its length is kept equal to the timeline's.
    `extra` keeps keys of a wire draft that we do not know, as canonical JSON.
    """

    id: str
    media: str
    source: Range
    name: str = ""
    speed: Fraction = Fraction(1)
    play: Play = "play"
    length: Fraction | None = None
    volume: float = 1.0
    muted: bool = False
    fade_in: Fraction = ZERO
    fade_out: Fraction = ZERO
    placement: Placement = field(default_factory=Placement)
    effects: tuple[Effect, ...] = ()
    follow: bool = False
    extra: str = ""

    @property
    def duration(self) -> Fraction:
        """Length on the timeline."""
        if self.length is not None:
            return self.length
        return self.source.duration / abs(self.speed)


TitlePosition = Literal[
    "center", "top", "bottom", "lower-third", "top-left", "top-right", "bottom-left", "bottom-right"
]
TitleAnimation = Literal["rise", "fade", "none", "pop", "typewriter"]
TitleStyle = Literal["title", "lower-third", "caption", "heading", "end-card"]


@dataclass(frozen=True, slots=True)
class Title:
    """Words on the picture for `duration`; `text` may hold line breaks and is set verbatim.

    `size` multiplies the style's own size; `color` is ``#rrggbb`` or "" for the style's own.
    """

    id: str
    text: str
    duration: Fraction
    style: TitleStyle = "title"
    position: TitlePosition = "center"
    animation: TitleAnimation = "rise"
    color: str = ""
    size: float = 1.0
    extra: str = ""

    @property
    def name(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing, for `duration`: the layers below show through."""

    duration: Fraction


TransitionKind = Literal["dissolve", "fade-black", "fade-white", "wipe", "slide", "zoom"]


@dataclass(frozen=True, slots=True)
class Transition:
    """Stands between two neighbours and takes no time of its own.

    It begins `before` ahead of the cut and ends `after` behind it; during it the left item plays
    on into its handle (source material beyond its out point) and the right one begins in its own.
    `left_gave` and `right_gave` are what the left clip's tail and the right clip's head gave up
    for it and get back when it goes; None: all of `after` and all of `before`.
    """

    kind: TransitionKind
    before: Fraction
    after: Fraction
    extra: str = ""
    left_gave: Fraction | None = None
    right_gave: Fraction | None = None

    @property
    def duration(self) -> Fraction:
        """How long both neighbours are seen; not counted in the track's length."""
        return self.before + self.after


Item = Clip | Title | Gap | Transition
