"""What a worker is told: the resolved picture of a chunk and the resolved sound of a timeline.

Everything here is data with a canonical JSON form (`timeline.codec`). A chunk's key is a hash of
that form with every path replaced by the digest of what it names, so what is not in here cannot
change a pixel. Frames are output frames counted from the chunk's first one.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from typecut.timeline import Effect, Placement, TitleAnimation, TitlePosition, TitleStyle

from .facts import PictureFacts, SoundFacts


@dataclass(frozen=True, slots=True)
class Encoding:
    """How chunks and sound are encoded; identical for all chunks of an export.

    `parameter_set` is the id of the H.264 parameter sets (SPS and PPS): 1 where copied footage,
    which nearly always has 0, stands in the same track.
    """

    preset: str = "superfast"
    crf: float = 21.0
    gop: int = 0
    parameter_set: int = 0
    audio_bitrate: int = 192_000
    codec: Literal["libx264"] = "libx264"


@dataclass(frozen=True, slots=True)
class Footage:
    """A file's picture. `path` is absolute."""

    path: str
    digest: str
    facts: PictureFacts
    still: bool = False


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A moving picture of our own: `name` and parameters as in ``background:aurora?seed=3``."""

    name: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture seen on frames `begin` to `end` (half-open; may reach outside the chunk).

    Frame f shows media time ``start + (f - begin) * step``; step 0 is a frozen frame or a photo,
    a negative step plays backwards. Animated values of `placement` and `effects` are read at
    ``(f - begin + offset) / rate`` seconds (`offset` frames of the clip lie before `begin`).
    """

    content: Footage | Backdrop
    begin: int
    end: int
    start: Fraction
    step: Fraction
    offset: int = 0
    placement: Placement = field(default_factory=Placement)
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Mix:
    """A transition over frames `begin` to `end`: base shot `left` turns into base shot `right`
    (indices into `ChunkSpec.base`). Frame f is mixed by ``(f - begin + 1/2) / (end - begin)``."""

    kind: Literal["dissolve", "fade-black", "fade-white", "wipe", "slide", "zoom"]
    begin: int
    end: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Lettering:
    """A title on frames `begin` to `end` (may reach outside the chunk)."""

    text: str
    begin: int
    end: int
    style: TitleStyle = "title"
    position: TitlePosition = "center"
    animation: TitleAnimation = "rise"
    color: str = ""
    size: float = 1.0
    fonts: str = ""


@dataclass(frozen=True, slots=True)
class Fade:
    """A fade of the finished picture: in, frame f is multiplied by ``(f - begin) / (end - begin)``;
    out, by ``(end - 1 - f) / (end - begin)``; both clamped to 0…1, so that the very first frame of
    a fade in and the very last one of a fade out are black."""

    begin: int
    end: int
    out: bool


@dataclass(frozen=True, slots=True)
class ChunkSpec:
    """One chunk. Where no base shot stands, the background shows. `overlays` bottom first."""

    width: int
    height: int
    rate: Fraction
    frames: int
    background: str
    base: tuple[Shot, ...] = ()
    mixes: tuple[Mix, ...] = ()
    overlays: tuple[Shot, ...] = ()
    letterings: tuple[Lettering, ...] = ()
    fades: tuple[Fade, ...] = ()
    encoding: Encoding = Encoding()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class CopySpec:
    """Packets taken over as they are: `frames` frames from the one at media time `start` on, both
    ends at joints (or the stream's end). `offset` is the container time of media time 0, `path` is
    absolute."""

    path: str
    digest: str
    stream: int
    offset: Fraction
    start: Fraction
    frames: int
    parameters: str


FadeShape = Literal["linear", "power"]
"""linear: gain t. power: gain sin(t·π/2), so that two crossing fades keep the power."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A file's sound. `start` is the sound's time on the clip's media clock (may be negative)."""

    path: str
    digest: str
    facts: SoundFacts
    start: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Composition:
    """Music composed to length: ``compose:lofi?seed=7`` is style "lofi", query "seed=7"."""

    style: str
    query: str
    length: Fraction


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound on the timeline from `begin` for `duration` seconds.

    It plays the media from time `start` at `speed` (negative: backwards from `start`), pitch kept.
    With `cycle`, media time wraps within ``[start, start + cycle)``. Outside the recording there
    is silence.
    """

    content: Recording | Composition
    begin: Fraction
    duration: Fraction
    start: Fraction
    speed: Fraction = Fraction(1)
    cycle: Fraction | None = None
    gain: float = 1.0
    fade_in: Fraction = Fraction(0)
    fade_in_shape: FadeShape = "linear"
    fade_out: Fraction = Fraction(0)
    fade_out_shape: FadeShape = "linear"


@dataclass(frozen=True, slots=True)
class SoundSpec:
    """The whole timeline's sound, 48 kHz stereo. `loudness` in LUFS or None to leave it alone;
    the true peak stays at or below `peak` dBTP in any case."""

    duration: Fraction
    sounds: tuple[Sound, ...] = ()
    fade_in: Fraction = Fraction(0)
    fade_out: Fraction = Fraction(0)
    loudness: float | None = None
    peak: float = -1.0
    bitrate: int = 192_000
    engine: str = ""
