"""What a worker process may use, and that it does not outlive the one that started it."""

import ctypes
import os
import signal
import sys

_GIB = 1 << 30
_MEMORY = {"probe": _GIB, "chunk": 3 * _GIB, "frame": 3 * _GIB, "sound": 3 * _GIB, "join": _GIB}
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def die_with_parent() -> None:
    """On Linux the kernel ends this process with its parent; elsewhere stdin's end does."""
    if sys.platform == "linux":
        try:
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        except (OSError, AttributeError):
            return


def limit_memory(request: str) -> None:
    """Caps what this process may allocate while it answers `request` (TYPECUT_WORKER_MEMORY)."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    most = int(os.environ.get("TYPECUT_WORKER_MEMORY") or _MEMORY.get(request, 3 * _GIB))
    if request == "probe":
        most = min(most, _MEMORY["probe"])
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
