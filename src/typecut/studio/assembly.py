"""The one place that introduces the engine to the workers that run it."""

import contextlib
import hashlib
import os
import sys
from collections.abc import Generator
from importlib import resources

from typecut.jobs import LocalWorkers

from .cache import Cache
from .hands import Hands

# -P keeps modules that lie in the current folder from being taken for ours.
ENGINE = ("-P", "-m", "typecut.engine.worker")
_MEMORY_EACH = 2**30


@contextlib.contextmanager
def local_hands(jobs: int = 0, cache: Cache | None = None) -> Generator[Hands, None, None]:
    """Worker processes of this machine, `jobs` at most (0: one per core), and the user's cache."""
    from typecut.engine.version import ENGINE_VERSION  # noqa: PLC0415  start-up time

    workers = LocalWorkers((sys.executable, *ENGINE), jobs or usual_jobs())
    with workers:
        yield Hands(workers, cache or Cache(), ENGINE_VERSION, fonts_digest())


def usual_jobs() -> int:
    """One worker per core that we may use, as far as memory goes."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else (os.cpu_count() or 1)
    return max(1, min(cores, _memory() // _MEMORY_EACH))


def _memory() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 64 * 2**30  # Windows does not say


def fonts_digest() -> str:
    """Of the list of shipped fonts, which holds each font's own digest."""
    manifest = resources.files("typecut.engine") / "fonts" / "manifest.json"
    return hashlib.sha256(manifest.read_bytes()).hexdigest()[:16]
