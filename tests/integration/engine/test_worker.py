"""The worker process: requests in, answers out, nothing else."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from specs import one_shot
from synthetic import make_clip
from typecut.errors import every_error
from typecut.render.facts import SourceFacts
from typecut.timeline.codec import decode, encode


class Talk:
    """A conversation with one worker."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "typecut.engine.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.count = 0

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def ask(self, do: str, **args: Any) -> dict[str, Any]:
        self.count += 1
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"id": self.count, "do": do, "args": args}) + "\n")
        self.process.stdin.flush()
        last = 0.0
        while True:
            answer = json.loads(self.process.stdout.readline())
            assert answer["id"] == self.count
            if "progress" not in answer:
                return answer
            assert last <= answer["progress"] <= 1
            last = answer["progress"]


@pytest.fixture
def talk() -> Iterator[Talk]:
    conversation = Talk()
    yield conversation
    conversation.end()


def test_probe_chunk_frame_join(tmp_path: Path, talk: Talk) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=20)
    facts = decode(SourceFacts, talk.ask("probe", path=str(clip))["done"])
    assert facts.kind == "video"
    spec, cache = encode(one_shot(clip, 20)), str(tmp_path / "cache")
    chunk, picture, out = (str(tmp_path / n) for n in ("chunk.mp4", "f.png", "out.mp4"))
    assert "done" in talk.ask("chunk", spec=spec, out=chunk, cache=cache)
    assert "done" in talk.ask("frame", spec=spec, frame=3, out=picture, cache=cache)
    assert "done" in talk.ask("join", chunks=[chunk], sound=None, out=out, rate="30")
    with Image.open(picture) as image:
        assert image.size == (320, 180)
    with av.open(out) as container:
        assert sum(1 for _ in container.decode(video=0)) == 20


def test_errors_come_in_words_and_work_goes_on(tmp_path: Path, talk: Talk) -> None:
    path = tmp_path / "x.mp4"
    path.write_text("no media")
    error = talk.ask("probe", path=str(path))["error"]
    assert error["kind"] == "MediaRefused"
    assert set(error) == {"kind", "message", "hint"}
    assert talk.ask("dance")["error"]["kind"] in every_error()
    assert talk.ask("probe")["error"]["kind"] == "RenderError"
    gone = make_clip(tmp_path / "c.mp4", frames=5)
    spec = encode(one_shot(gone, 5))
    gone.unlink()
    answer = talk.ask("chunk", spec=spec, out=str(tmp_path / "o.mp4"), cache=str(tmp_path))
    assert answer["error"]["kind"] == "MediaMissing"
    assert not (tmp_path / "o.mp4").exists()


def test_it_ends_with_its_input(talk: Talk) -> None:
    assert talk.process.stdin is not None
    talk.process.stdin.close()
    assert talk.process.wait(5) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs limits on memory")
def test_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGB", (9000, 9000)).save(tmp_path / "p.png", compress_level=1)
    monkeypatch.setenv("TYPECUT_WORKER_MEMORY", str(200 << 20))
    conversation = Talk()
    answer = conversation.ask("probe", path=str(tmp_path / "p.png"))
    conversation.end()
    assert answer["error"]["kind"] == "LimitExceeded"
