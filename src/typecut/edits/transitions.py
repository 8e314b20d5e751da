"""Transitions between the clips of the main track: added, replaced, removed."""

from collections.abc import Callable
from typing import Any

from typecut.timeline import Timeline

from .joints import join, joint_after, neighbour, release
from .layout import find_main, need_main
from .moments import above_zero
from .verbs import AddTransition, RemoveTransition
from .wording import clip_words, main_clips, missing, refuse, secs


def add_transition(timeline: Timeline, edit: AddTransition) -> Timeline:
    above_zero(edit.duration)
    cuts = _cuts(timeline, edit.after)
    for left in cuts:
        timeline = release(timeline, left)
    for left in cuts:
        timeline = join(timeline, left, edit.kind, edit.duration, overlap=edit.overlap)
    if not any(_joined(timeline, left) for left in cuts):
        asked = secs(edit.duration)
        refuse(
            f"the clips are too short for a transition of {asked.en}",
            f"片段太短，放不下{asked.zh}的转场",
        )
    return timeline


def _joined(timeline: Timeline, left: str) -> bool:
    found = find_main(timeline, left)
    return joint_after(found.track, found.index) is not None


def _cuts(timeline: Timeline, after: tuple[str, ...]) -> list[str]:
    """The clips behind which another clip comes at once: those named, or all."""
    need_main(timeline)
    clips = main_clips(timeline)
    cuts: list[str] = []
    for clip in dict.fromkeys(after or [c.id for c in clips]):
        found = find_main(timeline, clip)
        if neighbour(found.track, found.index) is not None:
            cuts.append(clip)
        elif after:
            name = clip_words(timeline, clip)
            refuse(
                f"behind {name.en} comes no other clip to blend into",
                f"{name.zh}之后没有可以过渡的片段",
            )
    if not cuts:
        only = len(clips) == 1
        refuse(
            f"a transition needs two clips side by side; {'there is only one' if only else 'there are gaps between all of them'}",
            f"转场需要两个相邻的片段，{'现在只有一段' if only else '现在片段之间都有空隙'}",
        )
    return cuts


def remove_transition(timeline: Timeline, edit: RemoveTransition) -> Timeline:
    clips = edit.after or tuple(c.id for c in main_clips(timeline))
    joined = [clip for clip in clips if _joined(timeline, clip)]
    if edit.after and len(joined) < len(edit.after):
        name = clip_words(timeline, next(c for c in edit.after if c not in joined))
        missing(f"there is no transition behind {name.en}", f"{name.zh}之后没有转场")
    if not joined:
        missing("there is no transition to remove", "没有可以删除的转场")
    for left in joined:
        timeline = release(timeline, left)
    return timeline


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    AddTransition: add_transition,
    RemoveTransition: remove_transition,
}
