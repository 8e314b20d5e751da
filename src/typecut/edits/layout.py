"""Finding things on a timeline and putting things on its tracks."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from typecut.timeline import (
    ZERO,
    Clip,
    Gap,
    Item,
    Media,
    Range,
    Timeline,
    Title,
    Track,
    TrackKind,
    TrackRole,
    Transition,
)

from .wording import label, main_clips, missing, refuse

_LETTER: dict[TrackKind, str] = {"video": "V", "audio": "A", "text": "T"}
_ORDER: tuple[TrackKind, ...] = ("video", "audio", "text")


@dataclass(frozen=True, slots=True)
class Found:
    """A clip with its place: track, index in the track's items, range on the timeline."""

    track: Track
    index: int
    span: Range
    clip: Clip
    media: Media

    @property
    def on_main(self) -> bool:
        return self.track.role == "main"


def find_clip(timeline: Timeline, clip_id: str) -> Found:
    """The clip of this id on any track, or NoSuchItem that names the ones there are."""
    found = timeline.find(clip_id)
    item = found[0].items[found[1]] if found else None
    if found is None or not isinstance(item, Clip):
        names = ", ".join(f"{c.id} ({label(timeline, c)})" for c in main_clips(timeline))
        missing(
            f'there is no clip "{clip_id}"; the clips are {names or "none yet"}',
            f"没有“{clip_id}”这个片段；现有片段：{names or '无'}",
        )
    return Found(found[0], found[1], found[2], item, timeline.media_of(item))


def find_main(timeline: Timeline, clip_id: str) -> Found:
    """The clip of this id on the main track."""
    found = find_clip(timeline, clip_id)
    if not found.on_main:
        name = label(timeline, found.clip)
        refuse(f"{name} is not on the main track", f"{name}不在主轨道上")
    return found


def need_main(timeline: Timeline) -> Track:
    """The main track, which has a clip; EditError where there is none."""
    track = timeline.main
    if track is None or not main_clips(timeline):
        refuse("there is no picture on the timeline yet", "时间线上还没有画面")
    return track


def chosen(timeline: Timeline, clips: tuple[str, ...]) -> tuple[Found, ...]:
    """The clips named; without names every clip of the main track."""
    if not clips:
        need_main(timeline)
    ids = clips or tuple(c.id for c in main_clips(timeline))
    return tuple(find_clip(timeline, i) for i in dict.fromkeys(ids))


def taken_ids(timeline: Timeline) -> set[str]:
    return {i.id for t in timeline.tracks for i in t.items if isinstance(i, Clip | Title)}


def free_id(taken: Collection[str], wished: str) -> str:
    """`wished` if it is free, else ``A.2``, ``A.3``, … of it."""
    if wished not in taken:
        return wished
    base = re.sub(r"\.\d+$", "", wished)
    count = 2
    while f"{base}.{count}" in taken:
        count += 1
    return f"{base}.{count}"


def with_media(timeline: Timeline, media: Media) -> tuple[Timeline, Media]:
    """The timeline that knows `media`, and `media` with the id by which it knows it."""
    for known in timeline.media:
        if known.id == media.id and known.src == media.src:
            return timeline, known
    media = replace(media, id=free_id({m.id for m in timeline.media}, media.id))
    return replace(timeline, media=(*timeline.media, media)), media


def new_track(timeline: Timeline, kind: TrackKind, role: TrackRole) -> Track:
    taken = {t.id for t in timeline.tracks}
    count = 1
    while f"{_LETTER[kind]}{count}" in taken:
        count += 1
    return Track(f"{_LETTER[kind]}{count}", kind, role)


def with_new_track(timeline: Timeline, track: Track) -> Timeline:
    """Pictures at the bottom (the main one first), then sounds, then words; new ones on top."""
    tracks = list(timeline.tracks)
    rank = _ORDER.index(track.kind)
    behind = [i for i, t in enumerate(tracks) if _ORDER.index(t.kind) <= rank]
    index = 0 if track.role == "main" else (behind[-1] + 1 if behind else 0)
    tracks.insert(index, track)
    return replace(timeline, tracks=tuple(tracks))


