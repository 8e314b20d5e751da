"""From a wire draft to a timeline."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from typecut.errors import DraftError
from typecut.timeline import (
    ZERO,
    Canvas,
    Gap,
    Item,
    Timeline,
    Track,
    TrackKind,
    TrackRole,
    to_milliseconds,
)

from ..findings import Findings
from . import kept
from .names import Names
from .node import Node
from .pictures import FITS, read_colour
from .segments import Segment, read_segment
from .shelf import Shelf

VERSION = 1

KINDS: dict[int, TrackKind] = {0: "video", 1: "audio", 7: "text"}
ROLES: dict[TrackKind, tuple[TrackRole, ...]] = {
    "video": ("main", "overlay"),
    "audio": ("music", "voice", "sound"),
    "text": ("title", "caption"),
}
SLACK = Fraction(1, 1000)
"""Ends and beginnings that were rounded apart by no more than this still meet."""


def from_wire(data: Any, folder: Path | None = None) -> Timeline:
    """The timeline of a wire draft; file paths count from `folder`.

    Raises DraftError with everything that is wrong. Facts of media that the draft's own table does
    not tell stay unknown: see `needs_probe` and `with_media`.
    """
    if not isinstance(data, Mapping):
        raise DraftError("", "A draft is a JSON object with its tracks under the key 't'.")
    findings = Findings()
    timeline = _draft(Node(cast("Mapping[str, Any]", data), "", findings), folder)
    findings.check()
    return timeline


def validate(data: Any) -> None:
    """Raises DraftError if `data` is not a wire draft."""
    from_wire(data)


def _draft(node: Node, folder: Path | None) -> Timeline:
    if node.take("v") not in (None, VERSION):
        node.report("v", f"only drafts of version {VERSION} can be read")
    node.time("d")
    if not node.has("t"):
        node.report("t", "this key is missing: the list of tracks")
    shelf = Shelf.read(node, folder)
    nodes = node.children("t", keep=False)
    names = Names.of(nodes)
    roles = _roles(nodes)
    tracks = tuple(_track(n, r, shelf, names) for n, r in zip(nodes, roles, strict=True))
    meta = node.child("m")
    empty = Timeline()
    return Timeline(
        canvas=_canvas(meta, empty.canvas),
        tracks=tracks,
        media=tuple(shelf.media.values()),
        name=meta.text("title", empty.name),
        fade_in=meta.time("fi") or ZERO,
        fade_out=meta.time("fo") or ZERO,
        extra=kept.pack(shelf.keep(node.unknown())),
    )


def _canvas(meta: Node, default: Canvas) -> Canvas:
    canvas = Canvas(
        width=meta.integer("width", default.width, 2, 16384),
        height=meta.integer("height", default.height, 2, 16384),
        rate=meta.rate("fps") or default.rate,
        fit=meta.choice("fit", FITS, default.fit),
        background=read_colour(meta, "background", default.background),
    )
    for key, value in (("width", canvas.width), ("height", canvas.height)):
        if value % 2:
            meta.report(key, f"{value} is odd; the codec needs even numbers")
    return canvas


def _roles(nodes: list[Node]) -> list[TrackRole]:
    """The role of each track; the first video track without one is the main one."""
    said = [n.child("m").peek("role") for n in nodes]
    main = "main" in said
    music = "music" in said
    found: list[TrackRole] = []
    for node, role in zip(nodes, said, strict=True):
        if role == "main" and "main" in found:
            node.child("m").report("role", "only one track can be the main one")
        found.append(_usual_role(node, main, music) if role is None else role)
        main, music = main or found[-1] == "main", music or found[-1] == "music"
    return found


def _kind(node: Node) -> TrackKind | None:
    tt = node.take("tt")
    return KINDS.get(tt) if isinstance(tt, int) and not isinstance(tt, bool) else None


def _usual_role(node: Node, main: bool, music: bool) -> TrackRole:
    kind = _kind(node) or "video"
    if kind == "video":
        return "overlay" if main else "main"
    if kind == "text":
        return "title"
    name = str(node.child("m").peek("name") or "").lower()
    if any(word in name for word in ("voice", "narrat", "配音", "旁白", "解说")):
        return "voice"
    return "sound" if music else "music"


def _track(node: Node, role: TrackRole, shelf: Shelf, names: Names) -> Track:
    kind = _kind(node)
    if kind is None:
        node.report("tt", f"{node.peek('tt')!r} is no track type; 0 is video, 1 audio, 7 text")
        kind = "video"
    node.time("d")
    meta = node.child("m")
    meta.choice("role", ROLES[kind], role)
    listed = [read_segment(n, kind, shelf, names) for n in node.children("sg", keep=False)]
    return Track(
        id=names.track(node, kind),
        kind=kind,
        role=role,
        items=_laid_out(listed, node.time("tail")),
        name=meta.text("name"),
        muted=meta.flag("muted"),
        hidden=meta.flag("hidden"),
        extra=kept.pack(node.unknown()),
    )


def _laid_out(listed: list[Segment], tail: Fraction | None) -> tuple[Item, ...]:
    """Items one after another, with gaps between; segments without a start follow the one before."""
    items: list[Item] = []
    end = ZERO
    for segment in _in_order(listed):
        gap = (segment.start if segment.start is not None else end) - end
        if -SLACK <= gap <= (ZERO if segment.exact_start else SLACK):
            gap = ZERO
        if gap < 0:
            before = to_milliseconds(end)
            segment.node.report(
                "s", f"it overlaps the segment before it, which ends at {before} ms"
            )
        elif gap > 0:
            items.append(Gap(gap))
            end += gap
        if segment.transition:
            if not items or isinstance(items[-1], Gap):
                segment.node.report("tr", "there is no segment before it that ends where it begins")
            items.append(segment.transition)
        items.append(segment.item)
        end += segment.item.duration
    return (*items, Gap(tail)) if tail else tuple(items)


def _in_order(listed: list[Segment]) -> list[Segment]:
    end = ZERO
    placed: list[tuple[Fraction, Segment]] = []
    for segment in listed:
        start = end if segment.start is None else segment.start
        placed.append((start, segment))
        end = start + segment.item.duration
    return [s for _, s in sorted(placed, key=lambda p: p[0])]
