"""Skills come to where agents look, and nobody's changes are lost."""

import json
import re
import shlex
from pathlib import Path

import pytest

from typecut.cli.main import run
from typecut.cli.skill_pages import pages
from typecut.skills.book import skill_of
from typecut.skills.installing import MARK, install, standing

ROOT = Path(__file__).parents[3]
PAGES = pages(skill_of("typecut"))


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("OPENCLAW_STATE_DIR", raising=False)
    monkeypatch.delenv("CLAWHUB_WORKDIR", raising=False)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return folder


def test_for_every_agent_that_is_there(home, capsys):
    (home / ".claude").mkdir()
    (home / ".cursor").mkdir()
    assert run(["skill", "install"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [
        f"typecut: installed in {home}/.claude/skills/typecut",
        f"typecut: installed in {home}/.cursor/skills/typecut",
    ]
    text = (home / ".claude/skills/typecut/SKILL.md").read_text()
    assert text == PAGES["SKILL.md"]
    assert not (home / ".openclaw").exists()
    assert sorted(p.name for p in (home / ".claude/skills").iterdir()) == ["typecut"]


def test_for_nobody_in_particular(home):
    assert run(["skill", "install", "for-video-free", "typecut"]) == 0
    found = sorted(p.name for p in (home / ".agents/skills").iterdir())
    assert found == ["for-video-free", "typecut"]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["--for", "claude"], "home/.claude/skills"),
        (["--for", "cursor"], "home/.cursor/skills"),
        (["--for", "openclaw"], "home/.openclaw/skills"),
        (["--for", "clawhub"], "work/skills"),
        (["--for", "claude", "--project"], "work/.claude/skills"),
        (["--for", "cursor", "--project"], "work/.cursor/skills"),
        (["--for", "openclaw", "--project"], "work/skills"),
        (["--project"], "work/.agents/skills"),
        (["--dir", "here/and/there"], "work/here/and/there"),
    ],
)
def test_where_each_agent_looks(home, words, place):
    assert run(["skill", "install", "free-generator-editor", *words]) == 0
    assert (home.parent / place / "free-generator-editor/references/edits.md").is_file()


def test_places_that_the_environment_names(home, monkeypatch):
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(home / "state"))
    monkeypatch.setenv("CLAWHUB_WORKDIR", str(home / "bench"))
    assert run(["skill", "install", "--for", "openclaw", "--for", "clawhub"]) == 0
    assert (home / "state/skills/typecut/SKILL.md").is_file()
    assert (home / "bench/skills/typecut/SKILL.md").is_file()


def test_an_installed_skill_is_valid_and_says_where_it_is(home, capsys):
    from skills_ref import validate

    assert run(["skill", "install", "--for", "claude"]) == 0
    assert validate(home / ".claude/skills/typecut") == []
    assert run(["skill", "validate", str(home / ".claude/skills/typecut/SKILL.md")]) == 0
    capsys.readouterr()
    assert run(["skill", "list", "--json"]) == 0
    found = {s["name"]: s["installed"] for s in json.loads(capsys.readouterr().out)["skills"]}
    path = str(home / ".claude/skills/typecut")
    assert found["typecut"] == [{"for": "claude", "path": path, "state": "current"}]
    assert found["for-video-free"] == []


def test_again_changes_nothing(tmp_path):
    target = tmp_path / "typecut"
    assert install(target, PAGES) == "installed"
    before = (target / "SKILL.md").stat().st_ino
    assert install(target, PAGES) == "unchanged"
    assert (target / "SKILL.md").stat().st_ino == before


