"""The skill's runtime against a real server: a conversation as an agent leads it, and its files."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import stores
from synthetic import clips_in, sound_of
from typecut import __version__
from typecut.cli.skill_pages import pages
from typecut.client import Attribution, Client
from typecut.client.runtime.conversation import Conversation
from typecut.client.runtime.said import Ready, Said, Tracks, Trouble
from typecut.skills.book import skill_of
from typecut.skills.installing import install
from watching import loudness, watch

SERVER = {
    "TYPECUT_TOKENS_PER_ADDRESS": "0", "TYPECUT_PROBE_WORKERS": "1",
    "TYPECUT_LOG_LEVEL": "warning", "TYPECUT_STOP_SECONDS": "2",
}  # fmt: skip


@pytest.fixture(scope="package", autouse=True)
def loopback() -> Iterator[None]:
    with stores.this_machine():
        yield


@pytest.fixture(scope="package")
def address(loopback: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on SQLite and a folder, in a process of its own."""
    folder = tmp_path_factory.mktemp("served")
    words = [sys.executable, "-m", "typecut", "serve", "--port", "0", "--data", folder / "data"]
    log = folder / "log"
    with log.open("w") as errors:
        server = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ | SERVER
        )
    try:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found, log.read_text()
        yield found[0]
    finally:
        server.terminate()
        server.communicate(timeout=60)
    assert "Traceback" not in log.read_text()


@dataclass
class Film:
    """A file as its viewer notices it."""

    path: Path
    width: int
    height: int
    seconds: float
    frames: int
    sound_seconds: float
    _samples: np.ndarray = field(repr=False)

    def at(self, second: float) -> np.ndarray:
        """The picture shown then, as RGB."""
        with av.open(str(self.path)) as container:
            stream = container.streams.video[0]
            container.seek(int(second / stream.time_base), stream=stream)
            for frame in container.decode(stream):
                if frame.time + float(1 / stream.average_rate) > second:
                    return frame.to_ndarray(format="rgb24")
        raise AssertionError(f"no picture at {second}")

    def level(self, begin: float, end: float) -> float:
        return loudness(self._samples, begin, end)


def film_of(path: Path) -> Film:
    seen = watch(path)
    assert (seen.codec, seen.pixel_format) == ("h264", "yuv420p")
    with av.open(str(path)) as container:
        frames = sum(1 for _ in container.decode(video=0))
    assert frames == seen.frames, "every frame can be decoded"
    samples = sound_of(path)[1] if seen.sound_codec else np.zeros(0, np.float32)
    return Film(path, seen.width, seen.height, seen.seconds, frames, seen.sound_seconds, samples)


class Talk:
    """One person's conversation through one skill."""

    def __init__(self, client: Client, folder: Path) -> None:
        self.client, self.folder = client, folder
        self.conversation = Conversation(client, folder=folder)
        self.heard = list(self.conversation.greet())

    def say(self, words: str, files: Sequence[Path] = ()) -> list[Said]:
        """What came of it; nothing of it may be trouble."""
        heard = list(self.conversation.handle(words, [str(path) for path in files]))
        assert not [s for s in heard if isinstance(s, Trouble)], heard
        self.heard += heard
        return heard

    def told(self, words: str, files: Sequence[Path] = ()) -> str:
        return "\n".join(s.text for s in self.say(words, files) if hasattr(s, "text"))

    def export(self, words: str = "send me the video", files: Sequence[Path] = ()) -> Film:
        return ready(self.say(words, files))

    def exports(self, heard: Sequence[Said]) -> list[Film]:
        """Files of what was heard."""
        return [ready([s]) for s in heard if isinstance(s, Ready)]

    @property
    def draft(self) -> dict[str, Any]:
        return dict(self.client.state().draft)

    @property
    def tracks(self) -> str:
        [shown] = [s for s in self.say("show tracks") if isinstance(s, Tracks)]
        return shown.text


def ready(heard: Sequence[Said]) -> Film:
    [done] = [s for s in heard if isinstance(s, Ready)]
    assert done.exported.path is not None
    assert done.exported.size == done.exported.path.stat().st_size
    film = film_of(done.exported.path)
    assert abs(film.seconds - done.exported.duration) < 0.05
    return film


@pytest.fixture
def talk(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Talk]]:
    """`talk("for-video-free")`: the skill is installed for Claude and leads the conversation."""
    monkeypatch.delenv("NEMO_TOKEN", raising=False)
    open_ones: list[Talk] = []

    def begin(name: str) -> Talk:
        folder = tmp_path / ".claude" / "skills" / name
        install(folder, pages(skill_of(name)))
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        attribution = Attribution.of_skill(folder)
        assert attribution == Attribution(name, __version__, "claude")
        client = Client(address, attribution=attribution, config=tmp_path / "config")
        open_ones.append(Talk(client, out))
        return open_ones[-1]

    yield begin
    for one in open_ones:
        one.conversation.close()


# -- material --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A numbered clip of synthetic footage: `footage("a.mp4", frames=90)`; made once."""
    return clips_in(tmp_path_factory.mktemp("footage"))


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three photos: mostly red, green and blue."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("photos")
    found: list[Path] = []
    for index, name in enumerate(("red", "green", "blue")):
        rows, columns = np.mgrid[0:360, 0:640]
        pixels = np.full((360, 640, 3), 30, np.uint8)
        pixels[..., index] = 150 + 60 * ((rows // 40 + columns // 40) % 2)
        found.append(folder / f"{name}.jpg")
        Image.fromarray(pixels).save(found[-1], quality=92)
    return found


@pytest.fixture(scope="session")
def real(shared_media: Path) -> Callable[..., list[Path]]:
    """Real files by name; the test is skipped where they are not."""

    def find(*names: str) -> list[Path]:
        return [shared_media / name for name in names]

    return find
