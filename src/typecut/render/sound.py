"""From timeline to sounds: what is heard when, how loud, and how it meets its neighbours."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from typecut.timeline import ZERO, Clip, Media, Timeline, Track, frame_at

from .facts import SourceFacts
from .grid import Placed, on_grid
from .spec import Composition, FadeShape, Recording, Sound, SoundSpec

CUT_FADE = Fraction(1, 100)
"""10 ms at every cut, so that a wave broken off in the middle does not click."""

LOUDNESS = -14.0
"""LUFS; what the large platforms play at (YouTube, Spotify), so that they change nothing."""


def sounds(
    timeline: Timeline,
    facts: Mapping[str, SourceFacts],
    *,
    loudness: bool = True,
    bitrate: int = 192_000,
    engine: str = "",
) -> SoundSpec:
    """The timeline's sound. The loudness target is set where music or several sources are mixed
    and `loudness` is wanted; a single recording keeps its own."""
    rate = timeline.canvas.rate
    total = frame_at(timeline.duration, rate) / rate
    found = tuple(
        sound
        for track in timeline.tracks
        if track.kind != "text" and not track.muted
        for sound in _of_track(track, timeline, facts, total)
    )
    contents = {_identity(s) for s in found}
    mixed = len(contents) > 1 or any(isinstance(s.content, Composition) for s in found)
    return SoundSpec(
        total,
        found,
        min(timeline.fade_in, total),
        min(timeline.fade_out, total),
        LOUDNESS if loudness and mixed else None,
        bitrate=bitrate,
        engine=engine,
    )


def _identity(sound: Sound) -> str:
    content = sound.content
    return content.digest if isinstance(content, Recording) else content.style


def _of_track(
    track: Track, timeline: Timeline, facts: Mapping[str, SourceFacts], total: Fraction
) -> Iterator[Sound]:
    rate = timeline.canvas.rate
    placed = [p for p in on_grid(track, rate) if isinstance(p.item, Clip)]
    for index, here in enumerate(placed):
        left = placed[index - 1] if index else None
        right = placed[index + 1] if index + 1 < len(placed) else None
        sound = _sound(here, left, right, timeline, facts)
        if sound and sound.begin < total and sound.duration > 0:
            yield sound


def _sound(
    here: Placed,
    left: Placed | None,
    right: Placed | None,
    timeline: Timeline,
    facts: Mapping[str, SourceFacts],
) -> Sound | None:
    clip = here.item
    if not isinstance(clip, Clip) or clip.muted or clip.volume <= 0 or clip.play == "hold":
        return None
    rate = timeline.canvas.rate
    duration = Fraction(here.seen_end - here.seen_begin) / rate
    content = _content(timeline.media_of(clip), duration, facts)
    if content is None:
        return None
    lead = Fraction(here.begin - here.seen_begin) / rate
    start = clip.source.end if clip.speed < 0 else clip.source.start
    fade_in, in_shape = _edge(clip.fade_in, here, left, here.before is not None, rate, head=True)
    fade_out, out_shape = _edge(
        clip.fade_out, here, right, here.after is not None, rate, head=False
    )
    return Sound(
        content,
        Fraction(here.seen_begin) / rate,
        duration,
        start - lead * clip.speed,
        clip.speed,
        clip.source.duration if clip.play == "loop" else None,
        clip.volume,
        min(fade_in, duration),
        in_shape,
        min(fade_out, duration),
        out_shape,
    )


def _content(
    media: Media, duration: Fraction, facts: Mapping[str, SourceFacts]
) -> Recording | Composition | None:
    if media.src.startswith("compose:"):
        style, _, query = media.src.removeprefix("compose:").partition("?")
        return Composition(style, query, duration)
    known = facts.get(media.id)
    if known is None or known.sound is None:
        return None
    late = known.sound.start - (known.picture.start if known.picture else known.sound.start)
    return Recording(known.path, known.digest, known.sound, late)


def _edge(
    wanted: Fraction, here: Placed, neighbour: Placed | None, crossing: bool, rate: Fraction,
    *, head: bool,
) -> tuple[Fraction, FadeShape]:  # fmt: skip
    """The fade at one end of a sound: what the user asked for, a transition's, or the cut's."""
    if crossing and neighbour:
        frames = (
            neighbour.seen_end - here.seen_begin if head else here.seen_end - neighbour.seen_begin
        )
        return Fraction(max(frames, 0)) / rate, "power"
    if wanted:
        return wanted, "linear"
    return (ZERO if _runs_on(here, neighbour, head=head) else CUT_FADE), "linear"


def _runs_on(here: Placed, neighbour: Placed | None, *, head: bool) -> bool:
    """Whether the sound continues over this end as if there were no cut: a split that nothing
    was done to, or the very beginning of a recording."""
    clip = here.item
    if not isinstance(clip, Clip):
        return False
    if neighbour is None or not isinstance(neighbour.item, Clip):
        return head and clip.source.start == 0 and clip.speed > 0
    first, second = (neighbour, here) if head else (here, neighbour)
    a, b = first.item, second.item
    if not (isinstance(a, Clip) and isinstance(b, Clip)):
        return False
    if first.end != second.begin or a.media != b.media or a.speed != b.speed:
        return False
    if "loop" in (a.play, b.play) or (a.volume, a.muted) != (b.volume, b.muted):
        return False
    return a.source.end == b.source.start if a.speed > 0 else a.source.start == b.source.end
