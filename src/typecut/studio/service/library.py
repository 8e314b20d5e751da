"""The files of sessions: which types are taken, links to them, and small pictures of them."""

import hashlib
import threading
import uuid
from collections.abc import Mapping
from pathlib import Path

from typecut.errors import MediaRefused, NoSuchThing, StoreError, TypecutError
from typecut.jobs import Limits, Request
from typecut.render import SourceFacts
from typecut.store import media
from typecut.store.blobs import Blob, media_key, thumbnail_key
from typecut.store.media import Media
from typecut.studio.service import links
from typecut.studio.service.links import Purpose
from typecut.studio.service.service import Service

ACCEPTED = (
    "mp4",
    "mov",
    "avi",
    "webm",
    "mkv",
    "jpg",
    "png",
    "gif",
    "webp",
    "mp3",
    "wav",
    "m4a",
    "aac",
)
_THUMBNAIL_SECONDS = 20.0
_HOUR = 3600.0

_PLAIN: Mapping[str, str] = {
    "avi": "video/x-msvideo",
    "jpeg": "image/jpeg",
    "mpo": "image/jpeg",
    "png": "image/png",
    "apng": "image/apng",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "aac": "audio/aac",
}
# Photos in the clothes of a film.
_STILL_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"crx ")


def media_type_of(facts: SourceFacts, head: bytes, name: str) -> str:
    """The type of a file by its content; MediaRefused for what the protocol does not name.

    `head`: its first bytes, which tell apart what is demuxed alike.
    """
    heard = facts.kind == "audio"
    found = _PLAIN.get(facts.container, "")
    if facts.container == "mov" and head[8:12] not in _STILL_BRANDS:
        found = "video/quicktime" if head[4:8] != b"ftyp" or head[8:12] == b"qt  " else "video/mp4"
        found = "audio/mp4" if heard else found
    elif facts.container == "matroska":
        found = "webm" if b"webm" in head[:64] else "x-matroska"
        found = f"{'audio' if heard else 'video'}/{found}"
    if not found:
        raise refused(name)
    return found


def refused(name: str) -> MediaRefused:
    types = f"{', '.join(ACCEPTED[:-1])} or {ACCEPTED[-1]}"
    chinese = f"{'、'.join(ACCEPTED[:-1])} 或 {ACCEPTED[-1]}"
    return MediaRefused(
        f"{name} is not of a type that is accepted, whatever it is called.",
        hint=f"Send {types}.",
        zh=f"{name}：不支持这种文件类型（按内容判断，与扩展名无关）。请上传 {chinese}。",
    )


def link_token(service: Service, purpose: Purpose, digest: str) -> str:
    """What makes a link to this content work without a token, for a while."""
    lasting = service.settings.link_hours * _HOUR
    now = service.clock()
    return f"{digest}.{links.sign(service.link_secret, purpose, digest, now=now, lasting=lasting)}"


def by_link(service: Service, purpose: Purpose, token: str) -> Media:
    """The content that a link leads to; NoSuchThing unless the link is ours, and not expired."""
    digest, _, signature = token.partition(".")
    links.check(service.link_secret, purpose, digest, signature, now=service.clock())
    with service.database.read() as tx:
        known = media.described(tx, digest)
    if known is None:
        raise NoSuchThing(
            "This file is gone.",
            hint="Upload it again.",
            zh="这个文件已被删除。请重新上传。",
        )
    return known


def file_of(service: Service, known: Media) -> Blob:
    return service.blobs.get(media_key(known.digest))


_making = tuple(threading.Lock() for _ in range(16))


def thumbnail_of(service: Service, known: Media) -> Blob:
    """A small JPEG, made when it is asked for first. NoSuchThing for sounds, and for pictures
    of which none can be made."""
    key = thumbnail_key(known.digest)
    found = service.blobs.head(key)
    if found is not None:
        return found
    if known.kind == "audio":
        raise _no_picture()
    with _making[hash(known.digest) % len(_making)]:
        return service.blobs.head(key) or _make_thumbnail(service, known, key)


def _make_thumbnail(service: Service, known: Media, key: str) -> Blob:
    source = service.blobs.local_path(media_key(known.digest))
    out = folder(service) / f"{uuid.uuid4().hex}.jpg"
    try:
        service.hands.workers.call(_request(service, source, known.facts, out))
        return service.blobs.put_file(key, out, consume=True)
    except StoreError:
        raise
    except TypecutError as error:
        raise _no_picture() from error
    finally:
        out.unlink(missing_ok=True)


def _request(service: Service, source: Path, facts: object, out: Path) -> Request:
    cache = service.settings.cache_folder
    args = {"path": str(source), "facts": facts, "out": str(out), "cache": str(cache)}
    return Request(out.name, "thumbnail", args, "A thumbnail", Limits(_THUMBNAIL_SECONDS))


def folder(service: Service) -> Path:
    """For files on their way in. It is emptied when this server starts again."""
    place = service.scratch / f"incoming-{_slot(service.owner)}"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def _slot(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()[:12]


def _no_picture() -> NoSuchThing:
    return NoSuchThing(
        "There is no small picture of this file.",
        hint="Use the file itself.",
        zh="这个文件没有缩略图。请直接使用文件本身。",
    )
