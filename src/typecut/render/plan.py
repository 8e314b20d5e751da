"""The render plan: everything decided about an export before a pixel is touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from typecut.errors import EditError
from typecut.timeline import Timeline

from .chunks import boundaries, chunk, key
from .facts import SourceFacts
from .picture import layers
from .reasons import reasons
from .sound import sounds
from .spec import ChunkSpec, Encoding, SoundSpec

Treatment = Literal["encode", "copy"]


@dataclass(frozen=True, slots=True)
class PlannedChunk:
    """Frames ``[begin, end)`` of the output, and how they come about."""

    index: int
    begin: int
    end: int
    key: str
    spec: ChunkSpec
    treatment: Treatment
    reasons: tuple[str, ...]

    @property
    def frames(self) -> int:
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class RenderPlan:
    """All chunks in order, and the one sound track that lies under them."""

    width: int
    height: int
    rate: Fraction
    frames: int
    chunks: tuple[PlannedChunk, ...]
    sound: SoundSpec
    sound_key: str
    encoding: Encoding

    @property
    def duration(self) -> Fraction:
        return self.frames / self.rate


def plan(
    timeline: Timeline,
    facts: Mapping[str, SourceFacts],
    encoding: Encoding | None = None,
    *,
    engine_version: str = "",
    fonts: str = "",
    loudness: bool = True,
) -> RenderPlan:
    """Pure: the same timeline, facts and settings give the same plan and the same keys.

    `facts` are the probed sources by media id. Raises EditError for an empty timeline.
    """
    encoding = encoding or Encoding()
    canvas = timeline.canvas
    picture = layers(timeline, facts, fonts)
    if picture.frames <= 0:
        raise EditError("There is nothing on the timeline to export.", hint="Add a clip first.")
    found: list[PlannedChunk] = []
    for begin, end in pairwise(boundaries(picture, canvas.rate)):
        spec = chunk(picture, begin, end, canvas, encoding, engine_version)
        found.append(PlannedChunk(len(found), begin, end, key(spec), spec, "encode", reasons(spec)))
    sound = sounds(
        timeline, facts, loudness=loudness, bitrate=encoding.audio_bitrate, engine=engine_version
    )
    return RenderPlan(
        canvas.width, canvas.height, canvas.rate, picture.frames, tuple(found),
        sound, key(sound), encoding,
    )  # fmt: skip
