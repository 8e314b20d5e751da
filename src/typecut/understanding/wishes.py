"""Whole videos asked for: a promo, a slideshow, an intro, with words, music and a shape."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from typecut.edits.plan import MusicWish, Occasion, Span, Wish
from typecut.edits.verbs import Append, Edit, RemoveClip
from typecut.timeline import Canvas, Media, Timeline

from .clause import Clause
from .intents.canvas import pixels_of, resized, shape_of
from .say import Impossible, say
from .scores import nearest_note, style_of
from .tokens import Token
from .when import whens
from .which import clips, find_media, which

_INDEFINITE = {"a", "an", "one", "me", "some", "another", "my", "our"}
_GENERATES = {"generate", "generating", "生成"}
_OCCASIONS: tuple[tuple[str, Occasion], ...] = (
    ("promo", "promo"), ("slideshow", "slideshow"), ("introvideo", "intro"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A wish, the clauses that went into it, and what to tell about it."""

    wish: Wish
    used: int
    notes: tuple[str, ...] = ()


def wish_after(clauses: Sequence[Clause], timeline: Timeline) -> int:
    """How many clauses come before a promo or the like is asked for; 0 also where none is."""
    for i, clause in enumerate(clauses[:_FIRST_THINGS]):
        if i and clause.has("promo", "slideshow", "introvideo") and _creates(clause, (), timeline):
            return (
                i
                if clause.has("create", "change") and not _creates(clauses[0], (), timeline)
                else 0
            )
    return 0


_FIRST_THINGS = 20
"""Clauses that may come before the wish."""


def find_wish(
    clauses: Sequence[Clause], timeline: Timeline, language: str, library: Sequence[Media] = ()
) -> Found | None:
    """The whole video that the first clauses ask for, with what later ones say about it."""
    start = next(
        (i for i, c in enumerate(clauses) if _creates(c, clauses[i + 1 : i + 2], timeline)), None
    )
    if start is None or start > 1:
        return None
    end = start + 1
    while end < len(clauses) and _belongs(clauses[end]):
        end += 1
    notes: tuple[str, ...] = ()
    wish = Wish(
        _occasion(clauses[start:end], timeline),
        _span(clauses[start:end]),
        first=_chosen(clauses[start:end], timeline, library, language),
    )
    for clause in clauses[start:end]:
        wish, more = _absorb(wish, clause, timeline, language)
        notes += more
    if not wish.texts and "titles" not in wish.without and _speaks_of_words(clauses[start:end]):
        notes += (say(language, *_NO_WORDS),)
    return (
        Found(replace(wish, duration=_duration(clauses[start:end], timeline)), end, notes)
        if start == 0
        else None
    )


_NO_WORDS = (
    'The words to show were not given; say them in quotes, as in: with the text "Fresh Coffee".',
    "还没有给出要显示的文字，请用引号写出来，例如：加上文字“新鲜咖啡”。",
)
_WORDS = re.compile(r"\b(?:descriptions?|texts?|words|copy|caption)\b|文字|描述|文案|介绍语|说明")


def logo_in(clause: Clause) -> Clause | None:
    """``a promo with logo.png in the top right``: the part that is about the logo."""
    files = [t for t in clause.of("file") if "logo" in t.text or clause.has("logo", "position")]
    if not files and not clause.has("logo"):
        return None
    about = ("logo", "position", "opacity", "big", "small")
    tokens = tuple(t for t in clause.tokens if t in files or t.has(*about))
    return Clause(clause.instruction, tokens, frozenset({"add"}))


