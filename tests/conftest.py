"""Shared by all tests: no network, a home and a cache of their own, sample media, the command."""

import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OFFLINE = ROOT / "tests" / "offline"
MEDIA = ROOT.parent / "shared" / "media"


def pytest_configure(config):
    """Blocks sockets here and in every process that the tests start."""
    # Hundreds of processes: compiling all they import anew would take each of them seconds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    spec = importlib.util.spec_from_file_location("offline", OFFLINE / "sitecustomize.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *([before] if before else [])])


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory):
    """An empty home and a cache that dies with the session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("TYPECUT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("TYPECUT_DEBUG", raising=False)
        yield


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A cache for one test alone."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("TYPECUT_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared_media():
    """The folder of sample media; the test is skipped where it is not."""
    if not MEDIA.is_dir():
        pytest.skip("the sample media are not beside the checkout")
    return MEDIA


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def typecut(tmp_path):
    """Runs the command in a process of its own, in the test's folder."""

    def run(*words, status=0, stdin="", folder=tmp_path, timeout=120, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "typecut", *map(str, words)],
            input=stdin.encode(), capture_output=True, cwd=folder, timeout=timeout, check=False,
            env=os.environ | environment,
        )  # fmt: skip
        ended = Ended(
            done.returncode,
            done.stdout.decode("utf-8", "replace"),
            done.stderr.decode("utf-8", "replace"),
        )
        assert "Traceback" not in ended.out + ended.err, ended.err
        assert status is None or ended.status == status, ended
        return ended

    return run
