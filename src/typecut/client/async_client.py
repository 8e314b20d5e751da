"""`AsyncClient`: a conversation with a server, within asyncio."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from types import TracebackType

import httpx

from .attribution import Attribution
from .driving import options
from .events import Event
from .exporting import Render
from .flows import Connected, Flows
from .limits import Limits
from .port import Credits, Exported, ExportWish, OnProgress, Session, State, Uploaded
from .tasks import TaskDriver


class AsyncClient(Connected):
    """The same as `Client`, with the same arguments, to be awaited. `tell` is called in the loop.
    Cancelling a call closes its connection; an export that it waited for is stopped on the server,
    a message that was said is carried out there all the same. One message at a time."""

    def __init__(
        self,
        base_url: str,
        *,
        attribution: Attribution | None = None,
        token: str | None = None,
        session_id: str | None = None,
        language: str = "",
        config: Path | str | None = None,
        client_id: str | None = None,
        web_url: str | None = None,
        limits: Limits | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(Flows(
            base_url, attribution=attribution, token=token, session_id=session_id,
            language=language, config=config, client_id=client_id, web_url=web_url,
            limits=limits or Limits(), clock=clock,
        ))  # fmt: skip
        kept, fresh = options(self._flows.limits, transport)
        self._http, self._streams = httpx.AsyncClient(**kept), httpx.AsyncClient(**fresh)
        self._driver = TaskDriver(self._http, self._streams, self._flows.limits, clock, sleep)
        self._connecting = asyncio.Lock()

    async def connect(self) -> Session:
        async with self._connecting:
            return await self._driver.run(self._flows.sessions.connect())

    async def say(self, message: str) -> AsyncGenerator[Event]:
        await self.connect()
        async with aclosing(self._driver.events(self._flows.saying.say(message), [])) as events:
            async for event in events:
                yield event

    def undo(self) -> AsyncGenerator[Event]:
        return self.say("undo")

    async def upload(
        self, sources: Sequence[str], tell: OnProgress | None = None
    ) -> list[Uploaded]:
        await self.connect()
        return await self._driver.run(self._flows.uploading.upload(sources, tell))

    async def state(self) -> State:
        await self.connect()
        return await self._driver.run(self._flows.sessions.state())

    async def credits(self) -> Credits:
        await self.connect()
        return await self._driver.run(self._flows.sessions.credits())

    async def claim(self) -> str:
        await self.connect()
        return await self._driver.run(self._flows.sessions.claim())

    async def export(
        self, out: Path | None, wish: ExportWish | None = None, tell: OnProgress | None = None
    ) -> Exported:
        await self.connect()
        return await self._driver.run(self._flows.exporting.export(out, wish, tell))

    async def submit(self, wish: ExportWish | None = None) -> Render:
        await self.connect()
        return await self._driver.run(self._flows.exporting.submit(wish))

    async def render(self, render_id: str) -> Render:
        await self.connect()
        return await self._driver.run(self._flows.exporting.look(render_id))

    async def cancel(self, render_id: str) -> Render:
        await self.connect()
        return await self._driver.run(self._flows.exporting.cancel(render_id))

    async def download(self, render_id: str, out: Path, tell: OnProgress | None = None) -> Exported:
        await self.connect()
        return await self._driver.run(self._flows.exporting.download(render_id, out, tell))

    async def close(self) -> None:
        await self._http.aclose()
        await self._streams.aclose()

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
