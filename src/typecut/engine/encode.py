"""libx264 with settings that depend on nothing but the spec, so that chunks join by packets."""

import contextlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError
from av.video.frame import PictureType, VideoFrame

from typecut.errors import OutputError, RenderError
from typecut.render.spec import ChunkSpec

_BT709 = 1
_TV = 1


class Encoder:
    """Writes one chunk: a closed GOP sequence that begins with an IDR frame at time 0."""

    def __init__(self, spec: ChunkSpec, out: Path) -> None:
        encoding = spec.encoding
        options = {
            "preset": encoding.preset,
            "crf": f"{encoding.crf:g}",
            "threads": "1",
            "profile": "high",
            "flags": "+cgop+bitexact+global_header",
            "a53cc": "0",
            "x264-params": "open-gop=0",
        }
        if encoding.parameter_set:
            # x264 gives its PPS the same id.
            options["x264-params"] += f":sps-id={encoding.parameter_set}"
        if encoding.gop:
            options["g"] = str(encoding.gop)
        try:
            self._container: Any = av.open(
                str(out), "w", format="mp4", container_options={"fflags": "+bitexact"}
            )
            stream: Any = self._container.add_stream("libx264", rate=spec.rate, options=options)
        except FFmpegError as error:
            raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
        stream.width, stream.height, stream.pix_fmt = spec.width, spec.height, "yuv420p"
        stream.time_base = self._base = Fraction(1) / spec.rate
        context = stream.codec_context
        context.time_base = self._base
        context.thread_count = 1
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _TV
        self._stream = stream
        self._count = 0

    def add(self, frame: VideoFrame) -> None:
        """Encodes the next frame; the encoder copies its pixels, so the caller may reuse it."""
        frame.pts = self._count
        frame.time_base = self._base
        frame.pict_type = PictureType.NONE  # a decoded keyframe must not force one here
        self._count += 1
        self._write(self._stream.encode(frame))

    def finish(self) -> None:
        self._write(self._stream.encode(None))
        try:
            self._container.close()
        except FFmpegError as error:
            raise OutputError(f"The chunk cannot be written: {error.strerror}.") from error

    def abandon(self) -> None:
        """Closes what is half written; the caller deletes the file."""
        with contextlib.suppress(FFmpegError, RenderError):
            self._container.close()

    def _write(self, packets: list[Any]) -> None:
        try:
            for packet in packets:
                self._container.mux_one(packet)
        except FFmpegError as error:
            raise OutputError(f"The chunk cannot be written: {error.strerror}.") from error
