"""HTTP/1.1 just enough for the load script: it costs the machine little beside the server."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SESSIONS = "/api/tasks/me/with-session/nemo_agent"
STATE = "/api/state/nemo_agent/me/{}/latest"
CREDITS = "/api/credits/balance/simple"
UPLOAD = "/api/upload-video/nemo_agent/me/{}"
_PIECE = 1 << 18
_BOUNDARY = "a-boundary-of-the-load-script"


@dataclass(frozen=True)
class Here:
    host: str
    port: int


class Connection:
    """One connection, kept alive; requests on it one after another."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(self._here.host, self._here.port)

    async def close(self) -> None:
        self._writer.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    async def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: Any = None
    ) -> dict[str, Any]:
        """The JSON answer."""
        content = b"" if body is None else json.dumps(body).encode()
        more = {"Content-Type": "application/json"} if content else {}
        self._begin(method, path, {**headers, **more, "Content-Length": str(len(content))})
        self._writer.write(content)
        _, answered = await self._head()
        return json.loads(await self._reader.readexactly(int(answered["content-length"])))

    async def say(self, headers: Mapping[str, str], session: str, text: str) -> None:
        """Sends a message and reads its stream to the end."""
        body = {
            "app_name": "nemo_agent", "user_id": "me", "session_id": session,
            "new_message": {"parts": [{"text": text}]},
        }  # fmt: skip
        async for _ in self.lines("/run_sse", headers, json.dumps(body).encode()):
            pass

    async def lines(
        self, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> AsyncIterator[bytes]:
        """The lines of an event stream; each piece of the chunked coding holds whole ones."""
        more = {"Accept": "text/event-stream", "Content-Type": "application/json"}
        if body is not None:
            more["Content-Length"] = str(len(body))
        self._begin("GET" if body is None else "POST", path, {**headers, **more})
        self._writer.write(body or b"")
        status, _ = await self._head()
        assert status == 200, status
        while size := int(await self._reader.readline(), 16):
            piece = await self._reader.readexactly(size + 2)
            for line in piece[:-2].splitlines():
                yield line
        await self._reader.readline()

    async def upload(self, path: str, headers: Mapping[str, str], file: Path) -> dict[str, Any]:
        """One file, as curl -F files=@… sends it."""
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="files"; '
            f'filename="{file.name}"\r\nContent-Type: video/mp4\r\n\r\n'
        ).encode()
        tail = f"\r\n--{_BOUNDARY}--\r\n".encode()
        size = len(head) + file.stat().st_size + len(tail)
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        self._begin("POST", path, {**headers, "Content-Type": kind, "Content-Length": str(size)})
        self._writer.write(head)
        with file.open("rb") as source:
            while piece := source.read(_PIECE):
                self._writer.write(piece)
                await self._writer.drain()
        self._writer.write(tail)
        _, answered = await self._head()
        return json.loads(await self._reader.readexactly(int(answered["content-length"])))

    def _begin(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._here.host}:{self._here.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._writer.write("\r\n".join([*lines, "", ""]).encode())

    async def _head(self) -> tuple[int, dict[str, str]]:
        text = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = text.strip().split("\r\n")
        pairs = (line.partition(":") for line in rest)
        return int(first.split()[1]), {n.strip().lower(): v.strip() for n, _, v in pairs}
