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
    """`grade` is "problem" where a person would want it mended; `zh` is `said` in Chinese."""

    grade: Grade
    said: str
    zh: str


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
    found = [
        Finding("problem", f"The file is damaged: {note}.", f"文件已损坏：{note}。")
        for note in facts["notes"]
    ]
    if facts["kind"] == "image":
        return found or [Finding("good", "The picture decodes.", "图片可以正常解码。")]
    if picture:
        found += _of_picture(picture, facts.get("duration") or 0)
    if sound:
        found += _of_sound(sound, facts.get("duration") or 0)
    else:
        found.append(Finding("note", "There is no sound.", "没有声音。"))
    if picture and sound and picture["duration"] and sound["duration"]:
        found.append(_ends(picture, sound))
    if facts["faststart"] is False:
        words = "The index stands at the end: players on the web have to load all of it first."
        found.append(Finding("note", words, "索引在文件末尾：网页播放器要全部加载完才能播放。"))
    elif facts["faststart"]:
        words = "The index stands first: playing can begin while it loads."
        found.append(Finding("good", words, "索引在文件开头：可以边加载边播放。"))
    order: tuple[Grade, ...] = ("problem", "note", "good")
    return sorted(found, key=lambda f: order.index(f.grade))


def _of_picture(picture: Mapping[str, Any], duration: float) -> list[Finding]:
    found: list[Finding] = []
    frames, expected = picture["frames"], picture["expected"]
    if expected:
        missing = expected - frames
        if missing > max(2, expected * 0.01):
            words = f"{missing} of {expected} frames cannot be decoded."
            found.append(Finding("problem", words, f"{expected} 帧中有 {missing} 帧无法解码。"))
        else:
            words = f"All {frames} frames decode."
            found.append(Finding("good", words, f"全部 {frames} 帧都能解码。"))
    black = _lasting(picture["black"])
    if black and black >= 0.98 * duration:
        words = "The picture is black all the time."
        found.append(Finding("problem", words, "画面全程为黑。"))
    elif picture["black"]:
        english, chinese = _spans(picture["black"])
        words = f"The picture is black from {english}."
        found.append(Finding("note", words, f"黑场：{chinese}。"))
    return found


def _of_sound(sound: Mapping[str, Any], duration: float) -> list[Finding]:
    found: list[Finding] = []
    loudness, silences = sound["loudness"], sound["silences"]
    level, peak = loudness["lufs"], loudness["peak"]
    if level is None:
        return [Finding("problem", "The sound is silent all the time.", "全程没有声音（静音）。")]
    said, zh = f"The loudness is {level:.1f} LUFS", f"响度为 {level:.1f} LUFS"
    if level < _QUIET:
        words = f"{said}, which is quiet: -14 is usual on the web."
        found.append(Finding("note", words, f"{zh}，偏小：网上通常为 -14。"))
    elif level > _LOUD:
        words = f"{said}, which is very loud: -14 is usual on the web."
        found.append(Finding("note", words, f"{zh}，过大：网上通常为 -14。"))
    else:
        found.append(Finding("good", f"{said}.", f"{zh}。"))
    if peak is not None and peak >= _PEAK:
        words = f"The sound reaches {peak:.1f} dB of full scale and may clip."
        found.append(Finding("note", words, f"声音峰值达 {peak:.1f} dB，可能破音。"))
    if silences:
        grade: Grade = "problem" if _lasting(silences) > 0.9 * duration else "note"
        english, chinese = _spans(silences)
        found.append(Finding(grade, f"There is silence from {english}.", f"无声：{chinese}。"))
    return found


def _ends(picture: Mapping[str, Any], sound: Mapping[str, Any]) -> Finding:
    apart = sound["begins"] + sound["duration"] - picture["duration"]
    if abs(sound["begins"]) > _APART:
        when = "after" if sound["begins"] > 0 else "before"
        by, late = abs(sound["begins"]), "晚" if sound["begins"] > 0 else "早"
        return Finding(
            "note", f"The sound begins {by:.2f} s {when} the picture.",
            f"声音比画面{late}开始 {by:.2f} 秒。",
        )  # fmt: skip
    if abs(apart) <= _APART:
        gap = f"{abs(apart) * 1000:.0f}"
        return Finding(
            "good", f"Picture and sound end together ({gap} ms apart).",
            f"画面和声音同时结束（相差 {gap} 毫秒）。",
        )  # fmt: skip
    longer, shorter = ("sound", "picture") if apart > 0 else ("picture", "sound")
    zh = ("声音", "画面") if apart > 0 else ("画面", "声音")
    return Finding(
        "problem", f"The {longer} is {abs(apart):.2f} s longer than the {shorter}.",
        f"{zh[0]}比{zh[1]}长 {abs(apart):.2f} 秒。",
    )  # fmt: skip


def _lasting(spans: list[dict[str, float]]) -> float:
    return sum(s["end"] - s["start"] for s in spans)


def _spans(spans: list[dict[str, float]]) -> tuple[str, str]:
    """In English and in Chinese."""
    english = ", ".join(f"{s['start']:.2f} to {s['end']:.2f} s" for s in spans[:6])
    chinese = "、".join(f"{s['start']:.2f}–{s['end']:.2f} 秒" for s in spans[:6])
    if len(spans) <= 6:
        return english, chinese
    return f"{english} and {len(spans) - 6} more times", f"{chinese}，另有 {len(spans) - 6} 处"
