"""A session as it goes over the wire: its draft, files and findings with links to them."""

from collections.abc import Mapping
from math import gcd
from typing import Any

from fastapi import Request

from typecut.store.media import Registered
from typecut.studio.service.sessions import Snapshot
from typecut.wire.sessions import State, StateData


def state_data(request: Request, found: Snapshot) -> StateData:
    session = found.session
    draft: dict[str, Any] = found.draft.draft if found.draft else {}
    files = [_file(request, file) for file in found.files]
    return StateData(
        session_id=session.id,
        task_id=session.task_id,
        task_name=session.name,
        version=found.number,
        state=State(
            draft=draft,
            video_infos=files,
            canvas_config=canvas(draft),
            video_analyses={f.id: dict(f.analysis) for f in found.files if f.analysis},
            generated_media=[f for f in files if f["origin"] == "generated"],
        ),
    )


def canvas(draft: Mapping[str, Any]) -> dict[str, Any]:
    """Size, rate and shape of the picture; nothing while there is no draft."""
    about = draft.get("m", {})
    width, height = about.get("width"), about.get("height")
    if not (width and height):
        return {}
    part = gcd(int(width), int(height)) or 1
    shape = {"width": width, "height": height, "fps": about.get("fps")}
    return {**shape, "ratio": f"{width // part}:{height // part}"}


def _file(request: Request, file: Registered) -> dict[str, Any]:
    return {
        "media_id": file.id,
        "filename": file.filename,
        "file_type": file.kind,
        "hash": file.digest,
        "size": file.size,
        "origin": file.origin,
    }
