r"""A timeline as a few lines of text, in frames: for tests, logs and prompts.

    V1 A[0-48] ~12+12 B[0-24]x2 -[10]      main video: a dissolve over the cut, a gap
    V2 -[12] L[0-24]                       overlay
    A1 M[0-90]                             music or other sound
    T1 -[5] "Urban Dreams"[0-60]           titles

`A[0-48]` is the clip with id A and source frames 0 to 48 at the canvas rate; `x2` is its speed,
`x-1` backwards; `*90` loops it to 90 frames and `=90` freezes its first frame for 90.
"""

import re
from dataclasses import replace
from fractions import Fraction

from .item import Clip, Gap, Item, Title, Transition
from .media import Media
from .time import Range
from .track import Timeline, Track, TrackKind, TrackRole

_LETTER = {"video": "V", "audio": "A", "text": "T"}
_KIND: dict[str, TrackKind] = {"V": "video", "A": "audio", "T": "text"}
_TOKEN = re.compile(
    r"""-\[(?P<gap>[\d./]+)\]
      | ~(?P<before>[\d./]+)\+(?P<after>[\d./]+)(?::(?P<kind>[\w-]+))?
      | "(?P<text>(?:[^"\\]|\\.)*)"\[0-(?P<title>[\d./]+)\]
      | (?P<id>[^\s\[\]"~]+)\[(?P<start>[\d./]+)-(?P<end>[\d./]+)\]
        (?:x(?P<speed>-?[\d./]+))?(?:\*(?P<loop>[\d./]+))?(?:=(?P<hold>[\d./]+))?""",
    re.VERBOSE,
)


def write(timeline: Timeline) -> str:
    """One line per track, bottom first."""
    rate = timeline.canvas.rate
    counts: dict[str, int] = {}
    lines: list[str] = []
    for track in timeline.tracks:
        letter = _LETTER[track.kind]
        counts[letter] = counts.get(letter, 0) + 1
        words = [f"{letter}{counts[letter]}", *(_item(i, rate) for i in track.items)]
        lines.append(" ".join(words))
    return "\n".join(lines)


def _frames(time: Fraction, rate: Fraction) -> str:
    return str(time * rate)


def _item(item: Item, rate: Fraction) -> str:
    match item:
        case Gap():
            return f"-[{_frames(item.duration, rate)}]"
        case Transition():
            kind = "" if item.kind == "dissolve" else f":{item.kind}"
            return f"~{_frames(item.before, rate)}+{_frames(item.after, rate)}{kind}"
        case Title():
            text = item.text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            return f'"{text}"[0-{_frames(item.duration, rate)}]'
        case Clip():
            span = f"{_frames(item.source.start, rate)}-{_frames(item.source.end, rate)}"
            speed = "" if item.speed == 1 else f"x{item.speed}"
            mark = {"play": "", "loop": "*", "hold": "="}[item.play]
            length = f"{mark}{_frames(item.duration, rate)}" if mark else ""
            return f"{item.id}[{span}]{speed}{length}"


def read(text: str, *, rate: int | Fraction = 24, media_frames: int = 240) -> Timeline:
    """A timeline from notation. Each clip id's first letter run names its media: `media_frames`
    long, 1920x1080 with sound. The first video track is main, further ones overlays, audio is
    music, text titles. Raises ValueError for what is not notation."""
    rate = Fraction(rate)
    media: dict[str, Media] = {}
    tracks: list[Track] = []
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        head, _, rest = line.partition(" ")
        kind = _KIND[head[0]]
        items = tuple(_read_item(m, rate, kind, media, media_frames) for m in _tokens(rest))
        tracks.append(Track(head, kind, _role(kind, tracks), _unique(items)))
    base = Timeline()
    canvas = replace(base.canvas, rate=rate)
    return replace(base, canvas=canvas, tracks=tuple(tracks), media=tuple(media.values()))


def _role(kind: TrackKind, before: list[Track]) -> TrackRole:
    if kind == "video":
        return "overlay" if any(t.role == "main" for t in before) else "main"
    return "music" if kind == "audio" else "title"


def _tokens(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if not match:
            raise ValueError(f"this is not notation: {text[position:]!r}")
        found.append(match)
        position = match.end()
    return found


def _read_item(
    m: re.Match[str], rate: Fraction, kind: TrackKind, media: dict[str, Media], media_frames: int
) -> Item:
    def time(name: str) -> Fraction:
        return Fraction(m[name]) / rate

    if m["gap"]:
        return Gap(time("gap"))
    if m["before"]:
        return Transition(m["kind"] or "dissolve", time("before"), time("after"))  # pyright: ignore[reportArgumentType]
    if m["title"]:
        text = re.sub(r"\\(.)", lambda e: "\n" if e[1] == "n" else e[1], m["text"])
        return Title(text, text, time("title"))
    name = re.match(r"[^\d.'#]+", m["id"])
    media_id = name[0] if name else m["id"]
    if media_id not in media:
        media[media_id] = Media(
            media_id, f"{media_id}.mp4", "audio" if kind == "audio" else "video", media_id,
            media_frames / rate, 1920, 1080, rate, True,
        )  # fmt: skip
    length = "loop" if m["loop"] else "hold" if m["hold"] else None
    return Clip(
        m["id"], media_id, Range.between(time("start"), time("end")), media_id,
        speed=Fraction(m["speed"] or 1), play=length or "play",
        length=time(length) if length else None,
    )  # fmt: skip


def _unique(items: tuple[Item, ...]) -> tuple[Item, ...]:
    ids = [i.id for i in items if isinstance(i, Clip)]
    if len(ids) != len(set(ids)):
        raise ValueError(f"clip ids must differ on a track: {ids}")
    return items
