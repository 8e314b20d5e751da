"""Packets to pictures: one decoder thread, damaged packets passed over, a time for every frame."""

import heapq
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from av import CodecContext
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame

from typecut.render.facts import PictureFacts

from . import opening
from .fields import whole
from .rational import exact

_MOST_WAITING = 32
_PATIENCE = Fraction(2)
"""Seconds that a damaged stretch may stay frozen."""
_SEES_ALPHA = {"vp9": "libvpx-vp9", "vp8": "libvpx"}
"""FFmpeg's own VP8 and VP9 decoders drop the alpha channel."""


class Shot(NamedTuple):
    """A decoded frame and its time in ticks of its stream. The encoder rewrites `frame.pts`."""

    tick: int
    frame: VideoFrame


class Decoder:
    """The picture stream of an open container."""

    def __init__(self, container: InputContainer, facts: PictureFacts) -> None:
        self._container: Any = container  # PyAV's streams are loosely typed
        self._stream: Any = container.streams[facts.stream]
        self.base = exact(self._stream.time_base)
        self._context = _context(self._stream, facts)
        self._interlaced = facts.interlaced
        self._counted = opening.counts_decoding_times(container)
        self._waiting: list[int] = []

    def seek(self, tick: int) -> None:
        """To the keyframe at or before `tick`, or thereabouts. May raise FFmpegError."""
        self._container.seek(tick, stream=self._stream)
        self._context.flush_buffers()
        self._waiting.clear()

    def frames(self) -> Iterator[Shot]:
        """Good frames from here to the end, in order; ends quietly where the file breaks off.

        After damage nothing is given until the next keyframe, since what refers to a damaged
        picture shows it again; after two seconds anything is better than nothing. Interlaced
        frames are made whole.
        """
        if not self._interlaced:
            return self._good()
        return (Shot(tick, frame) for tick, frame in whole(self._good()))

    def _good(self) -> Iterator[Shot]:
        damaged_at: int | None = None
        patience = _PATIENCE // self.base
        for tick, frame, hurt in self._decoded():
            if hurt or (frame is not None and frame.is_corrupt):
                damaged_at = tick if damaged_at is None else damaged_at
            elif frame is not None and frame.key_frame:
                damaged_at = None
            if frame is not None and (damaged_at is None or tick - damaged_at > patience):
                yield Shot(tick, frame)

    def _decoded(self) -> Iterator[tuple[int, VideoFrame | None, bool]]:
        """Time, frame and whether a packet failed here."""
        last = 0
        try:
            for packet in self._container.demux(self._stream):
                if packet.size and packet.dts is not None and self._untimed(packet.pts):
                    heapq.heappush(self._waiting, packet.dts)
                try:
                    frames = self._context.decode(packet if packet.size else None)
                except FFmpegError:
                    yield last, None, True
                    continue
                for frame in frames:
                    tick = self._time_of(frame)
                    if tick is not None:
                        last = tick
                        yield tick, frame, False
        except FFmpegError:
            return

    def _time_of(self, frame: VideoFrame) -> int | None:
        """Without presentation times the decoding times, in rising order, are the frames'."""
        if not self._untimed(frame.pts):
            return frame.pts
        while len(self._waiting) > _MOST_WAITING:
            heapq.heappop(self._waiting)
        return heapq.heappop(self._waiting) if self._waiting else frame.dts

    def _untimed(self, time: int | None) -> bool:
        return self._counted or time is None


def _context(stream: Any, facts: PictureFacts) -> Any:
    name = _SEES_ALPHA.get(facts.codec) if facts.alpha else None
    context = stream.codec_context
    if name:
        try:
            context = CodecContext.create(name, "r")
            context.extradata = stream.codec_context.extradata
        except (FFmpegError, ValueError):
            context = stream.codec_context
    context.thread_count = 1
    return context
