"""What a source file is, as measured: everything that planning and decoding need to know of it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from typecut.timeline import MediaKind

Transfer = Literal["sdr", "hlg", "pq"]


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A video stream or an image.

    `width` and `height` are as coded. `turn` (0, 90, 180, 270 clockwise) and `mirror` (left and
    right, before the turn) say how to show it. `sample_aspect` is the shape of a pixel.
    `start` is the time of the first frame on the container's clock, `duration` None for images.
    `keyframes` are times from the first frame on. `rate` is the nominal rate, None for images;
    `variable` means that frames do not come at that rate. Colour names are FFmpeg's.
    `joints` are the keyframes at which packets can be cut and joined (closed GOPs: no packet
    before one is needed after it, nor the other way round); only H.264 with every frame on its
    grid has any. `parameters` names the stream's parameter sets: streams with the same ones can be
    copied into one track. `interlaced`: a frame holds two half pictures of different moments.
    """

    stream: int
    codec: str
    width: int
    height: int
    pixel_format: str
    profile: str = ""
    rate: Fraction | None = None
    variable: bool = False
    start: Fraction = Fraction(0)
    duration: Fraction | None = None
    turn: int = 0
    mirror: bool = False
    sample_aspect: Fraction = Fraction(1)
    alpha: bool = False
    bits: int = 8
    transfer: Transfer = "sdr"
    matrix: str = ""
    primaries: str = ""
    full_range: bool = False
    keyframes: tuple[Fraction, ...] = ()
    joints: tuple[Fraction, ...] = ()
    bit_rate: int = 0
    parameters: str = ""
    interlaced: bool = False

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height as displayed, with square pixels."""
        width = max(1, round(self.width * self.sample_aspect))
        return (self.height, width) if self.turn % 180 else (width, self.height)


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """An audio stream; `start` is on the container's clock, as the picture's."""

    stream: int
    codec: str
    rate: int
    channels: int
    layout: str = ""
    start: Fraction = Fraction(0)
    duration: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A file, probed. Media time 0 is the first picture's time (or the first sound's without one);
    `sound.start - picture.start` is how much later the sound begins.

    `duration` is measured on packets, not believed from headers; None for images.
    `notes` are findings a person should hear of, e.g. "the file ends early: 2.4 of 6.2 s".
    """

    path: str
    digest: str
    size: int
    kind: MediaKind
    container: str
    duration: Fraction | None
    picture: PictureFacts | None = None
    sound: SoundFacts | None = None
    notes: tuple[str, ...] = ()
