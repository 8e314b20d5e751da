"""A real `typecut mcp` process, and the official client that talks to it."""

import contextlib
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

import stores
from synthetic import make_clip

WHO = {"name": "test", "version": "1"}
COMMAND = [sys.executable, "-m", "typecut", "mcp"]


@pytest.fixture(scope="package", autouse=True)
def loopback() -> Iterator[None]:
    with stores.this_machine():
        yield


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """a.mp4 and b.mp4, 2 s each; the frames of b begin at 100."""
    folder = tmp_path_factory.mktemp("footage")
    make_clip(folder / "a.mp4", frames=60, flashes=[Fraction(1)], hum=0.1)
    make_clip(folder / "b.mp4", frames=60, first=100, hum=0.1)
    return folder


@dataclass
class Agent:
    """The client, with what it was told on the way. Every call's result is kept by tool."""

    client: Client
    called: list[str] = field(default_factory=list)
    progress: list[tuple[float, float | None]] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)

    async def raw(self, tool: str, **given: Any) -> Any:
        self.called.append(tool)

        async def tell(part: float, whole: float | None, _message: str | None) -> None:
            self.progress.append((part, whole))

        return await self.client.call_tool(tool, given, progress_callback=tell)

    async def call(self, tool: str, **given: Any) -> dict[str, Any]:
        """What the tool answered; waits for what goes on in the background."""
        answer = await self.raw(tool, **given)
        text = answer.content[-1].text
        assert not answer.is_error, text
        assert json.loads(text) == answer.structured_content
        data = answer.structured_content
        if data.get("state") == "running" and "work" in data:
            return await self.call("wait_for", work=data["work"], wait=20)
        return data

    async def refused(self, tool: str, **given: Any) -> str:
        answer = await self.raw(tool, **given)
        assert answer.is_error
        (content,) = answer.content
        assert "Traceback" not in content.text
        return content.text

    async def exported(self, **given: Any) -> dict[str, Any]:
        """Starts an export and asks until it has ended."""
        begun = await self.call("export_start", **given)
        assert begun["state"] in ("running", "done")
        now = begun
        with anyio.fail_after(120):
            while now["state"] == "running":
                now = await self.call("export_status", export=begun["export"], wait=5)
        return now


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("TYPECUT_MCP")} | {
        "TYPECUT_DATA": str(tmp_path / "data")
    }


@pytest.fixture
def stdio(tmp_path: Path, environment: dict[str, str]):
    """Opens a client with a server of its own over standard input and output."""

    @contextlib.asynccontextmanager
    async def opened(*words: str, mode: str = "legacy", folder: Path = tmp_path, **more: Any):
        parameters = StdioServerParameters(
            command=COMMAND[0], args=[*COMMAND[1:], *words], env=environment, cwd=folder
        )
        with anyio.fail_after(150):
            async with Client(parameters, mode=mode, **more) as client:
                yield Agent(client)

    return opened


@dataclass
class Served:
    url: str
    process: subprocess.Popen[str]


@pytest.fixture
def serve(tmp_path: Path, environment: dict[str, str]):
    """Starts servers over HTTP; they are ended with the test."""
    with contextlib.ExitStack() as held:

        def started(*words: str, **more: str) -> Served:
            process = subprocess.Popen(
                [*COMMAND, "--http", "--port", "0", *words], stderr=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment | more,
            )  # fmt: skip
            held.callback(_ended, process)
            assert process.stderr is not None
            line = process.stderr.readline()
            found = re.search(r"http://\S+", line)
            assert found, line + process.stderr.read()
            return Served(found[0], process)

        yield started


def _ended(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait(20)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


@pytest.fixture
def over_http():
    """Opens a client of a server that runs already."""
    return _over_http


@pytest.fixture
def workers_of():
    """The worker processes that a process has started, by their ids (Linux)."""
    return _workers_of


@contextlib.asynccontextmanager
async def _over_http(url: str, token: str = "", **more: Any):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with anyio.fail_after(150):
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60, trust_env=False) as http,
            Client(streamable_http_client(url, http_client=http), **more) as client,
        ):
            yield Agent(client)


def _workers_of(parent: int) -> set[int]:
    found: set[int] = set()
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (place / "cmdline").read_bytes()
            status = (place / "stat").read_text().rpartition(")")[2].split()
            if b"typecut.engine.worker" in words and int(status[1]) == parent and status[0] != "Z":
                found.add(int(place.name))
    return found


@pytest.fixture
def spoken_to(tmp_path: Path, environment: dict[str, str]):
    """Starts a server over standard input and output, spoken to line by line: its process, and a
    function that asks it for something and gives the answer."""
    with contextlib.ExitStack() as held:

        def started(**more: str):
            process = subprocess.Popen(
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                text=True, cwd=tmp_path, env=environment | more,
            )  # fmt: skip
            held.callback(_ended, process)
            numbers = itertools.count(1)

            def send(**message: Any) -> None:
                process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
                process.stdin.flush()

            def ask(method: str, **params: Any) -> dict[str, Any]:
                number = next(numbers)
                send(id=number, method=method, params=params)
                while True:
                    line = json.loads(process.stdout.readline())
                    assert line["jsonrpc"] == "2.0"
                    if line.get("id") == number:
                        return line

            hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": WHO}
            assert ask("initialize", **hello)["result"]["serverInfo"]["name"] == "typecut"
            send(method="notifications/initialized")
            return process, ask

        yield started
