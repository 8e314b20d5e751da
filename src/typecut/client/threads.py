"""Drives flows without a loop; a stream is read by a thread, so that silence can be noticed."""

import queue
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import httpx

from .driving import MOST_ANSWER, head_of, lost, timeout
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
    Tell,
    Wait,
)

T = TypeVar("T")
_TICK = 0.01


class ThreadDriver:
    """Runs flows to their end. `clock` and `sleep` may be others than the machine's."""

    def __init__(
        self,
        http: httpx.Client,
        streams: httpx.Client,
        limits: Limits,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._http = http
        self._streams = streams
        self._limits = limits
        self._clock = clock
        self._sleep = sleep

    def run(self, flow: Flow[T]) -> T:
        """What the flow gives; its events are dropped."""
        events = self.events(flow)
        while True:
            try:
                next(events)
            except StopIteration as end:
                return end.value

    def events(self, flow: Flow[T]) -> Generator[Event, None, T]:
        line: list[_Line] = []
        came: Any = None
        failure: Exception | None = None
        try:
            while True:
                try:
                    step = flow.send(came) if failure is None else flow.throw(failure)
                except StopIteration as end:
                    return end.value
                came = failure = None
                if isinstance(step, Tell):
                    yield step.event
                    continue
                try:
                    came = self._do(step, line)
                except Exception as error:  # noqa: BLE001  the flow decides what it means
                    failure = error
        finally:
            flow.close()
            _hang_up(line)

    def _do(self, step: Step, line: list["_Line"]) -> Any:
        match step:
            case Ask(request):
                return self._ask(request)
            case Open(request):
                _hang_up(line)
                line.append(_Line(self._streams, request, self._limits))
                return None
            case Listen(seconds):
                return line[0].listen(seconds, self._clock)
            case HangUp():
                return _hang_up(line)
            case Wait(seconds):
                return self._sleep(seconds)
            case Do(work):
                return work()
            case Tell():
                raise AssertionError("events are told by whoever iterates")

    def _ask(self, request: Request) -> Answer:
        try:
            with _stream(self._http, request, self._limits) as response:
                body = bytearray()
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > MOST_ANSWER:
                        raise Lost("the answer is too large", sent=True)
                head = head_of(response)
                return Answer(head.status, head.headers, bytes(body), head.url)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise lost(error) from None


class _Line:
    """An open stream. The thread owns the response; `close` wakes it and does not wait long."""

    def __init__(self, http: httpx.Client, request: Request, limits: Limits) -> None:
        self._came: queue.Queue[Heard | Lost] = queue.Queue(64)
        self._closed = threading.Event()
        self._network: Any = None
        work = (http, request, limits)
        self._thread = threading.Thread(
            target=self._read, args=work, daemon=True, name="typecut-stream"
        )
        self._thread.start()

    def listen(self, seconds: float, clock: Callable[[], float]) -> Heard:
        until = clock() + seconds
        while True:
            try:
                left = max(0.0, until - clock())
                heard = self._came.get(timeout=left if clock is time.monotonic else _TICK)
            except queue.Empty:
                if clock() >= until:
                    return SILENCE
                continue
            if isinstance(heard, Lost):
                raise heard
            return heard

    def close(self) -> None:
        self._closed.set()
        if self._network is not None and self._thread.is_alive():
            with suppress(OSError):
                # A thread that is reading wakes up; it closes the rest.
                self._network.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self._thread.join(1.0)

    def _watch(self, name: str, info: Mapping[str, Any]) -> None:
        """Told by httpcore: the connection is known before there is an answer."""
        if name in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._network = info["return_value"]
        if self._closed.is_set() and name.endswith(".started"):
            raise Lost("nobody listens any more", sent=True)

    def _read(self, http: httpx.Client, request: Request, limits: Limits) -> None:
        try:
            with _stream(http, request, limits, {"trace": self._watch}) as response:
                self._network = response.extensions.get("network_stream", self._network)
                self._put(head_of(response))
                for piece in response.iter_bytes():
                    self._put(piece)
                    if self._closed.is_set():
                        return
            self._put(END)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            self._put(lost(error))
        except Exception as error:  # noqa: BLE001  said where somebody listens
            self._put(Lost(str(error) or type(error).__name__, sent=True))

    def _put(self, heard: Heard | Lost) -> None:
        while not self._closed.is_set():
            with suppress(queue.Full):
                self._came.put(heard, timeout=0.2)
                return


def _hang_up(line: list[_Line]) -> None:
    while line:
        line.pop().close()


def _stream(
    http: httpx.Client,
    request: Request,
    limits: Limits,
    extensions: Mapping[str, Any] | None = None,
) -> Any:
    headers = {"Accept-Encoding": "identity", **request.headers}
    content: Any = request.content
    if not isinstance(content, bytes):
        headers["Content-Length"] = str(content.length)
        content = _told(content)
    return http.stream(
        request.method, request.url, headers=headers, content=content or None,
        timeout=timeout(request, limits), follow_redirects=request.follows,
        extensions={**(extensions or {})},
    )  # fmt: skip


def _told(body: Body) -> Iterator[bytes]:
    count = 0
    for piece in body.pieces():
        yield piece
        count += len(piece)
        body.sent(count)
