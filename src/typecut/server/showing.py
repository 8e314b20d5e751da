"""A session as it goes over the wire: its draft, files and findings with links to them."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from typecut.server.files import file_data
from typecut.store.media import Registered
from typecut.studio.service.sessions import Snapshot
from typecut.studio.service.wired import canvas
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
            draft=_with_links(draft, files),
            video_infos=files,
            canvas_config=canvas(draft),
            video_analyses={f.id: dict(f.analysis) for f in found.files if f.analysis},
            generated_media=[f for f in files if f["origin"] == "generated"],
        ),
    )


def _file(request: Request, file: Registered) -> dict[str, Any]:
    about = file_data(request, file).model_dump(exclude={"code", "message"})
    return {**about, "origin": file.origin}


def _with_links(draft: Mapping[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    """The draft with fresh links to its files."""
    links = {f["media_id"]: f["cdn_url"] for f in files}
    table = [
        {**m, "cdn_url": links[m["id"]]} if m.get("id") in links else m
        for m in draft.get("media", ())
    ]
    return {**draft, "media": table} if table else dict(draft)
