"""What a person at a terminal sees."""

import os
import re
import subprocess
import sys

import pytest

pty = pytest.importorskip("pty")


def at_a_terminal(*words, folder):
    """Runs the command with standard error on a terminal; what it showed there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "typecut", *map(str, words)],
        stdout=subprocess.DEVNULL, stderr=theirs, cwd=folder, env=os.environ | {"TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break  # Linux tells the other end's closing as an error
        if not part:
            break
        seen += part
    os.close(ours)
    assert process.wait(60) == 0
    return seen.decode()


def test_the_bar_rises_and_names_stage_speed_and_time_left(clips, tmp_path, own_cache):
    seen = at_a_terminal(
        "edit",
        *clips,
        "speed it up 1.1x, export 720p",
        "-o",
        "out.mp4",
        "--jobs",
        "1",
        folder=tmp_path,
    )
    percents = [int(p) for p in re.findall(r"(\d+)%", seen)]
    assert len(percents) > 5
    assert percents == sorted(percents)
    assert "Rendering" in seen
    assert re.search(r"\d\.\dx  \d:\d\d left", seen)
