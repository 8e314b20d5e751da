"""Titles that are there already: changed, moved, removed."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from typecut.edits.verbs import ChangeTitle, Edit, RemoveTitle
from typecut.timeline import ZERO, Range, Title, TitlePosition, TitleStyle

from ..clause import Clause
from ..intent import Context, Intent, Outcome, known_titles, removes
from ..lettering import (
    NOUNS,
    STYLES,
    animation_of,
    middle_of_picture,
    notes_on,
    position_of,
    size_of,
    text_colour,
    texts_of,
)
from ..say import Impossible, say
from ..showing import SHOWN, Placed, placement, tail
from ..stage import LAYERS, Act, Stage, titles
from ..tokens import Token
from ..when import When, edge, until_end, whens

EXAMPLES = """
add a title "A" | change the title to "B" -> ChangeTitle(titles=[title], text=B)
add a title "A" | make the title red and bigger -> ChangeTitle(titles=[title], color=#e53935, size=1.4)
add a title "A" | move the title to the bottom -> ChangeTitle(titles=[title], position=bottom)
add a title "A" | remove the title -> RemoveTitle()
add a title "A" | show the title for 5 seconds -> ChangeTitle(titles=[title], range=0-5)
add a title "A" | change "A" to "B" -> ChangeTitle(titles=[title], text=B)
remove the title -> ! no title
don't add a title -> nothing
加标题“甲” | 把标题改成“乙” -> ChangeTitle(titles=[title], text=乙)
加标题“甲” | 标题改成红色 -> ChangeTitle(titles=[title], color=#e53935)
加标题“甲” | 删除标题 -> RemoveTitle()
"""


_ASKS = ("hides", "big", "small", "colour", "longer", "shorter", "position", "bold", "last", "for")


def _change(clause: Clause, context: Context) -> Outcome | None:
    texts = texts_of(clause)
    if not known_titles(context) or not _is_change(clause, context, texts):
        return None
    text = texts[-1].literal if texts else None
    if len(texts) == 1 and _names_title(clause, context) and not clause.has(*NOUNS):
        text = None
    nudged = _nudge(clause)
    edit = ChangeTitle(
        (), text, None, _new_style(clause), position_of(clause) or nudged, animation_of(clause),
        text_colour(clause) or None, size_of(clause),
    )  # fmt: skip
    times = whens(clause)
    when = edge(clause) if not middle_of_picture(clause) else ""
    moved = bool(times) or bool(when) or clause.has("throughout", "longer", "shorter")
    told = notes_on(clause, context.language)
    if edit == ChangeTitle() and not moved:
        return Outcome(subject="title", notes=told) if told else None
    placed = placement(clause, context)

    def build(stage: Stage) -> Sequence[Edit]:
        ids = _chosen(stage, clause, texts)
        span = _moved(stage, clause, ids, placed, times) if moved else None
        if nudged:
            found = next(t for t in titles(stage.current) if t.id == ids[0])
            return (replace(edit, titles=ids, range=span, position=_beyond(found, nudged)),)
        return (replace(edit, titles=ids, range=span),)

    return Outcome((Act(clause.span, build, LAYERS),), "title", notes=told)


def _nudge(clause: Clause) -> TitlePosition | None:
    """``move the title up``: the next place in that direction."""
    if clause.has("position") or not clause.does("move", "change"):
        return None
    if clause.has("up", "more") and not clause.has("size", "scale"):
        return "top" if clause.has("up") else None
    return "bottom" if clause.has("down") and not clause.has("size", "scale") else None


def _beyond(title: Title, way: TitlePosition) -> TitlePosition:
    """The place above or below the one it has; corners stay corners."""
    row, _, side = title.position.partition("-")
    if side in ("left", "right"):
        sideways: dict[str, TitlePosition] = {
            "top-left": "top-left", "top-right": "top-right",
            "bottom-left": "bottom-left", "bottom-right": "bottom-right",
        }  # fmt: skip
        return sideways[f"{way}-{side}"]
    far = row in ("center", way)
    return way if far else "center"


def _is_change(clause: Clause, context: Context, texts: Sequence[Token]) -> bool:
    """Whether the clause changes a title that is there, rather than adding or removing one."""
    it = clause.has("it")
    about = (
        clause.has(*NOUNS)
        or (it and clause.has("appears"))
        or (
            context.subject == "title"
            and (
                it or _is_attribute(clause) or _only_nudges(clause) or _only_places(clause, context)
            )
        )
        or _names_title(clause, context)
    )
    adds = clause.does("add") and texts and not clause.has("change", "replace")
    if not about or adds or clause.negated or clause.does("remove"):
        return False
    if _only_places(clause, context):
        return True
    acts = clause.does("change", "replace", "move", "add", "keep", "extend", "more", "less")
    starts = clause.has("start", "begins", "ends") and bool(whens(clause)) and not texts
    if _about_the_whole(clause, context):
        return False
    return acts or starts or clause.has(*_ASKS)


def _about_the_whole(clause: Clause, context: Context) -> bool:
    """``make it 30 seconds long`` in a turn of its own is about the video, whatever came before."""
    fresh = bool(context.recent) and "title" not in context.coming and not clause.has(*NOUNS)
    return (
        fresh and bool(whens(clause)) and not clause.has("appears", "hides") and not clause.quotes
    )


def _only_nudges(clause: Clause) -> bool:
    """往下移一点: nothing is named, and it goes up or down."""
    words = [t for t in clause.tokens if not t.filler]
    only = all(t.has("up", "down", "move", "slightly", "much", "more", "it") for t in words)
    return only and clause.has("move") and _nudge(clause) is not None


def _only_places(clause: Clause, context: Context) -> bool:
    """``no, at the end``, ``in the corner``: where the title of the turn before shall be."""
    words = [t for t in clause.tokens if not t.filler]
    placed = any(t.has("start", "end", "position") and t.kind == "word" for t in words)
    only = all(t.has("at", "in", "to", "start", "end", "position") for t in words)
    return context.subject == "title" and bool(context.recent) and placed and only


def _new_style(clause: Clause) -> TitleStyle | None:
    if not clause.has("title"):
        return None
    if clause.has("lowerthird"):
        return "lower-third"
    return "end-card" if clause.has("endcard") else None


def _is_attribute(clause: Clause) -> bool:
    placed = clause.has("position") and clause.does("move", "add", "change")
    return (
        (placed or clause.has("colour", "big", "small", "bold", "animation"))
        and not clause.of("file")
        and not clause.has("logo", "pip", "music", "clip", "video", "look", "dial", "background")
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
    styled = next((s for n, s in STYLES if clause.has(n)), None)
    fitting = [t for t in there if t.style == styled] if styled else []
    return ((fitting or there)[-1].id,)


def _moved(
    stage: Stage, clause: Clause, ids: Sequence[str], placed: Placed, times: Sequence[When]
) -> Range | None:
    """The new place of a title: a length keeps its beginning, a point its length."""
    found = stage.current.find(ids[0])
    old = found[2] if found else Range(ZERO, SHOWN)
    if until_end(clause) and not times and stage.end > old.start:
        return Range(old.start, stage.end - old.start)
    if clause.has("hides") and times:
        end = times[0].a if times[0].part in ("at", "before") else old.start + times[0].a
        return Range(old.start, max(end - old.start, Fraction(1, 10)))
    until = next((w.a for w in times if w.part == "before"), None)
    if until is not None and until > old.start and len(times) == 1 and old.start > 0:
        return Range(old.start, until - old.start)
    if any(w.part in ("range", "first", "last", "after", "before") for w in times) or clause.has(
        "throughout"
    ):
        return placed(stage)
    point = next((w.a for w in times if w.part == "at"), None)
    length = next((w.a for w in times if w.part in ("for", "bare", "to")), None)
    by = next((w.a for w in times if w.part == "by"), None)
    to = any(w.part == "to" for w in times)
    if clause.has("longer", "extend") and (by or length) and not to:
        length = old.duration + (by or length or ZERO)
    elif clause.has("longer", "shorter") and length is None:
        length = old.duration * (Fraction(3, 2) if clause.has("longer") else Fraction(2, 3))
    length = length or old.duration
    if point is not None:
        return Range(stage.moment(point), length)
    if edge(clause) == "end":
        return tail(stage, length)
    start = ZERO if edge(clause) == "start" else old.start
    return Range(start, length)


def _one_of_them(clause: Clause, context: Context) -> bool:
    """``remove the first one``, right after a turn about titles."""
    words = [t for t in clause.tokens if not t.filler]
    counted = any(t.kind == "ordinal" or t.has("first", "last") for t in words)
    named = any(t.has("clip", "photo") and t.text not in ("one", "ones") for t in words)
    return bool(context.recent) and counted and not named and not whens(clause)


def _remove(clause: Clause, context: Context) -> Outcome | None:
    about = (
        clause.has(*NOUNS)
        or (context.subject == "title" and (clause.has("it") or _one_of_them(clause, context)))
        or _names_title(clause, context)
    )
    hidden = clause.has("hides") and not whens(clause)
    if (
        not about
        or not (removes(clause) or hidden)
        or clause.has("animation")
        or clause.has("music")
    ):
        return None
    texts = texts_of(clause)
    if not known_titles(context):
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


INTENTS = (Intent("title remove", 200, _remove), Intent("title change", 210, _change))
