"""Drives flows within asyncio; a stream is read by a task, so that silence can be noticed."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any, Final, TypeVar

import httpx

from .driving import MOST_ANSWER, head_of, headers_of, lost, stopped, timeout
from .events import Event
from .limits import Limits
from .steps import (
    END,
    SILENCE,
    Answer,
    Ask,
    Body,
    Do,
    Flow,
    HangUp,
    Heard,
    Listen,
    Lost,
    Open,
    Request,
    Step,
    Stopped,
    Tell,
    Wait,
)

T = TypeVar("T")
_TICK = 0.01
_NOTHING: Final = b""


class TaskDriver:
    """Runs flows to their end. `clock` and `sleep` may be others than the machine's."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        streams: httpx.AsyncClient,
        limits: Limits,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._http = http
        self._streams = streams
        self._limits = limits
        self._clock = clock
        self._sleep = sleep

    async def run(self, flow: Flow[T]) -> T:
        """What the flow gives; its events are dropped."""
        ended: list[T] = []
        async with contextlib.aclosing(self.events(flow, ended)) as events:
            async for _ in events:
                pass
        return ended[0]

    async def events(self, flow: Flow[T], ended: list[T]) -> AsyncGenerator[Event]:
        """What the flow gives is put into `ended`."""
        line: list[_Line] = []
        came: Any = None
        failure: Exception | None = None
        cancelled: asyncio.CancelledError | None = None
        try:
            while True:
                try:
                    step = flow.send(came) if failure is None else flow.throw(failure)
                except StopIteration as end:
                    ended.append(end.value)
                    return
                came = failure = None
                if isinstance(step, Tell):
                    yield step.event
                    continue
                try:
                    came = await self._do(step, line)
                except asyncio.CancelledError as error:
                    if cancelled is not None:
                        raise
                    # The flow tells the server; a second cancellation ends that as well.
                    cancelled, failure = error, Stopped()
                except Exception as error:  # noqa: BLE001  the flow decides what it means
                    failure = error
        except Stopped:
            raise cancelled or stopped() from None
        finally:
            flow.close()
            await _hang_up(line)

    async def _do(self, step: Step, line: list["_Line"]) -> Any:
        match step:
            case Ask(request):
                return await self._ask(request)
            case Open(request):
                await _hang_up(line)
                line.append(_Line(self._streams, request, self._limits))
                return None
            case Listen(seconds):
                return await line[0].listen(seconds, self._clock)
            case HangUp():
                return await _hang_up(line)
            case Wait(seconds):
                return await self._sleep(seconds)
            case Do(work):
                return await asyncio.to_thread(work)
            case Tell():
                raise AssertionError("events are told by whoever iterates")

    async def _ask(self, request: Request) -> Answer:
        try:
            async with _stream(self._http, request, self._limits) as response:
                body = bytearray()
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > MOST_ANSWER:
                        raise Lost("the answer is too large", sent=True)
                head = head_of(response)
                return Answer(head.status, head.headers, bytes(body), head.url)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise lost(error) from None


class _Line:
    """An open stream; its task owns the response."""

    def __init__(self, http: httpx.AsyncClient, request: Request, limits: Limits) -> None:
        self._came: asyncio.Queue[Heard | Lost] = asyncio.Queue(64)
        self._task = asyncio.create_task(self._read(http, request, limits))

    async def listen(self, seconds: float, clock: Callable[[], float]) -> Heard:
        until = clock() + seconds
        while True:
            left = max(0.0, until - clock())
            try:
                async with asyncio.timeout(left if clock is time.monotonic else _TICK):
                    heard = await self._came.get()
            except TimeoutError:
                if clock() >= until:
                    return SILENCE
                continue
            if isinstance(heard, Lost):
                raise heard
            return heard

    async def close(self) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _read(self, http: httpx.AsyncClient, request: Request, limits: Limits) -> None:
        try:
            async with _stream(http, request, limits) as response:
                await self._came.put(head_of(response))
                async for piece in response.aiter_bytes():
                    await self._came.put(piece)
            await self._came.put(END)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            await self._came.put(lost(error))
        except Exception as error:  # noqa: BLE001  said where somebody listens
            await self._came.put(Lost(str(error) or type(error).__name__, sent=True))


async def _hang_up(line: list[_Line]) -> None:
    while line:
        await line.pop().close()


def _stream(http: httpx.AsyncClient, request: Request, limits: Limits) -> Any:
    content: Any = request.content
    if not isinstance(content, bytes):
        content = _told(content)
    return http.stream(
        request.method, request.url, headers=headers_of(request), content=content or None,
        timeout=timeout(request, limits), follow_redirects=request.follows,
    )  # fmt: skip


async def _told(body: Body) -> AsyncIterator[bytes]:
    """The disk is read in a thread; progress is told in the loop."""
    pieces, count = body.pieces(), 0
    while piece := await asyncio.to_thread(next, pieces, _NOTHING):
        yield piece
        count += len(piece)
        body.sent(count)
