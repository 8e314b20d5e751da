"""Words over the picture: added, changed, removed."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from typecut.timeline import (
    Item,
    Range,
    Timeline,
    Title,
    TitleAnimation,
    TitlePosition,
    TitleStyle,
    Track,
)

from .layout import free_id, place, taken_ids, without
from .moments import shown_range
from .verbs import AddTitle, ChangeTitle, RemoveTitle
from .wording import missing, number, refuse

SHOWN = Fraction(3)
"""How long a title stands where nothing is said."""

POSITION: dict[TitleStyle, TitlePosition] = {
    "title": "center",
    "lower-third": "lower-third",
    "caption": "bottom",
    "heading": "top",
    "end-card": "center",
}
ANIMATION: dict[TitleStyle, TitleAnimation] = {
    "title": "rise",
    "lower-third": "rise",
    "caption": "fade",
    "heading": "rise",
    "end-card": "fade",
}
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def add_title(timeline: Timeline, edit: AddTitle) -> Timeline:
    _check(edit.text, edit.color, edit.size)
    span = shown_range(timeline, edit.range, SHOWN, at_end=edit.style == "end-card")
    title = Title(
        free_id(taken_ids(timeline), edit.title or "title"),
        edit.text,
        span.duration,
        edit.style,
        edit.position or POSITION[edit.style],
        edit.animation or ANIMATION[edit.style],
        edit.color,
        edit.size,
    )
    return _put(timeline, title, span)


def _put(timeline: Timeline, title: Title, span: Range) -> Timeline:
    title = replace(title, duration=span.duration)
    return place(timeline, title, span.start, "caption" if title.style == "caption" else "title")


def _check(text: str | None, color: str | None, size: float | None) -> None:
    if text is not None and not text.strip():
        refuse("the title has no words", "标题没有文字")
    if color and not _COLOR.fullmatch(color):
        refuse(
            f'a colour looks like #ffcc00, not "{color}"', f"颜色的写法如 #ffcc00，不是“{color}”"
        )
    if size is not None and not 0.1 <= size <= 10:
        refuse(
            f"a title's size goes from 0.1 to 10 times, not {number(size)}",
            f"标题大小范围是0.1到10倍，不能是{number(size)}倍",
        )


def change_title(timeline: Timeline, edit: ChangeTitle) -> Timeline:
    _check(edit.text, edit.color, edit.size)
    for title_id in _named(timeline, edit.titles, "change", "修改"):
        new = _changed(next(t for t in all_titles(timeline) if t.id == title_id), edit)
        if edit.range is None:
            timeline = _exchanged(timeline, new)
        else:
            span = shown_range(timeline, edit.range, SHOWN)
            timeline = _put(without(timeline, {title_id}), new, span)
    return timeline


def _exchanged(timeline: Timeline, new: Title) -> Timeline:
    def items(track: Track) -> tuple[Item, ...]:
        return tuple(new if isinstance(i, Title) and i.id == new.id else i for i in track.items)

    return replace(timeline, tracks=tuple(replace(t, items=items(t)) for t in timeline.tracks))


def _changed(title: Title, edit: ChangeTitle) -> Title:
    style = edit.style or title.style
    restyled = style != title.style
    position = POSITION[style] if restyled else title.position
    animation = ANIMATION[style] if restyled else title.animation
    return replace(
        title,
        text=title.text if edit.text is None else edit.text,
        style=style,
        position=edit.position or position,
        animation=edit.animation or animation,
        color=title.color if edit.color is None else edit.color,
        size=title.size if edit.size is None else edit.size,
    )


def remove_title(timeline: Timeline, edit: RemoveTitle) -> Timeline:
    return without(timeline, _named(timeline, edit.titles, "remove", "删除"))


def all_titles(timeline: Timeline) -> tuple[Title, ...]:
    return tuple(i for t in timeline.tracks for i in t.items if isinstance(i, Title))


def _named(timeline: Timeline, titles: tuple[str, ...], en: str, zh: str) -> tuple[str, ...]:
    there = {t.id: t for t in all_titles(timeline)}
    if not there:
        missing(f"there is no title to {en}", f"没有可以{zh}的标题")
    for title in titles:
        if title not in there:
            names = ", ".join(f'{t.id} ("{t.text}")' for t in there.values())
            missing(
                f'there is no title "{title}"; the titles are {names}',
                f"没有“{title}”这个标题；现有标题：{names}",
            )
    return titles or tuple(there)


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    AddTitle: add_title,
    ChangeTitle: change_title,
    RemoveTitle: remove_title,
}
