"""What holds on every timeline after every edit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from typecut.timeline import ZERO, Clip, Gap, Item, Range, Timeline, Title, Track, Transition

from .layout import lay, shortened, starts
from .material import head_room, tail_room


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the picture ended before the edit, and where it ends after it: no rule moves it, so
    that it is counted once."""

    before: Fraction
    after: Fraction


Rule = Callable[[Ends, Timeline], Timeline]
"""From the timeline that an edit made to the one that holds."""


def settle(before: Timeline, after: Timeline) -> Timeline:
    """All rules in order."""
    ends = Ends(picture_end(before), picture_end(after))
    for rule in RULES:
        after = rule(ends, after)
    return after


def tidy(ends: Ends, after: Timeline) -> Timeline:
    """Gaps are merged, trailing ones and items without length gone."""
    return replace(after, tracks=tuple(_tidied(t) for t in after.tracks))


def _tidied(track: Track) -> Track:
    items: list[Item] = []
    for item in track.items:
        if not isinstance(item, Transition) and item.duration <= 0:
            continue
        if isinstance(item, Gap) and items and isinstance(items[-1], Gap):
            items[-1] = Gap(items[-1].duration + item.duration)
        else:
            items.append(item)
    while items and isinstance(items[-1], Gap | Transition):
        items.pop()
    return track if tuple(items) == track.items else replace(track, items=tuple(items))


def words_need_picture(ends: Ends, after: Timeline) -> Timeline:
    """Titles and overlays go away with the last clip of the main track."""
    if ends.before == 0 or ends.after > 0:
        return after
    kept = tuple(t for t in after.tracks if t.kind == "audio")
    return replace(after, tracks=kept)


def within_picture(ends: Ends, after: Timeline) -> Timeline:
    """Titles and overlays end with the picture; sounds as well where the edit shortened it."""
    end = ends.after
    if not end:
        return after
    shrank = end < ends.before
    tracks = tuple(
        _ending(t, end, after.canvas.rate)
        if t.role != "main" and (t.kind != "audio" or shrank)
        else t
        for t in after.tracks
    )
    return replace(after, tracks=tracks)


def _ending(track: Track, end: Fraction, rate: Fraction) -> Track:
    if all(r.end <= end or _follows(i) for i, r in track.placed()):
        return track
    kept = [
        (item if _follows(item) or start + item.duration <= end else shortened(item, end - start),
         start)
        for item, start in starts(track)
        if _follows(item) or end - start >= 1 / rate
    ]  # fmt: skip
    return lay(track, kept)


def _follows(item: Clip | Title) -> bool:
    return isinstance(item, Clip) and item.follow


def picture_end(timeline: Timeline) -> Fraction:
    """The end of the last clip on the main track; 0 without one."""
    items = timeline.main.items if timeline.main else ()
    lasting = [i for i in items if not isinstance(i, Transition)]
    while lasting and isinstance(lasting[-1], Gap):
        lasting.pop()
    return sum((i.duration for i in lasting), ZERO)


def sound_transitions(ends: Ends, after: Timeline) -> Timeline:
    """A transition has two neighbours, handles in their sources and room in their lengths."""
    tracks = tuple(
        replace(t, items=_joined(after, t.items)) if any(t.transitions()) else t
        for t in after.tracks
    )
    return replace(after, tracks=tracks)


def _joined(timeline: Timeline, given: Sequence[Item]) -> tuple[Item, ...]:
    items = _with_neighbours(given)
    for index, item in enumerate(items):
        if isinstance(item, Transition):
            items[index] = _with_handles(timeline, items[index - 1], item, items[index + 1])
    _share(items)
    return tuple(i for i in items if not isinstance(i, Transition) or i.duration > 0)


def _with_neighbours(given: Sequence[Item]) -> list[Item]:
    items: list[Item] = []
    for index, item in enumerate(given):
        if isinstance(item, Transition):
            right = given[index + 1] if index + 1 < len(given) else None
            if not items or not _can_mix(items[-1]) or not _can_mix(right):
                continue
        items.append(item)
    return items


def _can_mix(item: Item | None) -> bool:
    return isinstance(item, Clip | Title)


def _with_handles(timeline: Timeline, left: Item, joint: Transition, right: Item) -> Transition:
    limits_before, limits_after = [left.duration], [right.duration]
    if isinstance(left, Clip):
        limits_after.append(_room(tail_room(left, timeline.media_of(left)), joint.after))
    if isinstance(right, Clip):
        limits_before.append(_room(head_room(right, timeline.media_of(right)), joint.before))
    before, after = min(joint.before, *limits_before), min(joint.after, *limits_after)
    if (before, after) == (joint.before, joint.after):
        return joint
    return replace(joint, before=before, after=after)


def _room(room: Fraction | None, wanted: Fraction) -> Fraction:
    return wanted if room is None else room


def _share(items: list[Item]) -> None:
    """Two transitions at the ends of one item share its length."""
    for index in range(1, len(items) - 1):
        first, item, second = items[index - 1 : index + 2]
        if isinstance(first, Transition) and isinstance(second, Transition):
            wanted = first.after + second.before
            if wanted > item.duration:
                part = item.duration / wanted
                items[index - 1] = replace(first, after=first.after * part)
                items[index + 1] = replace(second, before=second.before * part)


def follow(ends: Ends, after: Timeline) -> Timeline:
    """Music is as long as the timeline from where it starts, a logo as long as the picture."""
    picture = ends.after

    def end(track: Track) -> Fraction:
        return picture if track.kind != "audio" and picture else after.duration

    tracks = tuple(
        replace(t, items=_fitted(after, t, end(t)))
        if any(_follows(i) for i, _ in t.placed())
        else t
        for t in after.tracks
    )
    return replace(after, tracks=tracks)


def _fitted(timeline: Timeline, track: Track, end: Fraction) -> tuple[Item, ...]:
    items: list[Item] = []
    time = ZERO
    for item in track.items:
        fitted = item
        if isinstance(item, Clip) and item.follow:
            if end <= time:
                break
            fitted = fit(timeline, item, end - time)
        items.append(fitted)
        time += ZERO if isinstance(fitted, Transition) else fitted.duration
    return tuple(items)


def fit(timeline: Timeline, clip: Clip, length: Fraction) -> Clip:
    """The clip `length` long: files loop, what has no length of its own is made to length."""
    if timeline.media_of(clip).duration is None:
        return replace(clip, source=Range(ZERO, length), play="play", length=None)
    return replace(clip, play="loop", length=length)


def no_empty_tracks(ends: Ends, after: Timeline) -> Timeline:
    return replace(after, tracks=tuple(t for t in after.tracks if t.items))


RULES: tuple[Rule, ...] = (
    tidy,
    words_need_picture,
    within_picture,
    sound_transitions,
    follow,
    tidy,
    no_empty_tracks,
)
