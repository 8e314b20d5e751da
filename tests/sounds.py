"""Sounds for tests, and what is in sound files."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from typecut.engine.probe import probe
from typecut.engine.sound_reader import decoded
from typecut.render.spec import Recording

RATE = 48_000
Samples = np.ndarray


def ticking(seconds: float, marks: Sequence[float], rate: int = RATE, hum: float = 0.0) -> Samples:
    """Mono; at each mark a 5 ms burst of 2 kHz begins."""
    time = np.arange(int(seconds * rate)) / rate
    out = hum * np.sin(2 * np.pi * 220 * time)
    for mark in marks:
        begin = round(mark * rate)
        part = slice(begin, begin + rate // 200)
        out[part] += 0.7 * np.cos(2 * np.pi * 2000 * (time[part] - mark))
    return out.astype(np.float32)


def noisy(seconds: float, level: float = 0.1, rate: int = RATE, seed: int = 1) -> Samples:
    """Noise of the level `level`, up to 4 kHz: of more an encoder leaves some out."""
    count = int(seconds * rate)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    out = np.fft.irfft(spectrum * (np.fft.rfftfreq(count, 1 / rate) < 4000), count)
    return (level * out / out.std()).astype("f4")


def write_sound(
    path: Path, samples: Samples, *, rate: int = RATE, codec: str = "", layout: str = "",
    format: str | None = None, begin: Fraction = Fraction(0), gap: tuple[float, float] | None = None,
    options: dict[str, str] | None = None,
) -> Path:  # fmt: skip
    """`samples` is mono (then in every channel) or (n, channels). From `gap[0]` seconds on time
    stamps are `gap[1]` later."""
    codec = codec or {".wav": "pcm_s16le", ".m4a": "aac", ".mp4": "aac", ".ts": "aac",
                      ".mp3": "libmp3lame", ".flac": "flac", ".ogg": "vorbis",
                      ".webm": "libopus", ".mkv": "aac", ".opus": "libopus"}[path.suffix]  # fmt: skip
    layout = layout or ("mono" if samples.ndim == 1 and codec != "vorbis" else "stereo")
    with av.open(str(path), "w", format=format) as container:
        stream: Any = container.add_stream(
            codec, rate=rate, options={"strict": "experimental"} | (options or {})
        )
        stream.layout = layout
        stream.bit_rate = 160_000
        count = stream.codec_context.layout.nb_channels
        data = np.repeat(samples[:, None], count, axis=1) if samples.ndim == 1 else samples
        resampler = av.AudioResampler(stream.codec_context.format, layout, rate)
        for at in range(0, len(data), 1024):
            block = np.ascontiguousarray(data[at : at + 1024], np.float32).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(block, "flt", layout)
            late = gap[1] if gap and at >= gap[0] * rate else 0.0
            frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
            frame.pts = at + round((begin + Fraction(late)) * rate)
            for ready in resampler.resample(frame):
                container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
    return path


def recording(path: Path) -> Recording:
    facts = probe(str(path))
    assert facts.sound is not None
    late = facts.sound.start - (facts.picture.start if facts.picture else facts.sound.start)
    return Recording(facts.path, facts.digest, facts.sound, late)


def ticks(samples: Samples, level: float = 0.2) -> list[float]:
    """Where bursts begin, in seconds."""
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > level)
    return [float(i) / RATE for n, i in enumerate(loud) if n == 0 or i - loud[n - 1] > RATE // 20]


def rms(samples: Samples) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(np.square(samples, dtype=np.float64))) + 1e-12))


Mix = Callable[..., Samples]


def heard(path: Path) -> Samples:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.duration is not None and stream.time_base is not None
        count = round(stream.duration * stream.time_base * RATE)
    return np.concatenate(list(decoded(str(path))))[:count]
