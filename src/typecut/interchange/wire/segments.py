"""A segment of the wire: a clip or a title, and the transition that leads to it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from typecut.timeline import ZERO, Clip, Media, Range, Title, TrackKind, Transition
from typecut.timeline.item import Play

from . import kept
from .names import Names
from .node import Node
from .pictures import read_colour, read_effects, read_placement
from .shelf import Shelf

STYLES = ("title", "lower-third", "caption", "heading", "end-card")
POSITIONS = (
    "center", "top", "bottom", "lower-third", "top-left", "top-right", "bottom-left",
    "bottom-right",
)  # fmt: skip
ANIMATIONS = ("rise", "fade", "none", "pop", "typewriter")
TRANSITIONS = ("dissolve", "fade-black", "fade-white", "wipe", "slide", "zoom")
PLAYS = ("play", "loop", "hold")

SLOWEST, FASTEST = Fraction(1, 100), Fraction(100)
MOMENT = Fraction(1, 1000)
"""What stands in for a length that is missing or wrong, so that reading can go on."""


@dataclass(frozen=True, slots=True)
class Segment:
    """`start` is None where the draft leaves it to the order; `exact_start` where it is beyond
    doubt, so that not even a gap of a millisecond is a rounding."""

    node: Node
    item: Clip | Title
    start: Fraction | None
    exact_start: bool
    transition: Transition | None


def read_segment(node: Node, kind: TrackKind, shelf: Shelf, names: Names) -> Segment:
    name = names.segment(node, kind)
    start = node.time("s")
    transition = _transition(node.child("tr", keep=False)) if node.has("tr") else None
    node.read.add("tr")
    item = _title(node, name) if kind == "text" else _clip(node, name, kind, shelf)
    return Segment(node, item, start, node.exactly("s") is not None, transition)


def _transition(node: Node) -> Transition:
    kind = node.choice("type", TRANSITIONS, "dissolve")
    whole = _length(node)
    before = node.time("before")
    if before is None or before > whole:
        before = whole / 2
    gave = node.child("gave")
    return Transition(
        kind,
        before,
        whole - before,
        left_gave=gave.time("left"),
        right_gave=gave.time("right"),
        extra=kept.pack(node.unknown()),
    )


def _length(node: Node) -> Fraction:
    """The key `d`, which must be there and above 0."""
    length = node.time("d")
    if length is not None and length > 0:
        return length
    if length is not None:
        node.report("d", "it must be longer than 0 ms")
    elif not node.has("d"):
        node.report("d", "this key is missing: the length in milliseconds")
    return MOMENT


# -- titles --------------------------------------------------------------------------------------


def _title(node: Node, name: str) -> Title:
    tx = node.child("tx")
    text = tx.text("text") if tx.has("text") else _label(node)
    if not text:
        tx.report("text", "this key is missing: the words to show")
    elif not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        tx.report("text", "this text holds broken characters")
    return Title(
        id=name,
        text=text,
        duration=_length(node),
        style=tx.choice("style", STYLES, "title"),
        position=tx.choice("position", POSITIONS, "center"),
        animation=tx.choice("animation", ANIMATIONS, "rise"),
        color=read_colour(tx, "color", ""),
        size=tx.number("size", 1.0, 0.01, 100),
        extra=kept.pack(node.unknown()),
    )


def _label(node: Node) -> str:
    """Words from the metadata of a draft that has nothing but the documents' own keys."""
    meta = node.child("m")
    return next((v for k in ("text", "name") if isinstance(v := meta.peek(k), str)), "")


# -- clips ---------------------------------------------------------------------------------------


def _clip(node: Node, name: str, kind: TrackKind, shelf: Shelf) -> Clip:
    if node.has("tx"):
        node.report("tx", "words belong on a track of type 7")
    media = _media(node, kind, shelf)
    speed = _speed(node)
    play: Play = node.choice("play", PLAYS, "play")
    begin = node.time("in") or ZERO
    until = node.time("out")
    length = _clip_length(node, media, speed, begin, until)
    if play == "play" or until is None:
        source = Range(begin, ZERO if play == "hold" else length * abs(speed))
    else:
        source = Range.between(begin, max(begin, until))
    return Clip(
        id=name,
        media=media.id,
        source=source,
        speed=speed,
        play=play,
        length=None if play == "play" else length,
        volume=node.number("vol", 1.0, 0, 4),
        muted=node.flag("muted"),
        fade_in=node.time("fi") or ZERO,
        fade_out=node.time("fo") or ZERO,
        placement=read_placement(node.child("x")),
        effects=read_effects(node.children("fx")),
        follow=node.flag("follow"),
        name=node.child("m").text("name"),
        extra=kept.pack(node.unknown()),
    )


def _clip_length(
    node: Node, media: Media, speed: Fraction, begin: Fraction, until: Fraction | None
) -> Fraction:
    """`d`, else what `out` or the end of the media leaves."""
    end = until if until is not None else media.duration
    if not node.has("d") and end is not None and end > begin:
        return (end - begin) / abs(speed)
    return _length(node)


def _speed(node: Node) -> Fraction:
    speed = node.ratio("sp")
    if speed is None:
        return Fraction(1)
    if not SLOWEST <= abs(speed) <= FASTEST:
        node.report("sp", f"a speed of {float(speed):g} cannot be played; 0.01 to 100, or negative")
        return Fraction(1)
    return speed


def _media(node: Node, kind: TrackKind, shelf: Shelf) -> Media:
    reference: Any = node.text("src") if node.has("src") else _address(node)
    if not reference:
        node.report("src", "this key is missing: a media id, a path or a URL")
        return Media("", "", "video")
    media = shelf.find(reference, "audio" if kind == "audio" else "video")
    if kind == "video" and not media.has_picture:
        node.report("src", f"{reference!r} has no picture; sound belongs on a track of type 1")
    return media


def _address(node: Node) -> str:
    """An address from the metadata of a draft that has nothing but the documents' own keys."""
    meta = node.child("m")
    keys = ("src", "url", "cdn_url", "path", "name")
    return next((v for k in keys if isinstance(v := meta.peek(k), str)), "")
