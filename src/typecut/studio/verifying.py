"""What is wrong with a finished file, in words: it is read from end to end in a worker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from typecut.jobs import Limits, Request

from .hands import Hands
from .media import local_path

Grade = Literal["problem", "note", "good"]
_LIMITS = Limits(seconds=3600.0)
_APART = 0.25
"""Seconds: ends of picture and sound this far apart are noticed."""
_QUIET, _LOUD, _PEAK = -24.0, -9.0, -0.1


@dataclass(frozen=True, slots=True)
class Finding:
    """`grade` is "problem" where a person would want it mended."""

    grade: Grade
    said: str


@dataclass(frozen=True, slots=True)
class Verified:
    """`facts` are what was measured (`engine.verify`), `findings` what they mean."""

    path: Path
    facts: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        return not any(f.grade == "problem" for f in self.findings)


def verify(path: Path, hands: Hands, tell: Callable[[float], None] = lambda _: None) -> Verified:
    """Decodes all of the file. Raises MediaMissing, MediaRefused or MediaBroken for what is no
    media file at all."""
    place = local_path(str(path))
    request = Request(place, "verify", {"path": place}, f"Reading {path.name}", _LIMITS)
    facts = dict(hands.workers.call(request, lambda _, part: tell(part)))
    facts["notes"] = [note.removeprefix(place).strip() for note in facts["notes"]]
    return Verified(path, facts, tuple(findings(facts)))


def findings(facts: Mapping[str, Any]) -> list[Finding]:
    """Problems first."""
    picture, sound = facts.get("picture"), facts.get("sound")
    found = [Finding("problem", f"The file is damaged: {note}.") for note in facts["notes"]]
    if facts["kind"] == "image":
        return found or [Finding("good", "The picture decodes.")]
    if picture:
        found += _of_picture(picture, facts.get("duration") or 0)
    if sound:
        found += _of_sound(sound, facts.get("duration") or 0)
    else:
        found.append(Finding("note", "There is no sound."))
    if picture and sound and picture["duration"] and sound["duration"]:
        found.append(_ends(picture, sound))
    if facts["faststart"] is False:
        words = "The index stands at the end: players on the web have to load all of it first."
        found.append(Finding("note", words))
    elif facts["faststart"]:
        found.append(Finding("good", "The index stands first: playing can begin while it loads."))
    order: tuple[Grade, ...] = ("problem", "note", "good")
    return sorted(found, key=lambda f: order.index(f.grade))


def _of_picture(picture: Mapping[str, Any], duration: float) -> list[Finding]:
    found: list[Finding] = []
    frames, expected = picture["frames"], picture["expected"]
    if expected:
        missing = expected - frames
        if missing > max(2, expected * 0.01):
            found.append(Finding("problem", f"{missing} of {expected} frames cannot be decoded."))
        else:
            found.append(Finding("good", f"All {frames} frames decode."))
    black = _lasting(picture["black"])
    if black and black >= 0.98 * duration:
        found.append(Finding("problem", "The picture is black all the time."))
    elif picture["black"]:
        found.append(Finding("note", f"The picture is black from {_spans(picture['black'])}."))
    return found


def _of_sound(sound: Mapping[str, Any], duration: float) -> list[Finding]:
    found: list[Finding] = []
    loudness, silences = sound["loudness"], sound["silences"]
    level, peak = loudness["lufs"], loudness["peak"]
    if level is None:
        return [Finding("problem", "The sound is silent all the time.")]
    said = f"The loudness is {level:.1f} LUFS"
    if level < _QUIET:
        found.append(Finding("note", f"{said}, which is quiet: -14 is usual on the web."))
    elif level > _LOUD:
        found.append(Finding("note", f"{said}, which is very loud: -14 is usual on the web."))
    else:
        found.append(Finding("good", f"{said}."))
    if peak is not None and peak >= _PEAK:
        found.append(
            Finding("note", f"The sound reaches {peak:.1f} dB of full scale and may clip.")
        )
    if silences:
        grade: Grade = "problem" if _lasting(silences) > 0.9 * duration else "note"
        found.append(Finding(grade, f"There is silence from {_spans(silences)}."))
    return found


def _ends(picture: Mapping[str, Any], sound: Mapping[str, Any]) -> Finding:
    apart = sound["begins"] + sound["duration"] - picture["duration"]
    if abs(sound["begins"]) > _APART:
        when = "after" if sound["begins"] > 0 else "before"
        return Finding("note", f"The sound begins {abs(sound['begins']):.2f} s {when} the picture.")
    if abs(apart) <= _APART:
        return Finding(
            "good", f"Picture and sound end together ({abs(apart) * 1000:.0f} ms apart)."
        )
    longer, shorter = ("sound", "picture") if apart > 0 else ("picture", "sound")
    return Finding("problem", f"The {longer} is {abs(apart):.2f} s longer than the {shorter}.")


def _lasting(spans: list[dict[str, float]]) -> float:
    return sum(s["end"] - s["start"] for s in spans)


def _spans(spans: list[dict[str, float]]) -> str:
    told = [f"{s['start']:.2f} to {s['end']:.2f} s" for s in spans[:6]]
    more = f" and {len(spans) - 6} more times" if len(spans) > 6 else ""
    return ", ".join(told) + more
