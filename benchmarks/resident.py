"""What a process holds and has used, from /proc."""

import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """Bytes resident."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def cpu_seconds(pid: int) -> float:
    """CPU seconds of the process alone."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def tree_memory(root: int) -> int:
    """Bytes resident of a process and all below it; what they share counts for each."""
    children: dict[int, list[int]] = {}
    held: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = _stat(int(entry.name))
        except OSError:  # it ended meanwhile
            continue
        children.setdefault(int(fields[1]), []).append(int(entry.name))
        held[int(entry.name)] = int(fields[21]) * _PAGE
    waiting, total = [root], 0
    while waiting:
        pid = waiting.pop()
        total += held.get(pid, 0)
        waiting.extend(children.get(pid, []))
    return total


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on."""
    text = Path(f"/proc/{pid}/stat").read_text()
    return text[text.rindex(")") + 2 :].split()
