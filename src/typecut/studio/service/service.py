"""What every use case of the server works with, opened and closed in one place."""

import socket
import threading
import time
import uuid
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from typecut.errors import OutputError
from typecut.store import keys
from typecut.store.blobs import Blobs, S3Settings, open_blobs
from typecut.store.database import Database, open_database
from typecut.store.migrate import migrate
from typecut.studio.assembly import local_hands
from typecut.studio.cache import Cache
from typecut.studio.hands import Hands
from typecut.studio.locks import hold
from typecut.studio.service.bell import Bell
from typecut.studio.service.deliveries import Deliveries
from typecut.studio.service.settings import ServerSettings

_SLOTS = 64


@dataclass(frozen=True)
class Service:
    """`hands` probe, analyse and take thumbnails; `rendering` has the processes of exports.

    `owner` is the name under which this server holds leases: whoever had it before is dead.
    `stopping` is set as soon as the server is asked to stop: streams end, runners put back.
    `bell` rings for a session after its events were committed.
    """

    settings: ServerSettings
    database: Database
    blobs: Blobs
    hands: Hands
    rendering: Hands
    clock: Callable[[], float]
    owner: str
    link_secret: bytes = field(repr=False)
    stopping: threading.Event = field(default_factory=threading.Event, repr=False)
    bell: Bell = field(default_factory=Bell, repr=False)
    deliveries: Deliveries = field(default_factory=Deliveries, repr=False)

    @property
    def scratch(self) -> Path:
        """A folder for files on their way; what a killed server left there may be deleted."""
        return self.settings.scratch


@contextmanager
def open_service(
    settings: ServerSettings, clock: Callable[[], float] = time.time
) -> Generator[Service]:
    """Store opened and migrated, workers ready to be started; nothing runs yet."""
    with ExitStack() as stack:
        _make_private(settings.data)
        _make_private(settings.scratch)
        owner = stack.enter_context(_owner(settings.data))
        database = open_database(settings.database_url, clock=clock)
        stack.callback(database.close)
        migrate(database)
        cache = Cache(settings.cache_folder, settings.cache_limit)
        yield Service(
            settings=settings,
            database=database,
            blobs=_blobs(settings),
            hands=stack.enter_context(local_hands(settings.probe_workers, cache)),
            rendering=stack.enter_context(local_hands(settings.render_workers, cache)),
            clock=clock,
            owner=owner,
            link_secret=_link_secret(settings, database),
        )


def open_store(settings: ServerSettings) -> tuple[Database, Blobs]:
    """Only the store, migrated: for commands that need no workers. Close the database."""
    _make_private(settings.data)
    database = open_database(settings.database_url)
    migrate(database)
    return database, _blobs(settings)


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise OutputError(
            f"The data folder {folder} cannot be made: {error.strerror}.",
            hint="Choose another one with --data or TYPECUT_DATA.",
        ) from error


def _blobs(settings: ServerSettings) -> Blobs:
    s3 = S3Settings(
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        access_key_id=settings.s3_access_key_id,
        secret_access_key=settings.s3_secret_access_key.get_secret_value(),
    )
    return open_blobs(settings.blobs_place, settings.data / "blob-cache", s3)


def _link_secret(settings: ServerSettings, database: Database) -> bytes:
    """The same on every server of the installation: hence in the database, not in a folder."""
    if given := settings.link_secret.get_secret_value():
        return given.encode()
    return database.transact(lambda tx: keys.signing_key(tx, "links"))


@contextmanager
def _owner(data: Path) -> Generator[str]:
    """Host, data folder and slot. The slot's lock ends with its process, however that ends:
    who gets the slot knows that whoever worked under this name before is dead."""
    name = f"{socket.gethostname()}:{_folder_id(data)}"
    for slot in range(1, _SLOTS):
        try:
            lock = hold(data / f"server-{slot}.lock", f"{name}:{slot}\n")
        except OSError:
            continue
        with lock:
            yield f"{name}:{slot}"
        return
    raise OutputError(
        f"The data folder {data} is locked by {_SLOTS - 1} servers already, or cannot be written."
    )


def _folder_id(data: Path) -> str:
    file = data / "server-id"
    try:
        with file.open("x", encoding="ascii") as fresh:
            fresh.write(uuid.uuid4().hex)
    except FileExistsError:
        pass
    except OSError as error:
        raise OutputError(
            f"The data folder {data} cannot be written: {error.strerror}.",
            hint="Choose another one with --data or TYPECUT_DATA.",
        ) from error
    return file.read_text(encoding="ascii").strip()
