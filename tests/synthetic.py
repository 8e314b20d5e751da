"""Clips for tests: every frame carries its number, orientation marks, a flash with a tick.

The number stands in the middle band as 16 black and white blocks: 12 bits and a checksum. The
corners are red (top left), green (top right), blue (bottom left) and white (bottom right). At
each time of `flashes` the frame then shown has a bright sky and a 5 ms burst of 1 kHz begins.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from typecut.engine.rational import exact

NTSC = Fraction(30000, 1001)
RED, GREEN, BLUE, BRIGHT = (63, 102, 240), (173, 42, 26), (32, 240, 118), (235, 128, 128)
SKY, FLASH, GROUND = 80, 220, 60
_BITS = 16
_TRANSFERS = {"hlg": 18, "pq": 16}


def make_clip(
    path: Path,
    *,
    frames: int = 60,
    rate: Fraction | int = 30,
    times: Sequence[Fraction] | None = None,
    size: tuple[int, int] = (320, 180),
    rotation: int = 0,
    mirror: bool = False,
    sample_aspect: Fraction = Fraction(1),
    transfer: str = "sdr",
    codec: str = "libx264",
    gop: int = 12,
    bframes: int = 2,
    channels: int = 2,
    sample_rate: int = 48000,
    audio_offset: Fraction = Fraction(0),
    flashes: Iterable[Fraction] = (),
    hum: float = 0.0,
    first: int = 0,
) -> Path:
    """Writes a clip to `path`; its suffix chooses the container (mp4, mov, mkv, webm, avi).

    `times` gives each frame's own time (variable rate). `rotation` is counter-clockwise, as in
    the display matrix. `audio_offset` delays the sound against
    the picture's clock. `hum` is the level of a steady 220 Hz tone. Frame numbers begin at `first`.
    """
    moments = list(times) if times is not None else [Fraction(n) / rate for n in range(frames)]
    marks = list(flashes)
    container = av.open(str(path), "w")
    picture = _picture_stream(container, codec, Fraction(rate), size, gop, bframes, transfer)
    picture.codec_context.sample_aspect_ratio = sample_aspect
    if rotation or mirror:
        picture.set_display_rotation(rotation, mirror, False)
    sound = _sound_stream(container, path.suffix, sample_rate, channels) if channels else None
    base = Fraction(1, 90000) if times is not None else 1 / Fraction(rate)
    picture.codec_context.time_base = base
    ends = [*moments[1:], moments[-1] + 1 / Fraction(rate)]
    for index, (begin, end) in enumerate(zip(moments, ends, strict=True)):
        lit = any(begin <= t < end for t in marks)
        frame = _frame(picture_of(first + index, size, flash=lit), transfer != "sdr")
        frame.pts, frame.time_base = round(begin / base), base
        container.mux(picture.encode(frame))
    container.mux(picture.encode(None))
    if sound is not None:
        _write_sound(container, sound, ends[-1], marks, audio_offset, hum)
    container.close()
    return path


def clips_in(folder: Path) -> Callable[..., Path]:
    """`make("a.mp4", frames=90)` gives a small clip with a hum, made once."""

    def make(name: str, frames: int = 90, **more: Any) -> Path:
        path = folder / name
        if not path.exists():
            make_clip(path, frames=frames, **{"size": (320, 180), "hum": 0.1} | more)
        return path

    return make


def _picture_stream(
    container: Any, codec: str, rate: Fraction, size: tuple[int, int], gop: int, bframes: int,
    transfer: str,
) -> Any:  # fmt: skip
    options = {"g": str(gop)}
    if codec == "libx264":
        options |= {"preset": "ultrafast", "crf": "12", "bf": str(bframes)}
    if codec == "mpeg2video":
        options |= {"b": "4M", "bf": str(bframes)}
    if codec.startswith("libvpx"):
        options |= {"deadline": "realtime", "cpu-used": "8", "crf": "10", "b": "2M"}
    stream = container.add_stream(codec, rate=rate, options=options)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p" if transfer == "sdr" else "yuv420p10le"
    context = stream.codec_context
    context.color_range = 1
    context.color_primaries = context.colorspace = 1 if transfer == "sdr" else 9
    context.color_trc = _TRANSFERS.get(transfer, 1)
    return stream


def _sound_stream(container: Any, suffix: str, rate: int, channels: int) -> Any:
    codec = {".webm": "libopus", ".avi": "pcm_s16le", ".mkv": "flac"}.get(suffix, "aac")
    stream = container.add_stream(codec, rate=rate)
    stream.layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    return stream


def picture_of(
    number: int, size: tuple[int, int], *, flash: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Y, U, V of frame `number`: BT.709, 16 to 235."""
    width, height = size
    y = np.full((height, width), GROUND, np.uint8)
    u = np.full((height // 2, width // 2), 128, np.uint8)
    v = u.copy()
    y[: height * 2 // 5] = FLASH if flash else SKY
    code = number & 0xFFF
    code |= (code ^ (code >> 4) ^ (code >> 8) ^ 0b1010) % 16 << 12
    band = slice(height * 2 // 5, height * 3 // 5)
    for bit in range(_BITS):
        left, right = (int(width * (0.1 + 0.8 * (bit + side) / _BITS)) for side in (0, 1))
        y[band, left:right] = 235 if code >> bit & 1 else 16
    h, w = height // 5 // 2 * 2, width // 8 // 2 * 2
    for colour, top, left in (
        (RED, 0, 0),
        (GREEN, 0, width - w),
        (BLUE, height - h, 0),
        (BRIGHT, height - h, width - w),
    ):
        for half, plane, value in zip((1, 2, 2), (y, u, v), colour, strict=True):
            plane[top // half : (top + h) // half, left // half : (left + w) // half] = value
    return y, u, v


def _frame(planes: Sequence[np.ndarray], deep: bool) -> av.VideoFrame:
    height, width = planes[0].shape
    frame = av.VideoFrame(width, height, "yuv420p10le" if deep else "yuv420p")
    kind = np.uint16 if deep else np.uint8
    for target, source in zip(frame.planes, planes, strict=True):
        rows = np.frombuffer(target, kind).reshape(target.height, -1)
        rows[:, : target.width] = source.astype(kind) * (4 if deep else 1)
    return frame


def _write_sound(
    container: Any,
    stream: Any,
    length: Fraction,
    marks: list[Fraction],
    offset: Fraction,
    hum: float,
) -> None:
    rate = stream.codec_context.sample_rate
    channels = stream.codec_context.layout.nb_channels
    samples = samples_of(length, rate, [m - offset for m in marks], hum)
    step = 1024
    resampler = av.AudioResampler(
        stream.codec_context.format, stream.codec_context.layout, rate, frame_size=None
    )
    for at in range(0, len(samples), step):
        block = np.repeat(samples[at : at + step][:, None], channels, axis=1).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block, np.float32), "flt", stream.codec_context.layout
        )
        frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
        frame.pts = at + round(offset * rate)
        for ready in resampler.resample(frame):
            container.mux(stream.encode(ready))
    container.mux(stream.encode(None))


def samples_of(
    length: Fraction, rate: int, marks: Iterable[Fraction], hum: float = 0.0
) -> np.ndarray:
    """Mono float samples: `hum`, with a burst at each mark."""
    count = int(length * rate)
    time = np.arange(count) / rate
    out = hum * np.sin(2 * np.pi * 220 * time)
    for mark in marks:
        begin = round(mark * rate)
        burst = slice(max(begin, 0), min(begin + rate // 200, count))
        out[burst] += 0.8 * np.sin(2 * np.pi * 1000 * (time[burst] - float(mark)))
    return out.astype(np.float32)


def number_of(y: np.ndarray) -> int | None:
    """The frame number that a Y plane of any size shows, None where it is not readable."""
    height, width = y.shape
    row = y[int(height * 0.45) : int(height * 0.55)]
    code = 0
    for bit in range(_BITS):
        centre = int(width * (0.1 + 0.8 * (bit + 0.5) / _BITS))
        level = float(row[:, centre - 1 : centre + 2].mean())
        if 80 < level < 170:
            return None
        code |= (level >= 170) << bit
    number, check = code & 0xFFF, code >> 12
    return number if check == (number ^ (number >> 4) ^ (number >> 8) ^ 0b1010) % 16 else None


def flash_in(y: np.ndarray) -> bool:
    height, width = y.shape
    return float(y[: height // 5, width // 3 : width * 2 // 3].mean()) > (SKY + FLASH) / 2


def pictures(path: Path) -> list[tuple[Fraction, list[np.ndarray]]]:
    """Every decoded frame of a yuv420p file: its time and its planes."""
    found: list[tuple[Fraction, list[np.ndarray]]] = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            planes = [
                np.frombuffer(p, np.uint8).reshape(p.height, p.line_size)[:, : p.width].copy()
                for p in frame.planes
            ]
            found.append((frame.pts * exact(frame.time_base), planes))
    return found


def numbers(path: Path) -> list[int | None]:
    """The frame numbers that a file shows, in order."""
    return [number_of(planes[0]) for _, planes in pictures(path)]


def sound_of(path: Path, rate: int = 48000) -> tuple[Fraction, np.ndarray]:
    """Start time and mono samples of a file's sound."""
    blocks: list[np.ndarray] = []
    start: Fraction | None = None
    resampler = av.AudioResampler("fltp", "mono", rate)
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            if start is None:
                start = frame.pts * exact(frame.time_base)
            blocks += [f.to_ndarray()[0] for f in resampler.resample(frame)]
        blocks += [f.to_ndarray()[0] for f in resampler.resample(None)]
    return start or Fraction(0), np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def ticks_of(path: Path, rate: int = 48000, level: float = 0.3) -> list[float]:
    """Times at which bursts begin."""
    start, samples = sound_of(path, rate)
    loud = np.flatnonzero(np.abs(samples) > level)
    begins = [i for n, i in enumerate(loud) if n == 0 or i - loud[n - 1] > rate // 20]
    return [float(start) + i / rate for i in begins]
