"""The draft as clients see it: files go by the ids of their media, never by where they lie."""

from collections.abc import Mapping
from dataclasses import replace
from math import gcd
from typing import Any

from typecut.interchange import to_wire
from typecut.timeline import Timeline

BLOB = "blob:"
"""`src` of a file that was sent to us: this, then its SHA-256. Never leaves the server."""


def wire_draft(timeline: Timeline) -> Mapping[str, Any]:
    """The wire draft, in which files that were sent to us are named by their media ids."""
    media = tuple(replace(m, src=m.id) if m.src.startswith(BLOB) else m for m in timeline.media)
    return to_wire(replace(timeline, media=media))


def canvas(draft: Mapping[str, Any]) -> dict[str, Any]:
    """Size, rate and shape of a wire draft's picture; nothing while there is no draft."""
    about = draft.get("m", {})
    width, height = about.get("width"), about.get("height")
    if not (width and height):
        return {}
    part = gcd(int(width), int(height)) or 1
    shape = {"width": width, "height": height, "fps": about.get("fps")}
    return {**shape, "ratio": f"{width // part}:{height // part}"}
