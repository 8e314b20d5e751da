"""Promos and slideshows: every picture seen, words over them, music to the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from typecut.edits.plan import Language, Wish
from typecut.edits.verbs import (
    AddTitle,
    AddTransition,
    Append,
    Edit,
    FadeIn,
    FadeOut,
    Insert,
    KeepOfClip,
    RemoveClip,
    SetDuration,
)
from typecut.timeline import ZERO, Canvas, Clip, Media, Range, Timeline

from .backing import backdrop, music, seed_of
from .board import Note, Storyboard, board, number
from .footage import Shot, cleared, has_sound, shots_of
from .frame import canvas_edits, fades, unwanted, wished_canvas
from .motion import placed
from .rhythm import Rhythm, rhythm
from .words import one_text, over_pictures, time_for, too_short_to_read

PER_PICTURE = Fraction(7, 2)
SHORTEST, LONGEST = Fraction(15), Fraction(60)
INTRO = Fraction(10)
GLIMPSE = Fraction(1, 5)
"""Less of a picture is not seen at all."""
CLEAR = Fraction(4, 5)
"""Less of a picture is worth a warning."""
LONG_CARD = Fraction(6)


@dataclass(frozen=True, slots=True)
class Cast:
    """The shots of the story in order; `cards` are the ids of the opening and the closing one on
    a background of our own, where footage is short."""

    shots: tuple[Shot, ...]
    total: Fraction
    rhythm: Rhythm
    cards: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def picture_story(
    wish: Wish, timeline: Timeline, library: Sequence[Media], language: Language
) -> Storyboard:
    """The main track's photos and clips as one video."""
    canvas = wished_canvas(wish, timeline.canvas)
    seed = seed_of(*wish.texts, wish.mood, *(s.media.name for s in shots_of(timeline)))
    texts = () if unwanted(wish, "titles") else wish.texts
    cast = _cast(wish, timeline, backdrop(wish, seed))
    fade_in, fade_out = fades(wish, cast.total)
    song = music(
        wish, library, cast.total, over_sound=has_sound(timeline, cast.shots), seed=seed
    )  # fmt: skip
    titles = list(_titles(texts, cast, fade_out))
    edits: list[Edit] = [
        *canvas_edits(timeline.canvas, canvas),
        *cleared(timeline, words=bool(texts)),
        *_lengths(cast),
        *_placed(wish, cast, canvas),
        *_dissolves(cast),
        *titles,
        *([song] if song else ()),
        *([FadeIn(fade_in)] if fade_in else ()),
        *([FadeOut(fade_out)] if fade_out else ()),
    ]
    notes = [*_notes(wish, cast), *too_short_to_read(texts, cast.total)]
    return board(edits, notes, language)


# -- lengths -------------------------------------------------------------------------------------


def _cast(wish: Wish, timeline: Timeline, background: Media) -> Cast:
    rate = timeline.canvas.rate
    shots = shots_of(timeline)
    total = wish.duration or _usual_length(wish, shots)
    kept = _seen(shots, total)
    left_out = tuple(s.clip.id for s in shots if s not in kept)
    beat = _beat(wish, kept, total, rate)
    if not beat.lacking:
        return Cast(kept, total, beat, left_out=left_out)
    if wish.duration is None:
        total = max(total - beat.lacking, 1 / rate)
        return Cast(kept, total, _beat(wish, kept, total, rate), left_out=left_out)
    opening = _card(background, "opening", timeline)
    closing = _card(background, "closing", timeline)
    two = beat.lacking > LONG_CARD and bool(wish.texts)
    shots = (opening, *kept, closing) if two else (*kept, closing)
    cards = (opening.clip.id, closing.clip.id)
    return Cast(shots, total, _beat(wish, shots, total, rate), cards, left_out)


def _usual_length(wish: Wish, shots: Sequence[Shot]) -> Fraction:
    """Three and a half seconds each, 15 to 60 s together, 10 s for an intro; long enough for the
    words, but no longer than the clips."""
    wished = min(max(PER_PICTURE * len(shots), SHORTEST), LONGEST)
    if wish.occasion == "intro":
        wished = INTRO
    wished = max(wished, time_for(wish.texts))
    if any(s.room is None for s in shots):
        return wished
    return min(wished, sum((s.length for s in shots), ZERO))


