"""What a command costs: wall time, CPU time and peak memory of its whole process tree."""

import os
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from .resident import tree_memory

_EVERY = 0.05


@dataclass(frozen=True)
class Cost:
    """`wall` and `cpu` in seconds, `memory` in bytes (summed over the tree, so that pages shared
    by processes count once for each: unkind to us, who use several)."""

    wall: float
    cpu: float
    memory: int


def run(command: list[str], log: Path, env: dict[str, str] | None = None) -> Cost:
    """Runs the command; raises RuntimeError with the end of its output when it fails."""
    peak = [0]
    done = threading.Event()
    with log.open("wb") as sink:
        begin = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, env=env
        )
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, done), daemon=True)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
        done.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = log.read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{tail}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak[0])


def median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(c.wall for c in costs),
        statistics.median(c.cpu for c in costs),
        max(c.memory for c in costs),
    )


def _watch(root: int, peak: list[int], done: threading.Event) -> None:
    while not done.wait(_EVERY):
        peak[0] = max(peak[0], tree_memory(root))
