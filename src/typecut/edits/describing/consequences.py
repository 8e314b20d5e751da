"""Words for what an edit brought with it: a new length, titles and transitions that suffered."""

from typecut.timeline import Clip, Timeline, Title

from ..titles import all_titles
from ..verbs import (
    AddMusic,
    AddTransition,
    ChangeTitle,
    Edit,
    RemoveClip,
    RemoveMusic,
    RemoveTitle,
    RemoveTransition,
)
from ..wording import Words, clip_words, listed, plural, quoted, secs
from .words import transitions_by_left


def consequences(edit: Edit, before: Timeline, after: Timeline, *, total: bool) -> list[Words]:
    """In the order in which they are said; empty where there are none."""
    said = _new_length(before, after) if total else []
    if not isinstance(edit, RemoveTitle | ChangeTitle):
        said += _titles(before, after)
    if not isinstance(edit, RemoveClip | RemoveMusic | AddMusic):
        said += _gone(before, after)
    if not isinstance(edit, AddTransition | RemoveTransition):
        said += _transitions(before, after)
    return said


def _new_length(before: Timeline, after: Timeline) -> list[Words]:
    old, new = secs(before.duration), secs(after.duration)
    change = secs(abs(after.duration - before.duration))
    if old == new or change.en == "0 s":
        return []
    if not before.duration:
        return [Words(f"the video is {new.en} long", f"视频长{new.zh}")]
    longer = after.duration > before.duration
    en, zh = ("longer", "延长") if longer else ("shorter", "缩短")
    return [
        Words(
            f"the video is {change.en} {en} ({old.en} → {new.en})",
            f"视频{zh}{change.zh}（{old.zh} → {new.zh}）",
        )
    ]


def _titles(before: Timeline, after: Timeline) -> list[Words]:
    now = {t.id: t for t in all_titles(after)}
    said: list[Words] = []
    for title in all_titles(before):
        text = quoted(title.text)
        left = now.get(title.id)
        if left is None:
            said.append(Words(f"the title {text.en} went with it", f"标题{text.zh}随之删除"))
        elif left.duration < title.duration:
            long = secs(left.duration)
            said.append(
                Words(f"the title {text.en} now lasts {long.en}", f"标题{text.zh}缩短为{long.zh}")
            )
    return said


def _gone(before: Timeline, after: Timeline) -> list[Words]:
    """Overlays, sounds and music that are no longer there."""
    kept = {i.id for t in after.tracks for i in t.items if isinstance(i, Clip | Title)}
    gone = [
        clip_words(before, item.id)
        for track in before.tracks
        if track.role != "main"
        for item, _ in track.placed()
        if isinstance(item, Clip) and item.id not in kept
    ]
    if not gone:
        return []
    en, zh = listed([w.en for w in gone]), "、".join(w.zh for w in gone)
    return [Words(f"{en} went with it", f"{zh}随之删除")]


def _transitions(before: Timeline, after: Timeline) -> list[Words]:
    old, new = transitions_by_left(before), transitions_by_left(after)
    lost = len(old) - len(new)
    shorter = [left for left in old.keys() & new.keys() if new[left].duration < old[left].duration]
    said: list[Words] = []
    if lost > 0:
        went = plural(lost, "transition")
        said.append(Words(f"{went} went with it", f"{lost}处转场随之取消"))
    if shorter:
        count = len(shorter)
        got = plural(count, "transition")
        said.append(Words(f"{got} got shorter", f"{count}处转场缩短"))
    return said
