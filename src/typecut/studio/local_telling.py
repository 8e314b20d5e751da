"""The state of a conversation without a server, in the shape in which servers give it."""

from pathlib import Path
from typing import Any

from typecut.timeline import Media

from .local_store import Kept
from .service.wired import canvas, wire_draft


def state_of(kept: Kept) -> dict[str, Any]:
    """What a server has under `data` for a session; files lie where `cdn_url` says, as a path."""
    draft = dict(wire_draft(kept.draft.timeline)) if kept.version else {}
    return {
        "session_id": kept.id,
        "task_id": kept.id,
        "task_name": kept.draft.timeline.name,
        "version": kept.version,
        "state": {
            "draft": draft,
            "video_infos": [file_data(m) for m in kept.files],
            "canvas_config": canvas(draft),
            "video_analyses": {},
            "generated_media": [],
        },
    }


def file_data(media: Media) -> dict[str, Any]:
    """A file as servers describe it; `duration` in seconds."""
    path = Path(media.src)
    return {
        "filename": path.name,
        "file_type": media.kind,
        "cdn_url": str(path),
        "duration": None if media.duration is None else round(float(media.duration), 3),
        "width": media.width or None,
        "height": media.height or None,
        "fps": None if media.rate is None else round(float(media.rate), 3),
        "media_id": media.id,
        "origin": "upload",
    }
