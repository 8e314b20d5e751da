"""A stored file as an answer: whole or a range of it, from a folder or from S3."""

import hashlib
import re
from typing import Literal
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.datastructures import Headers

from typecut.store.blobs import Blob
from typecut.studio.service.service import Service

Disposition = Literal["inline", "attachment"]
_RANGE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_REDIRECT_SECONDS = 3600.0


def send_blob(
    request: Request,
    service: Service,
    blob: Blob,
    *,
    name: str,
    media_type: str,
    disposition: Disposition = "attachment",
) -> Response:
    """Answers GET and HEAD. Blobs never change, so what a client has of one stays good."""
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": f'"{hashlib.sha256(blob.key.encode()).hexdigest()[:32]}"',
        "Cache-Control": "private, max-age=86400, immutable",
        "Content-Disposition": content_disposition(name, disposition),
        "Content-Type": media_type,
    }
    if request.headers.get("if-none-match", "") in (headers["ETag"], "*"):
        return Response(status_code=304, headers=headers)
    if service.settings.s3_redirect and request.method == "GET":
        link = service.blobs.presign(blob.key, _REDIRECT_SECONDS)
        if link is not None:
            return RedirectResponse(link, 302, {"Cache-Control": "no-store"})
    begin, end, status = _span(request.headers, blob.size, headers["ETag"])
    if status == 416:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{blob.size}"})
    if status == 206:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{blob.size}"
    headers["Content-Length"] = str(end - begin)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(service.blobs.read(blob.key, begin, end), status, headers)


def content_disposition(name: str, disposition: Disposition = "attachment") -> str:
    """With the name for every client: RFC 6266, in RFC 5987's spelling where it is not ASCII."""
    safe = file_name(name)
    plain = re.sub(r"[^\x20-\x7e]+", "_", safe).replace("%", "_")
    plain = re.sub(r"^[_ ]+(?=\.|$)", "video", plain)
    written = f'{disposition}; filename="{plain}"'
    return written if plain == safe else f"{written}; filename*=UTF-8''{quote(safe, safe='')}"


def file_name(name: str) -> str:
    """A name that every file system takes; the last suffix is kept."""
    clean = _UNSAFE.sub("_", name.encode("utf-8", "replace").decode()).strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    return f"{stem.strip(' .')[:120] or 'video'}{dot}{suffix}" if dot else clean[:120] or "video"


def _span(headers: Headers, size: int, etag: str) -> tuple[int, int, int]:
    """First byte, the one after the last, status. What cannot be understood is ignored, and so
    are several ranges at once, as RFC 9110 (14.2) allows."""
    found = _RANGE.fullmatch(headers.get("range", ""))
    condition = headers.get("if-range")
    if found is None or found[1] == found[2] == "" or condition not in (None, etag):
        return 0, size, 200
    first, last = found[1], found[2]
    if first == "":
        begin, end = max(0, size - int(last[:20])), size
        unsatisfiable = int(last[:20]) == 0 or size == 0
    else:
        begin = int(first[:20])
        end = min(int(last[:20]) + 1, size) if last else size
        if last and int(last[:20]) < begin:
            return 0, size, 200
        unsatisfiable = begin >= size
    return (0, 0, 416) if unsatisfiable else (begin, end, 206)
