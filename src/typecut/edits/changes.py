"""What differs between two timelines, in words: for comparing drafts and for silent edits."""

from typecut.timeline import Clip, Range, Timeline, Title

from .plan import Language
from .wording import Words, clip_words, label, quoted, secs, span

Standing = dict[str, tuple[Clip | Title, Range, str]]
"""Items by id, with their range and the role of their track."""


def changes(before: Timeline, after: Timeline, language: Language = "en") -> tuple[str, ...]:
    """One short sentence per difference; empty where the timelines are the same."""
    if before == after:
        return ()
    said = [*_items(before, after), *_whole(before, after)]
    return tuple(w.said(language) for w in said or [Words("Details changed", "细节有变化")])


def _standing(timeline: Timeline) -> Standing:
    return {
        item.id: (item, placed, track.role)
        for track in timeline.tracks
        for item, placed in track.placed()
    }


def _items(before: Timeline, after: Timeline) -> list[Words]:
    old, new = _standing(before), _standing(after)
    said = [_gone(before, i) for i in old if i not in new]
    said += [_come(after, i, new) for i in new if i not in old]
    for item in new:
        if item in old and (changed := _changed(before, after, old[item], new[item])):
            said.append(changed)
    return said


def _gone(before: Timeline, item: str) -> Words:
    words = clip_words(before, item)
    return Words(f"{_upper(words.en)} is gone", f"{words.zh}已删除")


def _come(after: Timeline, item: str, new: Standing) -> Words:
    words, where = clip_words(after, item), span(new[item][1].start, new[item][1].end)
    return Words(f"{_upper(words.en)} is new ({where.en})", f"新增{words.zh}（{where.zh}）")


def _changed(
    before: Timeline,
    after: Timeline,
    old: tuple[Clip | Title, Range, str],
    new: tuple[Clip | Title, Range, str],
) -> Words | None:
    words = clip_words(after, new[0].id)
    if isinstance(old[0], Title) and isinstance(new[0], Title) and old[0].text != new[0].text:
        was, now = quoted(old[0].text), quoted(new[0].text)
        return Words(f"The title {was.en} is now {now.en}", f"标题{was.zh}改为{now.zh}")
    if old[1].duration != new[1].duration:
        was, now = secs(old[1].duration), secs(new[1].duration)
        return Words(
            f"{_upper(words.en)} lasts {now.en} instead of {was.en}",
            f"{words.zh}的时长由{was.zh}变为{now.zh}",
        )
    if isinstance(old[0], Clip) and isinstance(new[0], Clip) and old[0].media != new[0].media:
        was_name = label(before, old[0])
        return Words(
            f"{_upper(words.en)} took the place of {was_name}", f"{words.zh}取代了 {was_name}"
        )
    if old[0] != new[0]:
        return Words(f"{_upper(words.en)} looks or sounds different", f"{words.zh}的设置有变化")
    if old[1].start != new[1].start:
        was, now = secs(old[1].start), secs(new[1].start)
        return Words(
            f"{_upper(words.en)} starts at {now.en} instead of {was.en}",
            f"{words.zh}的开始时间由{was.zh}变为{now.zh}",
        )
    return None


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _whole(before: Timeline, after: Timeline) -> list[Words]:
    said: list[Words] = []
    old, new = before.canvas, after.canvas
    if (old.width, old.height) != (new.width, new.height):
        size = f"{new.width}x{new.height}"
        said.append(Words(f"The picture is {size}", f"画面为{size}"))
    joints = [sum(1 for t in x.tracks for _ in t.transitions()) for x in (before, after)]
    if joints[0] != joints[1]:
        said.append(
            Words(
                f"{joints[1]} transitions instead of {joints[0]}",
                f"转场由{joints[0]}处变为{joints[1]}处",
            )
        )
    if (before.fade_in, before.fade_out) != (after.fade_in, after.fade_out):
        fade_in, fade_out = secs(after.fade_in), secs(after.fade_out)
        said.append(
            Words(
                f"Fade in {fade_in.en}, fade out {fade_out.en}",
                f"淡入{fade_in.zh}，淡出{fade_out.zh}",
            )
        )
    if before.name != after.name:
        said.append(Words(f'The project is called "{after.name}"', f"项目名称为“{after.name}”"))
    if before.duration != after.duration:
        was, now = secs(before.duration), secs(after.duration)
        said.append(
            Words(
                f"The video lasts {now.en} instead of {was.en}", f"视频时长由{was.zh}变为{now.zh}"
            )
        )
    return said
