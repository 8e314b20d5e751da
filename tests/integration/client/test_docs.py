"""Every example of the SDK's page runs as it stands, against a real server."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "sdk.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
FILES = {0: "film.mp4", 1: "grey.mp4", 4: "small.mp4"}
WORDS = {
    0: "Ocean", 1: "Timeline", 2: " credits\nhttp", 3: "There is no file", 4: "export 100%",
    5: "There is nothing to export yet.",
}  # fmt: skip


def test_there_are_examples():
    assert len(EXAMPLES) == 7


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs(number, server, clip, tmp_path):
    (tmp_path / "ocean.mp4").write_bytes(clip.read_bytes())
    code = EXAMPLES[number].replace("http://localhost:8000", server)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert WORDS.get(number, "") in done.stdout
    made = {p.name for p in tmp_path.iterdir() if not p.name.startswith(".")}
    assert made == {"ocean.mp4", *([FILES[number]] if number in FILES else [])}