def _chosen(
    clauses: Sequence[Clause], timeline: Timeline, library: Sequence[Media], language: str
) -> tuple[Edit, ...]:
    """``from red.png``, ``from clips 1 and 3``: what is not named is left out, and what is named
    and not there yet is put in."""
    kept: list[str] = []
    new: list[Media] = []
    for clause in clauses:
        if clause.has("logo", "position", "pip", "overlay", "music", "endcard"):
            continue
        words = tuple(t for t in clause.tokens if t.kind != "quote")
        kept += which(replace(clause, tokens=words), timeline, language).ids if words else ()
        for token in clause.of("file"):
            found = find_media(token, [*timeline.media, *library])
            if not found:
                raise Impossible(
                    say(
                        language,
                        f"There is no file {token.literal} among the media.",
                        f"素材里没有 {token.literal} 这个文件。",
                    )
                )
            there = any(c.media == found[0].id for c in clips(timeline))
            new += [found[0]] if found[0].has_picture and not there else []
    if not kept and not new:
        return ()
    others = [c.id for c in clips(timeline) if c.id not in kept]
    return (*(Append(m) for m in dict.fromkeys(new)), *(RemoveClip(c) for c in others))


def _speaks_of_words(clauses: Sequence[Clause]) -> bool:
    """``from my photos and description``: words are to be seen, but which?"""
    return any(_WORDS.search(c.span.of(c.instruction).lower()) for c in clauses)


def _creates(clause: Clause, after: Sequence[Clause], timeline: Timeline) -> bool:
    if clause.negated and not clause.has("create"):
        return False
    if clause.has("title", "transition", "copy") and not clause.has(
        "promo", "slideshow", "introvideo", "video"
    ):
        return False
    verb = clause.index("create", "change", "replace")
    if _generates(clause):
        return True
    noun = _noun(clause)
    if noun < 0:
        return False
    made = verb >= 0 and clause.tokens[verb].has("create")
    turned = (
        clause.has("change", "create")
        and any(t.has("to") for t in clause.tokens[:noun])
        and _indefinite(clause, noun)
    )
    wanted = (
        verb < 0
        and _indefinite(clause, noun)
        and not clause.does("add", "remove", "trim", "cut", "keep", "export", "move")
    )
    if not (
        made or turned or wanted or (clause.has("change", "cut") and _indefinite(clause, noun))
    ):
        return False
    if (
        clause.tokens[noun].has("video")
        and not clause.tokens[noun].has("promo", "slideshow", "introvideo")
        and not made
    ):
        return any(t.has("photo", "clip") for t in clause.tokens[:noun]) and turned
    definite = _definite(clause, noun)
    return not definite and (
        clause.tokens[noun].has("promo", "slideshow", "introvideo") or made or turned
    )


def _generates(clause: Clause) -> bool:
    """``generate my text or images``: what it is made of, and nothing of what is made."""
    verb = clause.index("create")
    if verb < 0 or clause.tokens[verb].text not in _GENERATES:
        return False
    return any(t.has("photo", "clip") for t in clause.tokens[verb + 1 : verb + 4])


def _noun(clause: Clause) -> int:
    """The thing to be made: a promo, a slideshow, an intro, or simply a video."""
    for names in (("promo", "slideshow", "introvideo"), ("video",)):
        for i, token in enumerate(clause.tokens):
            if (
                token.has(*names)
                and token.text != "version"
                and not _after_from(clause, i)
                and (_indefinite(clause, i) or token.has("promo", "slideshow"))
            ):
                return i
    return -1


def _after_from(clause: Clause, i: int) -> bool:
    """``from my clips``: what it is made of, not what is made."""
    return any(t.has("from", "with", "of") for t in clause.tokens[max(0, i - 3) : i])


def _indefinite(clause: Clause, noun: int) -> bool:
    before = clause.tokens[max(0, noun - 8) : noun]
    return any(t.text in _INDEFINITE for t in before) or any(
        t.text.endswith(
            ("一个", "一条", "一段", "一支", "个", "条", "成", "段", "支", "部", "一部", "make me")
        )
        or t.has("create")
        for t in before
    )


def _definite(clause: Clause, noun: int) -> bool:
    """``make the promo louder``."""
    before = clause.tokens[max(0, noun - 1) : noun]
    return any(t.text in ("the", "this", "that", "这个", "该", "the whole") for t in before)


