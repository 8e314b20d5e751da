"""The finished mix as an AAC file: encoded once, the same bytes for the same samples."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.error import FFmpegError

from typecut.errors import OutputError

from .sound_block import RATE, Block


def write_aac(blocks: Iterable[Block], out: Path, bitrate: int) -> None:
    """AAC LC, 48 kHz stereo; priming and the exact length are in the edit list."""
    try:
        container: Any = av.open(
            str(out), "w", format="mp4",
            container_options={"fflags": "+bitexact", "movflags": "+faststart", "movie_timescale": str(RATE)},
        )  # fmt: skip
        with container:
            stream: Any = container.add_stream(
                "aac", rate=RATE, options={"flags": "+bitexact", "threads": "1"}
            )
            stream.bit_rate = bitrate
            stream.layout = "stereo"
            count = 0
            for block in blocks:
                container.mux(stream.encode(_frame(block, count)))
                count += len(block)
            container.mux(stream.encode(None))
    except (FFmpegError, OSError) as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error


def _frame(block: Block, begin: int) -> AudioFrame:
    planes = np.ascontiguousarray(block.T, np.float32)
    frame = AudioFrame.from_ndarray(planes, "fltp", "stereo")
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), begin
    return frame
