"""Looking into files in the background: scene cuts, silences, loudness. Whatever goes wrong here
is noted with the file, and nobody who uploads has to wait."""

import logging
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

from typecut.errors import Cancelled, LeaseLost, StoreError, TypecutError
from typecut.jobs import Limits, Request
from typecut.store import media
from typecut.store.blobs import media_key
from typecut.store.media import Media
from typecut.studio.assembly import local_hands
from typecut.studio.hands import Hands
from typecut.studio.service.service import Service

_log = logging.getLogger("typecut.analyses")
_IDLE = 1.0
_LEASE = 15.0
_SECONDS = 300.0
"""Work on one file; what was found until then is kept."""
_GRACE = 30.0


@contextmanager
def running(service: Service) -> Generator[None]:
    """While entered, files without an analysis are looked into, one at a time, on a worker of
    their own: those who upload do not wait behind it."""
    if not service.settings.analyses:
        yield
        return
    ended = threading.Event()
    with local_hands(1, service.hands.cache) as hands:
        thread = threading.Thread(
            target=_work, args=(service, hands, ended), name="analyses", daemon=True
        )
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(10)


def _work(service: Service, hands: Hands, ended: threading.Event) -> None:
    while not ended.is_set() and not service.stopping.is_set():
        try:
            taken = service.database.transact(lambda tx: media.take_for_analysis(tx, _LEASE))
            if taken is not None:
                _look_into(service, hands, taken, ended)
                continue
        except StoreError as error:
            _log.warning("analyses wait for the store: %s", error)
        except Exception:  # noqa: BLE001  it has to go on for all the others
            _log.exception("an analysis failed")
        ended.wait(_IDLE)


def _look_into(service: Service, hands: Hands, taken: Media, ended: threading.Event) -> None:
    try:
        found = _found(service, hands, taken, ended)
    except LeaseLost:
        return
    except Cancelled:
        with suppress(StoreError):
            service.database.transact(lambda tx: media.put_back_analysis(tx, taken))
        return
    concerned = service.database.transact(lambda tx: media.set_analysis(tx, taken.digest, found))
    for session_id in concerned:
        service.bell.ring(session_id)


def _found(service: Service, hands: Hands, taken: Media, ended: threading.Event) -> dict[str, Any]:
    renewed = time.monotonic()

    def check() -> None:
        nonlocal renewed
        if ended.is_set() or service.stopping.is_set():
            raise Cancelled("The server stops.")
        if time.monotonic() - renewed > _LEASE / 4:
            renewed = time.monotonic()
            if not service.database.transact(lambda tx: media.renew_analysis(tx, taken, _LEASE)):
                raise LeaseLost("Another server looks into this file.")

    try:
        path = service.blobs.local_path(media_key(taken.digest))
        args = {"path": str(path), "facts": taken.facts, "seconds": _SECONDS}
        request = Request(taken.digest, "analyse", args, "An analysis", Limits(_SECONDS + _GRACE))
        return {"status": "done", **hands.workers.call(request, check=check)}
    except (Cancelled, StoreError):
        raise
    except TypecutError as error:
        _log.warning("media %s could not be analysed: %s", taken.digest[:16], error)
        return {"status": "failed"}
