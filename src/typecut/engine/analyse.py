"""What can be heard and seen in a file without understanding it: cuts, silences, loudness."""

import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import FFmpegError
from av.filter import Graph

from typecut.render.facts import SoundFacts, SourceFacts

from . import opening, photos, shots
from .pulling import pulled

Progress = Callable[[float], None]

_SILENCE = "noise=-50dB:duration=0.5"
_RATE = 48000
_MOST = 5000
"""Findings of one kind that are kept."""
_QUIET = -70.0
"""LUFS: the lowest that EBU R 128 counts."""


@dataclass(slots=True)
class _Watch:
    """The time that is left, and how far we are."""

    ends: float
    whole: Fraction
    progress: Progress
    share: tuple[float, float] = (0.0, 1.0)

    def over(self, at: Fraction) -> bool:
        begin, end = self.share
        part = float(min(at / self.whole, 1)) if self.whole else 0.0
        self.progress(begin + (end - begin) * part)
        return time.monotonic() > self.ends


@dataclass(slots=True)
class _Heard:
    """`first` and `end` are on the stream's own clock, in seconds."""

    silences: list[list[float]] = field(default_factory=list[list[float]])
    levels: dict[str, str] = field(default_factory=dict[str, str])
    end: float = 0.0
    complete: bool = True


def analyse(path: str, facts: SourceFacts, seconds: float, progress: Progress) -> dict[str, Any]:
    """Scene cuts, silences (both in media time) and loudness, as far as `seconds` of work go;
    `complete` is whether they went to the end."""
    with suppress(AttributeError, OSError):
        os.nice(10 - os.nice(0))  # whoever waits for an answer comes first
    found: dict[str, Any] = {"complete": True}
    watch = _Watch(time.monotonic() + seconds, facts.duration or Fraction(0), progress)
    if facts.sound is not None:
        watch.share = (0.0, 0.3 if facts.picture else 1.0)
        found |= _sound(path, facts, facts.sound, watch)
    if facts.picture is not None and facts.kind == "video" and not photos.is_picture(path):
        watch.share = (0.3 if facts.sound else 0.0, 1.0)
        cuts, complete = shots.cuts(path, facts.picture, watch.over)
        found |= {"scene_cuts": cuts[:_MOST], "complete": found["complete"] and complete}
    return found


def _sound(path: str, facts: SourceFacts, sound: SoundFacts, watch: _Watch) -> dict[str, Any]:
    heard = _heard(path, sound, watch)
    # Media time 0 is the first picture's time, or without one the first sound's.
    zero = float(facts.picture.start if facts.picture else sound.start)
    duration = float(facts.duration or 0)
    spans = [_span(begin - zero, end - zero, duration) for begin, end in heard.silences]
    return {
        "complete": heard.complete,
        "silences": [s for s in spans if s["end"] > s["start"]][:_MOST],
        "loudness": _loudness(heard.levels),
    }


def _span(begin: float, end: float, duration: float) -> dict[str, float]:
    return {"start": round(max(begin, 0.0), 3), "end": round(min(end, duration), 3)}


def _loudness(levels: dict[str, str]) -> dict[str, float | None]:
    """`lufs` over the whole, `range` in LU, `peak` in dB of full scale; None for pure silence."""
    lufs = _number(levels.get("lavfi.r128.I"))
    peak = _number(levels.get("lavfi.r128.sample_peak"))
    silent = lufs is None or lufs <= _QUIET or not peak
    return {
        "lufs": None if silent else lufs,
        "range": None if silent else _number(levels.get("lavfi.r128.LRA")),
        "peak": None if not peak else round(_decibels(peak), 1),
    }


def _decibels(level: float) -> float:
    return 20 * math.log10(level)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return round(value, 3) if math.isfinite(value) else None


def _heard(path: str, sound: SoundFacts, watch: _Watch) -> _Heard:
    heard, open_since = _Heard(), None
    silence, loudness = (
        _sound_graph("silencedetect", _SILENCE),
        _sound_graph("ebur128", "metadata=1:peak=sample:framelog=quiet"),
    )
    for frame in _samples(path, sound):
        at = Fraction(frame.pts or 0, _RATE)
        heard.end = float(at) + frame.samples / _RATE
        if watch.over(at - sound.start):
            heard.complete = False
            break
        silence.push(frame)
        for out in pulled(silence.pull):
            told = out.metadata
            if "lavfi.silence_end" in told and open_since is not None:
                heard.silences.append([open_since, float(told["lavfi.silence_end"])])
                open_since = None
            if "lavfi.silence_start" in told:
                open_since = float(told["lavfi.silence_start"])
        loudness.push(frame)
        for out in pulled(loudness.pull):
            heard.levels = dict(out.metadata) or heard.levels
    if open_since is not None:
        heard.silences.append([open_since, heard.end])
    return heard


def _sound_graph(name: str, options: str) -> Any:
    graph = Graph()
    source = graph.add_abuffer(
        format="fltp", sample_rate=_RATE, layout="stereo", time_base=Fraction(1, _RATE)
    )
    graph.link_nodes(source, graph.add(name, options), graph.add("abuffersink")).configure()
    return graph


def _samples(path: str, sound: SoundFacts) -> Iterator[AudioFrame]:
    """Everything as 48 kHz stereo, with times that go on without a break from the first one."""
    with opening.open_media(path) as opened:
        container: Any = opened
        stream: Any = container.streams[sound.stream]
        stream.codec_context.thread_count = 1
        resampler, shape, clock = (
            AudioResampler("fltp", "stereo", _RATE),
            None,
            round(sound.start * _RATE),
        )
        for frame in _decoded(container, stream):
            if shape != (frame.format.name, frame.layout.name, frame.sample_rate):
                shape = frame.format.name, frame.layout.name, frame.sample_rate
                resampler = AudioResampler("fltp", "stereo", _RATE)
            frame.pts = None
            for out in resampler.resample(frame):
                out.pts, out.time_base = clock, Fraction(1, _RATE)
                clock += out.samples
                yield out


def _decoded(container: Any, stream: Any) -> Iterator[AudioFrame]:
    try:
        for packet in container.demux(stream):
            with suppress(FFmpegError):
                yield from packet.decode()
    except FFmpegError:
        return
