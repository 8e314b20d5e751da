"""Chunks, copied spans and sound into one MP4 by copying packets."""

import os
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError
from av.packet import Packet

from typecut.errors import OutputError, RenderError
from typecut.render.spec import CopySpec

from .parts import Part, extradata


def join(chunks: Sequence[Path | CopySpec], sound: Path | None, out: Path, rate: Fraction) -> None:
    """Writes `out`, whole or not at all: index first, no dates, times counted in frames of `rate`.

    `chunks` in order: files that were rendered, or spans of sources to be copied.
    """
    if not chunks:
        raise RenderError("There is nothing to join.")
    parts = [Part(Path(c.path), c) if isinstance(c, CopySpec) else Part(c) for c in chunks]
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        _write(parts, sound, partial, rate)
        partial.replace(out)
    except (FFmpegError, OSError) as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def _write(parts: list[Part], sound: Path | None, out: Path, rate: Fraction) -> None:
    record = extradata(parts)
    # Our own chunks describe the stream best; a source's stream may carry tags of its own.
    model = next((p for p in parts if p.span is None), parts[0])
    container: Any = av.open(
        str(out), "w", format="mp4",
        container_options={"movflags": "+faststart", "fflags": "+bitexact"},
    )  # fmt: skip
    with container, model.open() as first:
        picture: Any = container.add_stream_from_template(first.streams.video[0], opaque=True)
        picture.codec_context.extradata = record
        picture.time_base = 1 / rate
        voice = av.open(str(sound)) if sound else None
        try:
            heard = iter(())
            if voice is not None:
                sound_stream: Any = container.add_stream_from_template(
                    voice.streams.audio[0], opaque=True
                )
                heard = _sound_packets(voice, sound_stream)
            for packet in _interleaved(_pictures(parts, picture, rate), heard):
                container.mux_one(packet)
        finally:
            if voice is not None:
                voice.close()


def _pictures(parts: list[Part], stream: Any, rate: Fraction) -> "Iterator[Packet[Any]]":
    """All packets with their times in frames; decoding times are counted, so they always rise."""
    delay = max(_delay(part, rate) for part in parts)
    begin = count = 0
    for part in parts:
        frames = 0
        for shown, packet in part.packets(rate):
            packet.stream = stream
            packet.time_base = 1 / rate
            packet.pts, packet.dts, packet.duration = begin + shown, count - delay, 1
            count += 1
            frames += 1
            yield packet
        begin += frames


def _delay(part: Part, rate: Fraction) -> int:
    """How many frames the decoder must be ahead, over all packets of a part."""
    return max((i - shown for i, (shown, _) in enumerate(part.packets(rate))), default=0)


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
