"""A timeline in one line, as it goes over the wire and into answers."""

from typecut.timeline import Clip, Range, Timeline, Title, Track

from .plan import Language
from .wording import ROLE, Words, label, number, percent, plural, quoted

LISTED = 6
"""So many clips of a track are named one by one; of more only the first and the last."""


def summary(timeline: Timeline, language: Language = "en") -> str:
    """``Timeline (2 tracks): 1. Video: city (0-10s) 2. BGM: Lo-fi (0-10s, 35%)``."""
    lines = [
        f"{index}. {_track(timeline, track, language)}"
        for index, track in enumerate(timeline.tracks, 1)
    ]
    count = len(lines)
    if language == "zh":
        return f"时间线（{count} 条轨道）：{' '.join(lines)}" if lines else "时间线（0 条轨道）"
    head = f"Timeline ({plural(count, 'track')})"
    return f"{head}: {' '.join(lines)}" if lines else head


_MUSIC = Words("BGM", "背景音乐")


def _track(timeline: Timeline, track: Track, language: Language) -> str:
    role = (_MUSIC if track.role == "music" else ROLE[track.role]).said(language)
    said = [_item(timeline, track, item, span, language) for item, span in track.placed()]
    if len(said) > LISTED:
        said = [_many(len(said), language), said[0], "…", said[-1]]
    if language == "zh":
        return f"{role}：{'、'.join(said)}"
    return f"{role}: {', '.join(said)}"


def _many(count: int, language: Language) -> str:
    return f"{count}段" if language == "zh" else f"{count} items"


def _item(
    timeline: Timeline, track: Track, item: Clip | Title, span: Range, language: Language
) -> str:
    facts = [f"{number(span.start)}-{number(span.end)}s"]
    if isinstance(item, Title):
        name = quoted(item.text).said(language)
    else:
        name = label(timeline, item)
        facts += _facts(timeline, track, item, language)
    return f"{name}（{'，'.join(facts)}）" if language == "zh" else f"{name} ({', '.join(facts)})"


def _facts(timeline: Timeline, track: Track, clip: Clip, language: Language) -> list[str]:
    """What is not as recorded; for music always the volume."""
    zh = language == "zh"
    facts: list[str] = []
    if abs(clip.speed) != 1:
        facts.append(f"{number(abs(clip.speed))}{'倍速' if zh else 'x'}")
    if clip.speed < 0:
        facts.append("倒放" if zh else "reversed")
    if clip.play == "hold":
        facts.append("定格" if zh else "frozen")
    audible = track.kind == "audio" or timeline.media_of(clip).has_audio
    if clip.muted and audible and track.role != "overlay":
        facts.append("静音" if zh else "muted")
    elif track.kind == "audio" or (clip.volume != 1 and audible and not clip.muted):
        facts.append(percent(clip.volume))
    return facts
