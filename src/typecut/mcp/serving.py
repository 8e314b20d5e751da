"""Serving over standard input and output, or over HTTP to clients that may be elsewhere."""

import contextlib
import hmac
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any

import anyio
import uvicorn
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import JSONResponse

from typecut.errors import OutputError, SettingError

from .desk import Desk
from .server import Door

if TYPE_CHECKING:
    from .remote import Afar

PATH = "/mcp"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PARTING = 2
"""Seconds that open streams have when the server is stopped."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where HTTP clients find us. `names` are other names of this machine that they may use."""

    host: str = "127.0.0.1"
    port: int = 0
    token: str = ""
    names: tuple[str, ...] = ()

    @property
    def local(self) -> bool:
        return self.host in _LOOPBACK


def over_stdio(desk: "Desk | Afar") -> None:
    """Serves until standard input ends. Nothing but the protocol goes to standard output."""
    _log_to_stderr()
    _end_at_once(desk)
    anyio.run(_stdio, Door(desk, trusting=True))


async def _stdio(door: Door) -> None:
    server = door.server
    async with stdio_server() as (reading, writing):
        door.attend()
        try:
            await server.run(reading, writing, server.create_initialization_options())
        finally:
            door.close()


def over_http(desk: "Desk | Afar", address: Address, ready: Callable[[str], None]) -> None:
    """Serves until it is stopped; `ready` is told the address once it listens.

    Raises SettingError where others could reach us without a token.
    """
    if not address.local and not address.token:
        raise SettingError(
            f"{address.host} can be reached by others, so a token is needed.",
            hint="Set TYPECUT_MCP_TOKEN (or --token) to a long secret, or listen on 127.0.0.1.",
        )
    _log_to_stderr()
    listener = _listen(address)
    host = f"[{address.host}]" if ":" in address.host else address.host
    door = Door(desk)
    app = _app(door, address)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=_PARTING
    )
    with listener:
        ready(f"http://{host}:{listener.getsockname()[1]}{PATH}")
        uvicorn.Server(config).run(sockets=[listener])


def _app(door: Door, address: Address) -> Any:
    """The protocol's own application, with a token before it where there is one."""
    app: Any = door.server.streamable_http_app(
        streamable_http_path=PATH, host=address.host, transport_security=_security(address)
    )
    inner = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def lifespan(application: Any) -> AsyncGenerator[None, None]:
        async with inner(application):
            door.attend()
            try:
                yield
            finally:
                door.close()

    app.router.lifespan_context = lifespan
    return _Guarded(app, address.token) if address.token else app


def _security(address: Address) -> TransportSecuritySettings:
    """Which Host and Origin headers are believed, against pages that make a browser ask us.

    A machine that others reach by names we do not know is guarded by its token alone.
    """
    hosts = [*_LOOPBACK[:2], "[::1]", *address.names]
    checked = address.local or bool(address.names)
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=checked,
        allowed_hosts=[pattern for h in hosts for pattern in (h, f"{h}:*")],
        allowed_origins=[
            f"{scheme}://{h}{port}" for h in hosts for scheme in ("http", "https")
            for port in ("", ":*")
        ],
    )  # fmt: skip


class _Guarded:
    """Lets only those in who show the token; compared in constant time."""

    def __init__(self, app: Any, token: str) -> None:
        self._app = app
        self._wanted = f"Bearer {token}".encode()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            shown = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(shown, self._wanted):
                refusal = JSONResponse(
                    {"error": "A token is needed: send it as Authorization: Bearer …"},
                    401,
                    {"WWW-Authenticate": "Bearer"},
                )
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
        listener.listen(100)  # whoever is told the address may come at once
    except OSError as error:
        listener.close()
        raise OutputError(
            f"{address.host}:{address.port} cannot be listened on: {error.strerror or error}.",
            hint="Take another --port.",
        ) from error
    return listener


def _log_to_stderr() -> None:
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )


def _end_at_once(
    desk: "Desk | Afar", signals: Sequence[str] = ("SIGTERM", "SIGHUP", "SIGINT")
) -> None:
    """A thread that waits on standard input cannot be called off, so the process ends itself."""

    def end(number: int, _frame: FrameType | None) -> None:
        desk.end()
        os._exit(128 + number)

    for name in signals:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
