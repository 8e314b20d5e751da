"""Carries out what was understood on copies, so that every time is right when its turn comes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from typecut.edits import apply
from typecut.edits.plan import Language, Refusal, Span, Step
from typecut.edits.verbs import Edit, Split
from typecut.errors import EditError
from typecut.timeline import ZERO, Clip, Range, Timeline, Title

from .say import Impossible
from .which import clips

STRUCTURE, JOINTS, LENGTH, LAYERS = range(4)
"""The order within a sentence: cuts, then transitions (which shorten), then a length asked for
the whole, then what is laid over and under the result."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`base` is the timeline that "first", "last" and times speak of, `current` the one so far."""

    base: Timeline
    current: Timeline
    language: Language = "en"

    @property
    def end(self) -> Fraction:
        return picture_end(self.current)

    def now(self, span: Range) -> list[Range]:
        """Where the material at `span` of the base timeline is now, in order of place."""
        if self.base == self.current:
            return [span]
        pieces = [
            piece
            for clip, place in placed(self.base)
            if (part := place.intersection(span))
            for piece in self._pieces(clip, part.shifted(-place.start))
        ]
        return _merged(pieces)

    def _pieces(self, clip: Clip, part: Range) -> Iterable[Range]:
        """The places now of a part of a base clip, `part` counted from its beginning."""
        wanted = _source(clip, part)
        for other, place in self.heirs(clip):
            if clip.play != "play" or other.play != "play" or other.media != clip.media:
                yield place
                continue
            shared = other.source.intersection(wanted)
            if shared:
                yield _shown(other, place, shared)

    def heirs(self, clip: Clip) -> list[tuple[Clip, Range]]:
        """The clips that now show material of a base clip: itself, and what was split off it."""
        old = {c.id for c in clips(self.base)}
        return [
            (other, place)
            for other, place in placed(self.current)
            if other.id == clip.id or (other.id not in old and _cut_from(other, clip))
        ]

    def alive(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The clips that now stand for the base clips named; a clip that is gone stays in, for
        the edit to complain about."""
        by_id = {c.id: c for c in clips(self.base)}
        found: list[str] = []
        for wanted in ids:
            base = by_id.get(wanted)
            found += [c.id for c, _ in self.heirs(base)] if base else []
            if not base or not self.heirs(base):
                found.append(wanted)
        return tuple(dict.fromkeys(found))

    def moment(self, at: Fraction) -> Fraction:
        """Where the moment `at` of the base timeline is now: itself, or what came next to it."""
        if self.base == self.current:
            return at
        after = self.now(Range.between(at, max(at, picture_end(self.base))))
        return after[0].start if after else min(self.end, at)


@dataclass(frozen=True, slots=True)
class Act:
    """Something understood; `build` gives its edits when its turn comes, or raises Impossible."""

    span: Span
    build: Callable[[Stage], Sequence[Edit]]
    phase: int = STRUCTURE
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of acts that were carried out."""

    current: Timeline
    steps: tuple[Step, ...] = ()
    refusals: tuple[Refusal, ...] = field(default=())


def play(acts: Sequence[Act], timeline: Timeline, language: Language) -> Played:
    """Carries out acts that all speak of `timeline`, in the order of their phases."""
    played = Played(timeline)
    for act in sorted(acts, key=lambda a: a.phase):
        played = _play_one(act, timeline, played, language)
    return played


def _play_one(act: Act, base: Timeline, played: Played, language: Language) -> Played:
    try:
        edits = act.build(Stage(base, played.current, language))
        current = played.current
        for edit in edits:
            current = apply(current, edit)
    except Impossible as impossible:
        return _refused(played, act, str(impossible))
    except EditError as error:
        return _refused(played, act, error.said(language))
    steps = tuple(Step(edit, act.span, act.reading) for edit in edits)
    return replace(played, current=current, steps=played.steps + steps)


def _refused(played: Played, act: Act, reason: str) -> Played:
    sentence = reason if reason.endswith((".", "。", "!", "?")) else f"{reason}."
    if any("\u4e00" <= c <= "\u9fff" for c in reason) and sentence.endswith("."):
        sentence = f"{reason}。"
    return replace(played, refusals=(*played.refusals, Refusal(act.span, sentence)))


def isolated(stage: Stage, span: Range) -> tuple[list[Edit], tuple[str, ...]]:
    """The splits that make clips of a range of the current timeline, and the ids of those clips."""
    edits: list[Edit] = []
    timeline = stage.current
    for at in (span.start, span.end):
        if any(place.start < at < place.end for _, place in placed(timeline)):
            edit = Split(at)
            timeline = apply(timeline, edit)
            edits.append(edit)
    ids = [c.id for c, p in placed(timeline) if p.start >= span.start and p.end <= span.end]
    return edits, tuple(ids)


def placed(timeline: Timeline) -> list[tuple[Clip, Range]]:
    """The clips of the main track with their places."""
    main = timeline.main
    return [(i, r) for i, r in main.placed() if isinstance(i, Clip)] if main else []


def picture_end(timeline: Timeline) -> Fraction:
    return max((r.end for _, r in placed(timeline)), default=ZERO)


def titles(timeline: Timeline) -> list[Title]:
    return [i for t in timeline.tracks for i in t.items if isinstance(i, Title)]


def has_music(timeline: Timeline) -> bool:
    return any(
        t.role == "music" and any(isinstance(i, Clip) for i in t.items) for t in timeline.tracks
    )


def _cut_from(clip: Clip, ancestor: Clip) -> bool:
    """Whether a clip made in this sentence is a piece of an older one: ids tell the family,
    sources the member."""
    related = clip.id.split(".")[0] == ancestor.id.split(".")[0] and clip.media == ancestor.media
    return related and (clip.play != "play" or clip.source.overlaps(ancestor.source))


def _source(clip: Clip, part: Range) -> Range:
    """The source behind a part of the clip, `part` counted from its beginning."""
    speed = abs(clip.speed)
    if clip.speed > 0:
        return Range(clip.source.start + part.start * speed, part.duration * speed)
    return Range.between(clip.source.end - part.end * speed, clip.source.end - part.start * speed)


def _shown(clip: Clip, place: Range, source: Range) -> Range:
    """Where on the timeline a part of the clip's source is seen."""
    speed = abs(clip.speed)
    begin = source.start - clip.source.start if clip.speed > 0 else clip.source.end - source.end
    return Range(place.start + begin / speed, source.duration / speed)


def _merged(pieces: Iterable[Range]) -> list[Range]:
    merged: list[Range] = []
    for piece in sorted(pieces):
        if merged and piece.start <= merged[-1].end:
            merged[-1] = Range.between(merged[-1].start, max(merged[-1].end, piece.end))
        else:
            merged.append(piece)
    return merged
