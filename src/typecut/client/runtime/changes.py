"""What is different between two drafts, in words, for edits that were made in silence."""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from .drafts import Item, Line, lines_of, whole_of
from .quoting import Language
from .summary import kind_name, name_of, percent, quoted, seconds

MOST = 10
"""So many changes are named; of more it is said how many there are."""

_Placed = tuple[Line, Item]


def changes(before: Any, after: Any, language: Language = "en") -> str:
    """One line per change; says so where there is none."""
    told = [*_of_items(before, after, language), *_of_whole(before, after, language)]
    zh = language == "zh"
    if not told:
        if before != after:
            return "项目有改动，但轨道和片段没有变化。" if zh else (
                "Something in the project changed; the tracks and clips are as before."
            )  # fmt: skip
        return "没有任何变化。" if zh else "Nothing changed."
    more = len(told) - MOST
    if more > 1:
        told = [*told[:MOST], f"另有 {more} 处改动" if zh else f"{more} more changes"]
    return "\n".join(["已更改：" if zh else "Changed:", *(f"- {line}" for line in told)])


def _of_items(before: Any, after: Any, language: Language) -> Iterator[str]:
    old, new = _placed(before), _placed(after)
    pairs = _pairs(old, new)
    kept_old, kept_new = {id(a[1]) for a, _ in pairs}, {id(b[1]) for _, b in pairs}
    say = _say(language)
    for line, item in new:
        if id(item) not in kept_new:
            yield say("added", _named(line, item, language), _span(item))
    for line, item in old:
        if id(item) not in kept_old:
            yield say("removed", _named(line, item, language))
    for a, b in pairs:
        yield from _of_item(a, b, language)
    yield from _of_order(pairs, language)


def _of_item(a: _Placed, b: _Placed, language: Language) -> Iterator[str]:
    say, old, new = _say(language), a[1], b[1]
    called = _named(a[0], old, language)
    if old.text != new.text:
        yield say("text", called, quoted(new.text, language))
    if round(old.length) != round(new.length):
        word = "shorter" if new.length < old.length else "longer"
        yield say(word, called, seconds(old.length), seconds(new.length))
    elif round(old.begins) != round(new.begins):
        yield say("begins", called, seconds(new.begins))
    if a[0].kind != "video" and round(old.start) != round(new.start):
        yield say("moved", called, seconds(new.start))
    if old.speed != new.speed:
        yield say("reversed" if new.speed == -old.speed else "speed", called, f"{new.speed:g}")
    yield from _of_sound(a, b, called, language)
    yield from _of_transition(old, new, called, language)
    if old.look != new.look or old.style != new.style:
        yield say("style" if new.text else "look", called)


def _of_sound(a: _Placed, b: _Placed, called: str, language: Language) -> Iterator[str]:
    say = _say(language)
    was, now = a[1].muted or a[0].muted, b[1].muted or b[0].muted
    if was != now:
        yield say("muted" if now else "unmuted", called)
    old, new = a[1].volume, b[1].volume
    if (1.0 if old is None else old) != (1.0 if new is None else new):
        yield say("volume", called, percent(1.0 if new is None else new))


def _of_transition(old: Item, new: Item, called: str, language: Language) -> Iterator[str]:
    say = _say(language)
    if new.transition and not old.transition:
        yield say("transition", called, new.transition)
    elif old.transition and not new.transition:
        yield say("cut", called)
    elif (old.transition, old.transition_length) != (new.transition, new.transition_length):
        length = seconds(new.transition_length)
        yield say("other_transition", called, new.transition, length)


def _of_order(pairs: Sequence[tuple[_Placed, _Placed]], language: Language) -> Iterator[str]:
    """Whether clips that stayed follow each other in another order."""
    video = [(a[1], b[1]) for a, b in pairs if a[0].kind == "video" and b[0].kind == "video"]
    old = sorted(video, key=lambda p: p[0].start)
    new = sorted(video, key=lambda p: p[1].start)
    if [id(p[0]) for p in old] != [id(p[0]) for p in new]:
        names = ("、" if language == "zh" else ", ").join(name_of(b, language) for _, b in new[:6])
        yield _say(language)("order", names)


def _of_whole(before: Any, after: Any, language: Language) -> Iterator[str]:
    say, old, new = _say(language), whole_of(before), whole_of(after)
    if (old.width, old.height) != (new.width, new.height) and new.width:
        yield say("canvas", f"{new.width}x{new.height}")
    if old.fps != new.fps and new.fps:
        yield say("fps", new.fps)
    if old.background != new.background and old.background and new.background:
        yield say("background", new.background)
    if old.title != new.title and old.title and new.title:
        yield say("renamed", quoted(new.title, language))
    for what, was, now in (
        ("fade_in", old.fade_in, new.fade_in),
        ("fade_out", old.fade_out, new.fade_out),
    ):
        if was != now:
            yield say(what, seconds(now))
    if round(old.duration) != round(new.duration):
        yield say("duration", seconds(old.duration), seconds(new.duration))


