"""A reply that talks of buttons and panels becomes one that can be followed in words.

The rows of the documents, for whole replies in English and Chinese:

    click X, 点击 X                         said instead: say "X"; the Export button: say "export"
    open X, 打开 X                          what it would show is shown: the tracks, the credits
    drag, drop, 拖拽                        the edit that can be said instead
    preview in the timeline, 在时间线预览     the tracks are shown
    settings, dashboard, account, billing  the tracks, the credits, or the change to be said
    addresses of an API                    the words that do the same

What is quoted is content and stays; a text without any of this comes back as it was.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .chinese_gui import CHINESE
from .english_gui import ENGLISH
from .gui import Action, Rule, Told
from .quoting import COVER, covered

_CONTENT = re.compile(
    r"""
    (?:\b(?:titles?|captions?|text|subtitles?|label|slogan|headline)|标题|字幕|文字|文案)\s*[:：][ \t]*(?P<a>[^\n(（]+)
    | \b(?:says?|saying|reads?|reading|titled|captioned)[ \t]+(?P<b>[^\n.,;!?(]+)
    | (?:写着|内容为|内容是)(?P<c>[^\n，。；！？（]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Translated:
    """`actions`: what the reply told the user to look at or do."""

    text: str
    actions: tuple[Action, ...] = ()


def translate(reply: str, *, exporting: bool = False) -> Translated:
    """`exporting`: a file was asked for in the same breath and follows by itself."""
    text, actions = _apply((*ENGLISH, *CHINESE), reply, exporting)
    if text != reply:
        text = _tidy(text)
    return Translated(text, actions)


def _apply(rules: Iterable[Rule], text: str, exporting: bool) -> tuple[str, tuple[Action, ...]]:
    actions: list[Action] = []
    for rule in rules:
        found = list(_found(rule, text))
        for match, told in reversed(found):
            words = _words(told, match, exporting)
            text = text[: match.start("gui")] + words + text[told.end :]
        for _, told in found:
            if told.action and told.action not in actions:
                actions.append(told.action)
    return text, tuple(actions)


def _found(rule: Rule, text: str) -> Iterator[tuple[re.Match[str], Told]]:
    """What a rule finds; nothing twice."""
    end = 0
    for match in rule.pattern.finditer(_hidden(text)):
        if match.start("gui") < end:
            continue
        told = rule.told(match, text)
        if told is not None:
            end = told.end
            yield match, told


def _words(told: Told, match: re.Match[str], exporting: bool) -> str:
    words = told.waiting if exporting and told.action == "export" and told.waiting else told.words
    return words[0].upper() + words[1:] if words and match["gui"][0].isupper() else words


def _hidden(text: str) -> str:
    """The text with its content covered: quoted words, and words that a title is said to have."""
    hidden = covered(text)
    for match in _CONTENT.finditer(hidden):
        start, end = match.span(match.lastgroup or 0)
        hidden = hidden[:start] + COVER * (end - start) + hidden[end:]
    return hidden


def _tidy(text: str) -> str:
    """No holes where a phrase was taken out, no sentence twice."""
    text = re.sub(r"[ \t]+([.,;!?])", r"\1", text)
    text = re.sub(r"(?<=\S)[ \t]{2,}(?=\S)", " ", text)
    text = re.sub(
        r"(?i)\b(see (?:your credits|the tracks) below|say what you want changed)(?:,? (?:or|and|then) \1)+",
        r"\1",
        text,
    )
    text = re.sub(r"(?m)^([^\n]{8,}?[.。])(?:\s*\1)+", r"\1", text)
    return text.strip("\n") if not text.strip() else text
