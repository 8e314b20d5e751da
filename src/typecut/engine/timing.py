"""When the frames of a stream come, measured on packets because headers lie."""

from array import array
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream

from . import avc, opening

_USUAL = [Fraction(n, d) for n, d in (
    (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1), (50, 1), (60000, 1001),
    (60, 1), (100, 1), (120000, 1001), (120, 1), (240, 1), (15, 1), (12, 1), (10, 1), (20, 1),
)]  # fmt: skip


@dataclass(slots=True)
class Track:
    """The packets of one stream: presentation times in `base` units, keyframes among them, and
    among these the `joints`, known where the stream has an H.264 `record`."""

    base: Fraction
    counted: bool = False
    times: "array[int]" = field(default_factory=lambda: array("q"))
    keys: "array[int]" = field(default_factory=lambda: array("q"))
    joints: "array[int]" = field(default_factory=lambda: array("q"))
    record: avc.Record | None = None
    size: int = 0
    end: int = 0
    corrupt: int = 0

    def add(self, packet: "Packet[Stream]") -> None:
        time = packet.dts if self.counted or packet.pts is None else packet.pts
        if packet.is_discard or time is None:
            return
        self.times.append(time)
        self.end = max(self.end, time + (packet.duration or 0))
        self.corrupt += packet.is_corrupt
        self.size += packet.size
        if packet.is_keyframe:
            self.keys.append(time)
            if self.record and avc.starts_anew(bytes(packet), self.record.length_size):
                self.joints.append(time)


def measure(container: InputContainer, streams: list[Stream]) -> dict[int, Track]:
    """Reads every packet of `streams` without decoding; stops quietly where the file breaks off."""
    counted = opening.counts_decoding_times(container)
    tracks = {
        s.index: Track(s.time_base or Fraction(1, 90000), counted, record=_record(s))
        for s in streams
    }
    try:
        for packet in container.demux(*streams):
            if packet.size:
                tracks[packet.stream_index].add(packet)
    except FFmpegError:
        pass
    return tracks


def _record(stream: Stream) -> avc.Record | None:
    """The parameter sets of H.264 whose ids are those of nearly all encoders, and not ours."""
    context = stream.codec_context
    if context.name != "h264":
        return None
    record = avc.read(bytes(context.extradata or b""))
    return record if record and record.ids == (frozenset({0}), frozenset({0})) else None


@dataclass(frozen=True, slots=True)
class Timing:
    """A picture track's times: `start` on the container's clock, the rest relative to it."""

    start: Fraction
    duration: Fraction
    rate: Fraction
    variable: bool
    keyframes: tuple[Fraction, ...]
    joints: tuple[Fraction, ...]
    bit_rate: int


def timing(track: Track, hint: Fraction | None) -> Timing:
    """`hint` is the container's idea of the rate, used where one frame cannot tell."""
    times = np.unique(np.frombuffer(track.times, np.int64))
    first, last = int(times[0]), int(times[-1])
    steps = np.diff(times)
    rate, variable = _rate(steps, track.base, hint)
    tail = (track.end - last) * track.base
    usual = 1 / rate
    if not usual / 4 <= tail <= max(4 * usual, Fraction(1, 4)) and not (variable and tail > 0):
        tail = usual
    keys = sorted({k - first for k in track.keys if k >= first} or {0})
    return Timing(
        start=first * track.base,
        duration=(last - first) * track.base + tail,
        rate=rate,
        variable=variable,
        keyframes=tuple(k * track.base for k in keys),
        joints=_joints(track, times, rate),
        bit_rate=round(8 * track.size / ((last - first) * track.base + usual)),
    )


def _joints(
    track: Track, times: "np.ndarray[tuple[int], np.dtype[np.int64]]", rate: Fraction
) -> tuple[Fraction, ...]:
    """Only where every frame is on its grid, from the first to the last, and there once."""
    if not track.joints or len(times) != len(track.times):
        return ()
    ideal = np.arange(len(times)) / (float(rate) * float(track.base))
    if np.abs(times - times[0] - ideal).max() * float(track.base * rate) > 0.1:
        return ()
    first = int(times[0])
    return tuple((j - first) * track.base for j in sorted(track.joints))


def _rate(
    steps: "np.ndarray[tuple[int], np.dtype[np.int64]]", base: Fraction, hint: Fraction | None
) -> tuple[Fraction, bool]:
    if not len(steps):
        return (hint if hint and 1 <= hint <= 240 else Fraction(25)), False
    middle = float(np.median(steps))
    slack = max(0.2 * middle, 1.01)  # one tick: clocks in whole milliseconds round
    regular = steps[np.abs(steps - middle) <= slack]
    variable = len(regular) < 0.95 * len(steps)
    mean = middle if variable else float(regular.mean())
    measured = 1 / (mean * float(base))
    return _usual(measured, hint), variable


def _usual(measured: float, hint: Fraction | None) -> Fraction:
    """The well-known rate that `measured` means, else `measured` itself as a modest fraction."""
    known = min(_USUAL, key=lambda r: abs(float(r) / measured - 1))
    if hint and hint in _USUAL and abs(float(hint) / measured - 1) < 0.002:
        return hint
    if abs(float(known) / measured - 1) < 0.0004:
        return known
    if hint and abs(float(hint) / measured - 1) < 0.002:
        return hint.limit_denominator(1001)
    return max(Fraction(measured).limit_denominator(1001), Fraction(1, 100))
