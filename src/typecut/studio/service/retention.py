"""What the server forgets: work of anonymous users long gone, old exports, files nobody needs.

Nothing is forgotten unless a setting says so, except what nobody can reach any more.
"""

import logging
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

from typecut.errors import StoreError
from typecut.store import retention
from typecut.store.blobs import Blobs
from typecut.store.database import Database
from typecut.studio.service.service import Service
from typecut.studio.service.settings import DAY, ServerSettings

_log = logging.getLogger("typecut.retention")
_EVERY = DAY / 4
_AFTER_START = 300.0
_MEDIA_GRACE = DAY
"""A file that comes in is stored before it belongs to a session."""
_RENDER_GRACE = 3600.0
_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Freed:
    """How much went: `rows` are entries without files, `files` and `bytes` what lay in the store."""

    users: int = 0
    renders: int = 0
    rows: int = 0
    files: int = 0
    bytes: int = 0


def collect(
    database: Database,
    blobs: Blobs,
    settings: ServerSettings,
    clock: Callable[[], float] = time.time,
) -> Freed:
    """Deletes what the settings say to forget, and then whatever nobody needs. Safe while servers
    work on the same store."""
    now = clock()
    users = (
        _forget_users(database, now - settings.retention_days * DAY) if _forgets(settings) else 0
    )
    renders = 0
    if settings.render_days:
        before = now - settings.render_days * DAY
        renders = database.transact(lambda tx: retention.forget_old_renders(tx, before))
    before = now - settings.retention_days * DAY
    keep = not _forgets(settings)
    rows = database.transact(lambda tx: retention.forget_leftovers(tx, before, keep_tokens=keep))
    media = retention.sweep_media(database, blobs, now - _MEDIA_GRACE)
    films = retention.sweep_renders(database, blobs, now - _RENDER_GRACE)
    return Freed(users, renders, rows, media.blobs + films.blobs, media.bytes + films.bytes)


@contextmanager
def running(service: Service) -> Generator[None]:
    """Collects now and then while the block lasts, where a setting says to forget something."""
    ended = threading.Event()
    if not (_forgets(service.settings) or service.settings.render_days):
        yield
        return
    thread = threading.Thread(target=_now_and_then, args=(service, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(5)


def _now_and_then(service: Service, ended: threading.Event) -> None:
    pause = _AFTER_START
    while not ended.wait(pause):
        pause = _EVERY
        try:
            freed = collect(service.database, service.blobs, service.settings, service.clock)
        except StoreError as error:
            _log.warning("nothing could be cleared away: %s", error)
            continue
        if freed != Freed():
            _log.info("cleared away", extra={"users": freed.users, "bytes": freed.bytes})


def _forgets(settings: ServerSettings) -> bool:
    return settings.retention_days > 0


def _forget_users(database: Database, before: float) -> int:
    forgotten = 0
    while True:
        with database.read() as tx:
            users = retention.expired_anonymous(tx, before, _AT_A_TIME)
        if not users:
            return forgotten
        for user in users:
            forgotten += database.transact(lambda tx, user=user: retention.forget_user(tx, user))
