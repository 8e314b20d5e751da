"""Reading a finished file from end to end, as a player would, and saying what was seen and heard."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from av.video.reformatter import Interpolation

from typecut.render.facts import PictureFacts, SourceFacts

from . import opening
from .analyse import analyse
from .decoding import Decoder
from .probe import probe

Progress = Callable[[float], None]

_DARK = 24
"""Of 255: a pixel at or below it counts as black (16 is black in video)."""
_SMALL = (64, 36)
_SHORTEST = 0.5
"""Seconds: black for less is a cut or a blink."""
_SECONDS = 3600.0
_ATOM = 8


@dataclass(slots=True)
class _Seen:
    frames: int = 0
    black: list[dict[str, float]] = field(default_factory=list[dict[str, float]])


def verify(path: str, progress: Progress) -> dict[str, Any]:
    """Measured, not believed: lengths in seconds, `black` and `silences` in media time, `frames`
    that decode of `expected` ones, `faststart` None where the container knows no such thing."""
    facts = probe(path, digest=False)
    picture, sound = facts.picture, facts.sound
    heard = _heard(path, facts, lambda part: progress(0.3 * part))
    seen = _Seen()
    if picture is not None and picture.duration:
        seen = _seen(path, picture, lambda part: progress(0.3 + 0.7 * part))
    return {
        "kind": facts.kind,
        "container": facts.container,
        "size": facts.size,
        "duration": _float(facts.duration),
        "picture": _picture(picture, seen) if picture else None,
        "sound": {
            "codec": sound.codec,
            "rate": sound.rate,
            "channels": sound.channels,
            "duration": _float(sound.duration),
            "begins": float(sound.start - (picture.start if picture else sound.start)),
            **heard,
        }
        if sound
        else None,
        "faststart": _faststart(path) if facts.container.startswith(("mov", "mp4")) else None,
        "notes": list(facts.notes),
    }


def _picture(picture: PictureFacts, seen: _Seen) -> dict[str, Any]:
    expected = picture.duration * picture.rate if picture.duration and picture.rate else None
    return {
        "codec": picture.codec,
        "profile": picture.profile,
        "pixel_format": picture.pixel_format,
        "width": picture.shown[0],
        "height": picture.shown[1],
        "fps": _float(picture.rate),
        "variable": picture.variable,
        "duration": _float(picture.duration),
        "frames": seen.frames,
        "expected": None if expected is None or picture.variable else round(expected),
        "black": seen.black,
    }


def _heard(path: str, facts: SourceFacts, progress: Progress) -> dict[str, Any]:
    if facts.sound is None:
        return {}
    # Without the picture's facts only the sound is looked at, in the sound's own time.
    found = analyse(path, replace(facts, picture=None), _SECONDS, progress)
    return {"silences": found["silences"], "loudness": found["loudness"]}


def _seen(path: str, facts: PictureFacts, progress: Progress) -> _Seen:
    seen, since, last = _Seen(), None, 0.0
    length = float(facts.duration or 1)
    with opening.open_media(path) as container:
        decoder = Decoder(container, facts)
        for shot in decoder.frames():
            at = float(shot.tick * decoder.base - facts.start)
            seen.frames += 1
            last = at
            if _black(shot.frame):
                since = at if since is None else since
            elif since is not None:
                _note(seen, since, at)
                since = None
            progress(min(at / length, 1.0))
    if since is not None:
        _note(seen, since, max(length, last))
    return seen


def _note(seen: _Seen, begin: float, end: float) -> None:
    if end - begin >= _SHORTEST:
        seen.black.append({"start": round(begin, 3), "end": round(end, 3)})


def _black(frame: Any) -> bool:
    width, height = _SMALL
    small = frame.reformat(width, height, "gray", interpolation=Interpolation.FAST_BILINEAR)
    return bool(small.to_ndarray().max() <= _DARK)


def _faststart(path: str) -> bool | None:
    """Whether the index stands before the media, so that a player can begin while it loads."""
    with Path(path).open("rb") as file:
        while len(head := file.read(_ATOM)) == _ATOM:
            size, name = struct.unpack(">I4s", head)
            if name in (b"moov", b"mdat"):
                return name == b"moov"
            read = _ATOM
            if size == 1:
                (size,) = struct.unpack(">Q", file.read(8).rjust(8, b"\0"))
                read += 8
            if size < read:
                return None
            file.seek(size - read, 1)
    return None


def _float(value: Any) -> float | None:
    return None if value is None else round(float(value), 4)
