"""Words alone: a title on a moving background of our own, with music."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from typecut.edits.plan import Language, Wish
from typecut.edits.verbs import AddTitle, Append, Edit, FadeIn, FadeOut
from typecut.timeline import ZERO, Canvas, Media, Range, Timeline

from .backing import backdrop, music, seed_of
from .board import Note, Storyboard, board, number
from .frame import canvas_edits, fades, unwanted, wished_canvas
from .words import in_turn, reading_time, time_for, too_short_to_read

USUAL = Fraction(10)
LEAD = Fraction(3, 5)


def opener(
    wish: Wish, timeline: Timeline, library: Sequence[Media], language: Language
) -> Storyboard:
    """A video made of nothing but words."""
    if wish.occasion == "recipe":
        return board([], [_nothing_to_edit()], language)
    if wish.occasion in ("slideshow", "promo") and not wish.texts:
        return board([], [_nothing_to_show()], language)
    seed = seed_of(*wish.texts, wish.mood)
    texts = () if unwanted(wish, "titles") else wish.texts
    total = wish.duration or max(USUAL, time_for(texts))
    fade_in, fade_out = fades(wish, total)
    song = music(wish, library, total, over_sound=False, seed=seed)
    canvas = wished_canvas(wish, timeline.canvas)
    edits: list[Edit] = [
        *canvas_edits(timeline.canvas, canvas),
        Append(backdrop(wish, seed), duration=total),
        *_staged(texts, total),
        *([song] if song else ()),
        *([FadeIn(fade_in)] if fade_in else ()),
        *([FadeOut(fade_out)] if fade_out else ()),
    ]
    return board(edits, [_made(total, canvas), *_about(texts, total)], language)


def _staged(texts: Sequence[str], total: Fraction) -> Iterator[AddTitle]:
    """One text for nearly all of the time, a second below it a little later, more in turn."""
    if not texts:
        return
    lead = max(ZERO, min(LEAD, total - reading_time(texts[0])))
    if len(texts) > 2:
        yield from in_turn(texts, total, ample=False)
        return
    yield AddTitle(texts[0], Range.between(lead, total), "title", animation="rise")
    if len(texts) == 2:
        later = lead + max(ZERO, min(Fraction(3, 2), total - lead - reading_time(texts[1])))
        yield AddTitle(texts[1], Range.between(later, total), "heading", "bottom", "rise")


def _made(total: Fraction, canvas: Canvas) -> Note:
    size = f"{canvas.width}x{canvas.height}"
    return Note(
        f"Made an opener of {number(total)} s on a moving background ({size}).",
        f"做了一个{number(total)}秒的片头，使用动态背景（{size}）。",
    )


def _about(texts: Sequence[str], total: Fraction) -> list[Note]:
    if not texts:
        return [Note("It has no words yet: say which.", "还没有文字：请告诉我写什么。")]
    return too_short_to_read(texts, total)


def _nothing_to_show() -> Note:
    return Note(
        "There is nothing to show yet: add photos or clips, or say which words the video shall "
        'show, as in: make a 10 second intro that says "Hello".',
        "还没有可以展示的内容：请添加照片或视频，或者说明要显示的文字，例如：做一个10秒的片头，写上“你好”。",
    )


def _nothing_to_edit() -> Note:
    return Note(
        "There are no clips to edit yet; add video or photos first.",
        "还没有可以剪辑的素材，请先添加视频或照片。",
    )
