"""Writing pictures and sound of our own into a file that any player takes."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from .noise import Field

RATE = 30
SOUND_RATE = 48_000
WIDTH, HEIGHT = 1920, 1080
DRAWN_WIDTH, DRAWN_HEIGHT = 1280, 720
"""Scenes are drawn smaller and enlarged: they are soft by nature and it takes half the time."""

_TO_YUV = np.array(
    [[0.2126, 0.7152, 0.0722], [-0.1146, -0.3854, 0.5], [0.5, -0.4542, -0.0458]], np.float32
)
_GRAIN_TILES = 6
_CURVE_STEPS = 4096


class Developer:
    """Turns light (RGB, any brightness) into YUV frames of BT.709, with grain against banding."""

    def __init__(self, exposure: float = 1.0) -> None:
        random = np.random.default_rng(11)
        self._grain = [
            random.standard_normal((HEIGHT, WIDTH)).astype(np.float32) * 0.9
            for _ in range(_GRAIN_TILES)
        ]
        light: Field = np.linspace(0, 8, _CURVE_STEPS, dtype=np.float32) * exposure
        # A filmic shoulder: highlights roll off to white and shadows keep their depth.
        filmic = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14)
        self._curve: Field = (np.clip(filmic, 0, 1) ** (1 / 2.2)).astype(np.float32)

    def develop(self, light: Field, number: int) -> VideoFrame:
        index = cv2.addWeighted(light, (_CURVE_STEPS - 1) / 8, light, 0, 0, dtype=cv2.CV_16U)
        yuv = cv2.transform(self._curve[np.minimum(index, _CURVE_STEPS - 1)], _TO_YUV)
        luma, chroma = yuv[..., :1].copy(), yuv[..., 1:].copy()
        luma = cv2.resize(luma, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        grain = self._grain[number % _GRAIN_TILES]
        luma = cv2.addWeighted(luma, 219, grain, 1, 16, dtype=cv2.CV_8U)
        chroma = cv2.resize(chroma, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
        chroma = np.clip(chroma * 224 + 128.5, 16, 240).astype(np.uint8)
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        for place, values in zip(frame.planes, (luma, chroma[..., 0], chroma[..., 1]), strict=True):
            plane: Any = place
            target = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
            target[:, : plane.width] = values
        return frame


def write(
    path: Path,
    frames: Iterable[VideoFrame],
    count: int,
    sound: Field,
    progress: Callable[[float], None],
) -> None:
    """H.264 and AAC in an MP4; `sound` is stereo, one row per channel."""
    container: Any = av.open(
        str(path), "w", format="mp4",
        container_options={"movflags": "+faststart", "fflags": "+bitexact"},
    )  # fmt: skip
    with container:
        video = _video_stream(container)
        audio = container.add_stream("aac", rate=SOUND_RATE, bit_rate=192_000)
        audio.codec_context.layout = "stereo"
        audio.codec_context.flags |= 0x800000  # bitexact: no encoder version in the file
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(video.encode(frame))
            begin, end = (round(n * SOUND_RATE / RATE) for n in (number, number + 1))
            container.mux(audio.encode(_sound(sound[:, begin:end], begin)))
            progress((number + 1) / count)
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def _video_stream(container: Any) -> Any:
    options = {"preset": "superfast", "crf": "21", "threads": "1", "profile": "high",
               "flags": "+bitexact"}  # fmt: skip
    stream = container.add_stream("libx264", rate=RATE, options=options)
    stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    context = stream.codec_context
    context.thread_count = 1
    context.color_primaries = context.color_trc = context.colorspace = 1
    context.color_range = 1
    return stream


def _sound(samples: Field, begin: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "stereo")
    frame.sample_rate = SOUND_RATE
    frame.pts, frame.time_base = begin, Fraction(1, SOUND_RATE)
    return frame