def _placed(draft: Any) -> list[_Placed]:
    return [(line, item) for line in lines_of(draft) for item in line.items]


def _pairs(old: list[_Placed], new: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """Which item before is which after: by its id, else by what it shows, else by its place."""
    pairs: list[tuple[_Placed, _Placed]] = []
    keys: tuple[Callable[[_Placed], Any], ...] = (
        lambda p: p[1].id or None,
        lambda p: (p[0].kind, p[1].text, p[1].source or p[1].name, p[1].begins, p[1].length),
        lambda p: (p[0].kind, p[1].text, p[1].source or p[1].name),
    )
    for key in keys:
        waiting: dict[Any, list[_Placed]] = {}
        for placed in new:
            if (k := key(placed)) is not None:
                waiting.setdefault(k, []).append(placed)
        found = [(p, waiting[key(p)].pop(0)) for p in old if waiting.get(key(p))]
        pairs += found
        old = [p for p in old if not any(p is a for a, _ in pairs)]
        new = [p for p in new if not any(p is b for _, b in pairs)]
    return pairs + _only_titles(old, new)


def _only_titles(old: list[_Placed], new: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """A title whose words changed is still the same title."""
    texts = [[p for p in side if p[1].text] for side in (old, new)]
    same = zip_longest(*texts)
    return [(a, b) for a, b in same if a and b and a[1].start == b[1].start]


def _named(line: Line, item: Item, language: Language) -> str:
    kind, name = kind_name(line.kind, language), name_of(item, language)
    if line.kind == "video":
        return name
    return f"{kind}{name}" if language == "zh" else f"{kind.lower().replace('bgm', 'music')} {name}"


def _span(item: Item) -> str:
    return f"{seconds(item.start)}-{seconds(item.end)}s"


_WORDS: dict[str, tuple[str, str]] = {
    "added": ("{0} was added ({1})", "添加了{0}（{1}）"),
    "removed": ("{0} was removed", "删除了{0}"),
    "text": ("{0} now reads {1}", "{0}改为{1}"),
    "shorter": ("{0} is shorter: {1} s → {2} s", "{0}缩短了：{1} 秒 → {2} 秒"),
    "longer": ("{0} is longer: {1} s → {2} s", "{0}变长了：{1} 秒 → {2} 秒"),
    "begins": ("{0} now begins at {1} s of its source", "{0}从素材的第 {1} 秒开始"),
    "moved": ("{0} now begins at {1} s", "{0}移到第 {1} 秒"),
    "speed": ("{0} plays at {1}x", "{0}变为 {1} 倍速"),
    "reversed": ("{0} plays the other way round", "{0}改变了播放方向"),
    "muted": ("{0} is muted", "{0}已静音"),
    "unmuted": ("{0} is heard again", "{0}恢复了声音"),
    "volume": ("the volume of {0} is {1}", "{0}的音量为 {1}"),
    "transition": ("{0} begins with a transition ({1})", "{0}前面有转场（{1}）"),
    "other_transition": (
        "the transition before {0} is another one ({1}, {2} s)",
        "{0}前面的转场已改变（{1}，{2} 秒）",
    ),
    "fade_in": ("the whole fades in over {0} s", "整体淡入 {0} 秒"),
    "fade_out": ("the whole fades out over {0} s", "整体淡出 {0} 秒"),
    "cut": ("{0} begins with a plain cut", "{0}前面的转场已去掉"),
    "look": ("{0} looks different", "{0}的画面有变化"),
    "style": ("{0} has another style", "{0}的样式有变化"),
    "order": ("the order is now: {0}", "顺序变为：{0}"),
    "canvas": ("the picture is {0}", "画面尺寸为 {0}"),
    "fps": ("the frame rate is {0} fps", "帧率为 {0} fps"),
    "background": ("the background is {0}", "背景为 {0}"),
    "renamed": ("the project is called {0}", "项目名称为{0}"),
    "duration": ("the whole is {1} s long (before: {0} s)", "总时长 {1} 秒（之前 {0} 秒）"),
}


def _say(language: Language) -> Callable[..., str]:
    def say(what: str, *values: str) -> str:
        return _WORDS[what][language == "zh"].format(*values)

    return say