def _seen(shots: tuple[Shot, ...], total: Fraction) -> tuple[Shot, ...]:
    """As many as can be seen at all, evenly chosen."""
    most = max(1, int(total / GLIMPSE))
    if len(shots) <= most:
        return shots
    return tuple(shots[i * len(shots) // most] for i in range(most))


def _card(background: Media, name: str, timeline: Timeline) -> Shot:
    while timeline.find(name):
        name += "-card"
    clip = Clip(name, background.id, Range(ZERO, Fraction(1)))
    return Shot(clip, background, Fraction(1), None)


def _beat(wish: Wish, shots: Sequence[Shot], total: Fraction, rate: Fraction) -> Rhythm:
    dissolve = min(Fraction(1), max(Fraction(1, 2), total / len(shots) / 4))
    if unwanted(wish, "transitions"):
        dissolve = ZERO
    return rhythm([s.room for s in shots], total, dissolve, rate)


def _lengths(cast: Cast) -> Iterator[Edit]:
    yield from (RemoveClip(c) for c in cast.left_out)
    for shot, length in zip(cast.shots, cast.rhythm.full, strict=True):
        name = shot.clip.id
        if name in cast.cards[:1]:
            yield Insert(shot.media, ZERO, duration=length, clip=name)
        elif name in cast.cards:
            yield Append(shot.media, duration=length, clip=name)
        elif shot.room is None:
            yield SetDuration(length, (name,))
        elif length < shot.room:
            yield KeepOfClip(name, Range((shot.room - length) / 3, length))


def _dissolves(cast: Cast) -> Iterator[Edit]:
    """One edit per length of dissolve."""
    by_length: dict[Fraction, list[str]] = {}
    for shot, overlap in zip(cast.shots, cast.rhythm.overlaps, strict=False):
        if overlap:
            by_length.setdefault(overlap, []).append(shot.clip.id)
    for overlap, after in by_length.items():
        yield AddTransition("dissolve", overlap, tuple(after))


def _placed(wish: Wish, cast: Cast, canvas: Canvas) -> Iterator[Edit]:
    still = unwanted(wish, "motion")
    for number_, (shot, length) in enumerate(zip(cast.shots, cast.rhythm.full, strict=True)):
        yield from placed(shot, canvas, length, number_, still=still)


# -- words ---------------------------------------------------------------------------------------


def _titles(texts: Sequence[str], cast: Cast, fade_out: Fraction) -> Iterator[AddTitle]:
    if len(texts) == 1:
        yield from one_text(texts[0], cast.total, fade_out)
    elif texts:
        seen = cast.rhythm.seen
        starts = [sum(seen[:i], ZERO) for i in range(len(seen))]
        yield from over_pictures(texts, starts, cast.total)


def _notes(wish: Wish, cast: Cast) -> Iterator[Note]:
    yield _made(cast)
    if cast.left_out:
        count, total = len(cast.left_out), number(cast.total)
        yield Note(
            f"{count} pictures were left out, because {total} s are too short for so many.",
            f"{total}秒放不下这么多画面，有{count}张没有用上。",
        )
    elif min(cast.rhythm.seen) < CLEAR:
        least = number(min(cast.rhythm.seen))
        yield Note(
            f"So many pictures are seen for only about {least} s each; a longer video would help.",
            f"画面较多，每张只出现约{least}秒；视频长一些会更好。",
        )
    if cast.cards:
        yield Note(
            "The clips have less material than that, so a moving background of our own fills the "
            "rest; add clips or photos to replace it.",
            "素材不够长，其余部分用自制的动态背景补足；添加更多片段或照片即可替换。",
        )


def _made(cast: Cast) -> Note:
    pictures = [s for s in cast.shots if s.clip.id not in cast.cards]
    count, total = len(pictures), number(cast.total)
    each = number(cast.total / len(cast.shots))
    dissolve = number(max(cast.rhythm.overlaps, default=ZERO))
    en, zh = (
        f"Made a video of {total} s from {_things(count)}",
        f"用{count}个画面做了一个{total}秒的视频",
    )
    if count > 1:
        en, zh = f"{en}, about {each} s each", f"{zh}，每个约{each}秒"
    if cast.rhythm.overlaps and max(cast.rhythm.overlaps):
        en, zh = f"{en}, with dissolves of {dissolve} s", f"{zh}，叠化转场{dissolve}秒"
    return Note(f"{en}.", f"{zh}。")


def _things(count: int) -> str:
    return "1 picture" if count == 1 else f"{count} pictures"
