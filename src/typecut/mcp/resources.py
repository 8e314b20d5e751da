"""Resources: what a client may show to a person or a model without calling a tool."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from mcp.types import (
    BlobResourceContents,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
)

from typecut.edits import summary
from typecut.edits.reference import markdown
from typecut.errors import MediaRefused, NoSuchThing
from typecut.jobs import Limits, Request
from typecut.studio.local import LocalSession
from typecut.studio.media import facts_of
from typecut.timeline import Media
from typecut.timeline.codec import encode

from .desk import Desk
from .editing import draft_json, media_data
from .exporting import export_data

_JSON, _TEXT, _JPEG = "application/json", "text/plain", "image/jpeg"
_LIMITS = Limits(seconds=30.0)
_HOUSE = "typecut://"
_SHOWN = 200

Content = TextResourceContents | BlobResourceContents


def uris_of(name: str) -> list[str]:
    """The resources that change with a session."""
    base = f"{_HOUSE}session/{quote(name, safe='')}"
    return [f"{base}/draft", f"{base}/summary", f"{base}/media", f"{_HOUSE}exports"]


def listed(desk: Desk) -> list[Resource]:
    """What is there now: the open sessions' drafts and files, the exports, the edits' reference."""
    found = [
        _resource(
            f"{_HOUSE}edits", "edits", "Every edit with its fields and a picture of it", _TEXT
        ),
        _resource(f"{_HOUSE}exports", "exports", "The exports with their states and paths", _JSON),
    ]
    for name, session in desk.opened().items():
        base = f"{_HOUSE}session/{quote(name, safe='')}"
        found += [
            _resource(f"{base}/draft", f"{name}: draft", "The draft as JSON", _JSON),
            _resource(f"{base}/summary", f"{name}: summary", "The draft in words", _TEXT),
            _resource(f"{base}/media", f"{name}: media", "The files with their facts", _JSON),
            *_of_media(base, session),
        ]
    return found


def _of_media(base: str, session: LocalSession) -> Iterator[Resource]:
    for media in session.files[:_SHOWN]:
        place = f"{base}/media/{quote(media.id, safe='')}"
        name = Path(media.src).name
        yield _resource(place, name, "What the file is, as measured", _JSON)
        if media.has_picture:
            yield _resource(f"{place}/thumbnail", f"{name}: picture", "A small picture", _JPEG)


def _resource(uri: str, name: str, description: str, kind: str) -> Resource:
    return Resource(uri=uri, name=name, description=description, mime_type=kind)


def templates() -> list[ResourceTemplate]:
    base = f"{_HOUSE}session/{{session}}"
    return [
        ResourceTemplate(uri_template=uri, name=name, description=description, mime_type=kind)
        for uri, name, description, kind in (
            (f"{base}/draft", "draft", "A session's draft as JSON", _JSON),
            (f"{base}/summary", "summary", "A session's draft in words", _TEXT),
            (f"{base}/media", "media", "A session's files with their facts", _JSON),
            (f"{base}/media/{{media}}", "file", "What one file is, as measured", _JSON),
            (f"{base}/media/{{media}}/thumbnail", "picture", "A small picture of a file", _JPEG),
            (f"{_HOUSE}exports/{{export}}", "export", "How far one export is", _JSON),
        )
    ]


def read(desk: Desk, uri: str) -> ReadResourceResult:
    """Raises NoSuchThing for what is no resource, and whatever reading it raises."""
    for pattern, reader in _READERS:
        match = re.fullmatch(pattern, uri)
        if match:
            parts = [unquote(p) for p in match.groups()]
            return ReadResourceResult(contents=[reader(desk, uri, *parts)])
    raise NoSuchThing(f"There is no resource {uri[:200]}.", hint="List the resources.")


# -- one reader for each ---------------------------------------------------------------------------


def _edits(_desk: Desk, uri: str) -> Content:
    return TextResourceContents(uri=uri, mime_type=_TEXT, text=markdown())


def _exports(desk: Desk, uri: str) -> Content:
    return _json(uri, [export_data(w) for w in desk.board.all("export")])


def _export(desk: Desk, uri: str, number: str) -> Content:
    return _json(uri, export_data(desk.board.find(number, "export")))


def _draft(desk: Desk, uri: str, name: str) -> Content:
    return _json(uri, draft_json(desk.session(name)[1]))


def _summary(desk: Desk, uri: str, name: str) -> Content:
    text = summary(desk.session(name)[1].draft.timeline)
    return TextResourceContents(uri=uri, mime_type=_TEXT, text=text)


def _media(desk: Desk, uri: str, name: str) -> Content:
    return _json(uri, [media_data(m) for m in desk.session(name)[1].files])


def _facts(desk: Desk, uri: str, name: str, media_id: str) -> Content:
    media = _file(desk, name, media_id)
    known = facts_of([media], desk.hands)[media.id]
    # Lists of thousands of keyframes say nothing to a reader.
    picture = known.picture and replace(known.picture, keyframes=(), joints=())
    facts = encode(replace(known, path=Path(media.src).name, picture=picture))
    return _json(uri, {**media_data(media), "facts": facts})


def _thumbnail(desk: Desk, uri: str, name: str, media_id: str) -> Content:
    media = _file(desk, name, media_id)
    if not media.has_picture:
        raise MediaRefused(f"{Path(media.src).name} holds no picture.")
    facts = facts_of([media], desk.hands)[media.id]
    out = desk.hands.cache.room(".jpg")
    try:
        args = {
            "path": media.src, "facts": encode(facts), "out": str(out),
            "cache": str(desk.hands.cache.folder),
        }  # fmt: skip
        desk.hands.workers.call(Request("thumbnail", "thumbnail", args, "Drawing", _LIMITS))
        data = base64.b64encode(out.read_bytes()).decode()
    finally:
        out.unlink(missing_ok=True)
    return BlobResourceContents(uri=uri, mime_type=_JPEG, blob=data)


def _file(desk: Desk, name: str, media_id: str) -> Media:
    for media in desk.session(name)[1].files:
        if media.id == media_id:
            return media
    raise NoSuchThing(f"The session {name} has no file {media_id[:80]!r}.")


def _json(uri: str, data: Any) -> Content:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return TextResourceContents(uri=uri, mime_type=_JSON, text=text)


_SESSION = f"{_HOUSE}session/([^/]+)"
_READERS: tuple[tuple[str, Callable[..., Content]], ...] = (
    (f"{_HOUSE}edits", _edits),
    (f"{_HOUSE}exports", _exports),
    (f"{_HOUSE}exports/([^/]+)", _export),
    (f"{_SESSION}/draft", _draft),
    (f"{_SESSION}/summary", _summary),
    (f"{_SESSION}/media", _media),
    (f"{_SESSION}/media/([^/]+)", _facts),
    (f"{_SESSION}/media/([^/]+)/thumbnail", _thumbnail),
)
