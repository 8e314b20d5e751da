"""From a timeline to a wire draft."""

from pathlib import Path
from typing import Any

from typecut.timeline import (
    ZERO,
    Clip,
    Gap,
    Media,
    Timeline,
    Title,
    Track,
    Transition,
    to_milliseconds,
)

from ..guess import relative
from . import kept
from .exact import put_rate, put_ratio, put_time
from .pictures import effect_to_wire, placement_to_wire
from .reading import KINDS, SLACK, VERSION

_TYPES = {kind: number for number, kind in KINDS.items()}


def to_wire(timeline: Timeline, folder: Path | None = None) -> dict[str, Any]:
    """The wire draft of a timeline; paths of files inside `folder` are written relative to it."""
    tree = kept.unpack(timeline.extra)
    trees: dict[str, Any] = tree.pop("media", {})
    draft: dict[str, Any] = {
        "v": VERSION,
        "m": _meta(timeline),
        "d": to_milliseconds(timeline.duration),
        "t": [_track(t) for t in timeline.tracks],
        "media": [kept.merge(_media(m, folder), trees.get(m.id, {})) for m in timeline.media],
    }
    return kept.merge(draft, tree)


def _meta(timeline: Timeline) -> dict[str, Any]:
    canvas = timeline.canvas
    out: dict[str, Any] = {"title": timeline.name, "width": canvas.width, "height": canvas.height}
    put_rate(out, "fps", canvas.rate)
    out |= {"background": canvas.background, "fit": canvas.fit}
    _put_unless_zero(out, "fi", timeline.fade_in)
    _put_unless_zero(out, "fo", timeline.fade_out)
    return out


def _media(media: Media, folder: Path | None) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": media.id,
        "src": relative(media.src, folder),
        "kind": media.kind,
        "name": media.name,
    }
    if media.duration is not None:
        put_time(out, "d", media.duration)
    if media.width or media.height:
        out |= {"width": media.width, "height": media.height}
    if media.rate is not None:
        put_rate(out, "fps", media.rate)
    if media.has_audio:
        out["audio"] = True
    return out


def _track(track: Track) -> dict[str, Any]:
    meta: dict[str, Any] = {"name": track.name, "role": track.role}
    meta |= {key: True for key in ("muted", "hidden") if getattr(track, key)}
    out = {
        "id": track.id,
        "tt": _TYPES[track.kind],
        "m": meta,
        "d": to_milliseconds(track.duration),
        "sg": _segments(track),
    }
    if track.items and isinstance(track.items[-1], Gap):
        put_time(out, "tail", track.items[-1].duration)
    return kept.merge(out, kept.unpack(track.extra))


def _segments(track: Track) -> list[dict[str, Any]]:
    segments: list[dict[str, Any]] = []
    start = gap = ZERO
    transition: Transition | None = None
    for item in track.items:
        if isinstance(item, Transition):
            transition = item
            continue
        if isinstance(item, Gap):
            gap += item.duration
        else:
            out: dict[str, Any] = {"id": item.id}
            # A reader closes gaps that may be rounding, so a real one that small is said exactly.
            put_time(out, "s", start, always=ZERO < gap <= SLACK)
            put_time(out, "d", item.duration)
            out |= _title(item) if isinstance(item, Title) else _clip(item, out)
            if transition:
                out["tr"] = _transition(transition)
            segments.append(kept.merge(out, kept.unpack(item.extra)))
            gap, transition = ZERO, None
        start += item.duration
    return segments


def _title(title: Title) -> dict[str, Any]:
    words: dict[str, Any] = {
        "text": title.text,
        "style": title.style,
        "position": title.position,
        "animation": title.animation,
    }
    if title.color:
        words["color"] = title.color
    if title.size != 1:
        words["size"] = title.size
    return {"tx": words}


def _clip(clip: Clip, out: dict[str, Any]) -> dict[str, Any]:
    if clip.name:
        out["m"] = {"name": clip.name}
    out["src"] = clip.media
    put_time(out, "in", clip.source.start)
    if clip.play != "play":
        put_time(out, "out", clip.source.end)
        out["play"] = clip.play
    put_ratio(out, "sp", clip.speed)
    out["vol"] = clip.volume
    out |= {key: True for key in ("muted", "follow") if getattr(clip, key)}
    _put_unless_zero(out, "fi", clip.fade_in)
    _put_unless_zero(out, "fo", clip.fade_out)
    if placed := placement_to_wire(clip.placement):
        out["x"] = placed
    if clip.effects:
        out["fx"] = [effect_to_wire(e) for e in clip.effects]
    return out


def _transition(transition: Transition) -> dict[str, Any]:
    out: dict[str, Any] = {"type": transition.kind}
    put_time(out, "d", transition.duration)
    if transition.before != transition.after:
        put_time(out, "before", transition.before)
    gave: dict[str, Any] = {}
    for key, given in (("left", transition.left_gave), ("right", transition.right_gave)):
        if given is not None:
            put_time(gave, key, given)
    if gave:
        out["gave"] = gave
    return kept.merge(out, kept.unpack(transition.extra))


def _put_unless_zero(out: dict[str, Any], key: str, value: Any) -> None:
    if value:
        put_time(out, key, value)
