"""`typecut serve` in a process of its own, on both stores; footage; and a look at what comes out."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest

import stores
from synthetic import clips_in

PLAIN = {
    "TYPECUT_TOKENS_PER_ADDRESS": "0",
    "TYPECUT_FETCH_LOOPBACK": "on",
    "TYPECUT_PROBE_WORKERS": "1",
    "TYPECUT_LOG_LEVEL": "warning",
    "TYPECUT_STOP_SECONDS": "2",
}


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


@dataclass
class Served:
    """A server's process. `url` changes when it is started again after a kill."""

    data: Path
    environment: dict[str, str]
    url: str = ""
    process: Any = None
    may_fail: bool = False

    def start(self) -> str:
        with (self.data.parent / f"{self.data.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "typecut", "serve", "--port", "0", "--data", self.data],
                stdout=subprocess.PIPE, stderr=log, text=True,
                env=os.environ | PLAIN | self.environment,
            )  # fmt: skip
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line + self.log
        self.url = found[0]
        return self.url

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=30)

    @property
    def database(self) -> str:
        """Where its database is, as in its settings."""
        return self.environment.get("TYPECUT_DATABASE") or f"sqlite:///{self.data / 'typecut.db'}"

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def log(self) -> str:
        return (self.data.parent / f"{self.data.name}.log").read_text(errors="replace")

    @contextlib.contextmanager
    def neighbour(self) -> Iterator["Served"]:
        """Another server of the same installation; where the store is shared, on a disk of its own."""
        shared = "TYPECUT_DATABASE" in self.environment
        data = self.data.parent / "neighbour" if shared else self.data
        with _started(Served(data, self.environment)) as other:
            yield other

    def stop(self) -> None:
        if self.alive:
            self.process.terminate()
        self.process.communicate(timeout=60)
        assert self.may_fail or "Traceback" not in self.log, self.log


@contextlib.contextmanager
def serving(kind: str, s3: Callable[[], str], data: Path, **more: str) -> Iterator[Served]:
    with stores.settings_of(kind, s3) as where:
        environment = {f"TYPECUT_{name.upper()}": str(value) for name, value in where.items()}
        with _started(Served(data, environment | more)) as served:
            yield served


@contextlib.contextmanager
def _started(served: Served) -> Iterator[Served]:
    served.start()
    try:
        yield served
    finally:
        if served.alive:
            served.stop()


@pytest.fixture(scope="package")
def served(
    loopback: None,
    kind_of_store: str,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """One server for all tests that do nothing to it."""
    data = tmp_path_factory.mktemp("served") / "data"
    with serving(kind_of_store, lambda: request.getfixturevalue("s3_endpoint"), data) as found:
        yield found


@pytest.fixture(scope="package")
def base(served: Served) -> str:
    """The address that stands where the documents have theirs."""
    return served.url


@pytest.fixture
def own_server(
    kind_of_store: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Served]]:
    """Starts a server for one test: `own_server(TYPECUT_UPLOAD_LIMIT="1MB")`."""
    with contextlib.ExitStack() as stack:

        def start(**more: str) -> Served:
            return stack.enter_context(
                serving(
                    kind_of_store,
                    lambda: request.getfixturevalue("s3_endpoint"),
                    tmp_path / "data",
                    **more,
                )
            )

        yield start


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=120, trust_env=False) as client:
        yield client


# -- footage -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A numbered clip: `footage("a.mp4", frames=90)`; made once."""
    return clips_in(tmp_path_factory.mktemp("footage"))


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three photos: mostly red, green and blue, each with a pattern that cannot be flat."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("photos")
    found = []
    for index, name in enumerate(("red", "green", "blue")):
        rows, columns = np.mgrid[0:720, 0:1280]
        pixels = np.full((720, 1280, 3), 30, np.uint8)
        pixels[..., index] = 150 + 60 * ((rows // 80 + columns // 80) % 2)
        path = folder / f"{name}.jpg"
        Image.fromarray(pixels).save(path, quality=92)
        found.append(path)
    return found


# -- what came out -----------------------------------------------------------------------------


@dataclass
class Film:
    """A decoded file: sizes and times as a person would notice them."""

    path: Path
    width: int
    height: int
    rate: Fraction
    duration: float
    frames: int
    codecs: tuple[str, ...]
    sound_duration: float
    sound: np.ndarray

    def at(self, second: float) -> np.ndarray:
        """The picture shown then, as RGB."""
        with av.open(str(self.path)) as container:
            stream = container.streams.video[0]
            container.seek(int(second / stream.time_base), stream=stream)
            for frame in container.decode(stream):
                if frame.time + float(1 / self.rate) > second:
                    return frame.to_ndarray(format="rgb24")
        raise AssertionError(f"no picture at {second}")

    def level(self, begin: float, end: float) -> float:
        """How loud it is there (root mean square)."""
        part = self.sound[int(begin * 48000) : int(end * 48000)]
        return float(np.sqrt(np.mean(part**2))) if len(part) else 0.0


def film_of(path: Path) -> Film:
    from synthetic import sound_of

    with av.open(str(path)) as container:
        picture = container.streams.video[0]
        codecs = tuple(s.codec_context.name for s in container.streams)
        has_sound = bool(container.streams.audio)
        frames = sum(1 for _ in container.decode(picture))
        width, height, rate = picture.width, picture.height, picture.average_rate
        duration = float(picture.duration * picture.time_base)
    sound = sound_of(path)[1] if has_sound else np.zeros(0, np.float32)
    return Film(
        path, width, height, rate, duration, frames, codecs, len(sound) / 48000, sound
    )  # fmt: skip


@pytest.fixture
def film(tmp_path: Path) -> Callable[[bytes], Film]:
    """Decodes downloaded bytes to the last frame."""

    def decode(content: bytes) -> Film:
        path = tmp_path / f"film{len(list(tmp_path.iterdir()))}.mp4"
        path.write_bytes(content)
        return film_of(path)

    return decode


@pytest.fixture
def patience() -> Callable[[Callable[[], Any], float], Any]:
    """Asks until there is an answer that is true."""

    def wait(ask: Callable[[], Any], seconds: float = 240) -> Any:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := ask():
                return found
            time.sleep(0.2)
        raise AssertionError("nothing came of it")

    return wait
