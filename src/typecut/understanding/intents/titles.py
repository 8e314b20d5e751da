"""Words put over the picture: titles, lower thirds, captions, end cards."""

from collections.abc import Callable, Sequence

from typecut.edits.verbs import AddTitle, Edit
from typecut.timeline import ZERO, Range, Title, TitleStyle

from ..clause import Clause
from ..intent import Context, Intent, Outcome, known_titles, removes
from ..lettering import (
    NOUNS,
    animation_of,
    notes_on,
    on_a_ground,
    position_of,
    size_of,
    style_of_words,
    text_colour,
    texts_of,
)
from ..say import Impossible
from ..showing import SHOWN, Placed, placement
from ..stage import LAYERS, Act, Stage
from ..when import edge, whens

EXAMPLES = """
add the title "Urban Dreams" for 3 seconds -> AddTitle(text='Urban Dreams', range=0-3)
add a title that says Welcome for the first 4 seconds -> AddTitle(text=Welcome, range=0-4)
put a title 'Evening Light' at the start -> AddTitle(text='Evening Light')
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
add a title "A" and make it blue -> AddTitle(text=A); ChangeTitle(titles=[title], color=#1e88e5)
trim the first 30 seconds and add the title "End" at the end -> RippleDelete(range=0-30); AddTitle(text=End, range=117-120)
add a title -> ! words
开头加标题“都市之梦”显示3秒 -> AddTitle(text=都市之梦, range=0-3)
在结尾加上“谢谢观看”四个字 -> AddTitle(text=谢谢观看, range=147-150)
在右上角加文字「限时」，红色 -> AddTitle(text=限时, position=top-right, color=#e53935)
加字幕“第一天”，从5秒到8秒 -> AddTitle(text=第一天, range=5-8, style=caption)
片尾卡片：黑底白字，显示"感谢观看 关注我" 持续 3 秒 -> AddTitle(text='感谢观看 关注我', range=147-150, style=end-card, color=#ffffff); ? 黑底
加标题都市之梦 -> AddTitle(text=都市之梦)
全程在左下角显示文字“样片” -> AddTitle(text=样片, range=0-150, position=bottom-left)
"""


def _add(clause: Clause, context: Context) -> Outcome | None:
    texts = texts_of(clause)
    if (
        not texts
        or clause.has("rename")
        or clause.negated
        or (clause.has("music") and not clause.has(*NOUNS))
    ):
        return None
    if removes(clause) or (
        clause.has("change", "replace") and not clause.has("add") and known_titles(context)
    ):
        return None
    if len(texts) == 2 and clause.has("change", "replace") and not clause.has("add", *NOUNS):
        raise Impossible(
            context.say(
                f'There is no title "{texts[0].literal}".', f"没有“{texts[0].literal}”这个标题。"
            )
        )
    placed = _later(clause, context) or _in_turn(clause, context) or placement(clause, context)
    acts: list[Act] = []
    reading = (
        context.say("counted from the beginning of the title before", "从上一个标题出现时算起")
        if clause.has("later") and _later(clause, context)
        else ""
    )
    for i, text in enumerate(texts):
        style = style_of_words(clause, text)
        acts.append(
            Act(
                clause.span,
                _adding(clause, text.literal, style, placed, i, len(texts)),
                LAYERS,
                reading,
            )
        )
    return Outcome(
        tuple(acts),
        "title",
        coming=frozenset({"title"}),
        notes=notes_on(clause, context.language),
    )


_PLACED = ("clip", "endcard", "from", "between", "start", "end", "throughout")


def _in_turn(clause: Clause, context: Context) -> Placed | None:
    """``title "A" 2 s, then title "B" 2 s``: the second when the first is over."""
    times = whens(clause)
    placed = any(w.part not in ("for", "bare", "to") for w in times) or edge(clause)
    if not clause.then or "title" not in context.coming or placed or clause.has(*_PLACED):
        return None
    length = times[0].a if times else SHOWN

    def after(stage: Stage) -> Range | None:
        there = [r for t in stage.current.tracks for i, r in t.placed() if isinstance(i, Title)]
        start = max((r.end for r in there), default=ZERO)
        return Range(start, length) if not stage.end or start + length <= stage.end else None

    return after


def _later(clause: Clause, context: Context) -> Placed | None:
    """``then title "B" 5 seconds later``: counted from when the title before began."""
    late = next((t for t in clause.tokens if t.has("later")), None)
    when = next(iter(whens(clause)), None)
    if late is None or when is None or not known_titles(context):
        return None

    def placed(stage: Stage) -> Range | None:
        there = [r for t in stage.current.tracks for i, r in t.placed() if isinstance(i, Title)]
        return Range((there[-1].start if there else ZERO) + when.a, SHOWN)

    return placed


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
                position_of(clause),
                animation_of(clause),
                clause.value("colour") if not on_a_ground(clause) else text_colour(clause),
                size_of(clause) or 1.0,
            ),
        )

    return build


def _said_start(clause: Clause) -> bool:
    return edge(clause) == "start" or any(w.part in ("first", "range", "at") for w in whens(clause))


def _wordless(clause: Clause, context: Context) -> Outcome | None:
    """A title without its words cannot be set."""
    if not clause.has("title", "lowerthird", "endcard") or texts_of(clause) or clause.negated:
        return None
    if clause.has("change", "replace", "more", "less", "move", "big", "small") and not clause.has(
        "add"
    ):
        raise Impossible(context.say("There is no title to change.", "没有可以修改的标题。"))
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


INTENTS = (Intent("title add", 220, _add), Intent("title wordless", 870, _wordless))
