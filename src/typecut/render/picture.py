"""From timeline to layers: which source picture is seen on which output frames, and how."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from typecut.errors import RenderError
from typecut.timeline import Clip, Effect, Placement, Timeline, Title, Track, frame_at

from .facts import SourceFacts
from .grid import Placed, on_grid
from .spec import Backdrop, Fade, Footage, Lettering, Mix, Shot


@dataclass(frozen=True, slots=True)
class Layers:
    """The whole picture, all frames counted from the beginning of the timeline."""

    frames: int
    base: tuple[Shot, ...] = ()
    mixes: tuple[Mix, ...] = ()
    overlays: tuple[Shot, ...] = ()
    letterings: tuple[Lettering, ...] = ()
    fades: tuple[Fade, ...] = ()


def layers(timeline: Timeline, facts: Mapping[str, SourceFacts], fonts: str = "") -> Layers:
    """`facts` by media id, for everything that is a file; `fonts` names the fonts' version."""
    rate = timeline.canvas.rate
    frames = frame_at(timeline.duration, rate)
    base: tuple[Shot, ...] = ()
    mixes: tuple[Mix, ...] = ()
    overlays: list[Shot] = []
    letterings: list[Lettering] = []
    for track in timeline.tracks:
        if track.hidden:
            continue
        if track.kind == "text":
            letterings.extend(_letterings(track, rate, fonts))
        elif track.role == "main":
            base, mixes = _main(track, timeline, facts)
        elif track.kind == "video":
            for placed in on_grid(track, rate):
                overlays.extend(_shots(placed, timeline, facts, own_time=True))
    return Layers(
        frames, base, mixes, tuple(overlays), tuple(letterings), tuple(_fades(timeline, frames))
    )


def _main(
    track: Track, timeline: Timeline, facts: Mapping[str, SourceFacts]
) -> tuple[tuple[Shot, ...], tuple[Mix, ...]]:
    """The base shots, and the mixes over the frames where two neighbours are seen."""
    shots: list[Shot] = []
    mixes: list[Mix] = []
    for placed in on_grid(track, timeline.canvas.rate):
        first = len(shots)
        shots.extend(_shots(placed, timeline, facts, own_time=False))
        into = placed.before
        if into and first and len(shots) > first and shots[first - 1].end > placed.seen_begin:
            mixes.append(Mix(into.kind, placed.seen_begin, shots[first - 1].end, first - 1, first))
    return tuple(shots), tuple(mixes)


def _shots(
    placed: Placed, timeline: Timeline, facts: Mapping[str, SourceFacts], *, own_time: bool
) -> Iterator[Shot]:
    """The shots of a clip: one, or one per repetition where it loops."""
    clip = placed.item
    if not isinstance(clip, Clip):
        return
    content = _content(clip, timeline, facts)
    if content is None:
        return
    begin, end = (placed.begin, placed.end) if own_time else (placed.seen_begin, placed.seen_end)
    step = _step(clip, content, timeline.canvas.rate)
    start = clip.source.end + step if step < 0 else clip.source.start
    lead = placed.begin - begin
    shot = Shot(content, begin, end, start - lead * step, step, -lead, clip.placement, clip.effects)
    yield from _cycles(clip, shot, placed.begin) if clip.play == "loop" and step else (shot,)


def _cycles(clip: Clip, shot: Shot, begin: int) -> Iterator[Shot]:
    """A looping clip as shots one after another, each a pass through the source range."""
    length = clip.source.duration / abs(shot.step)
    if length < 1:
        raise RenderError(f"The loop of clip {clip.id} is shorter than one frame.")
    start = clip.source.end + shot.step if shot.step < 0 else clip.source.start
    number = 0
    first = shot.begin
    while first < shot.end:
        number += 1
        last = min(shot.end, begin + round(number * length))
        if last > first:
            yield replace(
                shot, begin=first, end=last, start=start if number > 1 else shot.start,
                offset=shot.offset + first - shot.begin,
            )  # fmt: skip
            first = last


def _step(clip: Clip, content: Footage | Backdrop, rate: Fraction) -> Fraction:
    if clip.play == "hold" or (isinstance(content, Footage) and content.still):
        return Fraction(0)
    return clip.speed / rate


def _content(
    clip: Clip, timeline: Timeline, facts: Mapping[str, SourceFacts]
) -> Footage | Backdrop | None:
    media = timeline.media_of(clip)
    if media.src.startswith("background:"):
        name, _, query = media.src.removeprefix("background:").partition("?")
        return Backdrop(name, query)
    known = facts.get(media.id)
    if known is None:
        raise RenderError(f"The media {media.name or media.id!r} was not opened before planning.")
    if known.picture is None:
        return None
    return Footage(known.path, known.digest, known.picture, still=known.kind == "image")


def _letterings(track: Track, rate: Fraction, fonts: str) -> Iterator[Lettering]:
    for placed in on_grid(track, rate):
        title = placed.item
        if isinstance(title, Title) and title.text.strip():
            yield Lettering(
                title.text, placed.begin, placed.end, title.style, title.position,
                title.animation, title.color, title.size, fonts,
            )  # fmt: skip


def _fades(timeline: Timeline, frames: int) -> Iterator[Fade]:
    rate = timeline.canvas.rate
    fade_in = min(frame_at(timeline.fade_in, rate), frames)
    fade_out = min(frame_at(timeline.fade_out, rate), frames)
    if fade_in:
        yield Fade(0, fade_in, out=False)
    if fade_out:
        yield Fade(frames - fade_out, frames, out=True)


def plain(placement: Placement, effects: tuple[Effect, ...]) -> bool:
    """Whether a shot is shown as it is, merely fitted into the canvas."""
    return not effects and replace(placement, fit=None) == Placement()
