"""A server that is killed at any moment: what it acknowledged is finished, once, and paid once."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from .conftest import body_of, read_stream

TALKERS = 3
# Nothing of this is understood, and thinking about it takes a while.
CHATTER = " ".join(f"lorem{n} ipsum dolor" for n in range(30))


@dataclass
class Server:
    """A server in a process of its own, which can be killed and started again."""

    data: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = ["serve", "--data", str(self.data), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "typecut", *words],
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/ready", trust_env=False).status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self, how: int = signal.SIGKILL) -> None:
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(60)


@pytest.fixture
def killable(kind_of_store, request, tmp_path) -> Iterator[Server]:
    from ..conftest import store_settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with store_settings(kind_of_store, request) as where:
        given = {
            **where,
            "tokens_per_address": "0",
            "probe_workers": "1",
            "render_workers": "1",
            "log_level": "error",
            "stop_seconds": "600",  # whoever stops sooner did not wait for it
        }
        environment = {f"TYPECUT_{name.upper()}": value for name, value in given.items()}
        server = Server(tmp_path / "data", port, environment)
        server.start()
        yield server
        server.kill()


@dataclass
class Talker:
    """Somebody who says one thing after another until the server is gone.

    `said` are all messages, `acknowledged` those with an answer, `heard` those with an end.
    """

    http: httpx.Client
    session: str
    said: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def talk(self) -> None:
        with contextlib.suppress(httpx.HTTPError):
            while len(self.said) < 60:
                self.say(f'call the project "m{len(self.said)}"')

    def say(self, words: str) -> None:
        words = f"{words}, {CHATTER}"
        self.said.append(words)
        body = body_of(self.session, words)
        with self.http.stream("POST", "/run_sse", json=body) as answer:
            assert answer.status_code == 200, answer.read()
            self.acknowledged.append(words)
            heard = read_stream(answer.iter_lines())
        assert heard.text
        self.heard.append(words)

    def check(self) -> None:
        """Every turn has ended, and versions, credits and words agree on what was done."""
        with self.http.stream("GET", f"/api/events/{self.session}?follow=false") as answer:
            read_stream(answer.iter_lines())
        history = self.http.get(f"/apps/nemo_agent/users/me/sessions/{self.session}").json()
        asked, ended, numbers = {}, {}, []
        for event in history["events"]:
            words = event["content"]["parts"][0].get("text")
            if event["author"] == "user":
                asked[event["invocationId"]] = words
            elif words is not None:
                assert event["invocationId"] not in ended
                ended[event["invocationId"]] = event
                numbers += [event["actions"]["stateDelta"].get("version")]
        assert set(ended) == set(asked)
        said = list(asked.values())
        assert len(said) == len(set(said))
        assert set(self.acknowledged) <= set(said) <= {*self.said, *self.acknowledged}
        done = [n for n in numbers if n is not None]
        assert len(done) == len(set(done))
        failed = [e for e in ended.values() if "errorCode" in e]
        assert len(done) + len(failed) == len(said)
        self._check_money(len(done))

    def _check_money(self, done: int) -> None:
        state = f"/api/state/nemo_agent/me/{self.session}"
        versions = self.http.get(f"{state}/versions").json()["data"]["versions"]
        assert len([v for v in versions if v["origin"] == "turn"]) == done
        balance = self.http.get("/api/credits/balance/simple").json()["data"]
        assert balance == {"available": 100 - done, "frozen": 0, "total": 100 - done}


def talker(server: Server) -> Talker:
    plain: dict[str, Any] = {"base_url": server.url, "timeout": 60, "trust_env": False}
    with httpx.Client(**plain) as http:
        client = {"X-Client-Id": str(uuid.uuid4())}
        token = http.post("/api/auth/anonymous-token", headers=client).json()["data"]["token"]
    http = httpx.Client(**plain, headers={"Authorization": f"Bearer {token}"})
    made = http.post("/api/tasks/me/with-session/nemo_agent", json={})
    return Talker(http, made.json()["data"]["session_id"])


def killed_while_talking(server: Server, dice: random.Random) -> None:
    talkers = [talker(server) for _ in range(TALKERS)]
    threads = [threading.Thread(target=t.talk) for t in talkers]
    for thread in threads:
        thread.start()
    some = dice.randrange(12)
    while sum(len(t.acknowledged) for t in talkers) < some and any(t.is_alive() for t in threads):
        time.sleep(0.001)
    time.sleep(dice.uniform(0, 0.1))
    server.kill()
    for thread in threads:
        thread.join(60)
    server.start()
    for one in talkers:
        one.check()
        said_before = len(one.said)
        if one.said and one.said[-1] not in one.heard:
            # Never sent again by the documents; and harmless for those who do.
            one.say(one.said[-1].partition(", ")[0])
        one.check()
        assert len(one.said) - said_before <= 1
        one.http.close()


@pytest.mark.parametrize(
    ("times", "seed"), [(1, 3), pytest.param(10, 2026, marks=pytest.mark.slow)]
)
def test_killed_at_random_moments(killable, times, seed):
    dice = random.Random(seed)
    for _ in range(times):
        killed_while_talking(killable, dice)


def test_a_message_is_finished_by_the_next_server(killable):
    """Killed in the middle of thinking, which takes long for this one."""
    one = talker(killable)
    words = 'call the project "patience", ' + "删" * 1500

    def say() -> None:
        with contextlib.suppress(httpx.HTTPError):
            one.http.post("/run_sse", json=body_of(one.session, words))

    thread = threading.Thread(target=say)
    thread.start()
    balance: dict[str, int] = {}
    while not balance.get("frozen"):
        balance = one.http.get("/api/credits/balance/simple").json()["data"]
    assert balance == {"available": 99, "frozen": 1, "total": 100}
    killable.kill()
    thread.join(30)
    killable.start()
    again = one.http.post("/run_sse", json=body_of(one.session, words))
    frames = [json.loads(x[6:]) for x in again.text.split("\n") if x.startswith("data: {")]
    # By the second attempt, unless it was killed even before the first one.
    assert [f["id"].split("-")[1] for f in frames] in (["1"] * 3, ["2"] * 3)
    one.acknowledged = one.said = [words]
    one.check()


def test_a_stopped_server_ends_its_streams_and_forgets_nothing(killable):
    one = talker(killable)
    one.say('call the project "first"')
    with one.http.stream("GET", f"/api/events/{one.session}") as answer:
        killable.process.send_signal(signal.SIGTERM)
        answer.read()
    assert killable.process.wait(120) == 0
    killable.start()
    one.say('call the project "second"')
    one.check()
