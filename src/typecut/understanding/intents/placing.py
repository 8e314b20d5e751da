"""Media put on the timeline: inserted, appended, laid over, put in place of a clip."""

from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.verbs import AddOverlay, AddSound, Append, Edit, Insert, ReplaceMedia
from typecut.timeline import Canvas, Media, Placement, Range

from ..clause import Clause
from ..intent import Context, Intent, Outcome, bounded, place_of, range_of
from ..say import Impossible
from ..stage import LAYERS, STRUCTURE, Act, Stage
from ..tokens import Token
from ..when import edge, only, whens
from ..which import clips, find_media, which

EXAMPLES = """
insert beach.mp4 at 0:10 -> Insert(media=beach, at=10)
add beach.mp4 at the end -> Append(media=beach)
put beach.mp4 at the beginning -> Insert(media=beach, at=0)
insert beach.mp4 after the first clip -> Insert(media=beach, at=60)
add the first 5 seconds of beach.mp4 at the end -> Append(media=beach, source=0-5)
put logo.png in the bottom left corner -> AddOverlay(media=logo, placement=Placement(fit=fit, x=0.108, y=0.829, scale=0.2))
add my logo in the top right corner for the first 10 seconds -> AddOverlay(media=logo, range=0-10, placement=Placement(fit=fit, x=0.892, y=0.171, scale=0.2))
add logo.png as a watermark at 50% opacity -> AddOverlay(media=logo, placement=Placement(fit=fit, x=0.892, y=0.171, scale=0.2, opacity=0.5))
overlay beach.mp4 as picture in picture from 0:05 to 0:15 -> AddOverlay(media=beach, range=5-15)
replace the second clip with beach.mp4 -> ReplaceMedia(clip=b, media=beach)
insert nothere.mp4 at 0:10 -> ! nothere.mp4
在第10秒插入beach.mp4 -> Insert(media=beach, at=10)
片尾加上beach.mp4 -> Append(media=beach)
右上角加上logo.png水印 -> AddOverlay(media=logo, placement=Placement(fit=fit, x=0.892, y=0.171, scale=0.2))
片段 2 的画面换成beach.mp4，从第 3 秒开始截取 -> ReplaceMedia(clip=b, media=beach, source=3-60)
"""

_MARGIN = 0.04


def _named(clause: Clause, context: Context) -> tuple[Media, Token] | None:
    """The media that the clause names, the library before the timeline."""
    for token in (*clause.of("file"), *clause.quotes):
        found = find_media(token, [*context.library, *context.timeline.media])
        if found:
            return found[0], token
    files = clause.of("file")
    if files:
        name = files[0].literal
        raise Impossible(
            context.say(
                f"There is no file {name} among the media.", f"素材里没有 {name} 这个文件。"
            )
        )
    return None


def _replace(clause: Clause, context: Context) -> Outcome | None:
    if not clause.has("replace", "change", "swap") or not (clause.of("file") or clause.quotes):
        return None
    found = _named(clause, context)
    if found is None or not found[0].has_picture:
        return None
    media, token = found
    at = clause.tokens.index(token)
    chosen = which(clause, context.timeline, context.language, until=at)
    if not chosen.ids:
        return None
    start = only(clause, "at", "after", "range")
    source = None
    if start and media.duration is not None and start.a < media.duration:
        source = Range.between(start.a, media.duration)

    def build(stage: Stage) -> Sequence[Edit]:
        return (ReplaceMedia(stage.alive(chosen.ids)[0], media, source),)

    return Outcome((Act(clause.span, build),), "clips", chosen.ids)


def _overlay(clause: Clause, context: Context) -> Outcome | None:
    asked = clause.has("logo", "pip", "overlay") or (
        bool(clause.of("file")) and (clause.has("position") and not clause.has("before", "after"))
    )
    if not asked or clause.does("remove") or clause.negated or clause.has("transition"):
        return None
    laid = any(t.role == "overlay" for t in context.timeline.tracks) or "overlay" in context.coming
    if laid and not clause.of("file") and not clause.has("add"):
        return None
    found = _named(clause, context) or _only_logo(clause, context)
    if found is None:
        if clause.quotes or not clause.does("add", "create", "move"):
            return None
        raise Impossible(
            context.say(
                "There is no picture for that among the media: name its file.",
                "素材里没有可用的图片，请说出文件名。",
            )
        )
    media = found[0]
    if not media.has_picture:
        return None
    span = _span(clause, context)
    placed = _corner(clause, context, media)

    def build(stage: Stage) -> Sequence[Edit]:
        pieces = stage.now(span) if span else []
        return (
            AddOverlay(
                media,
                pieces[0] if pieces else span,
                placed,
                sound=clause.has("with") and clause.has("sound"),
            ),
        )

    return Outcome((Act(clause.span, build, LAYERS),), "overlay", coming=frozenset({"overlay"}))


def _only_logo(clause: Clause, context: Context) -> tuple[Media, None] | None:
    """``my logo``: the image at hand that is called so, else the only one."""
    images = [m for m in context.library if m.kind == ("video" if clause.has("pip") else "image")]
    called = [m for m in images if "logo" in m.src.lower() or "watermark" in m.src.lower()]
    pick = called or images
    return (pick[0], None) if pick else None


