"""This machine may be reached; nothing is known of any server yet."""

import os

import pytest


@pytest.fixture(scope="package", autouse=True)
def loopback():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYPECUT_TEST_LOOPBACK", "1")
        for name in ("NEMO_TOKEN", "TYPECUT_TOKEN", "NEMO_API_URL", "TYPECUT_SERVER"):
            patch.delenv(name, raising=False)
        patch.setenv("NO_PROXY", "*")
        yield


@pytest.fixture(autouse=True)
def own_config(tmp_path, monkeypatch):
    """Tokens are kept for one test alone."""
    monkeypatch.setenv("TYPECUT_CONFIG_DIR", str(tmp_path / "config"))
    assert os.environ["TYPECUT_CONFIG_DIR"]
