"""A real server on a free port of this machine, over SQLite and a folder or PostgreSQL and S3.

TYPECUT_TEST_STORE=local or =shared runs every test on one of the two only.
"""

import contextlib
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

import stores
from typecut.studio.service.service import Service, open_service
from typecut.studio.service.settings import ServerSettings, read_settings

SKILL = {
    "X-Skill-Source": "test-skill",
    "X-Skill-Version": "1.0.0",
    "X-Skill-Platform": "unknown",
}


@dataclass
class Person:
    """An anonymous user with a token; `http` sends it along."""

    http: httpx.Client
    id: str
    token: str
    client_id: str
    _sessions: list[str] = field(default_factory=list)

    def session(self, **body: Any) -> str:
        """A new session; its id."""
        answer = self.http.post(
            "/api/tasks/me/with-session/nemo_agent", json={"task_name": "project"} | body
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]["session_id"]


@dataclass
class Running:
    """A server that answers at `url`, in this process: `service` is its inside."""

    url: str
    service: Service
    http: httpx.Client

    def person(self) -> Person:
        """A new anonymous user."""
        client_id = str(uuid.uuid4())
        answer = self.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": client_id})
        assert answer.status_code == 200, answer.text
        data = answer.json()["data"]
        http = httpx.Client(
            base_url=self.url,
            headers={"Authorization": f"Bearer {data['token']}"},
            timeout=60,
            trust_env=False,
        )
        return Person(http, data["user_id"], data["token"], client_id)


@pytest.fixture(scope="package", autouse=True)
def loopback() -> Iterator[None]:
    """Here, and in processes started here, this machine may be reached."""
    with stores.this_machine():
        yield


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    with stores.moto() as endpoint:
        yield endpoint


@pytest.fixture(scope="session", params=stores.KINDS)
def kind_of_store(request: pytest.FixtureRequest) -> str:
    """ "local": SQLite and a folder; "shared": PostgreSQL and S3."""
    return request.param


@contextlib.contextmanager
def store_settings(kind: str, request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """The settings that say where things are kept."""
    with stores.settings_of(kind, lambda: request.getfixturevalue("s3_endpoint")) as where:
        yield where


def settings_for_tests(data: Path, **given: Any) -> ServerSettings:
    """No limits that tests of other things would run into; one worker process each; and nobody
    looks into files in the background, which makes a new version at any moment."""
    plain: dict[str, Any] = {
        "data": data,
        "port": 0,
        "tokens_per_address": 0,
        "logins_per_minute": 0,
        "fetch_loopback": True,
        "probe_workers": 1,
        "render_workers": 1,
        "analyses": False,
        "stop_seconds": 2,
        "log_level": "warning",
    }
    return read_settings(**plain | given)


@contextlib.contextmanager
def running(settings: ServerSettings) -> Iterator[Running]:
    """A server with these settings, stopped at the end."""
    from typecut.server.serving import listen, server_of

    with open_service(settings) as service, listen("127.0.0.1", 0) as listener:
        started = threading.Event()
        server = server_of(service, started.set)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            assert started.wait(60)
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
                yield Running(url, service, http)
        finally:
            service.stopping.set()
            server.should_exit = True
            thread.join(30)


@pytest.fixture(scope="module")
def more_settings() -> dict[str, Any]:
    """What a module wants to be different for its server."""
    return {}


@pytest.fixture(scope="module")
def server(
    kind_of_store: str,
    more_settings: dict[str, Any],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    """One server for the tests of a module; each test takes new persons."""
    data = tmp_path_factory.mktemp("data")
    with (
        store_settings(kind_of_store, request) as where,
        running(settings_for_tests(data, **where | more_settings)) as found,
    ):
        yield found


@pytest.fixture
def person(server: Running) -> Iterator[Person]:
    one = server.person()
    with one.http:
        yield one


@pytest.fixture
def stranger(server: Running) -> Iterator[Person]:
    """Somebody else."""
    one = server.person()
    with one.http:
        yield one


@pytest.fixture
def store_of(
    kind_of_store: str, request: pytest.FixtureRequest
) -> Iterator[Callable[[Path], dict[str, Any]]]:
    """The settings that say where a server with this data folder keeps things: the same for
    every server with the same folder."""
    with contextlib.ExitStack() as stack:
        known: dict[Path, dict[str, Any]] = {}

        def where(data: Path) -> dict[str, Any]:
            if data not in known:
                known[data] = stack.enter_context(store_settings(kind_of_store, request))
            return known[data]

        yield where


@pytest.fixture
def start_server(
    tmp_path: Path, store_of: Callable[[Path], dict[str, Any]]
) -> Iterator[Callable[..., Running]]:
    """Starts servers with settings of their own: `start_server(credits=False)`."""
    with contextlib.ExitStack() as stack:

        def start(**given: Any) -> Running:
            data = given.pop("data", tmp_path / uuid.uuid4().hex)
            return stack.enter_context(running(settings_for_tests(data, **store_of(data) | given)))

        yield start