_PARTS = (
    "music",
    "title",
    "caption",
    "endcard",
    "orientation",
    "transition",
    "transkind",
    "look",
    "style",
    "without",
    "dont",
)


def _belongs(clause: Clause) -> bool:
    """Whether a later clause says more about the wished video, rather than edit it."""
    if clause.then or clause.has(
        "export", "undo", "remove", "fadein", "fadeout", "speed", "faster", "rename"
    ):
        return clause.has("music", "title") and clause.then and not clause.has("remove", "export")
    if clause.has("clip") and clause.of("ordinal"):
        return False
    words = [t for t in clause.tokens if not t.filler]
    if words and all(t.kind == "file" or t.has("and", "with", "from") for t in words):
        return True  # from a.jpg and b.jpg
    if all(t.has("change", "it", "add", "all", "cut", "trim", "with") for t in words):
        return True
    return clause.has(*_PARTS) or bool(clause.quotes) or bool(clause.of("aspect", "size", "time"))


def _span(clauses: Sequence[Clause]) -> Span:
    return Span(clauses[0].span.start, clauses[-1].span.end)


def _occasion(clauses: Sequence[Clause], timeline: Timeline) -> Occasion:
    for name, occasion in _OCCASIONS:
        if any(c.has(name) for c in clauses[:1]):
            if occasion == "intro" and timeline.main and timeline.main.items:
                return "promo"
            return occasion
    pictures = bool(timeline.main and timeline.main.items)
    texts = any(c.quotes for c in clauses)
    if not texts and any(c.has("photo", "clip") for c in clauses):
        return "slideshow"
    return ("promo" if texts else "slideshow") if pictures else "intro"


def _absorb(
    wish: Wish, clause: Clause, timeline: Timeline, language: str
) -> tuple[Wish, tuple[str, ...]]:
    notes: tuple[str, ...] = ()
    wish = replace(
        wish, texts=wish.texts + tuple(q.literal for q in clause.quotes if q.literal.strip())
    )
    without = tuple(
        n
        for n, c in (("music", "music"), ("titles", "title"), ("transitions", "transition"))
        if clause.negated and _negates(clause, c)
    )
    if without:
        wish = replace(wish, without=tuple(dict.fromkeys(wish.without + without)))
    style, wanted = style_of(clause)
    if "music" not in without and clause.has("music"):
        volume = clause.number("percent")
        old = wish.music or MusicWish()
        wish = replace(
            wish,
            music=MusicWish(
                style or old.style, float(volume) / 100 if volume is not None else old.volume
            ),
        )
        if wanted:
            notes = (nearest_note(wanted, style, language),)
    elif style or clause.has("look"):
        wish = replace(wish, mood=wish.mood or style or clause.value("look"))
    if clause.has("transition", "transkind") and "transitions" not in without:
        wish = replace(wish, transitions=True)
    size = resized(
        timeline.canvas if wish.width is None else _canvas_of(wish),
        shape_of(clause),
        pixels_of(clause),
    )
    return (replace(wish, width=size[0], height=size[1]) if size else wish), notes


def _canvas_of(wish: Wish) -> Canvas:
    return Canvas(wish.width or 1920, wish.height or 1080)


def _negates(clause: Clause, concept: str) -> bool:
    at = clause.index("without", "dont")
    return any(t.has(concept) for t in clause.tokens[at + 1 :])


def _duration(clauses: Sequence[Clause], timeline: Timeline) -> Fraction | None:
    for clause in clauses:
        for w in whens(clause):
            if w.part not in ("bare", "for", "to", "by", "every"):
                continue
            if not _of_photo(clause, w.index):
                return w.a
            count = len(clips(timeline))
            return w.a * count if count else None
    return None


def _of_photo(clause: Clause, i: int) -> bool:
    """``3 seconds per photo`` is not the length of the whole."""
    near: Sequence[Token] = clause.tokens[max(0, i - 4) : i + 5]
    return any(t.has("every", "all") or t.text == "per" for t in near) or (
        i > 0 and clause.tokens[i - 1].has("every")
    )
