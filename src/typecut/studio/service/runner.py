"""The runner: takes waiting exports, carries them out, and loses none of them.

Each export that is taken has a thread of its own, which renders with the service's workers. One
more thread watches over all of them: it keeps their leases, tells their progress, notices that
one was cancelled, and takes the next. What a killed runner had finished lies in the cache, so
whoever takes the export over goes on from there.
"""

import hashlib
import logging
import shutil
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from typecut.errors import (
    Cancelled,
    LeaseLost,
    OutputError,
    RenderError,
    StoreError,
    TypecutError,
)
from typecut.store import renders
from typecut.store.blobs import render_key
from typecut.store.renders import Capacity, Render
from typecut.studio.export import Report, export, finished, render_plan
from typecut.studio.hands import Heeding
from typecut.studio.progress import Progress
from typecut.studio.service.material import hide_paths, on_disk
from typecut.studio.service.renders import BELL, charge, failed_with
from typecut.studio.service.service import Service
from typecut.studio.settings import Settings
from typecut.timeline.schema import from_json

_log = logging.getLogger("typecut.renders")
_BEAT = 1.0
_STEP = 5.0
"""Percent: so much progress is told before the next beat is due."""
_GLANCE = 0.25
_IDLE = 1.0
_PATIENCE = 5.0
_MOST_ATTEMPTS = 10
"""After so many the store or the disk is not out of order for a moment only."""


class _Stopping(Exception):
    """The server is about to end."""


@dataclass(slots=True)
class _Held:
    """An export that we are working on. `stop` is set to have its thread end with it."""

    render: Render
    progress: float = 0.0
    told: float = 0.0
    stop: Exception | None = None
    beaten: float = field(default_factory=time.monotonic)
    thread: threading.Thread | None = None

    def check(self) -> None:
        if self.stop is not None:
            raise self.stop


@contextmanager
def running(service: Service) -> Generator["Runner"]:
    """A runner, for as long as the block lasts; then its exports are put back. Where the settings
    leave exports to others, it does nothing."""
    runner = Runner(service)
    if not service.settings.runs_exports:
        yield runner
        return
    with service.bell.listening(BELL, runner.wake):
        runner.start()
        try:
            yield runner
        finally:
            runner.stop()


