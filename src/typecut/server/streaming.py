"""Streams of events: woken by the bell, kept alive, ended without a marker."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse
from starlette.types import Send

from typecut.studio.service.events import Told, read
from typecut.studio.service.messages import mark_delivered
from typecut.studio.service.service import Service
from typecut.wire.events import flat

Dialect: TypeAlias = Literal["adk", "flat"]

_GRACE = 30.0
"""Seconds that a stream outlives the longest turn, to tell how that ended."""
# Some clients end a line at these as well.
_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}
_ALIVE: Mapping[Dialect, bytes] = {"adk": b"data:\n\n", "flat": b'data: {"type":"heartbeat"}\n\n'}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events a client wants: those after number `after`, of one turn or of all. `ends`: the
    stream is over when no message is worked on. `acknowledges`: turns whose end was sent count as
    received."""

    user_id: str
    session_id: str
    after: int = 0
    turn_id: str | None = None
    ends: bool = True
    acknowledges: bool = False


@dataclass(slots=True)
class Delivery:
    """The end of a turn on its way to a client. Streams also end without it."""

    service: Service
    session_id: str
    turn_id: str
    is_complete: bool = False
    is_sent: bool = False

    def sent(self) -> None:
        if self.is_complete:
            self.is_sent = True
            self.service.deliveries.sent(self.session_id, self.turn_id)

    def note(self) -> None:
        """Writes down that it was sent, if it was. Blocks."""
        if self.is_sent:
            mark_delivered(self.service, self.session_id, self.turn_id)


class EventStream(StreamingResponse):
    """Ends its generator as soon as the client is gone. With `delivery` the client is known to
    have heard of the end of that turn as soon as all was sent, and not before: not even if the
    server is killed right then."""

    media_type = "text/event-stream"

    def __init__(self, content: AsyncGenerator[bytes], delivery: Delivery | None = None) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        background = BackgroundTask(delivery.note) if delivery else None
        super().__init__(self._whole(content, delivery), headers=headers, background=background)

    async def _whole(
        self, content: AsyncGenerator[bytes], delivery: Delivery | None
    ) -> AsyncGenerator[bytes]:
        async with aclosing(content):
            async for piece in content:
                yield piece
        if delivery:
            delivery.sent()

    async def stream_response(self, send: Send) -> None:
        async with aclosing(self.body_iterator):  # pyright: ignore[reportArgumentType]
            await super().stream_response(send)


async def stream(
    service: Service, wanted: Wanted, dialect: Dialect, delivery: Delivery | None = None
) -> AsyncGenerator[bytes]:
    """The bytes of a stream."""
    async with aclosing(follow(service, wanted, delivery)) as events:
        async for told in events:
            yield _ALIVE[dialect] if told is None else frame(told, dialect)


async def follow(
    service: Service, wanted: Wanted, delivery: Delivery | None = None
) -> AsyncGenerator[Told | None]:
    """The events as they come; None is a sign of life. No thread waits meanwhile."""
    loop = asyncio.get_running_loop()
    news = asyncio.Event()
    until = loop.time() + service.settings.turn_seconds + _GRACE
    after = wanted.after

    def heard() -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(news.set)

    with service.bell.listening(wanted.session_id, heard):
        while True:
            news.clear()
            batch = await asyncio.to_thread(
                read, service, wanted.user_id, wanted.session_id, after, wanted.turn_id
            )
            for told in batch.told:
                yield told
                after = told.number
            if wanted.acknowledges and batch.over and not batch.gone:
                await _acknowledge(service, wanted, batch.told)
            if batch.gone or (wanted.ends and batch.over):
                if delivery and not batch.gone:
                    delivery.is_complete = True
                return
            while not (news.is_set() or batch.more):
                if service.stopping.is_set() or loop.time() > until:
                    return
                if not await _rings(news, service.settings.keepalive_seconds):
                    yield None


def frame(told: Told, dialect: Dialect) -> bytes:
    """An event as it is sent: its number as `id:`, so that a client can go on after it."""
    if dialect == "adk":
        return _lines([told.frame], told.number)
    return _lines(list(flat(told.frame)), told.number)


def _lines(frames: Iterable[Mapping[str, Any]], number: int) -> bytes:
    text = [f"data: {_json(f)}\n\n" for f in frames]
    if text:
        text[-1] = f"id: {number}\n{text[-1]}"
    return "".join(text).encode()


def _json(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _BREAKS.items():
        text = text.replace(character, escaped)
    return text.encode("utf-8", "replace").decode()


async def _rings(news: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return False
    return True


async def _acknowledge(service: Service, wanted: Wanted, told: Iterable[Told]) -> None:
    turns = {wanted.turn_id} if wanted.turn_id else {t.turn_id for t in told}
    for turn_id in turns - {None}:
        await asyncio.to_thread(mark_delivered, service, wanted.session_id, str(turn_id))
