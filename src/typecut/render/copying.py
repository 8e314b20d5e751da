"""Which spans of the output can be copied from the source as packets, without encoding."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .reasons import reasons
from .spec import ChunkSpec, CopySpec, Footage, Shot

LEAST = 1
"""Seconds: a shorter copy is not worth a seam."""

BITS_PER_PIXEL = 0.35
"""Above this the source's own rate makes files that are hard to send on (about 22 Mb/s for
1080p30); such footage is encoded."""

_PROFILES = ("High", "Main", "Baseline", "Constrained Baseline", "Constrained High")


@dataclass(frozen=True, slots=True)
class Span:
    """Output frames ``[begin, end)`` that are copied."""

    begin: int
    end: int
    copy: CopySpec


def joinable(spec: ChunkSpec) -> tuple[str, ...]:
    """Why the only shot of `spec` cannot be copied, in words; empty: it can."""
    found = list(reasons(spec))
    if not found:
        found += [*_unfit(spec.base[0])]
    return tuple(found)


def _unfit(shot: Shot) -> Iterator[str]:
    content = shot.content
    if not isinstance(content, Footage):
        return
    facts = content.facts
    if facts.profile not in _PROFILES or facts.pixel_format != "yuv420p":
        yield f"{facts.profile or 'unknown'} {facts.pixel_format} source"
    if facts.full_range:
        yield "full range → TV range"
    if facts.matrix not in ("", "bt709") or (not facts.matrix and facts.height < 720):
        yield f"{facts.matrix or 'untagged'} colour → BT.709"
    if facts.bit_rate > BITS_PER_PIXEL * facts.width * facts.height * float(facts.rate or 30):
        yield f"source of {facts.bit_rate / 1e6:.0f} Mb/s"
    if not facts.joints:
        yield "no closed keyframes"


def spans(pieces: Sequence[ChunkSpec], begins: Sequence[int]) -> list[Span]:
    """The copied spans of all `pieces` (which begin at frames `begins`), in order.

    Only one set of stream parameters fits into a track beside our own: the one that covers most.
    """
    found = [
        span
        for spec, begin in zip(pieces, begins, strict=False)
        if not joinable(spec)
        for span in _inside(spec, begin)
    ]
    if not found:
        return []
    length: dict[str, int] = {}
    for span in found:
        name = span.copy.parameters
        length[name] = length.get(name, 0) + span.end - span.begin
    best = max(length, key=lambda name: (length[name], name))
    return [s for s in found if s.copy.parameters == best]


def _inside(spec: ChunkSpec, begin: int) -> Iterator[Span]:
    """The longest run from joint to joint within an untouched piece of one shot."""
    shot = spec.base[0]
    content = shot.content
    if not isinstance(content, Footage) or shot.begin > 0 or shot.end < spec.frames:
        return
    first = _frame(shot.start, spec.rate)
    if first is None:
        return
    facts = content.facts
    joints = [f for t in facts.joints if (f := _frame(t, spec.rate)) is not None]
    ends = joints
    if facts.duration and (stop := _frame(facts.duration, spec.rate)) is not None:
        ends = [*joints, stop]
    head = bisect_left(joints, first)
    fitting = [e for e in ends if e <= first + spec.frames]
    if head == len(joints) or not fitting or fitting[-1] - joints[head] < LEAST * spec.rate:
        return
    start, stop = joints[head], fitting[-1]
    copy = CopySpec(
        content.path, content.digest, facts.stream, facts.start, start / spec.rate, stop - start,
        facts.parameters,
    )  # fmt: skip
    yield Span(begin + start - first, begin + stop - first, copy)


def _frame(time: Fraction, rate: Fraction) -> int | None:
    """The frame that begins at `time`, or None where none begins within a tenth of a frame."""
    exact = time * rate
    nearest = round(exact)
    return nearest if abs(exact - nearest) < Fraction(1, 10) else None
