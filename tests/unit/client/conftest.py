"""Both clients against a scripted server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripted import (
    BASE,
    SESSION,
    STATE,
    TASKS,
    TOKEN,
    Clock,
    Script,
    Speaker,
    draft,
    envelope,
    stream,
    text,
)
from typecut.client import AsyncClient, Client


@pytest.fixture
def script() -> Script:
    """A server where all goes well, until a test says otherwise."""
    made = Script()
    made.on(
        f"POST {TOKEN}", envelope({"token": "nmv_usr_one", "user_id": "anon_a", "credits": 100})
    )
    made.on(
        f"POST {TASKS}", envelope({"task_id": "task_1", "session_id": SESSION, "user_id": "anon_a"})
    )
    made.on(f"GET {STATE}", envelope({"state": {"draft": draft("a")}, "task_id": "task_1"}))
    made.on("POST /run_sse", stream(text("Done.")))
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sync", "async"])
def speaker(
    request: pytest.FixtureRequest, script: Script, clock: Clock, tmp_path: Path, monkeypatch
) -> Iterator[Callable[..., Speaker]]:
    """Makes clients: `speaker(token="…")`; the test runs with both kinds."""
    for name in (
        "NEMO_TOKEN",
        "TYPECUT_TOKEN",
        "TYPECUT_CONFIG_DIR",
        "NEMO_WEB_URL",
        "NEMO_CLIENT_ID",
    ):
        monkeypatch.delenv(name, raising=False)
    made: list[Speaker] = []

    def make(base: str = BASE, **given: Any) -> Speaker:
        given = {"config": tmp_path / "config", "clock": clock} | given
        if request.param == "sync":
            transport: Any = httpx.MockTransport(script)
            client: Any = Client(base, transport=transport, sleep=clock.sleep, **given)
        else:
            transport = httpx.MockTransport(script.answer_async)
            client = AsyncClient(base, transport=transport, sleep=clock.asleep, **given)
        made.append(Speaker(client))
        return made[-1]

    yield make
    for one in made:
        one.end()
