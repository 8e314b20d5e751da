"""How words look: their style, place, animation, colour and size."""

from typecut.timeline import TitleAnimation, TitlePosition, TitleStyle

from .clause import Clause
from .say import say
from .tokens import Token

NOUNS = ("title", "caption", "lowerthird", "endcard")

STYLES: tuple[tuple[str, TitleStyle], ...] = (
    ("lowerthird", "lower-third"), ("endcard", "end-card"), ("caption", "caption"), ("heading", "heading"),
)  # fmt: skip

_GENERAL = ("text", "texts", "words", "文字", "字", "文本", "字样")
"""They leave the style to a more telling word: "lower third text"."""
_POSITIONS: dict[str, TitlePosition] = {
    "center": "center", "top": "top", "bottom": "bottom", "lower-third": "lower-third",
    "top-left": "top-left", "top-right": "top-right", "bottom-left": "bottom-left",
    "bottom-right": "bottom-right",
}  # fmt: skip

_ANIMATIONS: dict[str, TitleAnimation] = {
    "rise": "rise", "fade": "fade", "none": "none", "pop": "pop", "typewriter": "typewriter",
}  # fmt: skip


def texts_of(clause: Clause) -> tuple[Token, ...]:
    """The quotes that are words to show: not files, and not only blanks."""
    return tuple(q for q in clause.quotes if q.literal.strip())


_ONTO = ("over", "on", "onto", "against")


def on_a_ground(clause: Clause) -> bool:
    """``黑底白字``: the first colour is the ground's."""
    onto = any(
        t.has("colour") and clause.tokens[i - 1].text in _ONTO
        for i, t in enumerate(clause.tokens)
        if i
    )
    return onto or any(
        t.has("background") or (t.has("colour") and t.text.endswith("底")) for t in clause.tokens
    )


def text_colour(clause: Clause) -> str:
    for i, token in enumerate(clause.tokens):
        if not token.has("colour") or token.text.endswith("底"):
            continue
        after = clause.after(i)
        if after is not None and after.has("background"):
            continue
        if clause.tokens[i - 1].text in _ONTO and i:
            continue
        return token.concepts["colour"]
    return ""


def style_of_words(clause: Clause, text: Token) -> TitleStyle:
    """The nearest noun before the text decides, else any in the clause."""
    before = [t for t in clause.tokens if t.start < text.start]
    for token in reversed(before):
        for noun, style in STYLES:
            if token.has(noun):
                return style
        if token.has("title") and token.text not in _GENERAL:
            return "title"
    if clause.value("position") == "lower-third":
        return "lower-third"
    styles: list[TitleStyle] = [
        style for noun, style in STYLES if clause.has(noun) or noun in clause.carried
    ]
    return styles[0] if styles else "title"


def position_of(clause: Clause) -> TitlePosition | None:
    named: TitlePosition | None = next(
        (_POSITIONS[v] for v in clause.values("position") if v in _POSITIONS), None
    )
    if named is None and middle_of_picture(clause):
        return "center"
    return named


def middle_of_picture(clause: Clause) -> bool:
    """标题放中间: where the words stand, and not when."""
    ranged = any(t.has("between") and t.text != "中间" for t in clause.tokens)
    whole = any(t.has("video") and t.text != "画面" for t in clause.tokens)
    if whole or ranged or clause.has("clip", "position"):
        return False
    return any(t.text in ("中间", "正中间") for t in clause.tokens)


def notes_on(clause: Clause, language: str) -> tuple[str, ...]:
    """Bold letters are what there is."""
    if not clause.has("bold"):
        return ()
    return (say(language, "All titles are set in bold letters.", "所有标题本来就是粗体。"),)


def animation_of(clause: Clause) -> TitleAnimation | None:
    named: list[TitleAnimation] = [
        _ANIMATIONS[v] for v in clause.values("animation") if v in _ANIMATIONS
    ]
    if not named and clause.has("fade", "fadein", "fadeout", "fadeboth"):
        return "fade"
    return named[0] if named else None


def size_of(clause: Clause) -> float | None:
    if clause.has("huge"):
        return 1.8
    percent = clause.number("percent")
    if percent is not None and clause.has("big", "small", "scale", "canvas", "size"):
        part = float(percent) / 100
        relative = clause.has("big", "small") and part < 1
        return round(1 + part if clause.has("big") else 1 - part, 3) if relative else part
    sized = clause.has("size", "scale")
    if clause.has("big") or (sized and clause.has("more")):
        return 1.4
    return 0.7 if clause.has("small") or (sized and clause.has("less")) else None
