"""Looking at finished videos: what a viewer would notice, in numbers."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np


@dataclass(frozen=True)
class Video:
    """The streams of a finished file, as a player sees them."""

    codec: str
    profile: str
    pixel_format: str
    width: int
    height: int
    rate: Fraction
    frames: int
    seconds: float
    sound_codec: str
    sound_rate: int
    channels: int
    sound_seconds: float


def watch(path: Path) -> Video:
    """Streams and lengths, counted on packets."""
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], next(iter(container.streams.audio), None)
        sizes = [p.duration * p.time_base for p in container.demux(video) if p.size]
        profile = video.codec_context.profile
        about = {
            "codec": video.codec_context.name, "profile": profile, "pixel_format": video.pix_fmt,
            "width": video.width, "height": video.height, "rate": video.average_rate, "frames": len(sizes),
            "seconds": float(sum(sizes)),
        }  # fmt: skip
        heard = {"sound_codec": "", "sound_rate": 0, "channels": 0, "sound_seconds": 0.0}
        if audio is not None:
            heard = {
                "sound_codec": audio.codec_context.name, "sound_rate": audio.rate,
                "channels": audio.channels, "sound_seconds": float(audio.duration * audio.time_base),
            }  # fmt: skip
    return Video(**about, **heard)


def index_first(path: Path) -> bool:
    """Whether a player can begin before the whole file is there (faststart)."""
    content = path.read_bytes()
    return 0 <= content.find(b"moov") < content.find(b"mdat")


def lumas(path: Path) -> list[np.ndarray]:
    """The Y plane of every frame."""
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            plane = frame.planes[0]
            rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
            found.append(rows[:, : plane.width].copy())
    return found


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """Mean absolute difference of two planes."""
    return float(np.abs(a.astype(np.int16) - b.astype(np.int16)).mean())


def loudness(samples: np.ndarray, begin: float, end: float, rate: int = 48_000) -> float:
    """Root mean square between two times."""
    part = samples[round(begin * rate) : round(end * rate)]
    return float(np.sqrt(np.mean(np.square(part, dtype=np.float64)))) if len(part) else 0.0


def black(y: np.ndarray) -> bool:
    return float(y.mean()) < 20
