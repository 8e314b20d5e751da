"""Words for transitions and titles."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from typecut.timeline import Range, Timeline, Title, Transition

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
            return Words(
                f"Added the title {text.en} from {where.en}", f"从 {where.zh} 添加标题{text.zh}"
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
    for value, en, zh in (
        (edit.style, "style", "样式"),
        (edit.position, "position", "位置"),
        (edit.animation, "animation", "动画"),
        (edit.color, "colour", "颜色"),
    ):
        if value is not None:
            parts.append(Words(f"{en} {value or 'default'}", f"{zh} {value or '默认'}"))
    if edit.size is not None:
        parts.append(Words(f"size {number(edit.size)}x", f"大小{number(edit.size)}倍"))
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
