"""Numbers, times and the names of things as words, for descriptions and for refusals."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath
from typing import NoReturn

from typecut.errors import EditError, NoSuchItem
from typecut.timeline import Clip, Media, Timeline, Title, TransitionKind, clock

from .plan import Language


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages."""

    en: str
    zh: str

    def said(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def number(value: Fraction | float) -> str:
    """At most two decimals, none that say nothing: ``17.06``, ``0.5``, ``12``."""
    text = f"{float(value):.2f}"
    return text.rstrip("0").rstrip(".") if float(text) else "0"


def secs(value: Fraction) -> Words:
    return Words(f"{number(value)} s", f"{number(value)}秒")


def percent(value: float) -> str:
    return f"{number(value * 100)}%"


def span(start: Fraction, end: Fraction) -> Words:
    """``0:05 to 0:12``."""
    return Words(f"{clock(start)} to {clock(end)}", f"{clock(start)} 到 {clock(end)}")


def quoted(text: str) -> Words:
    """A title's text on one line, in each language's quotes."""
    line = " ".join(text.split())
    return Words(f'"{line}"', f"“{line}”")


def plural(count: int, one: str, many: str = "") -> str:
    """``1 clip``, ``2 clips``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def media_name(media: Media) -> str:
    """What a person calls it: its name, else the file's name without folder and suffix."""
    if media.name:
        return media.name
    return media.id if media.made else PurePosixPath(media.src).stem or media.id


def label(timeline: Timeline, clip: Clip) -> str:
    return clip.name or media_name(timeline.media_of(clip))


def main_clips(timeline: Timeline) -> tuple[Clip, ...]:
    """The clips of the main track in order."""
    items = timeline.main.items if timeline.main else ()
    return tuple(i for i in items if isinstance(i, Clip))


def clip_words(timeline: Timeline, clip_id: str) -> Words:
    """``clip 2 (bbb)``, ``the overlay "logo"``, ``the music "Lo-fi"``."""
    found = timeline.find(clip_id)
    if found is None:
        return Words(f'"{clip_id}"', f"“{clip_id}”")
    track, index, _ = found
    item = track.items[index]
    if isinstance(item, Title):
        text = quoted(item.text)
        return Words(f"the title {text.en}", f"标题{text.zh}")
    name = label(timeline, item) if isinstance(item, Clip) else clip_id
    if track.role == "main":
        place = [c.id for c in main_clips(timeline)].index(clip_id) + 1
        return Words(f"clip {place} ({name})", f"第{place}段（{name}）")
    role = ROLE.get(track.role, ROLE["sound"])
    return Words(f'the {role.en.lower()} "{name}"', f"{role.zh}“{name}”")


def clips_words(timeline: Timeline, ids: tuple[str, ...]) -> Words:
    """``clip 2 (bbb)``, ``clips 1 and 3``, ``all 3 clips``."""
    main = [c.id for c in main_clips(timeline)]
    ids = ids or tuple(main)
    if len(ids) == 1:
        return clip_words(timeline, ids[0])
    if set(ids) == set(main):
        return Words(f"all {len(main)} clips", f"全部{len(main)}段")
    if set(ids) <= set(main):
        places = [str(main.index(i) + 1) for i in ids]
        return Words(f"clips {listed(places)}", f"第{'、'.join(places)}段")
    each = [clip_words(timeline, i) for i in ids]
    return Words(listed([w.en for w in each]), "、".join(w.zh for w in each))


def listed(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


ROLE: dict[str, Words] = {
    "main": Words("Video", "视频"),
    "overlay": Words("Overlay", "叠加画面"),
    "music": Words("Music", "音乐"),
    "voice": Words("Voice", "旁白"),
    "sound": Words("Sound", "音效"),
    "title": Words("Title", "标题"),
    "caption": Words("Caption", "字幕"),
}

TRANSITION: dict[TransitionKind, Words] = {
    "dissolve": Words("crossfade", "叠化"),
    "fade-black": Words("fade through black", "黑场过渡"),
    "fade-white": Words("fade through white", "白场过渡"),
    "wipe": Words("wipe", "擦除转场"),
    "slide": Words("slide", "滑动转场"),
    "zoom": Words("zoom transition", "缩放转场"),
}


def transitions_words(kind: TransitionKind, count: int) -> Words:
    """``2 crossfades``, ``1 fade through black``."""
    word = TRANSITION[kind]
    many = "fades" + word.en[4:] if word.en.startswith("fade ") else f"{word.en}s"
    return Words(plural(count, word.en, many), f"{count}处{word.zh}")


def refuse(en: str, zh: str) -> NoReturn:
    """Raises EditError with the sentence in both languages."""
    raise EditError(_sentence(en), zh=zh)


def missing(en: str, zh: str) -> NoReturn:
    """Raises NoSuchItem with the sentence in both languages."""
    raise NoSuchItem(_sentence(en), zh=zh)


_OPENERS = {"a", "an", "behind", "clip", "from", "nothing", "that", "the", "there"}


def _sentence(text: str) -> str:
    """A capital in front, unless the sentence begins with the name of a file."""
    return text[:1].upper() + text[1:] if text.split(" ", 1)[0] in _OPENERS else text
