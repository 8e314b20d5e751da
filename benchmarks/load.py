"""Loads a server of this machine: open streams, requests beside them, uploads; writes LOAD.md.

.venv/bin/python -m benchmarks.load [--seconds 30] [--streams 500] [--rate 200] [--uploads 20]

The server is started here, on loopback and in a folder that is deleted again, with the settings
of the environment (TYPECUT_DATABASE, TYPECUT_BLOBS…); nothing else is reached.
"""

import argparse
import asyncio
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from . import inputs, resident, talk
from .talk import Connection, Here

HERE = Path(__file__).parent
_SKILL = {"X-Skill-Source": "load", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}
_USERS = 50


@dataclass(frozen=True)
class User:
    headers: dict[str, str]
    sessions: list[str]


@dataclass
class Quick:
    """What came of the requests: seconds from when each was due to its last byte."""

    took: dict[str, list[float]] = field(default_factory=lambda: {"state": [], "credits": []})
    failed: int = 0
    seconds: float = 0
    alive: int = 0
    lost: int = 0
    cpu: float = 0
    memory: int = 0

    @property
    def all(self) -> list[float]:
        return [t for times in self.took.values() for t in times]


@dataclass
class Sent:
    """What came of the uploads; memory in bytes, of the server's process and of all of them."""

    files: int
    size: int
    seconds: float = 0
    failed: int = 0
    before: int = 0
    memory: int = 0
    tree: int = 0


async def users(here: Here, count: int, sessions: int) -> list[User]:
    """Anonymous users with sessions, each with a draft made of words."""
    found = [User({}, []) for _ in range(count)]
    async with Connection(here) as http:
        for user in found:
            asked = {"X-Client-Id": str(uuid.uuid4())}
            token = (await http.ask("POST", "/api/auth/anonymous-token", asked))["data"]["token"]
            user.headers.update({"Authorization": f"Bearer {token}"}, **_SKILL)
        for number in range(sessions):
            user = found[number % count]
            made = await http.ask("POST", talk.SESSIONS, user.headers, {"task_name": "load"})
            user.sessions.append(made["data"]["session_id"])
        wish = "create a 10 second intro video that says 'Load' with calm music"
        for user in found:
            await http.say(user.headers, user.sessions[0], wish)
    return found


async def streams_and_requests(
    here: Here, pid: int, streams: int, rate: float, seconds: float
) -> Quick:
    """`streams` open streams, and `rate` requests a second of state and credits beside them."""
    quick = Quick()
    people = await users(here, min(_USERS, streams), streams)
    places = [(u.headers, s) for u in people for s in u.sessions]
    stop = asyncio.Event()
    listening = [asyncio.create_task(_listen(here, *p, stop, quick)) for p in places]
    await asyncio.sleep(3)
    before, began = resident.cpu_seconds(pid), time.monotonic()
    peak = asyncio.create_task(_peak(pid, stop))
    await _requests(here, people, rate, seconds, quick)
    quick.seconds = time.monotonic() - began
    quick.cpu = resident.cpu_seconds(pid) - before
    stop.set()
    quick.memory = await peak
    await asyncio.gather(*listening)
    return quick


async def _listen(
    here: Here, headers: dict[str, str], session: str, stop: asyncio.Event, quick: Quick
) -> None:
    """Reads a stream until `stop`, and counts its signs of life."""
    async with Connection(here) as http:
        reader = asyncio.create_task(_count(http, f"/api/events/{session}", headers, quick))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait((reader, stopped), return_when=asyncio.FIRST_COMPLETED)
        if reader.done() and not stop.is_set():
            quick.lost += 1
        reader.cancel()
        stopped.cancel()
        await asyncio.gather(reader, stopped, return_exceptions=True)


async def _count(http: Connection, path: str, headers: dict[str, str], quick: Quick) -> None:
    async for line in http.lines(path, headers):
        quick.alive += line == b"data:"


