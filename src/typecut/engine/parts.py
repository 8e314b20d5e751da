"""The parts of a joined picture: rendered chunks and spans copied from a source, as packets."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.packet import Packet

from typecut.errors import MediaBroken, RenderError
from typecut.render.spec import CopySpec

from . import avc, opening


@dataclass(frozen=True, slots=True)
class Part:
    """Something that has packets: `source` is the file, `span` what to take of it (None: all)."""

    source: Path
    span: CopySpec | None = None

    def packets(self, rate: Fraction) -> "Iterator[tuple[int, Packet[Any]]]":
        """In decoding order, each with the number of the frame it shows, from 0 on."""
        return _copied(self.span, rate) if self.span else _whole(self.source, rate)

    def extradata(self) -> bytes:
        with self.open() as container:
            return bytes(container.streams.video[0].codec_context.extradata or b"")

    def open(self) -> Any:
        return opening.open_media(self.span.path) if self.span else av.open(str(self.source))


def extradata(parts: list[Part]) -> bytes:
    """One record for all parts; raises RenderError where they cannot stand in one track."""
    found: dict[bytes, Part] = {}
    for part in parts:
        found.setdefault(part.extradata(), part)
    if len(found) == 1:
        return next(iter(found))
    records = [avc.read(data) for data in found]
    if len(records) != 2 or records[0] is None or records[1] is None:
        raise RenderError("The chunks were encoded with different settings.")
    (sps, pps), (others, more) = records[0].ids, records[1].ids
    if sps & others or pps & more:
        raise RenderError("The chunks and the copied footage share a parameter set id.")
    return avc.merged(records[0], records[1]).to_bytes()


def _whole(path: Path, rate: Fraction) -> "Iterator[tuple[int, Packet[Any]]]":
    with av.open(str(path)) as container:
        for packet in container.demux(container.streams.video[0]):
            if packet.size:
                yield _shown(packet, Fraction(0), rate), packet


def _copied(span: CopySpec, rate: Fraction) -> "Iterator[tuple[int, Packet[Any]]]":
    first = span.offset + span.start
    taken = 0
    with opening.open_media(span.path) as container:
        stream: Any = container.streams[span.stream]
        container.seek(round((first + 1 / (4 * rate)) / stream.time_base), stream=stream)
        for packet in container.demux(stream):
            if not packet.size:
                continue
            shown = _shown(packet, first, rate)
            if 0 <= shown < span.frames:
                taken += 1
                yield shown, packet
            elif shown >= span.frames and packet.is_keyframe:
                break
    if taken != span.frames:
        raise MediaBroken(
            f"{span.path} has {taken} frames where {span.frames} were expected.",
            hint="It may have changed since it was opened; try again.",
        )


def _shown(packet: "Packet[Any]", first: Fraction, rate: Fraction) -> int:
    if packet.pts is None:
        raise RenderError("A packet has no time.")
    return round((packet.pts * packet.time_base - first) * rate)
