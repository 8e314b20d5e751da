"""The media of a draft: its own table, and whatever segments name beside it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typecut.timeline import Media, MediaKind

from ..guess import fresh_media, kind_of, located
from .node import Node

KINDS: tuple[MediaKind, ...] = ("video", "image", "audio")


@dataclass(slots=True)
class Shelf:
    """Media by id, in the order of the table and then of their first use."""

    folder: Path | None
    media: dict[str, Media] = field(default_factory=dict[str, Media])
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])

    @classmethod
    def read(cls, draft: Node, folder: Path | None) -> "Shelf":
        shelf = cls(folder)
        for node in draft.children("media", keep=False):
            media = _media(node, folder)
            if media.id in shelf.media:
                node.report("id", f"{media.id!r} is the id of other media already")
            shelf.media[media.id] = media
            shelf.nodes[media.id] = node
        return shelf

    def find(self, reference: str, otherwise: MediaKind) -> Media:
        """Media by id, else by address; made up with its facts unknown where it is new."""
        if reference in self.media:
            return self.media[reference]
        src = located(reference, self.folder)
        for media in self.media.values():
            if media.src == src:
                return media
        media = fresh_media(src, kind_of(src, otherwise), set(self.media))
        self.media[media.id] = media
        return media

    def keep(self, unknown: dict[str, Any]) -> dict[str, Any]:
        """The draft's unknown keys with those of the table added, by media id."""
        trees = {i: tree for i, node in self.nodes.items() if (tree := node.unknown())}
        return {**unknown, "media": trees} if trees else unknown


def _media(node: Node, folder: Path | None) -> Media:
    src = node.text("src")
    if not src:
        node.report("src", "this key is missing: a path or URL")
    kind = node.choice("kind", KINDS, kind_of(src))
    media_id = node.text("id")
    if not media_id:
        node.report("id", "this key is missing")
    return Media(
        id=media_id,
        src=located(src, folder) if src else "",
        kind=kind,
        name=node.text("name"),
        duration=node.time("d"),
        width=node.integer("width", 0, 0, 1_000_000),
        height=node.integer("height", 0, 0, 1_000_000),
        rate=node.rate("fps", 0.001, 1_000_000),
        has_audio=node.flag("audio"),
    )
