"""Streams of events: woken by the bell, kept alive, ended without a marker."""

import asyncio
import itertools
import json
import logging
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse
from starlette.types import Send

from typecut.errors import StoreError
from typecut.studio.service.events import Batch, Told, read
from typecut.studio.service.messages import mark_delivered
from typecut.studio.service.service import Service
from typecut.wire.events import flat

Dialect: TypeAlias = Literal["adk", "flat"]

_log = logging.getLogger("typecut.streams")
_GRACE = 30.0
"""Seconds that a stream outlives the longest turn, to tell how that ended."""
_SOON = 0.25
"""Seconds until a stream looks again after the store failed; the next pause is twice as long."""
# Some clients end a line at these as well.
_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}
_ALIVE: Mapping[Dialect, bytes] = {"adk": b"data:\n\n", "flat": b'data: {"type":"heartbeat"}\n\n'}
_streams = itertools.count()
_GOLDEN = 0.6180339887
"""Multiples of this modulo 1 lie evenly, however many there are."""


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
            _note(self.service, self.session_id, self.turn_id)


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
    after, first = wanted.after, _first_pause()

    def is_late() -> bool:
        return service.stopping.is_set() or loop.time() > until

    def heard() -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(news.set)

    with service.bell.listening(wanted.session_id, heard):
        while True:
            batch = None
            async with aclosing(_look(service, wanted, after, news, is_late)) as looks:
                async for batch in looks:
                    if batch is None:
                        yield None
            if batch is None:
                return
            for told in batch.told:
                yield told
                after = told.number
            if wanted.acknowledges and batch.over and not batch.gone:
                await _acknowledge(service, wanted, batch.told)
            if batch.gone or (wanted.ends and batch.over):
                if delivery and not batch.gone:
                    delivery.is_complete = True
                return
            part = first
            while not (news.is_set() or batch.more):
                if is_late():
                    return
                if not await _rings(news, service.settings.keepalive_seconds * part):
                    yield None
                part = 1.0


async def _look(
    service: Service, wanted: Wanted, after: int, news: asyncio.Event, is_late: Callable[[], bool]
) -> AsyncGenerator[Batch | None]:
    """What came after number `after`, once; before that None as a sign of life, as often as the
    store makes us wait. Ends without it when it gets too late."""
    alive = service.settings.keepalive_seconds
    pause = min(_SOON, alive)
    while True:
        news.clear()
        reading = asyncio.ensure_future(
            asyncio.to_thread(
                read, service, wanted.user_id, wanted.session_id, after, wanted.turn_id
            )
        )
        try:
            while not (await asyncio.wait({reading}, timeout=alive))[0]:
                yield None
            batch = reading.result()
        except StoreError as error:
            _log.warning("a stream waits for the database: %s", error)
        else:
            yield batch
            return
        finally:
            reading.cancel()
        yield None
        if is_late():
            return
        await _rings(news, pause)
        pause = min(2 * pause, alive / 2)


def _first_pause() -> float:
    """The part of the pause after which a stream gives its first sign of life: another one for
    each stream, so that those opened together do not all speak at the same instant."""
    return 0.5 + 0.5 * (next(_streams) * _GOLDEN % 1.0)


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
        service.deliveries.sent(wanted.session_id, str(turn_id))
        await asyncio.to_thread(_note, service, wanted.session_id, str(turn_id))


def _note(service: Service, session_id: str, turn_id: str) -> None:
    """Writes down that the end of the turn was received; where the store fails, the session's
    next message does so."""
    try:
        mark_delivered(service, session_id, turn_id)
    except StoreError as error:
        _log.warning("the end of turn %s is noted later: %s", turn_id, error)
