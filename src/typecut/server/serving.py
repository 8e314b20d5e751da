"""Running the application: listening, and stopping in the right order."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from typecut.errors import SettingError
from typecut.server.app import create_app
from typecut.server.logging import set_up
from typecut.studio.service.service import Service

_BACKLOG = 2048


class _Server(uvicorn.Server):
    """Tells the service that it is stopping before it waits for requests to end: streams would
    otherwise be waited for, and exports would go on meanwhile."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._service.stopping.set()
        # Not the inherited one: it raises the signal again at the end, as if we had not stopped.
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; SettingError when the port is taken or the address is not ours."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _refused(host, port, error) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise _refused(host, port, error) from error
    return listener


def serve(service: Service, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until SIGTERM or Ctrl-C; `ready` is called when the first can come."""
    set_up(service.settings.log_level, service.settings.log_format)
    server_of(service, ready).run(sockets=[listener])


def server_of(service: Service, ready: Callable[[], None]) -> uvicorn.Server:
    """The web server over this service, which somebody has to `run`."""
    config = uvicorn.Config(
        create_app(service, ready),
        log_config=None,
        access_log=False,
        proxy_headers=False,  # addresses.py believes only whom the settings name
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=max(1, round(service.settings.stop_seconds)),
        backlog=_BACKLOG,
    )
    return _Server(config, service)


def address_of(listener: socket.socket) -> str:
    """`http://127.0.0.1:8000`, for a person on this machine."""
    host, port = listener.getsockname()[:2]
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    shown = everywhere.get(host, str(host))
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _refused(host: str, port: int, error: Exception) -> SettingError:
    reason = getattr(error, "strerror", None) or str(error)
    return SettingError(
        f"typecut cannot listen on {host} port {port}: {reason}.",
        hint=f"Choose another one: typecut serve --port {port + 1 if port < 65535 else 8000}",
    )
