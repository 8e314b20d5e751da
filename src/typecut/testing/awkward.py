"""A server of the protocol that behaves as awkwardly as its script says, on this machine."""

import threading
from collections.abc import Sequence
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any

from .handling import Handler
from .script import Turn
from .world import Asked, World

__all__ = ["Asked", "AwkwardServer"]


class AwkwardServer(World):
    """Answers at `url` while it is entered. `turns` are played one after the other, one for each
    message; `refusals` come before the answers that they name; `renders` likewise, the last one
    again and again. Everything asked is in `requests`. Hold `clock` against whatever waits.

    `numbered`: frames have ids, and a broken stream can be read on. `versions`: the state counts
    its versions. `session_shape`: where the id of a session stands, and whether it is a number.
    `render_shape`: "A" tells an export beside the envelope, "B" inside its data.
    """

    def __init__(self, turns: Sequence[Turn] = (), **given: Any) -> None:
        super().__init__(turns, **given)
        handler = type("Handler", (Handler,), {"world": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> "AwkwardServer":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)