def test_an_older_one_is_brought_up_to_date(tmp_path):
    """What an older version had and this one has not goes; what others put there stays."""
    target = tmp_path / "typecut"
    old = {"SKILL.md": "old\n", "references/gone.md": "gone\n", "references/edits.md": "old\n"}
    install(target, old)
    (target / "notes.md").write_text("mine\n")
    (target / ".clawhub").mkdir()
    (target / ".clawhub" / "origin.json").write_text("{}")
    assert standing(target, PAGES).condition == "older"
    assert install(target, PAGES) == "upgraded"
    assert (target / "SKILL.md").read_text() == PAGES["SKILL.md"]
    assert not (target / "references/gone.md").exists()
    assert (target / "notes.md").read_text() == "mine\n"
    assert (target / ".clawhub/origin.json").is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["typecut"], "nothing is left over"


def test_what_a_user_changed_is_left_alone(home, capsys):
    assert run(["skill", "install", "--for", "claude"]) == 0
    target = home / ".claude/skills/typecut"
    (target / "SKILL.md").write_text("mine\n")
    (target / "references/edits.md").unlink()
    capsys.readouterr()
    assert run(["skill", "install", "--for", "claude", "--for", "cursor"]) == 75
    told = capsys.readouterr()
    assert "was changed after it was installed (SKILL.md, references/edits.md)" in told.err
    assert "--force" in told.err
    assert "installed in" in told.out, "the other agent gets it all the same"
    assert (target / "SKILL.md").read_text() == "mine\n"
    assert run(["skill", "install", "--for", "claude", "--force"]) == 0
    assert (target / "SKILL.md").read_text() == PAGES["SKILL.md"]


def test_what_others_put_there_is_left_alone(home, capsys):
    target = home / ".claude/skills/typecut"
    target.mkdir(parents=True)
    (target / "SKILL.md").write_text("another skill of this name\n")
    assert run(["skill", "install", "--for", "claude"]) == 75
    assert "put there by others" in capsys.readouterr().err
    assert (target / "SKILL.md").read_text() == "another skill of this name\n"


def test_a_link_is_left_alone(home, capsys):
    checkout = home / "checkout"
    install(checkout, {"SKILL.md": "work in progress\n"})
    link = home / ".claude/skills/typecut"
    link.parent.mkdir(parents=True)
    link.symlink_to(checkout)
    assert run(["skill", "install", "--for", "claude"]) == 75
    assert "is a link" in capsys.readouterr().err
    assert run(["skill", "install", "--for", "claude", "--force"]) == 0
    assert not link.is_symlink()
    assert (checkout / "SKILL.md").read_text() == "work in progress\n"


def test_a_spoilt_mark_means_that_nobody_knows(tmp_path):
    target = tmp_path / "typecut"
    install(target, {"SKILL.md": "old\n"})
    (target / MARK).write_text("[]")
    assert standing(target, PAGES).condition == "foreign"


def test_a_folder_that_cannot_be_written(home, capsys):
    (home / ".claude").mkdir()
    (home / ".claude" / "skills").write_text("a file\n")
    assert run(["skill", "install", "--for", "claude"]) == 73
    assert "cannot be written" in capsys.readouterr().err


def test_a_skill_that_is_not_there(home, capsys):
    assert run(["skill", "install", "nonsense"]) == 66
    assert "There are: typecut, free-anonymous-token" in capsys.readouterr().err
    assert run(["skill", "install", "--dir", "x", "--project"]) == 2


def test_show(capsys):
    assert run(["skill", "show", "for-video-free"]) == 0
    assert capsys.readouterr().out == pages(skill_of("for-video-free"))["SKILL.md"]
    assert run(["skill", "show", "typecut", "--file", "references/edits.md"]) == 0
    assert "# What can be said" in capsys.readouterr().out
    assert run(["skill", "show", "typecut", "--file", "none.md"]) == 66


def examples():
    page = (ROOT / "docs" / "skills.md").read_text(encoding="utf-8")
    return re.findall(r"^typecut skill [^#\n]*", page, re.MULTILINE)


@pytest.mark.parametrize("line", examples())
def test_an_example_of_the_page(line, home):
    words = shlex.split(line.replace("DIR", "somewhere").replace("skills/typecut", str(ROOT / "skills/typecut")))  # fmt: skip
    assert run(words[1:]) == 0
