"""What is at hand on the main track, as far as a story needs to know it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from typecut.edits.verbs import Edit, RemoveTitle, RemoveTransition, RippleDelete
from typecut.timeline import ZERO, Clip, Gap, Media, Range, Timeline, Title, Transition


@dataclass(frozen=True, slots=True)
class Shot:
    """A clip of the main track. `length` is what it lasts without transitions; `room` is the same
    for footage, which has no more, and None for a photo, which lasts as long as it is wanted."""

    clip: Clip
    media: Media
    length: Fraction
    room: Fraction | None

    @property
    def sounds(self) -> bool:
        return self.media.has_audio and not self.clip.muted and self.clip.volume > 0


def shots_of(timeline: Timeline) -> tuple[Shot, ...]:
    """The main track's clips, with what they gave to transitions counted in."""
    items = timeline.main.items if timeline.main else ()
    given: dict[str, Fraction] = {}
    for left, joint, right in zip(items, items[1:], items[2:], strict=False):
        if isinstance(joint, Transition) and isinstance(left, Clip) and isinstance(right, Clip):
            gave = joint.after if joint.left_gave is None else joint.left_gave
            took = joint.before if joint.right_gave is None else joint.right_gave
            given[left.id] = given.get(left.id, ZERO) + gave
            given[right.id] = given.get(right.id, ZERO) + took
    return tuple(
        _shot(c, timeline.media_of(c), given.get(c.id, ZERO)) for c in items if isinstance(c, Clip)
    )


def _shot(clip: Clip, media: Media, given: Fraction) -> Shot:
    elastic = media.duration is None and clip.play == "play"
    length = clip.duration + given
    return Shot(clip, media, length, None if elastic else length)


def cleared(timeline: Timeline, *, words: bool) -> Iterator[Edit]:
    """Hard cuts and no gaps, so that lengths can be counted; no titles where new `words` come."""
    if timeline.main is None:
        return
    if words and any(isinstance(i, Title) for t in timeline.tracks for i in t.items):
        yield RemoveTitle()
    if any(timeline.main.transitions()):
        yield RemoveTransition()
    lengths = {s.clip.id: s.length for s in shots_of(timeline)}
    gaps: list[Range] = []
    start = ZERO
    for item in timeline.main.items:
        if isinstance(item, Gap):
            gaps.append(Range(start, item.duration))
            start += item.duration
        elif isinstance(item, Clip):
            start += lengths[item.id]
    # From the end on, so that the earlier ranges stay true.
    yield from (RippleDelete(gap) for gap in reversed(gaps))


def has_sound(timeline: Timeline, shots: tuple[Shot, ...]) -> bool:
    """Whether anything but music is heard."""
    voices = (t for t in timeline.tracks if t.kind == "audio" and t.role != "music" and not t.muted)
    return any(s.sounds for s in shots) or any(any(t.placed()) for t in voices)


def has_music(timeline: Timeline) -> bool:
    return any(t.role == "music" and any(t.placed()) for t in timeline.tracks)
