"""Facts of media in a timeline that came without them, and whether its clips fit these facts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from typecut.timeline import (
    Clip,
    Item,
    Media,
    Range,
    Timeline,
    Track,
    Transition,
    to_milliseconds,
)

from .findings import Findings

SLACK = Fraction(1, 20)
"""Containers, streams and clients round lengths differently; a frame or so is no mistake."""


def needs_probe(timeline: Timeline) -> tuple[Media, ...]:
    """Media of which not even length or size is known; made media never need probing."""
    return tuple(m for m in timeline.media if not m.made and _lacks_facts(m))


def _lacks_facts(media: Media) -> bool:
    if media.kind == "image":
        return not media.width
    return media.duration is None or (media.kind == "video" and not media.width)


def with_media(timeline: Timeline, media: Iterable[Media]) -> Timeline:
    """The timeline with these media (found by id) in place of what was known of them.

    Ranges that end a rounding beyond their source end with it, loops of unknown length get the
    source's. Raises DraftError where a clip wants what its media does not have.
    """
    known = {m.id: m for m in media}
    table = tuple(_told(known.get(m.id), m) for m in timeline.media)
    filled = replace(timeline, media=table)
    by_id = {m.id: m for m in table}
    tracks = tuple(
        replace(t, items=tuple(_fitted(i, by_id) for i in t.items)) for t in filled.tracks
    )
    filled = replace(filled, tracks=tracks)
    check_sources(filled)
    return filled


def _told(probed: Media | None, before: Media) -> Media:
    return before if probed is None else replace(probed, name=probed.name or before.name)


def _fitted(item: Item, media: dict[str, Media]) -> Item:
    if not isinstance(item, Clip):
        return item
    end = media[item.media].duration
    over = item.source.end - end if end is not None else 0
    if end is None or over <= 0 or item.source.start >= end:
        return item
    if item.play == "loop" or (item.play == "play" and over <= SLACK):
        return replace(item, source=Range.between(item.source.start, end))
    return item


def check_sources(timeline: Timeline) -> None:
    """Raises one DraftError that names every clip that wants what its media does not have."""
    findings = Findings()
    by_id = {m.id: m for m in timeline.media}
    for number, track in enumerate(timeline.tracks):
        clips = [i for i in track.items if isinstance(i, Clip)]
        for index, clip in enumerate(clips):
            path = f"t[{number}].sg[{index}]"
            for key, message in _clip_problems(track, clip, by_id.get(clip.media)):
                findings.add(f"{path}.{key}", message)
        for path, message in _transition_problems(track, number, clips, by_id):
            findings.add(path, message)
    findings.check()


def _clip_problems(track: Track, clip: Clip, media: Media | None) -> Iterator[tuple[str, str]]:
    if media is None:
        yield "src", f"{clip.media!r} is no media of this draft"
        return
    label = media.name or media.src
    if track.kind == "video" and not media.has_picture:
        yield "src", f"{label} has no picture; sound belongs on a track of type 1"
    if track.kind == "audio" and media.kind == "image":
        yield "src", f"{label} has no sound"
    if media.duration is None:
        return
    if clip.source.start > media.duration:
        yield "in", f"{label} is only {to_milliseconds(media.duration)} ms long"
    elif clip.source.end > media.duration + SLACK:
        end = to_milliseconds(clip.source.end)
        yield (
            "d",
            f"{label} is {to_milliseconds(media.duration)} ms long, this plays it to {end} ms",
        )


def _transition_problems(
    track: Track, number: int, clips: list[Clip], media: dict[str, Media]
) -> Iterator[tuple[str, str]]:
    """Transitions that show more of a clip than its media has beyond the cut."""
    for index, item in enumerate(track.items):
        if not isinstance(item, Transition) or not 0 < index < len(track.items) - 1:
            continue
        left, right = track.items[index - 1], track.items[index + 1]
        if not (isinstance(left, Clip) and isinstance(right, Clip)):
            continue
        path = f"t[{number}].sg[{clips.index(right)}].tr.d"
        for clip, wanted, side in ((left, item.after, "after"), (right, item.before, "before")):
            room = _handle(clip, media.get(clip.media), side == "after")
            if room is not None and wanted > room + SLACK:
                yield (
                    path,
                    (
                        f"it needs {to_milliseconds(wanted)} ms of {clip.id!r} {side} the cut, and its "
                        f"media has {to_milliseconds(room)} ms there; trim that segment first"
                    ),
                )


def _handle(clip: Clip, media: Media | None, end: bool) -> Fraction | None:
    """Timeline seconds of material beyond the clip's end (or beginning); None for any amount."""
    if media is None or media.duration is None or clip.play != "play":
        return None
    forward = end == (clip.speed > 0)
    room = media.duration - clip.source.end if forward else clip.source.start
    return room / abs(clip.speed)
