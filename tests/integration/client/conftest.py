"""A real server on a free port of this machine, footage, and connections to it."""

import contextlib
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from synthetic import make_clip
from typecut.client import Client
from typecut.studio.service.service import open_service
from typecut.studio.service.settings import read_settings


@pytest.fixture(scope="package", autouse=True)
def loopback() -> Iterator[None]:
    """Here, and in processes started here, this machine may be reached."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYPECUT_TEST_LOOPBACK", "1")
        for name in [n for n in os.environ if n.startswith(("TYPECUT_", "NEMO_"))]:
            if not name.startswith(("TYPECUT_TEST", "TYPECUT_CACHE")):
                patch.delenv(name)
        patch.setenv("NO_PROXY", "*")
        yield


@contextlib.contextmanager
def running(data: Path, **given: Any) -> Iterator[str]:
    """The address of a server with these settings, stopped at the end."""
    from typecut.server.serving import listen, server_of

    plain: dict[str, Any] = {
        "data": data, "port": 0, "tokens_per_address": 0, "fetch_loopback": True,
        "probe_workers": 1, "render_workers": 1, "stop_seconds": 2, "log_level": "warning",
    }  # fmt: skip
    settings = read_settings(**plain | given)
    with open_service(settings) as service, listen("127.0.0.1", 0) as listener:
        started = threading.Event()
        server = server_of(service, started.set)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            assert started.wait(60)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            service.stopping.set()
            server.should_exit = True
            thread.join(30)


@pytest.fixture(scope="package")
def server(loopback: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one server for all tests that do nothing to it."""
    with running(tmp_path_factory.mktemp("data")) as url:
        yield url


@pytest.fixture
def connect(server: str, tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Makes clients, each somebody else unless `config` is shared: `connect(language="zh")`."""
    with contextlib.ExitStack() as stack:

        def make(url: str = server, **given: Any) -> Client:
            given.setdefault("config", tmp_path / f"config-{uuid.uuid4().hex}")
            return stack.enter_context(Client(url, **given))

        yield make


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds with a number in every frame and a hum."""
    path = tmp_path_factory.mktemp("footage") / "ocean.mp4"
    return make_clip(path, frames=180, size=(320, 180), hum=0.1)


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts a server with settings of its own: `start_server(upload_limit=50_000)`."""
    with contextlib.ExitStack() as stack:

        def start(**given: Any) -> str:
            return stack.enter_context(running(tmp_path / f"data-{uuid.uuid4().hex}", **given))

        yield start
