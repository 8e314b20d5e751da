"""Uploads in pieces (tus): each piece is counted when it is on the disk, and the last one makes
the file part of its session, exactly once.

The bytes lie in the data folder, one file per upload, and outlive the server; servers that share
the uploads of a client have to share that folder too.
"""

import hashlib
import logging
import os
import threading
import time
import uuid
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from typecut.errors import (
    Conflict,
    LeaseLost,
    NoSuchThing,
    OutputError,
    RequestError,
    StoreError,
    TypecutError,
)
from typecut.jobs.request import error_from
from typecut.store import media, sessions, uploads
from typecut.store.blobs import digest_file
from typecut.store.database import Transaction
from typecut.store.uploads import Upload
from typecut.studio.service.incoming import Arrived, clean_name, too_large
from typecut.studio.service.library import folder
from typecut.studio.service.quota import check_begun
from typecut.studio.service.service import Service
from typecut.studio.service.uploads import Taken, take_in

_log = logging.getLogger("typecut.uploads")
HOLD_SECONDS = 20.0
_COUNT_EVERY = 4 << 20
_COUNT_SECONDS = 1.0
_SWEEP_SECONDS = 30.0
_STRAY_SECONDS = 3600.0


def create(
    service: Service,
    user_id: str,
    session_id: str,
    *,
    length: int | None,
    metadata: Mapping[str, str],
) -> Upload:
    """A new upload into one of the user's sessions; `length` None: it will be told later."""
    name = clean_name(metadata.get("filename", ""))
    if length is not None and length > service.settings.upload_limit:
        raise too_large(name, service.settings.upload_limit)

    def work(tx: Transaction) -> Upload:
        check_begun(tx, service, user_id, name, length or 0)
        return uploads.create(
            tx,
            user_id,
            session_id=session_id,
            length=length,
            metadata=metadata,
            lifetime=service.settings.resume_hours * 3600,
        )

    upload = service.database.transact(work)
    _place(service, upload).touch(0o600)
    return upload


def find(service: Service, user_id: str, upload_id: str) -> Upload:
    """The user's upload; NoSuchThing when there is none, or its bytes are on another machine."""
    with service.database.read() as tx:
        upload = uploads.find(tx, user_id, upload_id)
    if upload is None or (upload.finished is None and _size(service, upload) < upload.received):
        raise _gone()
    return upload


def cancel(service: Service, user_id: str, upload_id: str) -> None:
    """The client does not want it any more; a file that is part of a session stays there."""
    find(service, user_id, upload_id)
    service.database.transact(lambda tx: uploads.delete(tx, user_id, upload_id))
    _path(service, upload_id).unlink(missing_ok=True)


@dataclass(slots=True)
class Writer:
    """Writes to one upload, as the only one. Every method blocks for as long as a disk does.

    With a checksum nothing is counted before all of it was seen and compared.
    """

    service: Service
    upload: Upload
    file: Any
    checksum: Any = None
    at: int = 0
    counted_at: float = field(default_factory=time.monotonic)

    def write(self, data: bytes) -> None:
        """Append; MediaTooLarge or RequestError when that is more than there may be."""
        most = self.upload.length
        if most is None:
            most = self.service.settings.upload_limit
            if self.at + len(data) > most:
                raise too_large(_name(self.upload), most)
        if self.at + len(data) > most:
            raise RequestError(
                f"The upload has {most} bytes, and more were sent.",
                hint="Start a new upload with the right Upload-Length.",
                zh=f"上传内容超过了声明的 {most} 字节。请用正确的 Upload-Length 重新开始。",
            )
        try:
            self.file.write(data)
        except OSError as error:
            raise OutputError(f"An upload cannot be written: {error.strerror}.") from error
        self.at += len(data)
        if self.checksum is not None:
            self.checksum.update(data)
            return
        late = time.monotonic() - self.counted_at > _COUNT_SECONDS
        if late or self.at - self.upload.received >= _COUNT_EVERY:
            self.count()

    def count(self) -> Upload:
        """What was written so far is safe, and will be there after a crash."""
        self.file.flush()
        os.fsync(self.file.fileno())
        lifetime = self.service.settings.resume_hours * 3600
        self.upload = self.service.database.transact(
            lambda tx: uploads.advance(
                tx, self.upload, self.at, hold_for=HOLD_SECONDS, lifetime=lifetime
            )
        )
        self.counted_at = time.monotonic()
        return self.upload

    def close(self) -> None:
        """Let the next request write."""
        self.file.close()
        let_go(self.service, self.upload)

    def tell_length(self, length: int) -> None:
        """The client knows by now how long it is."""
        if self.upload.length not in (None, length) or length < self.upload.received:
            raise Conflict("The length of this upload is another one.", hint="Start a new upload.")
        if length > self.service.settings.upload_limit:
            raise too_large(_name(self.upload), self.service.settings.upload_limit)
        if self.upload.length is None:
            self.upload = self.service.database.transact(
                lambda tx: uploads.set_length(tx, self.upload, length)
            )


def begin(service: Service, user_id: str, upload_id: str, checksum: str = "") -> Writer:
    """Become the writer of an upload; Conflict while another request is."""
    upload = find(service, user_id, upload_id)
    holder = f"{service.owner}/{uuid.uuid4().hex}"
    upload = service.database.transact(
        lambda tx: uploads.hold(tx, user_id, upload.id, holder, HOLD_SECONDS)
    )
    try:
        file = _place(service, upload).open("r+b")
        # What was written and not counted is written again.
        file.truncate(upload.received)
        file.seek(upload.received)
    except OSError as error:
        let_go(service, upload)
        raise _gone() from error
    summed = hashlib.new(checksum, usedforsecurity=False) if checksum else None
    return Writer(service, upload, file, summed, upload.received)