def with_items(timeline: Timeline, track: Track, items: Iterable[Item]) -> Timeline:
    return timeline.with_track(replace(track, items=tuple(items)))


def swap(timeline: Timeline, found: Found, clip: Clip) -> Timeline:
    """Another clip of the same length in the place of one."""
    items = list(found.track.items)
    items[found.index] = clip
    return with_items(timeline, found.track, items)


Placed = tuple[Clip | Title, Fraction]
"""An item and when it starts."""


def starts(track: Track) -> list[Placed]:
    return [(item, span.start) for item, span in track.placed()]


def lay(track: Track, placed: Iterable[Placed]) -> Track:
    """The track with these items at these times. An item that would run into a later one ends
    where that begins; of two that begin together the second is pushed behind the first. A
    transition stays where its neighbours still touch."""
    joints = _joints(track)
    items: list[Item] = []
    time = ZERO
    last: Clip | Title | None = None
    for item, start in sorted(placed, key=lambda p: p[1]):
        if last is not None and start < time:
            if start > time - last.duration:
                last = shortened(last, start - (time - last.duration))
                items[-1] = last
                time = start
            else:
                start = time  # noqa: PLW2901
        if start > time:
            items.append(Gap(start - time))
        elif last is not None and (last.id, item.id) in joints:
            items.append(joints[last.id, item.id])
        items.append(item)
        last, time = item, start + item.duration
    return replace(track, items=tuple(items))


def _joints(track: Track) -> dict[tuple[str, str], Transition]:
    joints: dict[tuple[str, str], Transition] = {}
    for _, _, index in track.transitions():
        around = track.items[max(index - 1, 0) : index + 2]
        match around:
            case (Clip() | Title() as left, Transition() as joint, Clip() | Title() as right):
                joints[left.id, right.id] = joint
            case _:
                pass
    return joints


def shortened(item: Clip | Title, duration: Fraction) -> Clip | Title:
    """The item's beginning, `duration` long."""
    if isinstance(item, Title):
        return replace(item, duration=duration)
    if item.play != "play":
        return replace(item, length=duration)
    taken = duration * abs(item.speed)
    start = item.source.start if item.speed > 0 else item.source.end - taken
    return replace(item, source=Range(start, taken))


def is_free(track: Track, span: Range) -> bool:
    """Whether nothing stands there; what follows the timeline's length stands everywhere."""
    return not any(
        placed.overlaps(span) or (isinstance(item, Clip) and item.follow)
        for item, placed in track.placed()
    )


def place(timeline: Timeline, item: Clip | Title, start: Fraction, role: TrackRole) -> Timeline:
    """Puts the item onto the first track of `role` that is free there, else onto a new one."""
    kind: TrackKind = "text" if isinstance(item, Title) else _KIND_OF_ROLE.get(role, "audio")
    alone = isinstance(item, Clip) and item.follow
    span = Range(start, item.duration)
    for track in timeline.tracks:
        if track.role == role and track.kind == kind and not alone and is_free(track, span):
            return timeline.with_track(lay(track, [*starts(track), (item, start)]))
    track = new_track(timeline, kind, role)
    return with_new_track(timeline, lay(track, [(item, start)]))


_KIND_OF_ROLE: dict[TrackRole, TrackKind] = {"main": "video", "overlay": "video"}


def without(timeline: Timeline, ids: Collection[str]) -> Timeline:
    """The items of these ids taken off their tracks; all else stays where it is in time."""
    tracks = tuple(
        lay(t, [(i, s) for i, s in starts(t) if i.id not in ids])
        if any(isinstance(i, Clip | Title) and i.id in ids for i in t.items)
        else t
        for t in timeline.tracks
    )
    return replace(timeline, tracks=tracks)
