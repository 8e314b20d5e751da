"""A server made of answers, a clock that only moves when told, and both clients under one name."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from typecut.client import AsyncClient, Client

BASE = "https://video.example.com"
SESSION = "5529798706024415232"
TOKEN = "/api/auth/anonymous-token"  # noqa: S105  an address
TASKS = "/api/tasks/me/with-session/nemo_agent"
STATE = f"/api/state/nemo_agent/me/{SESSION}/latest"
RENDER = "/api/render/proxy/lambda"
UPLOAD = f"/api/upload-video/nemo_agent/me/{SESSION}"


class Clock:
    """Seconds that pass by sleeping only, or when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in pieces; an exception among them is raised when its turn comes."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self):
        for piece in self:
            await asyncio.sleep(0)
            yield piece


def envelope(data: Any = None, code: int = 0, status: int = 200, **headers: str) -> httpx.Response:
    body = {"code": code, "message": "success" if not code else f"code {code}", "data": data or {}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)


def stream(*pieces: bytes | str | dict | Exception, **headers: str) -> httpx.Response:
    """A stream of frames (objects), of bytes as they are, or of a break."""
    made = [
        f"data: {json.dumps(p)}\n\n".encode() if isinstance(p, dict)
        else p.encode() if isinstance(p, str) else p
        for p in pieces
    ]  # fmt: skip
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(
        200, stream=Pieces(*made), headers={"content-type": "text/event-stream"} | named
    )


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"author": "nemo_agent", "content": {"role": "model", "parts": [{"text": words}]}} | more


def draft(*names: str) -> dict[str, Any]:
    return {"t": [{"tt": 0, "sg": [{"d": 1000, "m": {"name": n}} for n in names]}]}


Answering = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


@dataclass
class Script:
    """Answers by method and path, in order; the last one stays. Everything asked is kept."""

    answers: dict[str, list[Answering]] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)

    def on(self, what: str, *answers: Answering) -> "Script":
        self.answers[what] = list(answers)
        return self

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._answer(request)

    async def answer_async(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        known = self.answers.get(f"{request.method} {request.url.path}")
        if not known:
            return httpx.Response(404, json={"detail": "Not Found"})
        found = known.pop(0) if len(known) > 1 else known[0]
        if isinstance(found, Exception):
            raise found
        if isinstance(found, httpx.Response):
            # One answer may be given again and again.
            return httpx.Response(found.status_code, headers=found.headers, stream=found.stream)
        return found(request)

    def times(self, what: str) -> int:
        return len(self.to(what))

    def to(self, what: str) -> list[httpx.Request]:
        return [r for r in self.asked if f"{r.method} {r.url.path}" == what]


class Speaker:
    """Either client: every call is made to its end, and `say` gives a list."""

    def __init__(self, client: Client | AsyncClient) -> None:
        self.client: Any = client
        self.runner = asyncio.Runner()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.client, name)
        if not callable(found):
            return found

        def call(*args: Any, **more: Any) -> Any:
            if isinstance(self.client, Client):
                came = found(*args, **more)
                return list(came) if name in ("say", "undo") else came
            return self.runner.run(self._await(name, found, args, more))

        return call

    @staticmethod
    async def _await(name: str, found: Any, args: Any, more: Any) -> Any:
        if name in ("say", "undo"):
            return [event async for event in found(*args, **more)]
        return await found(*args, **more)

    def end(self) -> None:
        self.close()
        self.runner.close()
