"""Drives flows without a loop; a stream is read by a thread, so that silence can be noticed."""

import queue
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from math import inf
from typing import Any, TypeVar

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
    Head,
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
_SLICE = 0.5
"""Seconds: on some systems Ctrl-C is only seen between waits."""


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
        self._runs: set[_Run] = set()

    def stop(self) -> None:
        """Ends what runs in other threads: Cancelled is raised there. Returns when they have told
        the server, or had time for it."""
        runs = list(self._runs)
        for run in runs:
            run.stop()
        for run in runs:
            if run.thread != threading.get_ident():
                run.idle.wait(self._limits.goodbye + 1)

    def run(self, flow: Flow[T]) -> T:
        """What the flow gives; its events are dropped."""
        events = self.events(flow)
        while True:
            try:
                next(events)
            except StopIteration as end:
                return end.value

    def events(self, flow: Flow[T]) -> Generator[Event, None, T]:
        run = _Run()
        came: Any = None
        failure: Exception | None = None
        pressed: KeyboardInterrupt | None = None
        self._runs.add(run)
        try:
            while True:
                run.begin()
                try:
                    step = flow.send(came) if failure is None else flow.throw(failure)
                except StopIteration as end:
                    return end.value
                came = failure = None
                if isinstance(step, Tell):
                    run.idle.set()
                    yield step.event
                    continue
                try:
                    came = self._do(step, run)
                except KeyboardInterrupt as error:
                    if pressed is not None:
                        raise
                    pressed, failure = error, Stopped()
                except Exception as error:  # noqa: BLE001  the flow decides what it means
                    failure = error
        except Stopped:
            raise pressed or stopped() from None
        finally:
            self._runs.discard(run)
            flow.close()
            _hang_up(run.lines)
            run.idle.set()

    def _do(self, step: Step, run: "_Run") -> Any:
        run.check()
        came = self._did(step, run)
        run.check()
        return came

    def _did(self, step: Step, run: "_Run") -> Any:
        match step:
            case Ask(request):
                return self._ask(request, run)
            case Open(request):
                _hang_up(run.lines)
                run.lines.append(_Line(self._streams, request, self._limits, run))
                return None
            case Listen(seconds):
                return _heard(run.lines[0].listen(seconds, self._clock))
            case HangUp():
                return _hang_up(run.lines)
            case Wait(seconds) if self._sleep is time.sleep:
                return run.wait(seconds)
            case Wait(seconds):
                return self._sleep(seconds)
            case Do(work):
                return work()
            case Tell():
                raise AssertionError("events are told by whoever iterates")

    def _ask(self, request: Request, run: "_Run") -> Answer:
        """In a thread as well: whoever stops it need not wait for the other side."""
        line = _Line(self._http, request, self._limits, run)
        run.lines.append(line)
        body, head = bytearray(), None
        try:
            while (heard := line.listen(None, self._clock)) != END:
                if isinstance(heard, Head):
                    head = heard
                elif isinstance(heard, bytes):
                    body += heard
                else:
                    raise heard if isinstance(heard, Exception) else AssertionError(heard)
                if len(body) > MOST_ANSWER:
                    raise Lost("the answer is too large", sent=True)
        finally:
            run.lines.remove(line)
            line.close()
        assert head is not None  # noqa: S101  it comes before the end
        return Answer(head.status, head.headers, bytes(body), head.url)


class _Run:
    """A flow on its way, for whoever wants to stop it. `idle`: nobody works at it, because it is
    over or because its event is being looked at."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.idle = threading.Event()
        self.thread = 0
        self._stopped = threading.Event()

    def begin(self) -> None:
        self.thread = threading.get_ident()
        self.idle.clear()

    def stop(self) -> None:
        self._stopped.set()
        for line in list(self.lines):
            line.wake()

    def check(self) -> None:
        """Raises Stopped once after each `stop`: what a flow does then is no more concerned."""
        if self._stopped.is_set():
            self._stopped.clear()
            raise Stopped

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._stopped.wait(min(left, _SLICE)):
                return


class _Line:
    """An open stream. The thread owns the response; `close` wakes it and does not wait long."""

    def __init__(self, http: httpx.Client, request: Request, limits: Limits, run: _Run) -> None:
        self._came: queue.Queue[Heard | Exception | None] = queue.Queue(64)
        self._run = run
        self._closed = threading.Event()
        self._network: Any = None
        work = (http, request, limits)
        self._thread = threading.Thread(
            target=self._read, args=work, daemon=True, name="typecut-stream"
        )
        self._thread.start()

    def listen(self, seconds: float | None, clock: Callable[[], float]) -> Heard | Exception:
        """What comes next; SILENCE after so many seconds. Raises Stopped."""
        until = inf if seconds is None else clock() + seconds
        ticks = seconds is not None and clock is not time.monotonic
        while True:
            self._run.check()
            left = max(0.0, until - clock())
            try:
                heard = self._came.get(timeout=_TICK if ticks else min(left, _SLICE))
            except queue.Empty:
                if clock() >= until:
                    return SILENCE
                continue
            if heard is not None:
                return heard

    def wake(self) -> None:
        """Makes a `listen` look whether it was stopped."""
        with suppress(queue.Full):
            self._came.put_nowait(None)

    def close(self) -> None:
        self._closed.set()
        network = self._network
        if network is not None and self._thread.is_alive():
            with suppress(OSError):
                # A thread that is reading wakes up; it closes the rest.
                network.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self._thread.join(1.0)

    def _watch(self, name: str, info: Mapping[str, Any]) -> None:
        """Told by httpcore: the connection is known before there is an answer."""
        if name in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._network = info["return_value"]
        if self._closed.is_set() and name.endswith(".started") and "close" not in name:
            raise Lost("nobody listens any more", sent=True)

    def _read(self, http: httpx.Client, request: Request, limits: Limits) -> None:
        try:
            with _stream(http, request, limits, self._closed, {"trace": self._watch}) as response:
                self._network = response.extensions.get("network_stream", self._network)
                self._put(head_of(response))
                for piece in response.iter_bytes():
                    self._put(piece)
                    if self._closed.is_set():
                        return
            self._network = None  # it is another request's now
            self._put(END)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            self._put(lost(error))
        except Exception as error:  # noqa: BLE001  raised where somebody listens
            self._put(error)

    def _put(self, heard: Heard | Exception) -> None:
        while not self._closed.is_set():
            with suppress(queue.Full):
                self._came.put(heard, timeout=0.2)
                return


def _heard(heard: Heard | Exception) -> Heard:
    """What a stream told; whatever went wrong with it is a broken stream."""
    if isinstance(heard, Lost):
        raise heard
    if isinstance(heard, Exception):
        raise Lost(str(heard) or type(heard).__name__, sent=True) from heard
    return heard


def _hang_up(lines: list[_Line]) -> None:
    while lines:
        lines.pop().close()


def _stream(
    http: httpx.Client,
    request: Request,
    limits: Limits,
    closed: threading.Event,
    extensions: Mapping[str, Any],
) -> Any:
    content: Any = request.content
    if not isinstance(content, bytes):
        content = _told(content, closed)
    return http.stream(
        request.method, request.url, headers=headers_of(request), content=content or None,
        timeout=timeout(request, limits), follow_redirects=request.follows,
        extensions=dict(extensions),
    )  # fmt: skip


def _told(body: Body, closed: threading.Event) -> Iterator[bytes]:
    count = 0
    for piece in body.pieces():
        if closed.is_set():
            raise Lost("nobody listens any more", sent=True)
        yield piece
        count += len(piece)
        body.sent(count)
