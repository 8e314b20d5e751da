"""Measuring what a media file is, without believing its name or its header."""

import math
import struct
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from typecut.errors import MediaBroken, MediaRefused, MediaTooLarge
from typecut.render.facts import PictureFacts, SoundFacts, SourceFacts, Transfer

from . import opening, photos
from .rational import exact
from .timing import Track, measure, timing

_MATRIX = {0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m",
           8: "ycgco", 9: "bt2020nc", 10: "bt2020c"}  # fmt: skip
_PRIMARIES = {1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film",
              9: "bt2020", 10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213"}  # fmt: skip
_TRANSFER: dict[int, Transfer] = {16: "pq", 18: "hlg"}
_FULL = 2
_PATIENCE = 400
"""Packets to try before a stream counts as one without pictures."""


def probe(path: str, digest: bool = True) -> SourceFacts:
    """Everything that planning and decoding need to know of a file.

    Raises MediaMissing, MediaRefused, MediaTooLarge or MediaBroken, each with one sentence.
    """
    size = opening.check_file(path)
    facts = _probe_picture(path) if photos.is_picture(path) else _probe_media(path)
    name = opening.digest(path) if digest else ""
    return replace(facts, path=str(Path(path).absolute()), digest=name, size=size)


def _probe_picture(path: str) -> SourceFacts:
    with photos.open_picture(path) as image:
        turn, mirror = photos.orientation(image)
        alpha = photos.has_alpha(image)
        facts = PictureFacts(
            stream=0, codec=(image.format or "").lower(), width=image.width, height=image.height,
            pixel_format="rgba" if alpha else "rgb24", turn=turn, mirror=mirror, alpha=alpha,
            matrix="gbr", primaries="bt709", full_range=True,
        )  # fmt: skip
        durations = photos.webp_durations(path) if image.format == "WEBP" else []

    complete = bool(durations) or photos.complete(path)
    notes = () if complete else (f"{path} ends early; the rest of the picture is grey",)
    if not durations:
        return SourceFacts(path, "", 0, "image", facts.codec, None, picture=facts, notes=notes)
    total = Fraction(sum(durations), 1000)
    shortest = Fraction(1000, sorted(durations)[len(durations) // 2])
    moving = replace(
        facts, rate=shortest.limit_denominator(1001), duration=total,
        variable=len(set(durations)) > 1, keyframes=(Fraction(0),),
    )  # fmt: skip
    return SourceFacts(path, "", 0, "video", "webp", total, picture=moving)


def _probe_media(path: str) -> SourceFacts:
    container = opening.open_media(path)
    try:
        return _probe_streams(container, path)
    except Exception as error:
        raise opening.explain(error, path) from error
    finally:
        container.close()


def _probe_streams(container: InputContainer, path: str) -> SourceFacts:
    video, audio = _picture_stream(container), _sound_stream(container)
    tracks = measure(container, [s for s in (video, audio) if s])
    notes: list[str] = []
    picture = sound = None
    if video and tracks[video.index].times:
        picture = _picture(path, video, tracks[video.index])
        notes += _shortfall(video, picture.duration)
    if audio and tracks[audio.index].times:
        sound = _sound(audio, tracks[audio.index])
        notes += [] if picture else _shortfall(audio, sound.duration)
    if picture is None and sound is None:
        if video or audio:
            raise MediaBroken(f"{path} holds no picture and no sound that can be decoded.")
        raise MediaRefused(f"{path} holds neither a picture nor sound.")
    length = picture.duration if picture else sound.duration if sound else None
    return SourceFacts(
        path, "", 0, "video" if picture else "audio", container.format.name.split(",")[0],
        length, picture, sound, tuple(notes),
    )  # fmt: skip


def _picture_stream(container: InputContainer) -> VideoStream | None:
    """The main picture; covers attached to sound files are none."""
    usable = [
        s
        for s in container.streams.video
        if not s.disposition & Disposition.attached_pic and s.codec_context
    ]
    best = container.streams.best("video")
    return best if best in usable else next(iter(usable), None)  # pyright: ignore[reportReturnType]


def _sound_stream(container: InputContainer) -> AudioStream | None:
    usable = [s for s in container.streams.audio if s.codec_context and s.rate]
    best = container.streams.best("audio")
    return best if best in usable else next(iter(usable), None)  # pyright: ignore[reportReturnType]


def _shortfall(stream: VideoStream | AudioStream, measured: Fraction | None) -> list[str]:
    if not stream.duration or not stream.time_base or measured is None:
        return []
    declared = stream.duration * exact(stream.time_base)
    if declared - measured < max(Fraction(1, 2), declared / 20):
        return []
    return [f"the file ends early: {float(measured):.1f} of {float(declared):.1f} s"]


def _picture(path: str, stream: VideoStream, track: Track) -> PictureFacts:
    _check_size(path, stream.width, stream.height)
    hint = stream.average_rate
    times = timing(track, exact(hint) if hint else None)
    frame = _first_frame(path, stream.index)
    _check_size(path, frame.width, frame.height)
    turn, mirror = _display(frame)
    bits = max(c.bits for c in frame.format.components)
    alpha = stream.metadata.get("alpha_mode") == "1" or any(
        c.is_alpha for c in frame.format.components
    )
    return PictureFacts(
        stream=stream.index, codec=stream.codec_context.name, width=frame.width,
        height=frame.height, pixel_format=frame.format.name,
        profile=str(stream.codec_context.profile or ""), rate=times.rate, variable=times.variable,
        start=times.start, duration=times.duration, turn=turn, mirror=mirror,
        sample_aspect=_aspect(stream), alpha=alpha, bits=bits,
        transfer=_TRANSFER.get(frame.color_trc, "sdr"), matrix=_matrix(frame),
        primaries=_PRIMARIES.get(frame.color_primaries, ""),
        full_range=frame.color_range == _FULL or frame.format.name.startswith("yuvj"),
        keyframes=times.keyframes, joints=times.joints, bit_rate=times.bit_rate,
        parameters=track.record.name if track.record else "", interlaced=frame.interlaced_frame,
    )  # fmt: skip


def _check_size(path: str, width: int, height: int) -> None:
    if width * height > opening.MAX_VIDEO_PIXELS:
        raise MediaTooLarge(
            f"{path} has pictures of {width} x {height} pixels; at most 8192 x 8192 can be used.",
            hint="Scale it down first.",
        )


def _first_frame(path: str, index: int) -> VideoFrame:
    """The first picture that decodes, from a fresh start; proves that there is one."""
    with opening.open_media(path) as opened:
        container: Any = opened
        stream: Any = container.streams[index]
        stream.codec_context.thread_count = 1
        for tried, packet in enumerate(container.demux(stream)):
            try:
                frames: list[VideoFrame] = packet.decode()
            except FFmpegError:
                frames = []
            if frames:
                return frames[0]
            if tried > _PATIENCE:
                break
    raise MediaBroken(f"No picture of {path} can be decoded.", hint="Copy or upload it again.")


def _matrix(frame: VideoFrame) -> str:
    if any(c.is_luma for c in frame.format.components):
        return _MATRIX.get(frame.colorspace, "")
    return "gbr"


def _aspect(stream: VideoStream) -> Fraction:
    aspect = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    ratio = exact(aspect) if aspect else Fraction(1)
    return ratio if Fraction(1, 10) <= ratio <= 10 else Fraction(1)


def _display(frame: VideoFrame) -> tuple[int, bool]:
    """Turn (clockwise) and mirror from the display matrix: x' = a·x + c·y, y' = b·x + d·y."""
    side = frame.side_data.get("DISPLAYMATRIX")
    if side is None:
        return 0, False
    a, b, _, c, d = struct.unpack("<5i", bytes(side)[:20])
    mirror = a * d - b * c < 0
    if mirror:
        a, b = -a, -b
    return round(math.degrees(math.atan2(b, a)) / 90) * 90 % 360, mirror


def _sound(stream: AudioStream, track: Track) -> SoundFacts:
    first = stream.start_time if stream.start_time is not None else track.times[0]
    context = stream.codec_context
    return SoundFacts(
        stream=stream.index, codec=context.name, rate=stream.rate, channels=stream.channels,
        layout=context.layout.name, start=first * track.base,
        duration=max(track.end - first, 0) * track.base,
    )  # fmt: skip
