"""The picture's shape on the canvas: crop, rotate, flip, opacity, position, scale."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from typecut.edits.verbs import Animate, CropClips, Edit, FlipClips, Place, Rotate, SetOpacity
from typecut.timeline import Clip, Crop, Curve, Flip, Keyframe

from ..clause import Clause
from ..intent import Context, Intent, Outcome, amount, on_clips, target
from ..stage import Act, Stage
from ..which import clips

EXAMPLES = """
rotate the second clip 90 degrees -> Rotate(degrees=90, clips=[b])
rotate it counterclockwise -> Rotate(degrees=-90)
turn the video upside down -> Rotate(degrees=180)
flip the first clip horizontally -> FlipClips(flip=h, clips=[a])
mirror the video -> FlipClips(flip=h)
flip it vertically -> FlipClips(flip=v)
crop 10% off the left -> CropClips(crop=Crop(left=0.1))
crop the top and bottom by 5% -> CropClips(crop=Crop(top=0.05, bottom=0.05))
set the opacity of clip 2 to 50% -> SetOpacity(opacity=0.5, clips=[b])
zoom in on the second clip -> Place(clips=[b], scale=1.2)
scale clip 1 to 50% -> Place(clips=[a], scale=0.5)
zoom in 130% -> Place(scale=1.3)
slowly zoom in on the first clip -> Animate(clip=a, property=scale, curve=Curve(keyframes=[Keyframe(at=0, value=1, ease=smooth) Keyframe(at=60, value=1.15)]))
add logo.png top right | make the logo smaller -> Place(clips=[logo], scale=0.14)
第二段旋转90度 -> Rotate(degrees=90, clips=[b])
把视频左右翻转 -> FlipClips(flip=h)
把第一段放大到120% -> Place(clips=[a], scale=1.2)
"""


Make = Callable[[tuple[str, ...]], Edit]


_TURNS = (45, 90, 180, 270)
"""Numbers that are degrees although nobody said so."""


def _rotate(clause: Clause, context: Context) -> Outcome | None:
    degrees = clause.number("degrees")
    flips = clause.has("flip", "flipv")
    if clause.has("upsidedown") and not flips and not clause.has("title", "transition"):
        return on_clips(clause, context, lambda ids: Rotate(180.0, ids))
    if (
        (degrees is None and not clause.has("rotate"))
        or flips
        or clause.has("title", "transkind", "transition")
    ):
        return None
    plain = next((t.number for t in clause.of("number") if t.number in _TURNS), Fraction(90))
    turn = float(degrees if degrees is not None else plain)
    if clause.has("counterclockwise") and turn > 0:
        turn = -turn
    return on_clips(clause, context, lambda ids: Rotate(turn, ids))


def _flip(clause: Clause, context: Context) -> Outcome | None:
    if not clause.has("flip", "flipv") or clause.has("reorder", "title"):
        return None
    vertical = clause.has("flipv", "vertically", "upsidedown") or any(
        t.text == "vertical" for t in clause.tokens
    )
    flip: Flip = "v" if vertical else "h"
    return on_clips(clause, context, lambda ids: FlipClips(flip, ids))


def _crop(clause: Clause, context: Context) -> Outcome | None:
    sides = _sides(clause)
    about = clause.has("crop") or (
        sides and clause.does("cut", "trim", "remove") and clause.of("percent")
    )
    if (
        not about
        or clause.of("time", "aspect", "size")
        or clause.has("orientation", "title", "logo")
    ):
        return None
    if clause.has("without", "dont", "remove") and not clause.of("percent"):
        return on_clips(clause, context, lambda ids: CropClips(None, ids))
    part = float(clause.number("percent") or Fraction(10)) / 100
    to = clause.has("to") or any(t.has("crop") and t.text.endswith(" to") for t in clause.tokens)
    if clause.has("half") and len(sides) == 1 and to:
        sides, part = (_OPPOSITE[sides[0]],), 0.5
    if not sides:
        part = part / 2
    cut = dict.fromkeys(sides or ("left", "top", "right", "bottom"), part)
    return on_clips(clause, context, lambda ids: CropClips(Crop(**cut), ids))


_OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


def _sides(clause: Clause) -> tuple[str, ...]:
    named = [v for v in clause.values("position") if v in ("left", "top", "right", "bottom")]
    if clause.has("side", "horizontal") and not named:
        return ("left", "right")
    return tuple(dict.fromkeys(named))


def _opacity(clause: Clause, context: Context) -> Outcome | None:
    if not clause.has("opacity") or clause.has("title", "background"):
        return None
    part = amount(clause)
    clear = any(
        t.text in ("transparent", "translucent", "transparency", "透明度", "透明", "see through")
        for t in clause.tokens
    )
    value = 0.5 if part is None else max(0.0, min(1.0, 1 - part if clear else part))
    return _on_anything(clause, context, lambda ids: SetOpacity(round(value, 3), ids))


def _scale(clause: Clause, context: Context) -> Outcome | None:
    logo = clause.has("logo", "pip", "overlay") or (
        context.subject == "overlay" and clause.has("it")
    )
    sized = clause.has("scale") or (logo and clause.has("big", "small"))
    if not sized or clause.has("title", "transition", "canvas", "orientation", "between"):
        return None
    growing = clause.has("slowly") or any(t.text.startswith("zooming") for t in clause.tokens)
    out = clause.has("small") or any(
        t.has("scale") and ("out" in t.text or t.text in ("shrink", "shrinks", "拉远", "缩小"))
        for t in clause.tokens
    )
    part = amount(clause)
    if growing and not logo:
        return _moving(clause, context, 1.15 if part is None else part, out=out)
    return _on_anything(
        clause, context, lambda ids: Place(ids, scale=_size(clause, context, ids, part, out=out))
    )


def _size(
    clause: Clause, context: Context, ids: Sequence[str], part: float | None, *, out: bool
) -> float:
    if part is not None:
        zooms = any(t.text.startswith("zoom") for t in clause.tokens) and not clause.has("to")
        by = zooms or any(t.has("by") for t in clause.tokens)
        return round((1 - part if out else 1 + part) if by and part < 1 else part, 3)
    if not ids or not clause.has("logo", "pip", "overlay", "it"):
        return 0.8 if out else 1.2
    old = next(
        (
            i.placement.scale
            for t in context.timeline.tracks
            for i in t.items
            if isinstance(i, Clip) and i.id == ids[0]
        ),
        0.2,
    )
    return round((old if isinstance(old, float) else 0.2) * (0.7 if out else 1.4), 3)


def _moving(clause: Clause, context: Context, scale: float, *, out: bool) -> Outcome:
    aim = target(clause, context)

    def build(stage: Stage) -> Sequence[Edit]:
        edits, ids = aim.resolve(stage)
        moves: list[Edit] = []
        for clip in ids or tuple(c.id for c in clips(stage.current)):
            found = stage.current.find(clip)
            length = found[2].duration if found else Fraction(4)
            ends = (scale, 1.0) if out else (1.0, scale)
            frames = (Keyframe(Fraction(0), ends[0], "smooth"), Keyframe(length, ends[1]))
            moves.append(Animate(clip, "scale", Curve(frames)))
        return (*edits, *moves)

    return Outcome((Act(clause.span, build),))


def _move(clause: Clause, context: Context) -> Outcome | None:
    """``move the logo to the bottom left``, ``put clip 2 on the left``."""
    logo = clause.has("logo", "pip", "overlay") or (
        context.subject == "overlay" and clause.has("it")
    )
    if (
        not clause.does("move", "add", "change")
        or not clause.has("position")
        or clause.of("file")
        or clause.quotes
    ):
        return None
    named = context.subject == "clips" and clause.has("it")
    if clause.has("title", "caption", "crop", "music", "lowerthird") or not (
        logo or named or clause.has("clip", "video", "photo")
    ):
        return None
    spot = spot_of(clause.value("position"))
    return _on_anything(clause, context, lambda ids: Place(ids, x=spot[0], y=spot[1]))


def spot_of(position: str) -> tuple[float, float]:
    x = 0.15 if "left" in position else 0.85 if "right" in position else 0.5
    y = 0.15 if "top" in position else 0.85 if "bottom" in position or "lower" in position else 0.5
    return x, y


def _on_anything(clause: Clause, context: Context, make: Make) -> Outcome | None:
    """On the overlay where one is meant, else on clips."""
    overlays = clause.has("logo", "pip", "overlay") or (
        context.subject == "overlay" and clause.has("it")
    )
    if not overlays:
        return on_clips(clause, context, make)

    def build(stage: Stage) -> Sequence[Edit]:
        ids = tuple(
            i.id
            for t in stage.current.tracks
            if t.role == "overlay"
            for i in t.items
            if isinstance(i, Clip)
        )
        return (make(ids),) if ids else ()

    return Outcome((Act(clause.span, build),), "overlay") if _has_overlay(context) else None


def _has_overlay(context: Context) -> bool:
    there = any(t.role == "overlay" and t.items for t in context.timeline.tracks)
    return there or "overlay" in context.coming


INTENTS = (
    Intent("rotate", 520, _rotate),
    Intent("flip", 515, _flip),
    Intent("crop", 560, _crop),
    Intent("opacity", 530, _opacity),
    Intent("scale", 535, _scale),
    Intent("place", 540, _move),
)
