"""Words for transitions and titles."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from typecut.timeline import (
    Range,
    Timeline,
    Title,
    TitleAnimation,
    TitlePosition,
    TitleStyle,
    Transition,
)

from ..titles import all_titles
from ..verbs import AddTitle, AddTransition, ChangeTitle, RemoveTitle, RemoveTransition
from ..wording import (
    Words,
    listed,
    main_clips,
    number,
    plural,
    quoted,
    secs,
    span,
    transitions_words,
)

STYLE: dict[TitleStyle, Words] = {
    "title": Words("title", "标题"),
    "lower-third": Words("lower third", "下三分之一字幕条"),
    "caption": Words("caption", "字幕"),
    "heading": Words("heading", "页眉"),
    "end-card": Words("end card", "片尾卡"),
}
POSITION: dict[TitlePosition, Words] = {
    "center": Words("centre", "居中"),
    "top": Words("top", "顶部"),
    "bottom": Words("bottom", "底部"),
    "lower-third": Words("lower third", "下三分之一处"),
    "top-left": Words("top left", "左上角"),
    "top-right": Words("top right", "右上角"),
    "bottom-left": Words("bottom left", "左下角"),
    "bottom-right": Words("bottom right", "右下角"),
}
ANIMATION: dict[TitleAnimation, Words] = {
    "rise": Words("rise", "上升"),
    "fade": Words("fade", "淡入"),
    "none": Words("none", "无"),
    "pop": Words("pop", "弹出"),
    "typewriter": Words("typewriter", "打字机"),
}


def transitions_by_left(timeline: Timeline) -> dict[str, Transition]:
    """The main track's transitions by the clip that they follow."""
    track = timeline.main
    return {
        getattr(track.items[index - 1], "id", ""): joint
        for joint, _, index in (track.transitions() if track else ())
        if track
    }


def add_transition(edit: AddTransition, before: Timeline, after: Timeline) -> Words:
    lefts = edit.after or tuple(c.id for c in main_clips(after))
    made = [joint for left, joint in transitions_by_left(after).items() if left in lefts]
    durations = sorted({joint.duration for joint in made}) or [edit.duration]
    what, long = transitions_words(edit.kind, len(made)), _from_to(durations)
    if durations[0] < edit.duration:
        short = secs(edit.duration)
        return Words(
            f"Added {what.en} of {long.en} (the clips are too short for {short.en})",
            f"添加了{what.zh}（{long.zh}，片段太短，放不下{short.zh}）",
        )
    return Words(f"Added {what.en} of {long.en}", f"添加了{what.zh}（{long.zh}）")


def _from_to(durations: list[Fraction]) -> Words:
    first, last = number(durations[0]), number(durations[-1])
    both = first if first == last else f"{first}–{last}"
    return Words(f"{both} s", f"{both}秒")


def remove_transition(edit: RemoveTransition, before: Timeline, after: Timeline) -> Words:
    count = len(transitions_by_left(before)) - len(transitions_by_left(after))
    return Words(f"Removed {plural(count, 'transition')}", f"删除了{count}处转场")


def add_title(edit: AddTitle, before: Timeline, after: Timeline) -> Words:
    old = {t.id for t in all_titles(before)}
    text = quoted(edit.text)
    for title, placed in _placed(after):
        if title.id not in old:
            where = span(placed.start, placed.end)
            looks = _looks(edit)
            return Words(
                ", ".join([f"Added the title {text.en} from {where.en}", *(w.en for w in looks)]),
                "，".join([f"从 {where.zh} 添加标题{text.zh}", *(w.zh for w in looks)]),
            )
    return Words(f"Added the title {text.en}", f"添加标题{text.zh}")


def _placed(timeline: Timeline) -> list[tuple[Title, Range]]:
    return [
        (item, placed)
        for track in timeline.tracks
        for item, placed in track.placed()
        if isinstance(item, Title)
    ]


def change_title(edit: ChangeTitle, before: Timeline, after: Timeline) -> Words:
    ids = edit.titles or tuple(t.id for t in all_titles(before))
    parts = _title_changes(edit, ids, after)
    en = ", ".join(p.en for p in parts) or "unchanged"
    zh = "，".join(p.zh for p in parts) or "不变"
    which = _titles(before, ids)
    return Words(f"Changed {which.en}: {en}", f"修改{which.zh}：{zh}")


def _title_changes(edit: ChangeTitle, ids: tuple[str, ...], after: Timeline) -> list[Words]:
    parts: list[Words] = []
    if edit.text is not None:
        parts.append(quoted(edit.text))
    if edit.range is not None:
        where = next((p for t, p in _placed(after) if t.id in ids), edit.range)
        parts.append(span(where.start, where.end))
    parts += _looks(edit)
    if edit.color == "":
        parts.append(Words("default colour", "默认颜色"))
    if edit.size is not None:
        parts.append(Words(f"size {number(edit.size)}x", f"大小{number(edit.size)}倍"))
    return parts


def _looks(edit: AddTitle | ChangeTitle) -> list[Words]:
    """How the words are to look and where to stand, as far as it was said."""
    parts: list[Words] = []
    if edit.style is not None and edit.style != "title":
        parts.append(Words(f"as {STYLE[edit.style].en}", f"样式：{STYLE[edit.style].zh}"))
    if edit.position is not None:
        where = POSITION[edit.position]
        parts.append(Words(f"position {where.en}", f"位置：{where.zh}"))
    if edit.animation is not None:
        how = ANIMATION[edit.animation]
        parts.append(Words(f"animation {how.en}", f"动画：{how.zh}"))
    if edit.color:
        parts.append(Words(f"colour {edit.color}", f"颜色 {edit.color}"))
    return parts


def _titles(timeline: Timeline, ids: tuple[str, ...]) -> Words:
    texts = [quoted(t.text) for t in all_titles(timeline) if t.id in ids]
    if len(texts) == 1:
        return Words(f"the title {texts[0].en}", f"标题{texts[0].zh}")
    return Words(
        f"the titles {listed([t.en for t in texts])}", f"标题{'、'.join(t.zh for t in texts)}"
    )


def remove_title(edit: RemoveTitle, before: Timeline, after: Timeline) -> Words:
    gone = _titles(before, edit.titles or tuple(t.id for t in all_titles(before)))
    return Words(f"Removed {gone.en}", f"删除了{gone.zh}")


SAYINGS: dict[type, Callable[[Any, Timeline, Timeline], Words]] = {
    AddTransition: add_transition,
    RemoveTransition: remove_transition,
    AddTitle: add_title,
    ChangeTitle: change_title,
    RemoveTitle: remove_title,
}