class Runner:
    """At most `running_jobs` exports at a time; the workers' turns are shared among them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()
        self._awake = threading.Event()
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="renders", daemon=True)
        folder = hashlib.sha256(service.owner.encode()).hexdigest()[:12]
        self._scratch = service.scratch / f"renders-{folder}"

    def start(self) -> None:
        # Both belong to whoever had our name before, and is dead.
        shutil.rmtree(self._scratch, ignore_errors=True)
        owner = self._service.owner
        freed = self._service.database.transact(lambda tx: renders.release_owner(tx, owner))
        if freed:
            _log.info("exports of a dead server taken over", extra={"number": freed})
        self._watcher.start()

    def stop(self) -> None:
        """Puts back what is being worked on, and returns when nothing is any more."""
        self._ended.set()
        self.wake()
        self._watcher.join(_PATIENCE)
        for held in self._now():
            held.stop = held.stop or _Stopping()
        for held in self._now():
            if held.thread is not None:
                held.thread.join(_PATIENCE)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def wake(self) -> None:
        """Something has changed: look at once."""
        self._awake.set()

    # -- watching ------------------------------------------------------------------------------

    def _watch(self) -> None:
        while not self._leaving:
            try:
                self._look()
            except StoreError as error:
                _log.warning("the store cannot be reached: %s", error)
            except Exception:  # noqa: BLE001  it has to go on for all the others
                _log.exception("the runner stumbled")
            self._awake.wait(_GLANCE if self._held else _IDLE)
            self._awake.clear()
        for held in self._now():
            held.stop = held.stop or _Stopping()

    def _look(self) -> None:
        held = self._now()
        if held:
            with suppress(StoreError):  # `_beat` decides how long that may go on
                self._drop_unwanted(held)
            for one in held:
                self._beat(one)
        while len(self._held) < self._service.settings.running_jobs and not self._leaving:
            if not self._take():
                break

    def _drop_unwanted(self, held: list[_Held]) -> None:
        with self._service.database.read() as tx:
            wanted = renders.still_wanted(tx, [h.render for h in held])
        for one in held:
            if one.render.id not in wanted:
                one.stop = one.stop or Cancelled("The export was cancelled.")

    def _beat(self, held: _Held) -> None:
        lease, now = self._service.settings.lease_seconds, time.monotonic()
        progress = held.progress
        due = now - held.beaten >= min(_BEAT, lease / 4) or progress >= held.told + _STEP
        if held.stop is not None or not due:
            return
        try:
            self._service.database.transact(
                lambda tx: renders.heartbeat(tx, held.render, lease, progress)
            )
            held.beaten, held.told = now, max(held.told, progress)
        except (Cancelled, LeaseLost) as error:
            held.stop = held.stop or error
        except StoreError:
            # Others may take it from then on, and two must not work on it.
            if now - held.beaten > lease:
                held.stop = held.stop or LeaseLost("The lease ran out.")

    def _take(self) -> bool:
        """Begins with the next export; False where there is none to be had."""
        service, settings = self._service, self._service.settings
        with service.database.read() as tx:
            if not renders.is_any_waiting(tx):
                return False
        capacity = Capacity(running=0, running_per_user=settings.running_jobs_per_user)
        render = service.database.transact(
            lambda tx: renders.take(tx, service.owner, settings.lease_seconds, capacity)
        )
        if render is None:
            return False
        held = _Held(render, progress=render.progress, told=render.progress)
        with self._lock:
            self._held[render.id] = held
        held.thread = threading.Thread(target=self._work, args=(held,), name=render.id, daemon=True)
        held.thread.start()
        return True

    @property
    def _leaving(self) -> bool:
        return self._ended.is_set() or self._service.stopping.is_set()

    def _now(self) -> list[_Held]:
        with self._lock:
            return list(self._held.values())

    # -- working -------------------------------------------------------------------------------

    def _work(self, held: _Held) -> None:
        about: dict[str, Any] = {"render": held.render.id, "attempt": held.render.attempt}
        _log.info("export begun", extra=about)
        begun = time.monotonic()
        try:
            end = self._carried_out(held)
        except Exception:  # noqa: BLE001  whatever it is, the lease runs out and it is tried again
            _log.exception("an export could not be ended properly", extra=about)
            end = "left to its lease"
        with self._lock:
            del self._held[held.render.id]
            idle = not self._held
        about["seconds"] = round(time.monotonic() - begun, 1)
        _log.info("export %s", end, extra=about)
        self.wake()
        if idle:
            # Only now, because workers open their sources by name all the time.
            self._service.blobs.trim_cache(self._service.settings.cache_limit)

    def _carried_out(self, held: _Held) -> str:
        """Works on it to whatever end; how it ended, in a word."""
        out = self._scratch / f"{held.render.id}-{held.render.attempt}.mp4"
        try:
            self._finish(held, self._rendered(held, out))
        except _Stopping:
            return self._put_back(held)
        except (Cancelled, LeaseLost) as error:
            # A pool that is closed says Cancelled as well: then the server is stopping.
            if self._leaving and not isinstance(error, LeaseLost) and held.stop is None:
                return self._put_back(held)
            return "stopped"
        except StoreError as error:
            _log.warning("the store failed an export: %s", error)
            if held.render.attempt < _MOST_ATTEMPTS:
                self._ended.wait(_BEAT)
                return self._put_back(held)
            return self._fail(held, error)
        except TypecutError as error:
            if isinstance(error, OutputError | RenderError):  # our fault: the client is told less
                _log.error("an export failed: %s", error)
            return self._fail(held, error)
        except Exception as error:  # noqa: BLE001  a client waits for the end of it
            _log.exception("an export failed unexpectedly")
            return self._fail(held, TypecutError(str(error)))
        finally:
            out.unlink(missing_ok=True)
        return "completed"

    def _rendered(self, held: _Held, out: Path) -> Report:
        service, render = self._service, held.render
        self._scratch.mkdir(parents=True, exist_ok=True)
        timeline = on_disk(from_json(render.draft), service.blobs, held.check)
        settings = _settings(render)
        workers = Heeding(service.rendering.workers, held.check)
        hands = replace(service.rendering, workers=workers)
        try:
            done = finished(render_plan(timeline, hands, settings)[0], hands)

            def tell(progress: Progress) -> None:
                # 100 is for what can be fetched.
                held.progress = min(99.0, 100 * (done + (1 - done) * progress.part))

            return export(timeline, out, hands, settings, tell)
        except TypecutError as error:
            hide_paths(error, timeline)
            raise

    def _finish(self, held: _Held, report: Report) -> None:
        service, render = self._service, held.render
        held.check()
        key = render_key(render.id, render.attempt)
        service.blobs.put_file(key, report.path, consume=True)
        result = {
            "duration": float(report.duration),
            "size": report.size,
            "width": report.width,
            "height": report.height,
            "fps": float(report.rate),
        }

        def work(tx: Any) -> None:
            renders.complete(tx, render, key, result)
            charge(service, tx, render)

        try:
            service.database.transact(work)
        except (Cancelled, LeaseLost):
            service.blobs.delete(key)
            raise

    def _put_back(self, held: _Held) -> str:
        with suppress(Cancelled, LeaseLost):
            self._service.database.transact(lambda tx: renders.put_back(tx, held.render))
        return "put back"

    def _fail(self, held: _Held, error: TypecutError) -> str:
        with suppress(Cancelled, LeaseLost):
            said = failed_with(error)
            self._service.database.transact(lambda tx: renders.fail(tx, held.render, said))
        return "failed"


def _settings(render: Render) -> Settings:
    """What was asked for; a server of another version may have said more than this one knows."""
    said = render.settings["export"]
    return Settings(**{f.name: said[f.name] for f in fields(Settings) if f.name in said})