async def _requests(
    here: Here, people: list[User], rate: float, seconds: float, quick: Quick
) -> None:
    """Requests at a steady rate, each timed from when it was due: a slow server cannot slow
    down those who ask."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    opened = [Connection(here) for _ in range(64)]
    for http in opened:
        await http.open()
        free.put_nowait(http)
    begin = time.monotonic()
    tasks: list[asyncio.Task[None]] = []
    for number in range(round(rate * seconds)):
        due = begin + number / rate
        await asyncio.sleep(max(0, due - time.monotonic()))
        user = people[number // 2 % len(people)]
        tasks.append(asyncio.create_task(_request(free, user, number, due, quick)))
    await asyncio.gather(*tasks)
    for http in opened:
        await http.close()


async def _request(
    free: "asyncio.Queue[Connection]", user: User, number: int, due: float, quick: Quick
) -> None:
    what = ("state", "credits")[number % 2]
    path = talk.CREDITS if what == "credits" else talk.STATE.format(user.sessions[0])
    http = await free.get()
    try:
        answer = await http.ask("GET", path, user.headers)
        assert answer["code"] == 0
        quick.took[what].append(time.monotonic() - due)
    except (OSError, AssertionError, asyncio.IncompleteReadError):
        quick.failed += 1
    finally:
        free.put_nowait(http)


async def uploads(here: Here, pid: int, work: Path, count: int, size: int) -> Sent:
    """`count` different files of `size` bytes, all at the same time."""
    sent = Sent(count, size)
    people = await users(here, count, count)
    heads = [inputs.padded_clip(work / f"clip{n}.mp4", size, n) for n in range(count)]
    sent.before = resident.memory(pid)
    stop = asyncio.Event()
    peak = asyncio.create_task(_peak(pid, stop))
    trees = asyncio.create_task(_peak(pid, stop, tree=True))
    began = time.monotonic()
    done = await asyncio.gather(
        *(_upload(here, u, p) for u, p in zip(people, heads, strict=True)), return_exceptions=True
    )
    sent.seconds = time.monotonic() - began
    stop.set()
    sent.memory, sent.tree = await peak, await trees
    for failure in (d for d in done if d is not None):
        print("upload failed:", failure)
        sent.failed += 1
    return sent


async def _upload(here: Here, user: User, path: Path) -> None:
    async with Connection(here) as http:
        answer = await http.upload(talk.UPLOAD.format(user.sessions[0]), user.headers, path)
        assert answer["code"] == 0, answer
        file = answer["data"]["files"][0]
        assert file["file_type"] == "video", file


async def _peak(pid: int, stop: asyncio.Event, *, tree: bool = False) -> int:
    most = 0
    while not stop.is_set():
        most = max(most, resident.tree_memory(pid) if tree else resident.memory(pid))
        await asyncio.sleep(0.2 if tree else 0.05)
    return most


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


def told(arguments: argparse.Namespace, quick: Quick | None, sent: Sent | None) -> str:
    """LOAD.md."""
    store = os.environ.get("TYPECUT_DATABASE", "SQLite").partition(":")[0]
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    lines = [
        "# The server under load",
        "",
        f"    {arguments.command}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, shared with "
        f"the clients of this test and with other work (load averages at the end: {busy}). "
        f"Python {platform.python_version()}. Store: {store}. No exports running.",
    ]
    if quick:
        lines += ["", *_told_quick(quick, arguments)]
    if sent:
        lines += ["", *_told_sent(sent)]
    return "\n".join(lines) + "\n"


def _told_quick(quick: Quick, arguments: argparse.Namespace) -> list[str]:
    rows = {"all": quick.all, **quick.took}
    return [
        f"## {arguments.streams} open streams and {arguments.rate:g} requests a second",
        "",
        f"For {quick.seconds:.0f} s. Each request is timed from the moment it was due. "
        f"Failed: {quick.failed}. Streams lost: {quick.lost}. Signs of life on them: "
        f"{quick.alive}. The server took {quick.cpu / quick.seconds:.2f} cores "
        f"({quick.cpu / len(quick.all) * 1000:.1f} ms a request, streams included) and "
        f"{quick.memory / 1e6:.0f} MB. Wanted: p99 under 100 ms.",
        "",
        "| requests | number | p50 | p99 | slowest |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {len(times)} | {percentile(times, 0.5) * 1000:.1f} ms "
            f"| {percentile(times, 0.99) * 1000:.1f} ms | {max(times) * 1000:.1f} ms |"
            for name, times in rows.items()
        ),
    ]


def _told_sent(sent: Sent) -> list[str]:
    return [
        f"## {sent.files} uploads of {sent.size / 1e6:.0f} MB at the same time",
        "",
        f"{sent.seconds:.1f} s until the last was probed and answered, "
        f"{sent.files * sent.size / sent.seconds / 1e6:.0f} MB/s. Failed: {sent.failed}. "
        "Wanted: server memory under 300 MB.",
        "",
        "| memory (resident, peak) | |",
        "|---|---|",
        f"| server before | {sent.before / 1e6:.0f} MB |",
        f"| server | {sent.memory / 1e6:.0f} MB |",
        f"| server and its workers, each counted with what they share | {sent.tree / 1e6:.0f} MB |",
    ]


def start_server(data: Path) -> tuple[subprocess.Popen[str], Here]:
    environment = os.environ | {
        "TYPECUT_TOKENS_PER_ADDRESS": "0",
        "TYPECUT_LOG_LEVEL": "warning",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "typecut", "serve", "--port", "0", "--data", str(data)],
        stdout=subprocess.PIPE, env=environment, text=True,
    )  # fmt: skip
    assert process.stdout
    line = process.stdout.readline()
    address = line.partition("http://")[2].split()[0]
    host, _, port = address.rpartition(":")
    return process, Here(host, int(port))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--uploads", type=int, default=20)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--out", type=Path, default=HERE / "LOAD.md")
    arguments = parser.parse_args()
    arguments.command = " ".join([".venv/bin/python -m benchmarks.load", *sys.argv[1:]])
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        process, here = start_server(Path(folder) / "data")
        try:
            quick = sent = None
            if arguments.streams:
                quick = asyncio.run(
                    streams_and_requests(
                        here, process.pid, arguments.streams, arguments.rate, arguments.seconds
                    )
                )
            if arguments.uploads:
                size = arguments.megabytes * 10**6
                sent = asyncio.run(
                    uploads(here, process.pid, Path(folder), arguments.uploads, size)
                )
        finally:
            process.terminate()
            process.wait(30)
    report = told(arguments, quick, sent)
    arguments.out.write_text(report)
    print(report)


if __name__ == "__main__":
    main()