def _span(clause: Clause, context: Context) -> Range | None:
    times = whens(clause)
    for w in times:
        span = range_of(w, context.duration)
        if span:
            return bounded(span, context.duration, context.language)
        if w.part == "at":
            length = next((x.a for x in times if x.part in ("for", "bare")), context.duration - w.a)
            return bounded(
                Range(
                    w.a, min(length, context.duration - w.a) if w.a < context.duration else length
                ),
                context.duration,
                context.language,
            )
    length = next((w.a for w in times if w.part in ("for", "bare")), None)
    if length is None:
        chosen = which(clause, context.timeline, context.language) if clause.has("clip") else None
        return place_of(context, chosen.ids[0]) if chosen and len(chosen.ids) == 1 else None
    length = min(length, context.duration) if context.duration else length
    return (
        Range(context.duration - length, length)
        if edge(clause) == "end"
        else Range(Fraction(0), length)
    )


def _corner(clause: Clause, context: Context, media: Media) -> Placement | None:
    position = clause.value("position")
    percent = clause.number("percent")
    opacity = _opacity(clause)
    sized = percent is not None and not clause.has("opacity")
    small = clause.has("small") or clause.has("big")
    if not (position or sized or opacity < 1 or small):
        return None
    scale = 0.2 if media.kind == "image" else 1 / 3
    if sized and percent is not None:
        scale = float(percent) / 100
    elif small:
        scale *= 1.5 if clause.has("big") else 0.6
    default = "top-right" if media.kind == "image" else "bottom-right"
    x, y = _centre(position or default, scale, context.timeline.canvas, media)
    return Placement(
        fit="fit", x=round(x, 3), y=round(y, 3), scale=round(scale, 3), opacity=opacity
    )


def _opacity(clause: Clause) -> float:
    if not clause.has("opacity"):
        return 1.0
    percent = clause.number("percent")
    clear = any(t.text in ("transparent", "transparency", "透明度", "透明") for t in clause.tokens)
    part = 0.5 if percent is None else float(percent) / 100
    return round(1 - part if clear else part, 3)


def _centre(position: str, scale: float, canvas: Canvas, media: Media) -> tuple[float, float]:
    """The centre of a picture that stands a margin from the canvas's edges."""
    shape = (
        media.width / media.height if media.width and media.height else canvas.width / canvas.height
    )
    frame = canvas.width / canvas.height
    wide, high = scale * min(1.0, shape / frame), scale * min(1.0, frame / shape)
    left, top = _MARGIN + wide / 2, _MARGIN * frame + high / 2
    x = left if "left" in position else 1 - left if "right" in position else 0.5
    y = (
        top
        if "top" in position
        else 1 - top
        if "bottom" in position or "lower" in position
        else 0.5
    )
    return x, y


def _insert(clause: Clause, context: Context) -> Outcome | None:
    if not clause.of("file") and not clause.has("library"):
        return None
    if not clause.does("add", "move", "create") and not clause.of("file"):
        return None
    if clause.does("remove", "cut", "trim", "keep", "export") and not clause.has("add"):
        return None
    found = _named(clause, context)
    if found is None:
        return None
    media, token = found
    if not media.has_picture:
        return _sound(clause, context, media)
    if all(m.id != media.id for m in context.library) and not clause.has("add", "move"):
        return None
    times = whens(clause)
    source, length = _source(clause, media)
    point = next((w.a for w in times if w.part in ("at", "after", "to")), None)
    if point is not None and point > context.duration:
        bounded(Range(point, Fraction(1)), context.duration, context.language)
    chosen = which(clause, context.timeline, context.language, after=clause.tokens.index(token) + 1)

    def build(stage: Stage) -> Sequence[Edit]:
        if chosen.ids:
            at = _beside(stage, chosen.ids, before=clause.has("before"))
            return (Insert(media, at, source, length),)
        if point is not None:
            return (Insert(media, stage.moment(point), source, length),)
        if edge(clause) == "start":
            return (Insert(media, Fraction(0), source, length),)
        return (Append(media, source, length),)

    return Outcome((Act(clause.span, build, STRUCTURE),))


def _beside(stage: Stage, ids: Sequence[str], *, before: bool) -> Fraction:
    there = [c.id for c in clips(stage.current)]
    alive = [c for c in stage.alive(ids) if c in there]
    found = stage.current.find(alive[0] if before else alive[-1]) if alive else None
    if found is None:
        return stage.end
    return found[2].start if before else found[2].end


def _source(clause: Clause, media: Media) -> tuple[Range | None, Fraction | None]:
    """The part of the media that is asked for, or how long a photo stands."""
    times = whens(clause)
    length = next((w.a for w in times if w.part in ("for", "bare")), None)
    if media.duration is None:
        return None, length
    for w in times:
        span = range_of(w, media.duration)
        if span and w.part != "after":
            return bounded(
                span, media.duration, "en", media.name or media.id, media.name or media.id
            ), None
    return (Range(Fraction(0), min(length, media.duration)), None) if length else (None, None)


def _sound(clause: Clause, context: Context, media: Media) -> Outcome | None:
    point = next((w.a for w in whens(clause) if w.part in ("at", "after", "to")), None)
    if point is None and not clause.has("sound", "voiceover"):
        return None

    def build(stage: Stage) -> Sequence[Edit]:
        return (AddSound(media, stage.moment(point or Fraction(0))),)

    return Outcome((Act(clause.span, build, LAYERS),))


INTENTS = (
    Intent("replace", 450, _replace),
    Intent("overlay", 460, _overlay),
    Intent("insert", 610, _insert),
)
