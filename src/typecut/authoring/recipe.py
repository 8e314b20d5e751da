"""What is done for wishes without content, such as "edit my video clips"."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from typecut.edits.plan import Language, Wish
from typecut.edits.verbs import AddTransition, Edit, FadeIn, FadeOut, Trim
from typecut.timeline import ZERO, Canvas, Media, Timeline

from .backing import music, seed_of
from .board import Note, Storyboard, board, number
from .footage import Shot, cleared, has_music, has_sound, shots_of
from .frame import canvas_edits, fades, unwanted, wished_canvas
from .motion import placed
from .rhythm import FEWEST
from .words import one_text, over_pictures

TRIM = Fraction(2, 5)
"""Off each end of a long clip: where cameras are started and stopped."""
LONG = Fraction(4)
DISSOLVE = Fraction(3, 4)
UNDER = 0.3


@dataclass(frozen=True, slots=True)
class Recipe:
    """What came out of the decisions: lengths before the dissolves, and how long these are."""

    shots: tuple[Shot, ...]
    trimmed: tuple[str, ...]
    dissolve: Fraction
    total: Fraction


def recipe(
    wish: Wish, timeline: Timeline, library: Sequence[Media], language: Language
) -> Storyboard:
    """Ends trimmed, crossfades, gentle fades, quiet music under the original sound."""
    canvas = wished_canvas(wish, timeline.canvas)
    made = _decided(wish, shots_of(timeline), timeline.canvas.rate)
    fade_in, fade_out = fades(wish, made.total)
    sound = has_sound(timeline, made.shots)
    seed = seed_of(*(s.media.name for s in made.shots))
    song = None
    if wish.music or not has_music(timeline):  # what somebody chose before stays
        song = music(wish, library, made.total, over_sound=sound, seed=seed, under=UNDER)
    edits: list[Edit] = [
        *canvas_edits(timeline.canvas, canvas),
        *cleared(timeline, words=bool(wish.texts)),
        *(Trim(clip, TRIM, TRIM) for clip in made.trimmed),
        *_placed(made, canvas),
        *([AddTransition("dissolve", made.dissolve)] if made.dissolve else ()),
        *_titles(wish, made, fade_out),
        *([song] if song else ()),
        *([FadeIn(fade_in)] if fade_in else ()),
        *([FadeOut(fade_out)] if fade_out else ()),
    ]
    notes = list(_notes(made, fade_in, song.volume if song else None, sound))
    return board(edits, notes, language)


def _decided(wish: Wish, shots: tuple[Shot, ...], rate: Fraction) -> Recipe:
    long = [s for s in shots if s.room is not None and s.room >= LONG and s.clip.play == "play"]
    trimmed = tuple(s.clip.id for s in long) if wish.trim and not unwanted(wish, "trim") else ()
    lengths = [s.length - (2 * TRIM if s.clip.id in trimmed else 0) for s in shots]
    dissolve = ZERO
    if len(shots) > 1 and not unwanted(wish, "transitions"):
        # A dissolve may take half of a clip; with a third, each is seen alone as well.
        dissolve = math.floor(min(DISSOLVE, min(lengths) / 3) * rate / 2) * 2 / rate
    dissolve = dissolve if dissolve * rate >= FEWEST else ZERO
    total = sum(lengths, ZERO) - dissolve * (len(shots) - 1)
    return Recipe(shots, trimmed, dissolve, total)


def _placed(made: Recipe, canvas: Canvas) -> Iterator[Edit]:
    for index, shot in enumerate(made.shots):
        yield from placed(shot, canvas, shot.length, index, whole=True)


def _titles(wish: Wish, made: Recipe, fade_out: Fraction) -> Iterator[Edit]:
    if unwanted(wish, "titles") or not wish.texts:
        return
    if len(wish.texts) == 1:
        yield from one_text(wish.texts[0], made.total, fade_out)
    else:
        yield from over_pictures(wish.texts, (), made.total)


def _notes(made: Recipe, fade: Fraction, volume: float | None, sound: bool) -> Iterator[Note]:
    done: list[Note] = []
    if made.trimmed:
        each, count = number(TRIM), len(made.trimmed)
        clips = "1 long clip" if count == 1 else f"{count} long clips"
        done.append(
            Note(f"trimmed {each} s off both ends of {clips}", f"{count}段长素材首尾各剪掉{each}秒")
        )
    if made.dissolve:
        long = number(made.dissolve)
        done.append(Note(f"added crossfades of {long} s", f"加了{long}秒的叠化转场"))
    if fade:
        done.append(Note("faded in and out", "开头淡入、结尾淡出"))
    if volume is not None:
        percent = f"{round(volume * 100)}%"
        under = (" under the original sound", "垫在原声下面") if sound else ("", "")
        done.append(Note(f"put music at {percent}{under[0]}", f"配上{percent}音量的音乐{under[1]}"))
    if not done:
        yield Note("Left the clips as they are.", "素材保持原样。")
        return
    yield Note(
        _sentence([n.en for n in done]), f"按默认方式处理：{'，'.join(n.zh for n in done)}。"
    )
    yield Note(
        "Undo or change any of it by saying so.",
        "任何一步都可以直接说出来撤销或修改。",
    )


def _sentence(parts: list[str]) -> str:
    text = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{text[0].upper()}{text[1:]}."
