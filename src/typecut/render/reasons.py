"""Why a chunk has to be encoded, in words."""

from collections.abc import Iterator
from fractions import Fraction

from .picture import plain
from .spec import Backdrop, ChunkSpec, Footage, Shot


def reasons(spec: ChunkSpec) -> tuple[str, ...]:
    """Everything that changes the source's own picture in this chunk; empty: untouched footage."""
    found = [f"title “{' '.join(x.text.split())}”" for x in spec.letterings]
    found += [m.kind for m in spec.mixes]
    found += ["fade out" if f.out else "fade in" for f in spec.fades]
    found += ["overlay" for _ in spec.overlays]
    found += ["several clips"] if len(spec.base) > 1 and not spec.mixes else []
    found += ["empty picture"] if not spec.base else []
    for shot in spec.base:
        found += _of_shot(shot, spec)
    return tuple(dict.fromkeys(found))


def _of_shot(shot: Shot, spec: ChunkSpec) -> Iterator[str]:
    content = shot.content
    if isinstance(content, Backdrop):
        yield "animated background"
        return
    if content.still:
        yield "photo"
        return
    yield from _of_footage(content, spec)
    if shot.step == 0:
        yield "frozen frame"
    elif shot.step < 0:
        yield "reversed"
    elif shot.step != 1 / spec.rate:
        yield f"speed {float(shot.step * spec.rate):g}x"
    if shot.effects:
        yield "effect"
    if not plain(shot.placement, ()):
        yield "placed"


def _of_footage(content: Footage, spec: ChunkSpec) -> Iterator[str]:
    facts = content.facts
    if facts.shown != (spec.width, spec.height):
        yield f"{facts.shown[0]}x{facts.shown[1]} → {spec.width}x{spec.height}"
    if facts.turn or facts.mirror:
        yield "turned"
    if facts.transfer != "sdr":
        yield f"{facts.transfer.upper()} → BT.709"
    if facts.variable:
        yield "variable frame rate"
    elif facts.rate and abs(facts.rate / spec.rate - 1) > Fraction(1, 5000):
        yield f"{float(facts.rate):g} → {float(spec.rate):g} fps"
    if facts.interlaced:
        yield "interlaced"
    if facts.codec != "h264":
        yield f"{facts.codec} source"
