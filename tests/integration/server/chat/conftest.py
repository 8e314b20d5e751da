"""What tests of the chat share: sessions with footage, messages, and streams read to the end."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import httpx
import pytest

from typecut.edits import Draft
from typecut.render.facts import PictureFacts, SoundFacts, SourceFacts
from typecut.store import ledger, media
from typecut.studio.service import answering
from typecut.studio.service.drafts import keep
from typecut.studio.service.material import media_of_file
from typecut.timeline.codec import encode


@dataclass
class Heard:
    """A stream that was read to its end. `frames` are (number, frame), `alive` signs of life."""

    frames: list[tuple[int | None, dict[str, Any]]] = field(default_factory=list)
    alive: int = 0

    @property
    def numbers(self) -> list[int | None]:
        return [number for number, _ in self.frames]

    @property
    def parts(self) -> list[dict[str, Any]]:
        return [p for _, f in self.frames for p in f["content"]["parts"]]

    @property
    def text(self) -> str:
        return "\n".join(p["text"] for p in self.parts if "text" in p)

    @property
    def calls(self) -> list[str]:
        return [p["functionCall"]["name"] for p in self.parts if "functionCall" in p]


def read_stream(lines: Iterator[str], most: int | None = None) -> Heard:
    """Reads frames, all or at most so many, as a plain client would: line by line."""
    heard, number = Heard(), None
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "id":
            number = int(value)
        elif name == "data" and value:
            heard.frames.append((number, json.loads(value)))
            number = None
            if most is not None and len(heard.frames) >= most:
                return heard
        elif name == "data":
            heard.alive += 1
        else:
            assert not line, f"unexpected line {line!r}"
    return heard


def body_of(session: str, words: str) -> dict[str, Any]:
    return {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": session,
        "new_message": {"parts": [{"text": words}]},
    }


@dataclass
class Chat:
    """A person's session to talk in; `service` is the inside of the server, where it is here."""

    http: httpx.Client
    session: str
    user: str
    service: Any = None

    def post(self, words: str, **more: Any) -> httpx.Response:
        """The answer as it is, for messages that are refused."""
        return self.http.post("/run_sse", json=body_of(self.session, words), **more)

    def open(self, words: str, headers: dict[str, str] | None = None, **more: Any) -> Any:
        """The open stream, in a `with`."""
        headers = {"Accept": "text/event-stream"} | (headers or {})
        body = body_of(self.session, words)
        return self.http.stream("POST", "/run_sse", json=body, headers=headers, **more)

    def say(self, words: str, headers: dict[str, str] | None = None, **more: Any) -> Heard:
        with self.open(words, headers, **more) as answer:
            if answer.status_code != 200:
                raise AssertionError(f"{answer.status_code} {answer.read().decode()}")
            assert answer.headers["content-type"].startswith("text/event-stream")
            return read_stream(answer.iter_lines())

    def events(self, after: int | None = None, **query: Any) -> Heard:
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        query = {"follow": "false"} | query
        path = f"/api/events/{self.session}"
        with self.http.stream("GET", path, headers=headers, params=query) as answer:
            assert answer.status_code == 200, answer.read()
            return read_stream(answer.iter_lines())

    def state(self) -> dict[str, Any]:
        answer = self.http.get(f"/api/state/nemo_agent/me/{self.session}/latest")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    @property
    def version(self) -> int:
        return self.state()["version"]

    def balance(self) -> dict[str, int]:
        answer = self.http.get("/api/credits/balance/simple")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]


def facts_of(filename: str, kind: str, seconds: int | None) -> SourceFacts:
    """As if a file of that name had been looked into."""
    digest = hashlib.sha256(filename.encode()).hexdigest()
    length = None if seconds is None else Fraction(seconds)
    rate = Fraction(30) if kind == "video" else None
    picture = PictureFacts(0, "h264", 1920, 1080, "yuv420p", rate=rate, duration=length)
    sound = SoundFacts(1, "aac", 48000, 2, duration=length)
    return SourceFacts(
        filename,
        digest,
        1000,
        kind,
        "mp4",
        length,
        None if kind == "audio" else picture,
        None if kind == "image" else sound,
    )


def add_files(service: Any, user: str, session: str, clips: int = 2, songs: int = 0) -> None:
    """Footage on the timeline and songs in the library, as an upload would leave them; there are
    no files behind them, because nobody looks at pictures here."""
    files = [(f"clip_{n}.mp4", "video", 20) for n in range(1, clips + 1)]
    files += [(f"song_{n}.mp3", "audio", 60) for n in range(1, songs + 1)]

    def work(tx: Any) -> None:
        shown = []
        for filename, kind, seconds in files:
            facts = facts_of(filename, kind, seconds)
            mime = f"{kind}/mp4"
            about = {"size": 1000, "kind": kind, "media_type": mime, "facts": encode(facts)}
            media.describe(tx, facts.digest, **about)
            file = media.register(tx, user, session, facts.digest, filename, bump=False)
            if kind != "audio":
                shown.append(media_of_file(file))
        keep(tx, session, Draft.of(shown), origin="upload")

    service.database.transact(work)


@pytest.fixture
def new_chat(server, person) -> Callable[..., Chat]:
    """A session with so many clips of 20 s and songs, of a user with 100 credits."""

    def make(clips: int = 2, songs: int = 0, **body: Any) -> Chat:
        session = person.session(**body)
        if clips or songs:
            add_files(server.service, person.id, session, clips, songs)
        return Chat(person.http, session, person.id, server.service)

    return make


@pytest.fixture
def chat(new_chat) -> Chat:
    return new_chat()


@pytest.fixture
def settings(server) -> Iterator[Callable[..., None]]:
    """Changes settings of the running server until the test ends."""
    before = server.service.settings

    def change(**given: Any) -> None:
        changed = server.service.settings.model_copy(update=given)
        object.__setattr__(server.service, "settings", changed)

    yield change
    object.__setattr__(server.service, "settings", before)


@pytest.fixture
def leave_credits(server):
    """Leaves a user with so many credits."""

    def leave(user: str, amount: int) -> None:
        def work(tx: Any) -> None:
            available = ledger.balance(tx, user).available
            reference = f"test:{time.time_ns()}"
            ledger.reserve(tx, user, available - amount, reference)
            ledger.settle(tx, reference)

        server.service.database.transact(work)

    return leave


@dataclass
class Thought:
    """Messages with "ponder" in them are thought about until `over` is set; `begun` is set when
    somebody thinks. `times` counts how often anything was thought about."""

    begun: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    times: int = 0


@pytest.fixture
def thought(monkeypatch) -> Iterator[Thought]:
    """Understanding takes milliseconds; here it takes as long as a test wants."""
    slow, real = Thought(), answering.reply

    def reply(message: str, *more: Any) -> Any:
        slow.times += 1
        if "ponder" in message:
            slow.begun.set()
            assert slow.over.wait(240)
        return real(message, *more)

    monkeypatch.setattr(answering, "reply", reply)
    yield slow
    slow.over.set()
