"""The server is killed in the middle of exports and started again: every export ends, and right."""

import contextlib
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

import stores
from synthetic import numbers
from typecut.studio.service.service import open_store
from typecut.studio.service.settings import read_settings

OUTPUT = {"quality": "high", "width": 640, "height": 360}
QUIET = {"TYPECUT_LOG_LEVEL": "info", "TYPECUT_TOKENS_PER_ADDRESS": "0"}


class Killable:
    """`typecut serve` on always the same port; `service` is the store, from outside."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        self.data = data
        self.log = data.parent / "log.jsonl"
        self.environment = environment | QUIET
        self.port = "0"
        self.process: subprocess.Popen[str] | None = None
        self.service: Any = None

    def start(self) -> None:
        command = [sys.executable, "-m", "typecut", "serve", "--port", self.port]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(self.data)],
                stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | self.environment,
            )  # fmt: skip
        first = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", first)
        assert found, first + self.log.read_text()[-3000:]
        self.port, self.url = found[1], found[0]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def workers(self) -> list[int]:
        """Processes of the engine that the server started and that live."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if b"typecut.engine.worker" in stat.read_bytes():
                    environment = (stat.parent / "environ").read_bytes()
                    if self.mark in environment:
                        found.append(int(stat.parent.name))
        return found

    @property
    def mark(self) -> bytes:
        return f"TYPECUT_TEST_MARK={self.data}".encode()


@pytest.fixture
def killable(kind_of_store, request, tmp_path: Path) -> Iterator[Killable]:
    with stores.settings_of(kind_of_store, lambda: request.getfixturevalue("s3_endpoint")) as where:
        environment = {f"TYPECUT_{name.upper()}": value for name, value in where.items()}
        environment |= {"TYPECUT_RENDER_WORKERS": "2", "TYPECUT_PROBE_WORKERS": "1"}
        environment["TYPECUT_TEST_MARK"] = str(tmp_path / "data")
        environment["TYPECUT_CACHE"] = str(tmp_path / "cache")
        server = Killable(tmp_path / "data", environment)
        database, blobs = open_store(read_settings(data=server.data, **where))
        server.service = SimpleNamespace(database=database, blobs=blobs)
        server.start()
        try:
            yield server
        finally:
            server.kill()
            database.close()


class Watcher:
    """A client that polls whatever happens to the server."""

    def __init__(self, film: Any) -> None:
        self.film = film
        self.progress: dict[str, int] = {}

    def look(self, name: str) -> dict[str, Any] | None:
        """Its status; None while nobody answers."""
        try:
            told = self.film.status(name)
        except httpx.TransportError:
            return None
        assert told["status"] != "failed", told
        assert told["progress"] >= self.progress.get(name, 0)
        self.progress[name] = told["progress"]
        return told

    def until_done(self, names: list[str], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not all((self.look(n) or {}).get("status") == "completed" for n in names):
            assert time.monotonic() < deadline, self.progress
            time.sleep(0.05)

    def for_a_while(self, names: list[str], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for name in names:
                self.look(name)
            time.sleep(0.02)


def person_of(server: Killable) -> Any:
    data = httpx.post(
        f"{server.url}/api/auth/anonymous-token",
        headers={"X-Client-Id": "00000000-0000-4000-8000-000000000001"},
        trust_env=False, timeout=120,
    ).json()["data"]  # fmt: skip
    http = httpx.Client(
        base_url=server.url, headers={"Authorization": f"Bearer {data['token']}"},
        timeout=120, trust_env=False,
    )  # fmt: skip

    def session(**body: Any) -> str:
        made = http.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "p"} | body)
        return made.json()["data"]["session_id"]

    return SimpleNamespace(http=http, id=data["user_id"], token=data["token"], session=session)


def killed_and_right(killable, project, clip, tmp_path, kills: int, seed: int) -> None:
    dice = random.Random(seed)
    person = person_of(killable)
    clips = [clip(36, channels=0, first=100 * n) for n in range(5)]
    film = project(killable, person, *clips, clip(30, first=900, hum=0.1))
    watcher = Watcher(film)
    # Moments are parts of what it takes here and now, and long enough for some of it: an export
    # that loses ten servers in a row with nothing done is given up, and rightly.
    began = time.monotonic()
    watcher.until_done([film.submitted("undisturbed", output=OUTPUT)], 300)
    whole = time.monotonic() - began
    names = [film.submitted(f"r{n}", output=OUTPUT | {"crf": 20 + n}) for n in range(2)]
    for _ in range(kills):
        watcher.for_a_while(names, dice.uniform(0.01, 2) * whole)
        killable.kill()
        deadline = time.monotonic() + 60
        while killable.workers():
            assert time.monotonic() < deadline, "workers live on after their server"
            time.sleep(0.05)
        killable.start()
    watcher.until_done(names, 300)
    for name in names:
        out = tmp_path / f"{name}.mp4"
        out.write_bytes(person.http.get(f"/api/render/proxy/{name}/download").content)
        shown = [100 * n + i for n in range(5) for i in range(36)] + [900 + i for i in range(30)]
        assert numbers(out) == shown
    assert len(list(killable.service.blobs.list("renders"))) <= 1 + len(names) + kills
    assert not [p for p in (killable.data / "tmp").rglob("*") if p.is_file()]
    person.http.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_ten_kills_at_random_moments(killable, project, clip, tmp_path, seed):
    killed_and_right(killable, project, clip, tmp_path, 10, seed)


def test_what_is_submitted_before_a_kill_is_done_after_it(killable, project, clip):
    person = person_of(killable)
    film = project(killable, person, clip(30))
    names = [film.submitted(f"r{n}", output={"quality": "draft", "crf": 20 + n}) for n in range(4)]
    killable.kill()  # the moment the last answer is there
    killable.start()
    Watcher(film).until_done(names, 240)
    person.http.close()