def let_go(service: Service, upload: Upload) -> None:
    with suppress(StoreError):
        service.database.transact(lambda tx: uploads.let_go(tx, upload))


def result_of(service: Service, upload: Upload) -> Taken | None:
    """What became of a complete upload, settling it if nobody has; None while bytes are missing.

    Conflict while somebody else is about to settle it.
    """
    if not upload.is_complete:
        return None
    if upload.finished is None:
        holder = f"{service.owner}/{uuid.uuid4().hex}"
        upload = service.database.transact(
            lambda tx: uploads.hold(tx, upload.user_id, upload.id, holder, HOLD_SECONDS)
        )
    return finish(service, upload)


def finish(service: Service, held: Upload) -> Taken:
    """Makes the file part of the session, as its holder; again gives the same result."""
    if held.finished is not None:
        return _remembered(service, held)
    try:
        with _holding(service, held):
            taken = _taken(service, held)
            result = _result(taken)
            service.database.transact(lambda tx: uploads.finish(tx, held, result))
    finally:
        let_go(service, held)
    _place(service, held).unlink(missing_ok=True)
    return taken


def _taken(service: Service, upload: Upload) -> Taken:
    """Of a copy without bytes of its own: a crash in the middle leaves the upload as it was."""
    name, place = _name(upload), _place(service, upload)
    with service.database.read() as tx:
        session = sessions.get(tx, upload.user_id, upload.session_id or "")
    link = folder(service) / uuid.uuid4().hex
    os.link(place, link)
    try:
        digest, size = digest_file(link)
        arrived = Arrived(name, link, digest, size)
        return take_in(service, session, [arrived], origin="upload")[0]
    finally:
        link.unlink(missing_ok=True)


@contextmanager
def _holding(service: Service, upload: Upload) -> Generator[None]:
    """Stays the holder for as long as the block takes."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(HOLD_SECONDS / 4):
            with suppress(StoreError, LeaseLost):
                service.database.transact(
                    lambda tx: uploads.advance(tx, upload, upload.received, hold_for=HOLD_SECONDS)
                )

    thread = threading.Thread(target=renew, name="upload", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _result(taken: Taken) -> dict[str, Any]:
    if taken.file is not None:
        return {"media_id": taken.file.id}
    error = taken.error or TypecutError("")
    return {
        "kind": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
        "zh": error.zh,
    }


def _remembered(service: Service, upload: Upload) -> Taken:
    result = cast("Mapping[str, str]", upload.result or {})
    name = _name(upload)
    if "media_id" not in result:
        error = error_from(result)
        error.zh = result.get("zh", "")
        return Taken(name, error=error)
    with service.database.read() as tx:
        file = media.find(tx, upload.user_id, upload.session_id or "", result["media_id"])
    return Taken(name, file) if file else Taken(name, error=_gone())


# -- cleaning up -----------------------------------------------------------------------------------


@contextmanager
def running(service: Service) -> Generator[None]:
    """Settles what a killed server had received and not dealt with; forgets what has expired."""
    for stray in folder(service).iterdir():
        stray.unlink(missing_ok=True)
    service.database.transact(lambda tx: uploads.release_owner(tx, service.owner))
    ended = threading.Event()

    def work() -> None:
        while not service.stopping.is_set():
            try:
                _settle(service)
                _sweep(service)
            except StoreError as error:
                _log.warning("uploads wait for the store: %s", error)
            except Exception:  # noqa: BLE001  it has to go on for all the others
                _log.exception("looking after uploads failed")
            if ended.wait(_SWEEP_SECONDS):
                return

    thread = threading.Thread(target=work, name="uploads", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(5)


def _settle(service: Service) -> None:
    with service.database.read() as tx:
        waiting = uploads.unfinished(tx)
    for upload in waiting:
        if _place(service, upload).is_file():
            with suppress(Conflict, NoSuchThing, LeaseLost):
                result_of(service, upload)


def _sweep(service: Service) -> None:
    with service.database.read() as tx:
        over = [u.id for u in uploads.expired(tx)]
    for upload_id in over:
        _path(service, upload_id).unlink(missing_ok=True)
    if over:
        service.database.transact(lambda tx: uploads.drop_expired(tx, over))
    old = [p for p in _folder(service).iterdir() if _age(p) > _STRAY_SECONDS]
    if old:
        with service.database.read() as tx:
            known = uploads.known(tx, [p.name for p in old])
        for path in old:
            if path.name not in known:
                path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime
    return 0.0


def _folder(service: Service) -> Path:
    place = service.settings.data / "uploads"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def _path(service: Service, upload_id: str) -> Path:
    return _folder(service) / upload_id


def _place(service: Service, upload: Upload) -> Path:
    return _path(service, upload.id)


def _size(service: Service, upload: Upload) -> int:
    try:
        return _place(service, upload).stat().st_size
    except OSError:
        return -1


def _name(upload: Upload) -> str:
    return clean_name(upload.metadata.get("filename", ""))


def _gone() -> NoSuchThing:
    return NoSuchThing(
        "There is no such upload.", hint="Start a new one.", zh="没有这个上传任务。请重新开始上传。"
    )
