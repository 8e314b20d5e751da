"""Any server's draft in one line, as the documents have it."""

from collections.abc import Mapping
from typing import Any

from .drafts import Item, Line, lines_of
from .quoting import Language

LISTED = 6
"""So many items of a track are named one by one; of more only the first and the last."""

_KINDS: Mapping[str, tuple[str, str]] = {
    "video": ("Video", "视频"),
    "overlay": ("Overlay", "叠加"),
    "music": ("BGM", "背景音乐"),
    "voice": ("Voice", "人声"),
    "audio": ("Audio", "音频"),
    "title": ("Title", "标题"),
    "caption": ("Captions", "字幕"),
    "other": ("Track", "轨道"),
}


def summary(draft: Any, language: Language = "en") -> str:
    """``Timeline (2 tracks): 1. Video: city (0-10s) 2. BGM: Lo-fi (0-10s, 35%)``.

    Whatever the draft lacks is left out; what is no draft at all is an empty timeline.
    """
    told = [f"{n}. {_line(line, language)}" for n, line in enumerate(lines_of(draft), 1)]
    count = len(told)
    if language == "zh":
        return f"时间线（{count} 条轨道）" + (f"：{' '.join(told)}" if told else "")
    head = f"Timeline ({count} track{'' if count == 1 else 's'})"
    return head + (f": {' '.join(told)}" if told else "")


def kind_name(kind: str, language: Language) -> str:
    return _KINDS.get(kind, _KINDS["other"])[language == "zh"]


def seconds(milliseconds: float) -> str:
    """Seconds to a hundredth, without needless zeros."""
    return f"{round(milliseconds / 1000, 2):.10g}"


def percent(volume: float) -> str:
    return f"{round(volume * 100)}%"


def quoted(text: str, language: Language) -> str:
    text = " ".join(text.split())
    return f"“{text}”" if language == "zh" else f'"{text}"'


def name_of(item: Item, language: Language) -> str:
    """What an item is called: a title by its words, a clip by its name."""
    if item.text:
        return quoted(item.text, language)
    return item.name or ("未命名" if language == "zh" else "clip")


def _line(line: Line, language: Language) -> str:
    zh = language == "zh"
    told = [_item(item, line, language) for item in line.items]
    if len(told) > LISTED:
        told = [f"{len(told)}段" if zh else f"{len(told)} items", told[0], "…", told[-1]]
    if not told:
        told = ["空" if zh else "empty"]
    return (
        kind_name(line.kind, language) + ("：" if zh else ": ") + ("、" if zh else ", ").join(told)
    )


def _item(item: Item, line: Line, language: Language) -> str:
    zh = language == "zh"
    facts = [f"{seconds(item.start)}-{seconds(item.end)}s"] if item.length else []
    if abs(item.speed) != 1:
        facts.append(f"{abs(item.speed):g}{'倍速' if zh else 'x'}")
    if item.speed < 0:
        facts.append("倒放" if zh else "reversed")
    if item.muted or line.muted:
        facts.append("静音" if zh else "muted")
    elif item.volume is not None and (line.sounds or item.volume != 1):
        facts.append(percent(item.volume))
    name = name_of(item, language)
    if not facts:
        return name
    return f"{name}（{'，'.join(facts)}）" if zh else f"{name} ({', '.join(facts)})"
