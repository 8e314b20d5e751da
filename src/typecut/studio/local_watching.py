"""Files of a conversation that are not what they were when they were brought."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from typecut.edits import Draft, Language
from typecut.edits.beginning import begin
from typecut.errors import MediaBroken, MediaError, MediaMissing
from typecut.render import SourceFacts
from typecut.timeline import ZERO, Canvas, Clip, Media, Range, Timeline

from .hands import Hands
from .media import media_of, probe

Look = tuple[int, int]
"""Size in bytes and time of change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """`media` by id as they are now; `gone` are files that are not there."""

    media: Mapping[str, Media]
    gone: tuple[Path, ...] = ()


def looks(files: Iterable[Media]) -> dict[str, Look]:
    """How each file looks from outside, by path; without those that are not there."""
    found: dict[str, Look] = {}
    for media in files:
        with suppress(OSError, ValueError):
            about = Path(media.src).stat()
            found[media.src] = (about.st_size, about.st_mtime_ns)
    return found


def renewed(files: Sequence[Media], known: Mapping[str, Look], hands: Hands) -> Renewed:
    """What has changed since `known`, measured again. Raises the MediaError of a file that cannot
    be used any more."""
    now = looks(files)
    gone = tuple(Path(m.src) for m in files if m.src not in now)
    stale = [m for m in files if m.src in now and known.get(m.src, now[m.src]) != now[m.src]]
    if not stale:
        return Renewed({}, gone)
    facts = probe([m.src for m in stale], hands)
    return Renewed({m.id: _measured(m, facts) for m in stale}, gone)


def missing(path: Path) -> MediaMissing:
    return MediaMissing(
        f"{path} is not there any more.",
        hint="Put it back, or take its clips out; the draft is kept as it is.",
        zh=f"文件 {path} 已不存在。请放回原处，或删除用到它的片段；草稿保持不变。",
    )


def said(old: Media, new: Media, language: Language) -> str:
    """A note for the person."""
    name = Path(new.src).name
    if old.duration == new.duration or new.duration is None or old.duration is None:
        return (
            f"{name} 的内容有变化，已改用新的内容。"
            if language == "zh"
            else f"{name} has changed on the disk; it is used as it is now."
        )
    lengths = f"{float(old.duration):.1f}", f"{float(new.duration):.1f}"
    if language == "zh":
        return f"{name} 的内容有变化（{lengths[0]} 秒 → {lengths[1]} 秒），已改用新的内容。"
    return f"{name} has changed on the disk ({lengths[0]} s → {lengths[1]} s); it is used as it is now."


def with_media(draft: Draft, media: Mapping[str, Media]) -> Draft:
    """The same log over the new files. Steps that are impossible now are passed over, as after an
    undo. MediaBroken where clips show what a file no longer has."""
    if not media:
        return draft
    undone = tuple(replace(u, entry=_entry(u.entry, media)) for u in draft.undone)
    return Draft(
        _timeline(draft.base, media), tuple(_entry(e, media) for e in draft.entries), undone
    )


def _measured(old: Media, facts: Mapping[str, SourceFacts]) -> Media:
    new = replace(media_of(facts[old.src], old.id), name=old.name)
    if (new.kind, new.has_picture) != (old.kind, old.has_picture):
        raise _unfit(old)
    return new


def _entry(entry: Any, media: Mapping[str, Media]) -> Any:
    return replace(entry, steps=tuple(_step(s, media) for s in entry.steps))


def _step(step: Any, media: Mapping[str, Media]) -> Any:
    named = getattr(step.edit, "media", None)
    if not isinstance(named, Media) or named.id not in media:
        return step
    return replace(step, edit=replace(step.edit, media=media[named.id]))


def _timeline(timeline: Timeline, media: Mapping[str, Media]) -> Timeline:
    before = {m.id: m for m in timeline.media}

    def fitted(item: Any) -> Any:
        if not isinstance(item, Clip) or item.media not in media:
            return item
        old, new = before[item.media], media[item.media]
        return replace(item, source=_source(item, old, new, timeline.canvas))

    tracks = tuple(replace(t, items=tuple(map(fitted, t.items))) for t in timeline.tracks)
    table = tuple(media.get(m.id, m) for m in timeline.media)
    return replace(timeline, tracks=tracks, media=table)


def _source(clip: Clip, old: Media, new: Media, canvas: Canvas) -> Range:
    """All of the new file where it was all of the old one; else the same part, as far as there is
    one."""
    if new.duration is None or old.duration is None:
        return clip.source
    whole = _whole(new, canvas)
    if clip.source == _whole(old, canvas):
        return whole
    kept = clip.source.intersection(whole)
    if kept is None:
        raise _unfit(new)
    return kept


def _whole(media: Media, canvas: Canvas) -> Range:
    """What a clip of all of it shows."""
    first = begin([media], canvas).tracks[0].items[0] if media.has_picture else None
    if isinstance(first, Clip):
        return first.source
    return Range(ZERO, media.duration or ZERO)


def _unfit(media: Media) -> MediaError:
    name = Path(media.src).name
    return MediaBroken(
        f"{name} is another file now, and does not have what the timeline shows of it.",
        hint="Put the old one back, or begin anew.",
        zh=f"{name} 已被换成另一个文件，缺少时间线用到的内容。请换回原文件，或重新开始。",
    )
