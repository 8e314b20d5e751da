"""Keys of a draft that we do not know: kept as canonical JSON, put back where they came from."""

import json
from typing import Any, cast

from typecut.timeline.schema import canonical


def pack(tree: dict[str, Any]) -> str:
    """A tree of unknown keys as text for an `extra` field; "" for none."""
    return canonical(tree) if tree else ""


def unpack(extra: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(extra)) if extra else {}


def merge(out: dict[str, Any], tree: dict[str, Any]) -> dict[str, Any]:
    """`out` with the unknown keys put back; what we write ourselves wins."""
    for key, value in cast("dict[str, Any]", tree.get("keys", {})).items():
        out.setdefault(key, value)
    for key, inner in cast("dict[str, Any]", tree.get("in", {})).items():
        if isinstance(inner, dict):
            filled = merge(out.get(key, {}), cast("dict[str, Any]", inner))
            if filled:
                out[key] = filled
        else:
            # An entry that an edit took away takes its unknown keys with it.
            for target, part in zip(out.get(key, ()), cast("list[Any]", inner), strict=False):
                merge(target, part)
    return out
