"""`Client`: a conversation with a server, without a loop."""

import time
from collections.abc import Callable, Iterator, Sequence
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
from .threads import ThreadDriver


class Client(Connected):
    """A `Backend` on a server. Raises typecut.errors only; may be used as a context manager.

    `token`: else NEMO_TOKEN, else TYPECUT_TOKEN, else an anonymous one that is kept in `config`
    (else TYPECUT_CONFIG_DIR, else the user's folder for settings). `session_id` goes on with a
    session. `language` is the session's, such as "en" or "zh-CN". `web_url` is where the server's
    pages are, if not at `base_url`. One conversation at a time: not for several threads at once, but
    for `stop`.
    """

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
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(Flows(
            base_url, attribution=attribution, token=token, session_id=session_id,
            language=language, config=config, client_id=client_id, web_url=web_url,
            limits=limits or Limits(), clock=clock,
        ))  # fmt: skip
        kept, fresh = options(self._flows.limits, transport)
        self._http, self._streams = httpx.Client(**kept), httpx.Client(**fresh)
        self._driver = ThreadDriver(self._http, self._streams, self._flows.limits, clock, sleep)

    def connect(self) -> Session:
        """Token and session, made where there is none; again costs nothing."""
        return self._driver.run(self._flows.sessions.connect())

    def say(self, message: str) -> Iterator[Event]:
        """Says `message` once, and tells what comes of it until the turn is over. `Alive` comes
        at least every 20 s, also when the server is silent. Closing the iterator stops listening;
        the server goes on."""
        self.connect()
        yield from self._driver.events(self._flows.saying.say(message))

    def undo(self) -> Iterator[Event]:
        """Takes the last instruction back."""
        return self.say("undo")

    def upload(self, sources: Sequence[str], tell: OnProgress | None = None) -> list[Uploaded]:
        """Brings files or http(s) addresses into the session. A refused one has its code and
        message; the others are taken all the same."""
        self.connect()
        return self._driver.run(self._flows.uploading.upload(sources, tell))

    def state(self) -> State:
        self.connect()
        return self._driver.run(self._flows.sessions.state())

    def credits(self) -> Credits:
        self.connect()
        return self._driver.run(self._flows.sessions.credits())

    def claim(self) -> str:
        """A link that opens the session in a browser; "" where the server has none."""
        self.connect()
        return self._driver.run(self._flows.sessions.claim())

    def export(
        self, out: Path | None, wish: ExportWish | None = None, tell: OnProgress | None = None
    ) -> Exported:
        """Renders the draft as it is now, waits, and downloads the file to `out`."""
        self.connect()
        return self._driver.run(self._flows.exporting.export(out, wish, tell))

    def submit(self, wish: ExportWish | None = None) -> Render:
        """Begins an export and does not wait for it."""
        self.connect()
        return self._driver.run(self._flows.exporting.submit(wish))

    def render(self, render_id: str) -> Render:
        """How far an export is."""
        self.connect()
        return self._driver.run(self._flows.exporting.look(render_id))

    def cancel(self, render_id: str) -> Render:
        """Stops an export; what is over already stays as it is."""
        self.connect()
        return self._driver.run(self._flows.exporting.cancel(render_id))

    def download(self, render_id: str, out: Path, tell: OnProgress | None = None) -> Exported:
        """The file of a finished export. Goes on with what an earlier attempt left beside `out`."""
        self.connect()
        return self._driver.run(self._flows.exporting.download(render_id, out, tell))

    def stop(self) -> None:
        """From another thread: ends what runs now, which raises Cancelled; what comes later is not
        concerned. An export that is waited for is stopped on the server as well, and this returns
        when it was told, after a few seconds at most. An upload in pieces and a download can be
        gone on with later; a message that was said is carried out on the server all the same."""
        self._driver.stop()

    def close(self) -> None:
        self._http.close()
        self._streams.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
