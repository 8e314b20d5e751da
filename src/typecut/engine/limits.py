"""What a worker process may use, and that it does not outlive the one that started it."""

import ctypes
import os
import signal
import sys

_GIB = 1 << 30
_MIB = 1 << 20
_MEMORY = {"probe": _GIB, "chunk": 3 * _GIB, "frame": 3 * _GIB, "sound": 3 * _GIB, "join": _GIB,
           "analyse": _GIB, "thumbnail": _GIB, "verify": _GIB}  # fmt: skip
_LOOKING = ("probe", "analyse", "thumbnail", "verify")
"""Requests about files of strangers: the memory for them cannot be raised by a setting."""
_WRITTEN = {"probe": 0, "analyse": 0, "verify": 0, "thumbnail": 16 * _MIB}
_OPEN_FILES = 256
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def die_with_parent() -> None:
    """On Linux the kernel ends this process with its parent; elsewhere stdin's end does."""
    if sys.platform == "linux":
        try:
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        except (OSError, AttributeError):
            return


def limit(request: str) -> None:
    """Caps what this process may use while it answers `request`: memory (TYPECUT_WORKER_MEMORY),
    the size of a file that it writes, open files; and it leaves no core dump."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    most = int(os.environ.get("TYPECUT_WORKER_MEMORY") or _MEMORY.get(request, 3 * _GIB))
    if request in _LOOKING:
        most = min(most, _MEMORY[request])
    _lower(resource.RLIMIT_DATA, most)
    _lower(resource.RLIMIT_FSIZE, _WRITTEN.get(request, resource.RLIM_INFINITY))
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, most: int) -> None:
    import resource  # noqa: PLC0415

    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        most = hard if most == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, hard))
