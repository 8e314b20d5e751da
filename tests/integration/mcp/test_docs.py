"""The examples of docs/mcp.md work as they stand there."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from synthetic import make_clip, numbers
from typecut.cli.agents import mcp
from typecut.mcp.resources import templates
from typecut.mcp.server import TOOLS

PAGE = (Path(__file__).parents[3] / "docs" / "mcp.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_the_shortest_example(tmp_path, environment):
    make_clip(tmp_path / "clip.mp4", frames=90)
    (example,) = blocks("python")
    beside = str(Path(sys.executable).parent)

    done = subprocess.run(
        [sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        env=environment | {"PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"}, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "2 s" in done.stdout
    assert done.stdout.splitlines()[-1] == f"done {tmp_path / 'out.mp4'}"
    assert len(numbers(tmp_path / "out.mp4")) == 60


@pytest.mark.parametrize("text", blocks("json"))
def test_configurations_start_the_command(text):
    (server,) = json.loads(text)["mcpServers"].values()

    assert server["command"] == "typecut"
    assert _parsed(server["args"])["roots"]


def test_commands_have_the_options_that_there_are():
    found = re.findall(r"^(?:claude .* )?typecut (mcp .*)$", PAGE, re.MULTILINE)

    assert len(found) == 3
    for line in found:
        assert _parsed(line.split())["roots"]


def test_every_tool_and_resource_is_named():
    for name in TOOLS:
        assert f"`{name}`" in PAGE
    for template in templates():
        assert template.uri_template.rsplit("/", 1)[-1].strip("{}").upper() in PAGE.upper()


def _parsed(words):
    assert words[0] == "mcp"
    return mcp.make_context("mcp", list(words[1:]), resilient_parsing=False).params


def test_the_page_names_every_option():
    for option in mcp.params:
        assert isinstance(option, click.Option)
        if option.name not in ("jobs",):
            assert option.opts[0] in PAGE or f"TYPECUT_MCP_{option.name.upper()}" in PAGE
