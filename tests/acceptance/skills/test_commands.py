"""What a skill tells an agent to type is typed, block by block, and ends with the files it names."""

import json
import re
import shlex
import shutil

import numpy as np
import pytest
from PIL import Image

from synthetic import make_clip
from typecut.cli.main import run
from typecut.cli.skill_pages import pages
from typecut.skills.book import SKILLS, skill_of
from typecut.skills.installing import install
from watching import watch

WORKFLOWS = ("**Quick edit**", "**Batch", "**Iterative**")
LONG = re.compile(r"\b(8|10|12|20|30)(?=[ -]seconds?\b)")
"""Promos take as long to render as they are long; what is tried here does not depend on it."""


def blocks(name):
    """The commands of each workflow."""
    text = pages(skill_of(name))["SKILL.md"]
    found = {}
    for kind in WORKFLOWS:
        block = text.split(kind)[1].split("```\n")[1]
        found[kind.strip("*")] = [shlex.split(line)[1:] for line in block.splitlines()]
    return found


@pytest.fixture(scope="session")
def material(tmp_path_factory):
    """A clip and a photo."""
    folder = tmp_path_factory.mktemp("material")
    clip = make_clip(folder / "clip.mp4", frames=180, size=(160, 90), hum=0.1)
    rows, columns = np.mgrid[0:180, 0:320]
    pixels = np.stack([rows % 256, columns % 256, (rows + columns) % 256], -1).astype(np.uint8)
    Image.fromarray(pixels).save(folder / "photo.jpg")
    return {".mp4": clip, ".jpg": folder / "photo.jpg"}


@pytest.fixture
def agent(tmp_path, monkeypatch, capsys, material, own_cache):
    """Types a command in an empty folder; files that it names are put there first."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("NEMO_API_URL", "TYPECUT_SERVER", "TYPECUT_SKILL"):
        monkeypatch.delenv(name, raising=False)

    def type_in(words):
        written = words[words.index("-o") + 1] if "-o" in words else ""
        for word in words[1:]:
            if re.fullmatch(r"\w+\.(mp4|jpg)", word) and word != written:
                shutil.copyfile(material[f".{word.split('.')[1]}"], tmp_path / word)
        capsys.readouterr()
        assert run(words) == 0, capsys.readouterr()
        told = json.loads(capsys.readouterr().out)
        assert told["exit_code"] == 0
        assert "error" not in told
        assert not told.get("refused")
        assert not told.get("not_understood")
        return told

    return type_in


def shortened(words):
    return [LONG.sub("2", word) for word in words]


def played(commands, agent, tmp_path):
    """Types all of them; the files that they name."""
    made = []
    for words in commands:
        told = agent(shortened(words))
        if "-o" in words:
            path = tmp_path / words[words.index("-o") + 1]
            seen = watch(path)
            assert seen.codec == "h264"
            assert abs(seen.seconds - told["duration"]) < 0.06
            assert told["output"]["size"] == path.stat().st_size
            made.append(path)
    return made


@pytest.mark.parametrize("kind", ["Quick edit", "Iterative"])
def test_the_skill_of_clips(kind, agent, tmp_path):
    [made] = played(blocks("for-video-free")[kind], agent, tmp_path)
    assert made.name == "edited.mp4"


def test_with_a_server(agent, tmp_path, address, monkeypatch):
    """The same commands with a server named: it is told, no secret is shown, and files arrive."""
    skill = tmp_path / "home" / ".claude" / "skills" / "free-anonymous-token"
    install(skill, pages(skill_of(skill.name)))
    monkeypatch.setenv("NEMO_API_URL", address)
    monkeypatch.setenv("TYPECUT_SKILL", str(skill))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("NEMO_TOKEN", raising=False)
    told = [agent(words) for words in blocks(skill.name)["Quick edit"]]
    assert [t["server"] for t in told] == [address] * 3
    assert "100 available" in told[1]["said"][0]
    assert (tmp_path / "clip-out.mp4").stat().st_size == told[2]["output"]["size"]
    kept = [p for p in (tmp_path / "config").rglob("*") if p.is_file()]
    secret = [p for p in kept if "nmv_usr_" in p.read_text()]
    assert secret, "the token is kept for the next time"
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in secret)
    assert "nmv_usr_" not in json.dumps(told)
    assert watch(tmp_path / "clip-out.mp4").frames == 180


REST = [(s.name, kind) for s in SKILLS for kind in ("Quick edit", "Batch", "Iterative")]
REST = [case for case in REST if case[0] != "for-video-free" or case[1] == "Batch"]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "kind"), REST)
def test_all_the_rest(name, kind, agent, tmp_path):
    made = played(blocks(name)[kind], agent, tmp_path)
    assert len({p.read_bytes() for p in made}) == (2 if kind == "Batch" else 1)
