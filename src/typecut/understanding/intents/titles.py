"""Words over the picture: titles, lower thirds, captions, end cards."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from typecut.edits.verbs import AddTitle, ChangeTitle, Edit, RemoveTitle
from typecut.timeline import ZERO, Range, TitleAnimation, TitlePosition, TitleStyle

from ..clause import Clause
from ..intent import Context, Intent, Outcome, clip_name, bounded, place_of, range_of, removes
from ..say import Impossible, say
from ..stage import LAYERS, Act, Stage, titles
from ..tokens import Token
from ..when import When, edge, whens
from ..which import which

EXAMPLES = """
add the title "Urban Dreams" for 3 seconds -> AddTitle(text='Urban Dreams', range=0-3)
add a title that says Welcome for the first 4 seconds -> AddTitle(text=Welcome, range=0-4)
put a title 'Golden Hour' at the beginning -> AddTitle(text='Golden Hour')
add the title “Goodbye” at the end -> AddTitle(text=Goodbye, range=147-150)
add text "Sale" from 0:05 to 0:10 in red at the top -> AddTitle(text=Sale, range=5-10, position=top, color=#e53935)
add a lower third "Jane Doe" at 0:12 for 5 seconds -> AddTitle(text='Jane Doe', range=12-17, style=lower-third)
add an end card "Thanks for watching" -> AddTitle(text='Thanks for watching', range=147-150, style=end-card)
add the caption 'Day one' on the second clip -> AddTitle(text='Day one', range=60-100, style=caption)
show "NEW" throughout in the top right corner -> AddTitle(text=NEW, range=0-150, position=top-right)
write "Hello" in big yellow letters -> AddTitle(text=Hello, color=#fdd835, size=1.4)
add the text "50% off" in the bottom left corner for the last 6 seconds -> AddTitle(text='50% off', range=144-150, position=bottom-left)
add a typewriter title "Once upon a time" -> AddTitle(text='Once upon a time', animation=typewriter)
add titles "One" at the start and "Two" at the end -> AddTitle(text=One); AddTitle(text=Two, range=147-150)
add a title "A" | change the title to "B" -> ChangeTitle(titles=[title], text=B)
add a title "A" | make the title red and bigger -> ChangeTitle(titles=[title], color=#e53935, size=1.4)
add a title "A" | move the title to the bottom -> ChangeTitle(titles=[title], position=bottom)
add a title "A" | remove the title -> RemoveTitle()
add a title "A" | show the title for 5 seconds -> ChangeTitle(titles=[title], range=0-5)
add a title "A" | change "A" to "B" -> ChangeTitle(titles=[title], text=B)
add a title "A" and make it blue -> AddTitle(text=A); ChangeTitle(titles=[title], color=#1e88e5)
remove the title -> ! no title
don't add a title -> nothing
trim the first 30 seconds and add the title "End" at the end -> RippleDelete(range=0-30); AddTitle(text=End, range=117-120)
add a title -> ! words
开头加标题“都市之梦”显示3秒 -> AddTitle(text=都市之梦, range=0-3)
在结尾加上“谢谢观看”四个字 -> AddTitle(text=谢谢观看, range=147-150)
在右上角加文字「限时」，红色 -> AddTitle(text=限时, position=top-right, color=#e53935)
加字幕“第一天”，从5秒到8秒 -> AddTitle(text=第一天, range=5-8, style=caption)
片尾卡片：黑底白字，显示"感谢观看 关注我" 持续 3 秒 -> AddTitle(text='感谢观看 关注我', range=147-150, style=end-card, color=#ffffff)
加标题都市之梦 -> AddTitle(text=都市之梦)
加标题“甲” | 把标题改成“乙” -> ChangeTitle(titles=[title], text=乙)
加标题“甲” | 标题改成红色 -> ChangeTitle(titles=[title], color=#e53935)
加标题“甲” | 删除标题 -> RemoveTitle()
全程在左下角显示文字“样片” -> AddTitle(text=样片, range=0-150, position=bottom-left)
"""

_NOUNS = ("title", "caption", "lowerthird", "endcard")
_STYLES: tuple[tuple[str, TitleStyle], ...] = (
    ("lowerthird", "lower-third"), ("endcard", "end-card"), ("caption", "caption"),
)  # fmt: skip
_POSITIONS: dict[str, TitlePosition] = {
    "center": "center", "top": "top", "bottom": "bottom", "lower-third": "lower-third",
    "top-left": "top-left", "top-right": "top-right", "bottom-left": "bottom-left",
    "bottom-right": "bottom-right",
}  # fmt: skip
_ANIMATIONS: dict[str, TitleAnimation] = {
    "rise": "rise", "fade": "fade", "none": "none", "pop": "pop", "typewriter": "typewriter",
}  # fmt: skip
SHOWN = Fraction(3)


def _texts(clause: Clause) -> tuple[Token, ...]:
    """The quotes that are words to show: not files, and not only blanks."""
    return tuple(q for q in clause.quotes if q.literal.strip())


def _add(clause: Clause, context: Context) -> Outcome | None:
    texts = _texts(clause)
    if (
        not texts
        or clause.has("rename", "export")
        or clause.negated
        or (clause.has("music") and not clause.has(*_NOUNS))
    ):
        return None
    if removes(clause) or (
        clause.has("change", "replace") and not clause.has("add") and _known(clause, context)
    ):
        return None
    placed = _placement(clause, context)
    acts: list[Act] = []
    for i, text in enumerate(texts):
        style = _style(clause, text, context)
        acts.append(
            Act(clause.span, _adding(clause, text.literal, style, placed, i, len(texts)), LAYERS)
        )
    return Outcome(tuple(acts), "title", coming=frozenset({"title"}))


Placed = Callable[[Stage], Range | None]


def _adding(
    clause: Clause, text: str, style: TitleStyle, placed: Placed, i: int, count: int
) -> Callable[[Stage], Sequence[Edit]]:
    def build(stage: Stage) -> Sequence[Edit]:
        span = placed(stage)
        if style == "end-card" and (span is None or (span.start == 0 and not _said_start(clause))):
            length = min(span.duration if span else SHOWN, stage.end or SHOWN)
            span = Range(max(stage.end - length, ZERO), length)
        if count > 1 and style != "caption" and not (span and span.duration > SHOWN * count):
            start = span.start if span else ZERO
            length = span.duration if span else SHOWN
            span = (
                Range(start + i * length, length)
                if start + i * length < (stage.end or length * count)
                else span
            )
        return (
            AddTitle(
                text,
                span,
                style,
                _position(clause),
                _animation(clause),
                clause.value("colour") if not _background_only(clause) else _text_colour(clause),
                _size(clause) or 1.0,
            ),
        )

    return build


def _said_start(clause: Clause) -> bool:
    return edge(clause) == "start" or any(w.part in ("first", "range", "at") for w in whens(clause))


def _background_only(clause: Clause) -> bool:
    """``黑底白字``: the first colour is the ground's."""
    return any(t.has("colour") and t.text.endswith("底") for t in clause.tokens) or any(
        t.has("background") for t in clause.tokens
    )


def _text_colour(clause: Clause) -> str:
    for i, token in enumerate(clause.tokens):
        if not token.has("colour") or token.text.endswith("底"):
            continue
        after = clause.after(i)
        if after is not None and after.has("background"):
            continue
        return token.concepts["colour"]
    return ""


def _style(clause: Clause, text: Token, context: Context) -> TitleStyle:
    """The nearest noun before the text decides, else any in the clause."""
    before = [t for t in clause.tokens if t.start < text.start]
    for token in reversed(before):
        for noun, style in _STYLES:
            if token.has(noun):
                return style
        if token.has("title"):
            return "title"
    if clause.value("position") == "lower-third":
        return "lower-third"
    found = next((style for noun, style in _STYLES if clause.has(noun)), None)
    return found or "title"


def _position(clause: Clause) -> TitlePosition | None:
    return next((_POSITIONS[v] for v in clause.values("position") if v in _POSITIONS), None)


def _animation(clause: Clause) -> TitleAnimation | None:
    named = next((_ANIMATIONS[v] for v in clause.values("animation") if v in _ANIMATIONS), None)
    if named is None and clause.has("fade", "fadein", "fadeout", "fadeboth"):
        return "fade"
    return named


def _size(clause: Clause) -> float | None:
    if clause.has("huge"):
        return 1.8
    percent = clause.number("percent")
    if percent is not None and clause.has("big", "small", "scale", "canvas"):
        part = float(percent) / 100
        relative = clause.has("big", "small") and part < 1
        return round(1 + part if clause.has("big") else 1 - part, 3) if relative else part
    if clause.has("big"):
        return 1.4
    return 0.7 if clause.has("small") else None


def _placement(clause: Clause, context: Context) -> Placed:
    """When the words stand, as a function of the result so far."""
    times = whens(clause)
    length = next((w.a for w in times if w.part in ("for", "bare", "to", "by")), None)
    chosen = which(clause, context.timeline, context.language) if clause.has("clip") else None
    if chosen and len(chosen.ids) == 1:
        return _on_clip(clause, context, chosen.ids[0], times, length)
    for w in times:
        if w.part in ("range", "after", "before", "first", "last", "at"):
            return _at(context, w, length)
    if clause.has("throughout") or (clause.has("all") and clause.has("video")):
        return lambda stage: Range(ZERO, stage.end) if stage.end else None
    place = edge(clause)
    if place == "end" and not clause.has("endcard"):
        return lambda stage: _tail(stage, length or SHOWN)
    if place == "middle" and not clause.has("position"):
        return lambda stage: Range(max((stage.end - (length or SHOWN)) / 2, ZERO), length or SHOWN)
    return lambda _: Range(ZERO, length) if length else None


def _tail(stage: Stage, length: Fraction) -> Range:
    length = min(length, stage.end) if stage.end else length
    return Range(max(stage.end - length, ZERO), length)


def _at(context: Context, w: When, length: Fraction | None) -> Placed:
    total = context.duration

    def place(stage: Stage) -> Range | None:
        if w.part == "first":
            return Range(ZERO, min(w.a, stage.end) if stage.end else w.a)
        if w.part == "last":
            return _tail(stage, w.a)
        if w.part in ("at", "after"):
            if total and w.a >= total:
                bounded(Range(w.a, Fraction(1)), total, stage.language)
            begin = stage.moment(w.a)
            whole = w.part == "after" and length is None and w.until > w.index + 1
            return Range(begin, stage.end - begin if whole else length or SHOWN)
        span = range_of(w, total)
        if span is None or not total:
            return span
        asked = Range(span.start, min(span.end, max(total, span.start)) - span.start)
        inside = bounded(asked if asked.duration > 0 else span, total, stage.language)
        pieces = stage.now(inside)
        if not pieces:
            return inside if inside.start < stage.end else None
        return Range.between(pieces[0].start, pieces[-1].end)

    return place


def _on_clip(
    clause: Clause, context: Context, clip: str, times: Sequence[When], length: Fraction | None
) -> Placed:
    w = next((w for w in times if range_of(w, ZERO) is not None or w.part == "at"), None)
    base = place_of(context, clip)

    def place(stage: Stage) -> Range | None:
        found = stage.current.find(stage.alive((clip,))[0])
        here = found[2] if found else base
        if w is None:
            if edge(clause) == "end":
                span = min(length or SHOWN, here.duration)
                return Range(here.end - span, span)
            return Range(here.start, min(length, here.duration)) if length else here
        if w.part == "at":
            return Range(here.start + w.a, length or SHOWN)
        span = range_of(w, here.duration)
        return (
            bounded(span, here.duration, stage.language, *clip_name(context, clip)).shifted(
                here.start
            )
            if span
            else None
        )

    return place


# -- titles that are there -----------------------------------------------------------------------


def _known(clause: Clause, context: Context) -> bool:
    return bool(titles(context.timeline)) or "title" in context.coming


def _change(clause: Clause, context: Context) -> Outcome | None:
    about = (
        clause.has(*_NOUNS)
        or (context.subject == "title" and (clause.has("it") or _is_attribute(clause)))
        or _names_title(clause, context)
    )
    texts = _texts(clause)
    if (
        not about
        or clause.negated
        or clause.does("remove")
        or (clause.has("add") and texts and not clause.has("change", "replace"))
    ):
        return None
    if not _known(clause, context):
        return None
    if not (
        clause.does("change", "replace", "move", "add", "keep", "extend", "more", "less")
        or clause.has(
            "big", "small", "colour", "longer", "shorter", "position", "bold", "last", "for"
        )
    ):
        return None
    text = texts[-1].literal if texts else None
    if texts and len(texts) == 1 and _names_title(clause, context) and not clause.has(*_NOUNS):
        text = None
    colour = _text_colour(clause) or None
    edit = (text, _position(clause), _animation(clause), colour, _size(clause), _new_style(clause))
    times = [w for w in whens(clause)]
    moved = bool(times) or bool(edge(clause)) or clause.has("throughout", "longer", "shorter")
    if not any(v is not None for v in edit) and not moved:
        return None
    placed = _placement(clause, context)

    def build(stage: Stage) -> Sequence[Edit]:
        ids = _chosen(stage, clause, texts)
        span = _moved(stage, clause, ids, placed, times) if moved else None
        size = edit[4]
        return (ChangeTitle(ids, edit[0], span, edit[5], edit[1], edit[2], edit[3], size),)

    return Outcome((Act(clause.span, build, LAYERS),), "title")


def _new_style(clause: Clause) -> TitleStyle | None:
    if not clause.has("title"):
        return None
    if clause.has("lowerthird"):
        return "lower-third"
    return "end-card" if clause.has("endcard") else None


def _is_attribute(clause: Clause) -> bool:
    return clause.has("colour", "big", "small", "bold", "animation") and not clause.has(
        "music", "clip", "video", "look", "dial", "background"
    )


def _names_title(clause: Clause, context: Context) -> bool:
    there = {t.text.strip().lower() for t in titles(context.timeline)}
    return any(q.literal.strip().lower() in there for q in clause.quotes)


def _chosen(stage: Stage, clause: Clause, texts: Sequence[Token]) -> tuple[str, ...]:
    """The titles meant: by their words, by number, the last one added, or the only ones."""
    there = titles(stage.current)
    if not there:
        raise Impossible(
            say(stage.language, "There is no title to change.", "没有可以修改的标题。")
        )
    named = [
        t.id for q in texts for t in there if t.text.strip().lower() == q.literal.strip().lower()
    ]
    if named and (len(texts) > 1 or not clause.has("change", "replace") or len(there) > 1):
        return tuple(named[:1])
    number = next((t.number for t in clause.of("ordinal")), None)
    if number is not None and 0 < abs(number) <= len(there):
        return (there[int(number) - 1 if number > 0 else int(number)].id,)
    if clause.has("all") or any(t.text in ("titles", "captions", "texts") for t in clause.tokens):
        return tuple(t.id for t in there)
    styled = next((s for n, s in _STYLES if clause.has(n)), None)
    fitting = [t for t in there if t.style == styled] if styled else []
    return ((fitting or there)[-1].id,)


def _moved(
    stage: Stage, clause: Clause, ids: Sequence[str], placed: Placed, times: Sequence[When]
) -> Range | None:
    """The new place of a title: a length keeps its beginning, a point its length."""
    found = stage.current.find(ids[0])
    old = found[2] if found else Range(ZERO, SHOWN)
    if any(w.part in ("range", "first", "last", "after", "before") for w in times) or clause.has(
        "throughout"
    ):
        return placed(stage)
    point = next((w.a for w in times if w.part == "at"), None)
    length = next((w.a for w in times if w.part in ("for", "bare", "to")), None)
    by = next((w.a for w in times if w.part == "by"), None)
    if clause.has("longer", "extend") and (by or length):
        length = old.duration + (by or length or ZERO)
    elif clause.has("longer", "shorter") and length is None:
        length = old.duration * (Fraction(3, 2) if clause.has("longer") else Fraction(2, 3))
    length = length or old.duration
    if point is not None:
        return Range(stage.moment(point), length)
    if edge(clause) == "end":
        return _tail(stage, length)
    start = ZERO if edge(clause) == "start" else old.start
    return Range(start, length)


def _remove(clause: Clause, context: Context) -> Outcome | None:
    about = (
        clause.has(*_NOUNS)
        or (context.subject == "title" and clause.has("it"))
        or _names_title(clause, context)
    )
    if not about or not removes(clause) or clause.has("animation") or clause.has("music"):
        return None
    texts = _texts(clause)
    if not _known(clause, context):
        if clause.has("without", "dont"):
            return Outcome(notes=(context.say("No title, as asked.", "按要求不加标题。"),))
        raise Impossible(context.say("There is no title to remove.", "没有可以删除的标题。"))
    specific = bool(texts) or bool(clause.of("ordinal")) or clause.has("first", "last")

    def build(stage: Stage) -> Sequence[Edit]:
        several = len(titles(stage.current)) > 1
        kinds = clause.has("caption", "lowerthird", "endcard") and several
        ids = _chosen(stage, clause, texts) if (specific and several) or kinds else ()
        return (RemoveTitle(ids),)

    return Outcome((Act(clause.span, build, LAYERS),))


def _wordless(clause: Clause, context: Context) -> Outcome | None:
    """A title without its words cannot be set."""
    if not clause.has("title", "lowerthird", "endcard") or _texts(clause) or clause.negated:
        return None
    if not clause.does("add", "create", "change") and any(
        t.kind == "unknown" for t in clause.tokens
    ):
        return None
    raise Impossible(
        context.say(
            'Say which words the title shall show, for example: add the title "Hello".',
            "请说明标题要显示什么文字，例如：加标题“你好”。",
        )
    )


INTENTS = (
    Intent("title remove", 200, _remove),
    Intent("title change", 210, _change),
    Intent("title add", 220, _add),
    Intent("title wordless", 870, _wordless),
)
