"""Chunks and sound into one MP4 by copying packets."""

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError
from av.packet import Packet

from typecut.errors import OutputError, RenderError


def join(chunks: list[Path], sound: Path | None, out: Path, rate: Fraction) -> None:
    """Writes `out`, whole or not at all: index first, no dates, times counted in frames of `rate`."""
    if not chunks:
        raise RenderError("There is nothing to join.")
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        _write(chunks, sound, partial, rate)
        partial.replace(out)
    except (FFmpegError, OSError) as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def _write(chunks: list[Path], sound: Path | None, out: Path, rate: Fraction) -> None:
    container = av.open(
        str(out), "w", format="mp4",
        container_options={"movflags": "+faststart", "fflags": "+bitexact"},
    )  # fmt: skip
    with container, av.open(str(chunks[0])) as first:
        template = first.streams.video[0]
        picture: Any = container.add_stream_from_template(template, opaque=True)
        picture.time_base = 1 / rate
        extradata = template.codec_context.extradata
        voice = av.open(str(sound)) if sound else None
        try:
            heard = iter(())
            if voice is not None:
                sound_stream: Any = container.add_stream_from_template(
                    voice.streams.audio[0], opaque=True
                )
                heard = _sound_packets(voice, sound_stream)
            for packet in _interleaved(_pictures(chunks, picture, rate, extradata), heard):
                container.mux_one(packet)
        finally:
            if voice is not None:
                voice.close()


def _pictures(
    chunks: list[Path], stream: Any, rate: Fraction, extradata: bytes | None
) -> "Iterator[Packet[Any]]":
    """All packets with their times in frames; decoding times are counted, so they always rise."""
    delay = max(_delay(chunk, rate) for chunk in chunks)
    begin = count = 0
    for chunk in chunks:
        frames = 0
        with av.open(str(chunk)) as container:
            source = container.streams.video[0]
            if source.codec_context.extradata != extradata:
                raise RenderError(f"Chunk {chunk.name} was encoded with other settings.")
            for packet in container.demux(source):
                if packet.size == 0:
                    continue
                shown = _frame(packet, rate)
                packet.stream = stream
                packet.time_base = 1 / rate
                packet.pts, packet.dts, packet.duration = begin + shown, count - delay, 1
                count += 1
                frames += 1
                yield packet
        begin += frames


def _delay(chunk: Path, rate: Fraction) -> int:
    """How many frames the decoder must be ahead, over all packets of a chunk."""
    with av.open(str(chunk)) as container:
        packets = (p for p in container.demux(container.streams.video[0]) if p.size)
        return max((i - _frame(p, rate) for i, p in enumerate(packets)), default=0)


def _frame(packet: "Packet[Any]", rate: Fraction) -> int:
    if packet.pts is None:
        raise RenderError("A chunk has a packet without a time.")
    return round(packet.pts * packet.time_base * rate)


def _sound_packets(container: Any, stream: Any) -> "Iterator[Packet[Any]]":
    for packet in container.demux(container.streams.audio[0]):
        if packet.size:
            packet.stream = stream
            yield packet


def _interleaved(
    pictures: "Iterator[Packet[Any]]", sounds: "Iterator[Packet[Any]]"
) -> "Iterator[Packet[Any]]":
    """Both by decoding time, so that the muxer has nothing to hold back."""
    sound = next(sounds, None)
    for picture in pictures:
        while sound is not None and _when(sound) < _when(picture):
            yield sound
            sound = next(sounds, None)
        yield picture
    if sound is not None:
        yield sound
        yield from sounds


def _when(packet: "Packet[Any]") -> Fraction:
    return (packet.dts or 0) * packet.time_base
