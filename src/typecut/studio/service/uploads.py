"""Files come in: looked at by what they hold, stored once, made part of a session and its draft."""

import logging
import random
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from typecut.edits import Draft
from typecut.errors import (
    Conflict,
    MediaBroken,
    MediaError,
    MediaRefused,
    MediaTooLarge,
    RenderError,
    TypecutError,
)
from typecut.jobs import Limits, Request
from typecut.render import SourceFacts
from typecut.store import media
from typecut.store.blobs import media_key
from typecut.store.database import Transaction
from typecut.store.media import Registered, media_id_of
from typecut.store.sessions import Session
from typecut.studio.arrivals import with_pictures
from typecut.studio.media import media_of
from typecut.studio.service.drafts import Kept, Way, keep, latest
from typecut.studio.service.incoming import Arrived, empty
from typecut.studio.service.library import media_type_of, refused
from typecut.studio.service.quota import check, no_room
from typecut.studio.service.service import Service
from typecut.studio.service.wired import BLOB
from typecut.studio.service.words import language_of
from typecut.timeline import Media
from typecut.timeline.codec import decode, encode

_log = logging.getLogger("typecut.uploads")
_PROBE_SECONDS = 20.0
_READING_SPEED = 20e6
_HEAD = 4096
_TRIES = 30


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file of a batch: part of the session, or refused."""

    filename: str
    file: Registered | None = None
    error: TypecutError | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """Content that is stored and described, under the name that it came with."""

    filename: str
    digest: str
    kind: str
    facts: Any


def take_in(
    service: Service, session: Session, arrived: Sequence[Arrived], *, origin: str
) -> tuple[Taken, ...]:
    """Each file by itself: what is wrong with one does not lose the others. The files are moved
    or deleted. Raises only what is wrong with the session or with us."""
    try:
        results = _examined(service, _with_room(service, session.user_id, arrived))
        known = [r for r in results if isinstance(r, _Known)]
        files = _registered(service, session, known, origin) if known else {}
    finally:
        for one in arrived:
            if one.path is not None:
                one.path.unlink(missing_ok=True)
    return tuple(
        Taken(one.filename, file=files[r.digest])
        if isinstance(r, _Known)
        else Taken(one.filename, error=r)
        for one, r in zip(arrived, results, strict=True)
    )


def _with_room(service: Service, user_id: str, arrived: Sequence[Arrived]) -> Sequence[Arrived]:
    """The files, with an error at those that the user has no room for."""
    quota = service.settings.user_quota
    if not quota:
        return arrived
    with service.database.read() as tx:
        used = media.bytes_of(tx, user_id)
        there = {one.digest for one in arrived if media.has(tx, user_id, one.digest)}
    checked: list[Arrived] = []
    for one in arrived:
        new = one.size if one.error is None and one.digest not in there else 0
        if new and used + new > quota:
            checked.append(replace(one, error=no_room(one.filename, used, quota)))
            continue
        used += new
        there.add(one.digest)
        checked.append(one)
    return checked


# -- looking at what came ------------------------------------------------------------------------


def _examined(service: Service, arrived: Sequence[Arrived]) -> list["_Known | TypecutError"]:
    results: dict[int, _Known | TypecutError] = {}
    waiting: dict[str, int] = {}
    for index, one in enumerate(arrived):
        if one.error is not None or one.path is None or one.size == 0:
            results[index] = one.error or empty(one.filename)
        elif (known := _known(service, one)) is not None:
            results[index] = known
        else:
            waiting[str(index)] = index
    requests = [_probe(key, arrived[index]) for key, index in waiting.items()]
    for answer in service.hands.workers.run(requests):
        index = waiting[answer.request.key]
        one = arrived[index]
        try:
            facts = decode(SourceFacts, answer.result())
            results[index] = _stored(service, one, facts)
        except (MediaError, RenderError) as error:
            results[index] = _told(error, one)
    return [results[index] for index in range(len(arrived))]


def _known(service: Service, one: Arrived) -> _Known | None:
    """Content that somebody has sent before is not looked at again."""

    def work(tx: Transaction) -> media.Media | None:
        media.touch(tx, one.digest)
        return media.described(tx, one.digest)

    found = service.database.transact(work)
    if found is None or service.blobs.head(media_key(one.digest)) is None:
        return None
    return _Known(one.filename, one.digest, found.kind, found.facts)


def _probe(key: str, one: Arrived) -> Request:
    seconds = _PROBE_SECONDS + one.size / _READING_SPEED
    args = {"path": str(one.path), "digest": False}
    return Request(key, "probe", args, f"Reading {one.filename}", Limits(seconds))


def _stored(service: Service, one: Arrived, facts: SourceFacts) -> _Known:
    assert one.path is not None  # noqa: S101
    with one.path.open("rb") as file:
        media_type = media_type_of(facts, file.read(_HEAD), one.filename)
    facts = _essential(replace(facts, path="", digest=one.digest, size=one.size), one)
    service.blobs.put_file(media_key(one.digest), one.path, consume=True)
    found = encode(facts)

    def work(tx: Transaction) -> None:
        media.describe(
            tx, one.digest, size=one.size, kind=facts.kind, media_type=media_type, facts=found
        )

    service.database.transact(work)
    return _Known(one.filename, one.digest, facts.kind, found)


def _essential(facts: SourceFacts, one: Arrived) -> SourceFacts:
    """Without the lists of keyframes, which can be long and are measured again for a render; and
    without the name, since others may have the same file under another one."""
    notes = tuple(n.replace(str(one.path), "the file") for n in facts.notes)
    picture = facts.picture and replace(facts.picture, keyframes=(), joints=())
    return replace(facts, picture=picture, notes=notes)


def _told(error: TypecutError, one: Arrived) -> TypecutError:
    """What is wrong with the file, under the name that its owner knows."""
    name = one.filename
    if isinstance(error, MediaRefused):
        return error if error.zh else refused(name)
    if isinstance(error, MediaTooLarge):
        message = error.message.replace(str(one.path), name)
        return MediaTooLarge(message, hint=error.hint, zh=f"{name}：画面尺寸过大。请先缩小再上传。")
    said = error.message.replace(str(one.path), name)
    if isinstance(error, RenderError):
        _log.warning("a file could not be examined: %s", error)
        said = f"{name} cannot be examined within the limits of time and memory."
    return MediaBroken(
        said,
        hint="Export it again, or send another one.",
        zh=f"{name}：文件已损坏，无法解码。请重新导出，或换一个文件。",
    )


# -- the session ---------------------------------------------------------------------------------

# Several files at once for one session wait here, and not in repetitions.
_sessions = tuple(threading.Lock() for _ in range(64))


def _registered(
    service: Service, session: Session, known: Sequence[_Known], origin: str
) -> dict[str, Registered]:
    """The files as part of the session, by digest; new pictures at the end of its main track."""
    with _sessions[hash(session.id) % len(_sessions)]:
        for attempt in range(_TRIES):
            with service.database.read() as tx:
                kept = latest(tx, session.user_id, session.id)
            draft = _with_pictures(kept, known)
            try:
                files = service.database.transact(
                    lambda tx, kept=kept, draft=draft: _write(
                        tx, service, session, known, origin, kept, draft
                    )
                )
                service.bell.ring(session.id)
                return files
            except Conflict:
                if attempt == _TRIES - 1:
                    raise
                time.sleep(random.uniform(0, 0.01 * (attempt + 1)))  # noqa: S311
    raise AssertionError("unreachable")


def _write(
    tx: Transaction,
    service: Service,
    session: Session,
    known: Sequence[_Known],
    origin: str,
    kept: Kept,
    draft: Draft | None,
) -> dict[str, Registered]:
    files = {
        k.digest: media.register(
            tx, session.user_id, session.id, k.digest, k.filename, origin=origin, bump=draft is None
        )
        for k in known
    }
    # Another request may have taken the room that this one was told it had.
    check(tx, service, session.user_id, known[-1].filename, 0)
    if draft is not None:
        language = language_of(session.language)
        way = Way(kept.way.before)
        keep(
            tx, session.id, draft, origin="upload", language=language, expect=kept.version, way=way
        )
    return files


def _with_pictures(kept: Kept, known: Iterable[_Known]) -> Draft | None:
    """The draft with the pictures that it does not show yet; None where there are none. What is
    sent again, because an answer was lost, is not shown twice."""
    there = {m.id for m in kept.draft.timeline.media}
    new = {k.digest: k for k in known if k.kind != "audio"}
    pictures = [_media(k) for k in new.values() if media_id_of(k.digest) not in there]
    return with_pictures(kept.draft, pictures, [k.filename for k in new.values()])


def _media(known: _Known) -> Media:
    found = media_of(decode(SourceFacts, known.facts), media_id_of(known.digest))
    return replace(found, src=BLOB + known.digest, name=Path(known.filename).stem)
