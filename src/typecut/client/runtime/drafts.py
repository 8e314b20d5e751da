"""What can be read from a wire draft, whoever wrote it and whatever it lacks."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

_ROLES = ("overlay", "music", "voice", "title", "caption")
_TYPES = {0: "video", 1: "music", 7: "title"}


@dataclass(frozen=True, slots=True)
class Item:
    """A segment; times in milliseconds. `volume` is None where nothing says it."""

    id: str
    name: str
    text: str
    start: float
    length: float
    source: str
    begins: float
    speed: float = 1.0
    volume: float | None = None
    muted: bool = False
    transition: str = ""
    transition_length: float = 0.0
    look: str = ""
    style: str = ""

    @property
    def end(self) -> float:
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Line:
    """A track: `kind` is video, overlay, music, voice, audio, title, caption or other."""

    kind: str
    name: str
    items: tuple[Item, ...]
    muted: bool = False
    hidden: bool = False

    @property
    def sounds(self) -> bool:
        return self.kind in ("music", "voice", "audio")


@dataclass(frozen=True, slots=True)
class Whole:
    """What is said of the whole; 0 and "" where a draft says nothing."""

    title: str
    width: int
    height: int
    fps: str
    duration: float
    background: str
    fade_in: float
    fade_out: float


def lines_of(draft: Any) -> tuple[Line, ...]:
    """The tracks of a draft; anything that is none is left out."""
    names = _media_names(draft)
    return tuple(_line(track, names) for track in _objects(_get(draft, "t")))


def whole_of(draft: Any) -> Whole:
    meta = _get(draft, "m")
    ends = [item.end for line in lines_of(draft) for item in line.items]
    return Whole(
        title=_text(_get(meta, "title")),
        width=int(_number(_get(meta, "width"))),
        height=int(_number(_get(meta, "height"))),
        fps=_rate(_get(meta, "fps")),
        duration=_number(_get(draft, "d")) or max(ends, default=0.0),
        background=_text(_get(meta, "background")),
        fade_in=_number(_get(meta, "fi")),
        fade_out=_number(_get(meta, "fo")),
    )


def _line(track: Mapping[str, Any], names: Mapping[str, str]) -> Line:
    meta = _get(track, "m")
    items: list[Item] = []
    for segment in _objects(_get(track, "sg")):
        items.append(_item(segment, names, items[-1].end if items else 0.0))
    return Line(
        _kind(track, meta),
        _text(_get(meta, "name")),
        tuple(items),
        _get(meta, "muted") is True,
        _get(meta, "hidden") is True,
    )


def _kind(track: Mapping[str, Any], meta: Any) -> str:
    role = _get(meta, "role")
    if role in _ROLES:
        return str(role)
    number = _get(track, "tt")
    return _TYPES.get(int(_number(number)), "other") if _is_number(number) else "other"


def _item(segment: Mapping[str, Any], names: Mapping[str, str], after: float) -> Item:
    words, transition = _get(segment, "tx"), _get(segment, "tr")
    source = _text(_get(segment, "src"))
    start = _get(segment, "s")
    volume = _get(segment, "vol")
    return Item(
        id=_text(_get(segment, "id")),
        name=_name(segment, source, names),
        text=_text(words) or _text(_get(words, "text")) or _text(_get(segment, "text")),
        start=_number(start) if _is_number(start) else after,
        length=max(0.0, _number(_get(segment, "d"))),
        source=source,
        begins=_number(_get(segment, "in")),
        speed=_number(_get(segment, "sp")) or 1.0,
        volume=_number(volume) if _is_number(volume) else None,
        muted=_get(segment, "muted") is True,
        transition=_text(_get(transition, "type")) or ("transition" if transition else ""),
        transition_length=_number(_get(transition, "d")),
        look=repr((_plain(_get(segment, "x")), _plain(_get(segment, "fx")))),
        style=repr([_plain(_get(words, k)) for k in ("style", "position", "animation", "color", "size")]),
    )  # fmt: skip


def _name(segment: Mapping[str, Any], source: str, names: Mapping[str, str]) -> str:
    name = _text(_get(_get(segment, "m"), "name")) or names.get(source, "")
    name = name or _text(_get(segment, "name")) or re.sub(r"[?#].*$", "", source)
    name = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return re.sub(r"\.[A-Za-z0-9]{2,4}$", "", " ".join(name.split()))


def _media_names(draft: Any) -> dict[str, str]:
    return {
        _text(m.get("id")): _text(m.get("name")) or _text(m.get("src"))
        for m in _objects(_get(draft, "media"))
    }


def _plain(value: Any) -> Any:
    """The value with its keys in one order, so that equal ones read equal."""
    if isinstance(value, Mapping):
        known = cast(Mapping[Any, Any], value)
        return sorted((str(k), repr(_plain(v))) for k, v in known.items())
    return value


def _get(node: Any, key: str) -> Any:
    return cast(Mapping[str, Any], node).get(key) if isinstance(node, Mapping) else None


def _objects(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, (list, tuple)):
        return []
    return [v for v in cast(list[Any], value) if isinstance(v, Mapping)]


def _text(value: Any) -> str:
    if _is_number(value):
        return str(value)
    return value if isinstance(value, str) else ""


def _rate(value: Any) -> str:
    return f"{float(value):g}" if _is_number(value) else _text(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _number(value: Any) -> float:
    """A number, also one that is written as text; 0 for anything else."""
    if _is_number(value):
        return float(value)
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return 0.0
        return number if math.isfinite(number) else 0.0
    return 0.0
