"""Files to upload, and a way to send them."""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
from PIL import Image

from synthetic import make_clip

Made = Callable[[str], Path]


@dataclass
class Uploads:
    """What a person sends into one session."""

    http: httpx.Client
    session: str
    user: str = ""

    @property
    def address(self) -> str:
        return f"/api/upload-video/nemo_agent/me/{self.session}"

    def send(self, *paths: Path | tuple[str, bytes], status: int | None = 200) -> Any:
        """Files as a form; the answer's `data`, or the whole failure. `status` None: any."""
        files = [("files", (p.name, p.read_bytes()) if isinstance(p, Path) else p) for p in paths]
        return self._told(self.http.post(self.address, files=files), status)

    def urls(self, *urls: str, status: int = 200) -> Any:
        body = {"urls": list(urls), "source_type": "url"}
        return self._told(self.http.post(self.address, json=body), status)

    def state(self) -> Any:
        answer = self.http.get(f"/api/state/nemo_agent/me/{self.session}/latest")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    @staticmethod
    def _told(answer: httpx.Response, status: int | None) -> Any:
        body = answer.json()
        if status is None:
            return body
        assert answer.status_code == status, answer.text
        assert (body["code"] == 0) == (status == 200)
        return body["data"] if status == 200 else body


@pytest.fixture
def mine(person) -> Uploads:
    return Uploads(person.http, person.session(), person.id)


@pytest.fixture
def uploads_of() -> Callable[..., Uploads]:
    """The uploads of a person into a new session, or of a client into a session it has."""

    def uploads(who: Any, session: str = "") -> Uploads:
        return Uploads(who, session) if session else Uploads(who.http, who.session(), who.id)

    return uploads


@pytest.fixture(scope="session")
def padded() -> Callable[[Path, Path, int], Path]:
    return _padded


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Made:
    """A small file of each type that is accepted, by its suffix."""
    folder = tmp_path_factory.mktemp("made")

    def file(suffix: str) -> Path:
        path = folder / f"clip.{suffix}"
        if not path.exists():
            _make(path)
        return path

    return file


def _make(path: Path) -> None:
    codecs = {".webm": "libvpx", ".avi": "mpeg4"}
    match path.suffix:
        case ".mp4" | ".mov" | ".mkv" | ".webm" | ".avi":
            make_clip(path, frames=30, codec=codecs.get(path.suffix, "libx264"))
        case ".mp3" | ".wav" | ".m4a" | ".aac":
            _sound(path)
        case ".gif":
            frames = [Image.new("RGB", (64, 48), (40 * n, 90, 120)) for n in range(5)]
            frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)
        case _:
            Image.linear_gradient("L").convert("RGB").resize((320, 200)).save(path)


def _sound(path: Path) -> None:
    codec = {".mp3": "libmp3lame", ".wav": "pcm_s16le"}.get(path.suffix, "aac")
    kind = {".aac": "adts", ".m4a": "ipod"}.get(path.suffix)
    with av.open(str(path), "w", format=kind) as container:
        stream: Any = container.add_stream(codec, rate=44100)
        stream.layout = "stereo"
        times = np.arange(44100 * 2) / 44100
        wave = (8000 * np.sin(2 * np.pi * 440 * times) * (times < 1)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(np.repeat(wave, 2)[None, :], "s16", "stereo")
        frame.sample_rate = 44100
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


def _padded(path: Path, target: Path, size: int) -> Path:
    """The same film in a file of `size` bytes: a box that nobody reads fills it up."""
    shutil.copy(path, target)
    with target.open("ab") as file:
        file.write((size - file.tell()).to_bytes(4, "big") + b"free")
        block = random.Random(1).randbytes(1 << 20)
        while (left := size - file.tell()) > 0:
            file.write(block[:left])
    return target


@pytest.fixture(scope="session")
def big_clip(made, tmp_path_factory) -> Path:
    """A film of 3 MB."""
    return _padded(made("mp4"), tmp_path_factory.mktemp("big") / "big.mp4", 3_000_000)


class Process:
    """`typecut serve` as a process of its own, over a data folder that outlives it."""

    def __init__(self, data: Path, where: dict[str, Any], **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        environment = os.environ | {
            "TYPECUT_DATA": str(data / "data"), "TYPECUT_PROBE_WORKERS": "1",
            "TYPECUT_RENDER_WORKERS": "1",
        } | {f"TYPECUT_{k.upper()}": v for k, v in (where | settings).items()}  # fmt: skip
        self._log = (data / "log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "typecut", "serve", "--port", str(self.port)],
            env=environment, stdout=self._log, stderr=self._log, start_new_session=True,
        )  # fmt: skip

    def __enter__(self) -> "Process":
        for _ in range(1200):
            try:
                if httpx.get(f"{self.url}/health", trust_env=False).status_code == 200:
                    return self
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(120)
        self._log.close()

    def kill(self) -> None:
        self._process.kill()

    @property
    def workers(self) -> list[Path]:
        """What /proc says of the processes that it has started."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        return [Path("/proc") / pid for task in tasks for pid in task.read_text().split()]

    @property
    def peak(self) -> int:
        """The most memory that it ever had, in bytes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024

    def client(self, token: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)

    def token(self) -> str:
        headers = {"X-Client-Id": "8f7e6b9c-0000-4000-8000-000000000001"}
        answer = httpx.post(
            f"{self.url}/api/auth/anonymous-token", headers=headers, trust_env=False
        )
        return answer.json()["data"]["token"]

    def session(self, http: httpx.Client) -> str:
        answer = http.post("/api/tasks/me/with-session/nemo_agent", json={})
        return answer.json()["data"]["session_id"]


@pytest.fixture
def process(tmp_path, store_of) -> Callable[..., Process]:
    """`typecut serve`, to be killed and started again over the same data: `process()`."""
    return partial(Process, tmp_path, store_of(tmp_path / "data"))
