"""What is installed from a wheel has the skills in it."""

import os
import pwd
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from typecut.cli.skill_pages import pages
from typecut.skills.book import SKILLS

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_a_wheel_installs_the_same_skills(tmp_path):
    uv = Path(sys.executable).with_name("uv")
    words = [uv, "build", "--wheel", "--offline", "--out-dir", tmp_path]
    home = pwd.getpwuid(os.getuid()).pw_dir  # the tests' own home has no cache of packages
    built = subprocess.run(
        words,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HOME": home},
    )
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("uv has not fetched the build backend yet")
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    home = tmp_path / "home"
    home.mkdir()
    environment = os.environ | {
        "HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "unpacked"), os.environ["PYTHONPATH"]]),
    }
    where = "import typecut; print(typecut.__file__)"
    found = subprocess.check_output([sys.executable, "-c", where], env=environment, text=True)
    assert found.startswith(str(tmp_path)), "it is the wheel that is tried"
    names = [skill.name for skill in SKILLS]
    words = [sys.executable, "-m", "typecut", "skill", "install", *names]
    subprocess.run(words, cwd=tmp_path, check=True, env=environment)
    for skill in SKILLS:
        for path, text in pages(skill).items():
            assert (home / ".agents/skills" / skill.name / path).read_text() == text
