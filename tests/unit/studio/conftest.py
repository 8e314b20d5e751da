import os
import sys
from pathlib import Path

import pytest

from typecut.jobs import LocalWorkers
from typecut.studio.cache import Cache
from typecut.studio.hands import Hands


@pytest.fixture
def spent(tmp_path):
    """What the workers did, in order."""
    log = tmp_path / "spent.log"
    log.touch()
    return lambda: log.read_text().split()


@pytest.fixture
def hands(tmp_path, spent, monkeypatch):
    """Workers with an engine of paper, and a cache of their own."""
    monkeypatch.setenv("TYPECUT_TEST_LOG", str(tmp_path / "spent.log"))
    command = [sys.executable, "-S", str(Path(__file__).with_name("engine.py"))]
    with LocalWorkers(command, 2, environment=os.environ) as workers:
        yield Hands(workers, Cache(tmp_path / "cache", 10**8), "1", "f")


@pytest.fixture
def clip(tmp_path):
    def make(name="a.mp4", content="picture"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
        return str(path)

    return make
