import socket
import subprocess
import sys

import pytest


@pytest.fixture(autouse=True)
def _no_exception(monkeypatch):
    """Tests of the server may reach this machine; whatever they left behind does not count here."""
    monkeypatch.delenv("TYPECUT_TEST_LOOPBACK", raising=False)


def test_tests_cannot_reach_the_network():
    with socket.socket() as plug, pytest.raises(AssertionError):
        plug.connect(("127.0.0.1", 9))


def test_nor_can_the_processes_they_start():
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False
    )
    assert "NetworkUsed" in done.stderr
