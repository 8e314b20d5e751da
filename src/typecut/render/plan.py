"""The render plan: everything decided about an export before a pixel is touched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from typecut.errors import EditError
from typecut.timeline import Canvas, Timeline

from .chunks import boundaries, chunk, key, split
from .copying import Span, joinable, spans
from .facts import SourceFacts
from .picture import Layers, layers
from .reasons import reasons
from .sound import sounds
from .spec import ChunkSpec, CopySpec, Encoding, SoundSpec

Treatment = Literal["encode", "copy"]


@dataclass(frozen=True, slots=True)
class PlannedChunk:
    """Frames ``[begin, end)`` of the output, and how they come about.

    `reasons` says why they are encoded. Where they are copied, `copy` says from where, and `spec`
    is what would be encoded instead.
    """

    index: int
    begin: int
    end: int
    key: str
    spec: ChunkSpec
    treatment: Treatment
    reasons: tuple[str, ...]
    copy: CopySpec | None = None

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
    copy: bool = False,
) -> RenderPlan:
    """Pure: the same timeline, facts and settings give the same plan and the same keys.

    `facts` are the probed sources by media id. With `copy`, spans that nothing touches are copied
    from their source. Raises EditError for an empty timeline.
    """
    canvas = timeline.canvas
    picture = layers(timeline, facts, fonts)
    if picture.frames <= 0:
        raise EditError("There is nothing on the timeline to export.", hint="Add a clip first.")
    encoding = encoding or Encoding()
    chunks, encoding = _chunks(picture, canvas, encoding, engine_version, copy=copy)
    sound = sounds(
        timeline, facts, loudness=loudness, bitrate=encoding.audio_bitrate, engine=engine_version
    )
    return RenderPlan(
        canvas.width,
        canvas.height,
        canvas.rate,
        picture.frames,
        chunks,
        sound,
        key(sound),
        encoding,
    )


def _chunks(
    picture: Layers, canvas: Canvas, encoding: Encoding, engine: str, *, copy: bool
) -> tuple[tuple[PlannedChunk, ...], Encoding]:
    edges = boundaries(picture, canvas.rate)
    pieces = [chunk(picture, a, b, canvas, encoding, engine) for a, b in pairwise(edges)]
    copied = {s.begin: s for s in spans(pieces, edges)} if copy else {}
    if copied:
        encoding = replace(encoding, parameter_set=1)
    found: list[PlannedChunk] = []
    for begin, end, span in _cuts(edges, copied, canvas.rate):
        spec = chunk(picture, begin, end, canvas, encoding, engine)
        found.append(_planned(len(found), begin, spec, span, copy=copy))
    return tuple(found), encoding


def _cuts(
    edges: Sequence[int], copied: Mapping[int, Span], rate: Fraction
) -> Iterator[tuple[int, int, Span | None]]:
    """All chunks in order: copied spans whole, everything else in pieces of about 5 s."""
    seams = sorted({*edges, *copied, *(s.end for s in copied.values())})
    for begin, end in pairwise(seams):
        if begin in copied:
            yield begin, end, copied[begin]
        else:
            yield from ((a, b, None) for a, b in split(begin, end, rate))


def _planned(
    index: int, begin: int, spec: ChunkSpec, span: Span | None, *, copy: bool
) -> PlannedChunk:
    if span:
        return PlannedChunk(
            index, begin, span.end, key(span.copy), spec, "copy", ("untouched",), span.copy
        )
    why = joinable(spec) if copy else reasons(spec)
    return PlannedChunk(
        index, begin, begin + spec.frames, key(spec), spec, "encode", why or ("between keyframes",)
    )
