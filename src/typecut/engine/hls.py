"""Pieces of a stream for players: a header, and fragments of picture and sound that go with it.

Each is made on its own from rendered chunks and the one mixed sound, in any order. Picture and
sound lie on the timeline's own clock, so pieces made at different times follow each other without
a gap: a packet of sound belongs to the piece in which it begins.
"""

import io
import os
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
from av.error import FFmpegError
from av.packet import Packet

from typecut.errors import OutputError, RenderError

from .parts import Part, extradata

Piece = Literal["header", "fragment"]

_OPTIONS = {
    # One fragment, with its true time in it, and no edit lists, which players read differently.
    "movflags": "+empty_moov+default_base_moof+frag_custom+frag_discont",
    "use_editlist": "0",
    "avoid_negative_ts": "disabled",
    "fflags": "+bitexact",
}
_OF = {"header": (b"ftyp", b"moov"), "fragment": (b"moof", b"mdat")}
_AHEAD = Fraction(1)


def write_piece(
    piece: Piece,
    chunks: Sequence[Path],
    sound: Path | None,
    out: Path,
    *,
    rate: Fraction,
    begin: int,
    last: bool = False,
) -> None:
    """Writes `out`, whole or not at all. The chunks show frames from `begin` on; the `last`
    fragment takes all the sound that is left. `sound` is the whole timeline's."""
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        data = _muxed([Part(c) for c in chunks], sound, rate, begin, last=last)
        partial.write_bytes(b"".join(_boxes(data, _OF[piece])))
        partial.replace(out)
    except (FFmpegError, OSError) as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def _muxed(
    parts: list[Part], sound: Path | None, rate: Fraction, begin: int, *, last: bool
) -> bytes:
    buffer = io.BytesIO()
    container: Any = av.open(buffer, "w", format="mp4", container_options=_OPTIONS)
    with container, parts[0].open() as first:
        picture: Any = container.add_stream_from_template(first.streams.video[0], opaque=True)
        picture.codec_context.extradata = extradata(parts)
        picture.time_base = 1 / rate
        if sound is None:
            end = _mux_pictures(container, picture, parts, rate, begin)
        else:
            with av.open(str(sound)) as source:
                track: Any = container.add_stream_from_template(
                    source.streams.audio[0], opaque=True
                )
                end = _mux_pictures(container, picture, parts, rate, begin)
                until = None if last else end / rate
                for packet in _heard(source, begin / rate, until):
                    packet.stream = track
                    container.mux_one(packet)
    return buffer.getvalue()


def _mux_pictures(
    container: Any, stream: Any, parts: list[Part], rate: Fraction, begin: int
) -> int:
    """Returns the number of the frame after the last."""
    for part in parts:
        count = 0
        for shown, packet in part.packets(rate):
            if shown != count:
                # They would need times before 0, which a fragment cannot say.
                raise RenderError("A stream cannot hold frames out of order.")
            packet.stream, packet.time_base = stream, 1 / rate
            packet.pts = packet.dts = begin + count
            packet.duration = 1
            container.mux_one(packet)
            count += 1
        begin += count
    return begin


def _heard(source: Any, begin: Fraction, end: Fraction | None) -> "Iterator[Packet[Any]]":
    """The packets that begin in ``[begin, end)``; the encoder's priming before 0 is left out."""
    stream = source.streams.audio[0]
    if begin > _AHEAD:
        source.seek(int((begin - _AHEAD) / stream.time_base), stream=stream)
    for packet in source.demux(stream):
        if not packet.size or packet.pts is None:
            continue
        time = packet.pts * packet.time_base
        if end is not None and time >= end:
            return
        if time >= begin:
            yield packet


def _boxes(data: bytes, wanted: Sequence[bytes]) -> Iterator[bytes]:
    """The top-level boxes of these kinds, ISO/IEC 14496-12, 4.2."""
    place = 0
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        if size == 1:
            size = int.from_bytes(data[place + 8 : place + 16], "big")
        if size < 8:
            raise RenderError("The muxer wrote a box without a size.")
        if data[place + 4 : place + 8] in wanted:
            yield data[place : place + size]
        place += size
