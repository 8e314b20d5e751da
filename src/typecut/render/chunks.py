"""Where the picture is cut into chunks, and what each chunk is called."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

from typecut.timeline import Canvas, Effect, Placement, is_still
from typecut.timeline.codec import encode
from typecut.timeline.schema import canonical

from .picture import Layers
from .spec import ChunkSpec, CopySpec, Encoding, Footage, Shot, SoundSpec

LONGEST = 5
"""Seconds: the most that one chunk spans, so that a small change re-encodes little."""

SHORTEST = Fraction(2, 5)
"""Seconds: a boundary nearer than this to the one before gives way, because every chunk costs a
keyframe and the encoder's warm-up."""


def boundaries(layers: Layers, rate: Fraction) -> list[int]:
    """Frames between which one and the same composition is seen: 0, every edit boundary, the end."""
    edges = {0, layers.frames}
    for group in (layers.base, layers.mixes, layers.overlays, layers.letterings, layers.fades):
        for thing in group:
            edges.update((thing.begin, thing.end))
    return _without_crumbs(sorted(e for e in edges if 0 <= e <= layers.frames), rate)


def _without_crumbs(edges: list[int], rate: Fraction) -> list[int]:
    least = int(SHORTEST * rate)
    kept = edges[:1]
    for edge in edges[1:-1]:
        if edge - kept[-1] >= least and edges[-1] - edge >= least:
            kept.append(edge)
    return [*kept, edges[-1]] if len(edges) > 1 else kept


def split(begin: int, end: int, rate: Fraction) -> Iterator[tuple[int, int]]:
    """``[begin, end)`` in chunks: whole 5 s from the front, so that a trim at the far end leaves
    them as they are; a short rest joins the chunk before."""
    longest = int(LONGEST * rate)
    while end - begin > longest + int(rate):
        yield begin, begin + longest
        begin += longest
    yield begin, end


def chunk(
    layers: Layers, begin: int, end: int, canvas: Canvas, encoding: Encoding, engine: str
) -> ChunkSpec:
    """What is seen on frames ``[begin, end)``, counted from `begin`, and nothing else."""
    numbers = [i for i, s in enumerate(layers.base) if _meets(s, begin, end)]
    where = {old: new for new, old in enumerate(numbers)}
    return ChunkSpec(
        canvas.width,
        canvas.height,
        canvas.rate,
        end - begin,
        canvas.background,
        tuple(_cut(layers.base[i], begin, end, canvas) for i in numbers),
        tuple(
            replace(m, begin=m.begin - begin, end=m.end - begin, left=where[m.left],
                    right=where[m.right])
            for m in layers.mixes if _meets(m, begin, end)
        ),
        tuple(_cut(s, begin, end, canvas) for s in layers.overlays if _meets(s, begin, end)),
        tuple(_shift(x, begin) for x in layers.letterings if _meets(x, begin, end)),
        tuple(_shift(x, begin) for x in layers.fades if _meets(x, begin, end)),
        encoding,
        engine,
    )  # fmt: skip


def _meets(thing: Any, begin: int, end: int) -> bool:
    return thing.begin < end and begin < thing.end


def _shift(thing: Any, by: int) -> Any:
    return replace(thing, begin=thing.begin - by, end=thing.end - by)


def _cut(shot: Shot, begin: int, end: int, canvas: Canvas) -> Shot:
    """The part of a shot inside the chunk. What lies outside leaves no trace, so that trimming a
    clip's end does not rename the chunks before it."""
    first, last = max(shot.begin, begin), min(shot.end, end)
    ahead = first - shot.begin
    still = _still(shot.placement, shot.effects)
    start = shot.start + ahead * shot.step
    stop = start + (last - first) * shot.step
    return replace(
        shot,
        content=_narrowed(shot.content, min(start, stop), max(start, stop)),
        begin=first - begin,
        end=last - begin,
        start=start,
        offset=0 if still else shot.offset + ahead,
        placement=replace(shot.placement, fit=shot.placement.fit or canvas.fit),
    )


def _narrowed(content: Any, first: Fraction, last: Fraction) -> Any:
    """The facts of the footage with only the keyframes and joints that this span needs."""
    if not isinstance(content, Footage):
        return content
    before = [k for k in content.facts.keyframes if k <= first][-1:]
    inside = [k for k in content.facts.keyframes if first < k <= last + 1]
    joints = tuple(j for j in content.facts.joints if first <= j <= last)
    facts = replace(content.facts, keyframes=(*before, *inside), joints=joints)
    return replace(content, facts=facts)


def _still(placement: Placement, effects: tuple[Effect, ...]) -> bool:
    values = [placement.x, placement.y, placement.scale, placement.rotate, placement.opacity]
    for effect in effects:
        values += [v for name in effect.__slots__ if _animated(v := getattr(effect, name))]
    return all(is_still(v) for v in values)


def _animated(value: Any) -> bool:
    return not isinstance(value, str)


def key(spec: ChunkSpec | CopySpec | SoundSpec) -> str:
    """The name of what `spec` describes: SHA-256 of its canonical JSON, files by digest."""
    return hashlib.sha256(canonical(_anonymous(encode(spec))).encode()).hexdigest()


def _anonymous(data: Any) -> Any:
    """The same without what the digest already decides (where the file lies, what it contains)."""
    if isinstance(data, dict):
        record = cast("dict[str, Any]", data)
        hidden = {"path", "facts"} if "digest" in record else set[str]()
        return {k: _anonymous(v) for k, v in record.items() if k not in hidden}
    return [_anonymous(v) for v in cast("list[Any]", data)] if isinstance(data, list) else data
