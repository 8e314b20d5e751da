"""A timeline as versioned JSON; older versions are upgraded step by step on reading."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from typecut.errors import DraftError

from .codec import decode, encode
from .track import Timeline

NAME = "typecut.timeline"
VERSION = 1

UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From version n to n + 1, on the bare JSON."""


def to_json(timeline: Timeline) -> dict[str, Any]:
    return {"schema": NAME, "version": VERSION, "timeline": encode(timeline)}


def from_json(data: Any) -> Timeline:
    """Raises DraftError for another schema, a newer version or a broken field."""
    if not isinstance(data, Mapping) or cast("Mapping[str, Any]", data).get("schema") != NAME:
        raise DraftError("schema", f"this is not a {NAME} document")
    document = dict(cast("Mapping[str, Any]", data))
    version = document.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise DraftError("version", f"version {version!r} cannot be read, only 1 to {VERSION}")
    for step in range(version, VERSION):
        document = UPGRADES[step](document)
    return cast("Timeline", decode(Timeline, document.get("timeline"), "timeline"))


def canonical(data: Any) -> str:
    """One spelling per JSON value: keys sorted, no blanks. Used for hashes and comparisons."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
