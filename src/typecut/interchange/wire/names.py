"""Ids of tracks and segments: kept where given, made where missing, each only once."""

from dataclasses import dataclass
from typing import Any, cast

from typecut.timeline import TrackKind

from .node import Node

_LETTER = {"video": "V", "audio": "A", "text": "T"}


@dataclass(slots=True)
class Names:
    """`given` are ids that stand in the draft, `used` those that were handed out."""

    given: set[str]
    used: set[tuple[str, str]]

    @classmethod
    def of(cls, tracks: list[Node]) -> "Names":
        segments = [s for t in tracks for s in _objects(t.peek("sg"))]
        ids = [d.get("id") for d in segments] + [t.peek("id") for t in tracks]
        return cls({i for i in ids if isinstance(i, str)}, set())

    def track(self, node: Node, kind: TrackKind) -> str:
        return self._claim(node, "track", _LETTER[kind])

    def segment(self, node: Node, kind: TrackKind) -> str:
        return self._claim(node, "segment", {"video": "c", "audio": "a", "text": "t"}[kind])

    def _claim(self, node: Node, what: str, prefix: str) -> str:
        name = node.text("id")
        if not name:
            name = self._fresh(what, prefix)
        elif (what, name) in self.used:
            node.report("id", f"{name!r} is the id of another {what} already")
        self.used.add((what, name))
        return name

    def _fresh(self, what: str, prefix: str) -> str:
        number = 1
        while f"{prefix}{number}" in self.given or (what, f"{prefix}{number}") in self.used:
            number += 1
        return f"{prefix}{number}"


def _objects(values: Any) -> list[dict[str, Any]]:
    items = cast("list[Any]", values) if isinstance(values, list) else []
    return [cast("dict[str, Any]", v) for v in items if isinstance(v, dict)]
