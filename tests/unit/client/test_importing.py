"""Importing the package brings in little; what it lists is there."""

import subprocess
import sys

import pytest

import typecut.client as package

HEAVY = ("httpx", "pydantic", "typecut.studio", "typecut.engine", "asyncio", "platformdirs")


def _loaded(code):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


def test_importing_it_brings_in_little():
    assert not _loaded("import typecut.client") & set(HEAVY)
    assert not _loaded("from typecut.client import Text, State, Attribution") & set(HEAVY)


def test_the_client_does_not_bring_in_the_editor():
    loaded = _loaded("from typecut.client import Client, AsyncClient")
    assert "httpx" in loaded
    assert not loaded & {"pydantic", "typecut.studio", "typecut.engine", "numpy"}


@pytest.mark.parametrize("name", package.__all__)
def test_every_name_is_there(name):
    assert getattr(package, name) is not None


def test_no_other_name_is():
    with pytest.raises(AttributeError):
        _ = package.Clint
