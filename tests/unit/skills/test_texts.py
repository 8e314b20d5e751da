"""The six skills as an agent reads them: valid everywhere, true, and fresh."""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from typecut.cli.main import app
from typecut.cli.skill_pages import driven, main, pages
from typecut.edits.applying import TOPICS
from typecut.skills.book import SKILLS
from typecut.skills.checking import check, tokens_of
from typecut.skills.commands import DRIVEN
from typecut.skills.frontmatter import read
from typecut.skills.sayings import SAYINGS

ROOT = Path(__file__).parents[3] / "skills"
NAMES = [skill.name for skill in SKILLS]
DOCUMENTS = {
    "free-anonymous-token": (
        "give me a free trial token so I can try the video editor without signing up",
        ["generate my account credentials", "export 1080p MP4", "give me a free trial token"],
        "200 MB", "MP4, MOV, AVI and WebM", "under 10 seconds", "Connecting…",
    ),
    "no-login-video-generation": (
        "create a 30-second promo video from this image and text",
        [
            "generate a product photo and a short description into a 1080p MP4",
            "create a 30-second promo video from this image and text",
            "generating videos instantly without creating an account for casual creators and marketers",
        ],
        "200 MB", "JPG, PNG, MP4 and MOV", "30-90 seconds", "Connecting…",
    ),
    "for-video-free": (
        "trim, add transitions, and export this video for free",
        ["edit my video clips", "export 1080p MP4", "trim, add transitions, and export this"],
        "500 MB", "MP4, MOV, AVI and WebM", "30-60 seconds", "Setting things up...",
    ),
    "video-generator-free-no-limits": (
        "generate a 30-second promo video from my product photos and description",
        ["generate my text or images", "export 1080p MP4", "generate a 30-second promo video from my product photos and description"],
        "200 MB", "MP4, MOV, JPG and PNG", "30-90 seconds", "Setting things up...",
    ),
    "free-generator-editor": (
        "generate a video from my images and edit it with transitions and music",
        ["generate my video clips or images", "export 1080p MP4", "generate a video from my images"],
        "500 MB", "MP4, MOV, JPG and PNG", "30-90 seconds", "Setting up...",
    ),
}  # fmt: skip


def text_of(name, path="SKILL.md"):
    return (ROOT / name / path).read_text(encoding="utf-8")


def command_lines():
    """Every line of the skills that calls the command, in blocks and in between."""
    found = set()
    for skill in SKILLS:
        for path, text in pages(skill).items():
            if path != "references/commands.md":
                blocks = "\n".join(re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
                found |= set(re.findall(r"^typecut .*$", blocks, re.MULTILINE))
                found |= set(re.findall(r"`(typecut [a-z][^`]*)`", text))
    return sorted(line for line in found if "[" not in line)  # usages are no calls


def test_the_folder_is_fresh():
    assert main(["--check"]) == 0
    assert sorted(p.name for p in ROOT.iterdir()) == sorted(NAMES)


def test_a_stale_file_is_told(tmp_path, monkeypatch, capsys):
    """The check of the check: it can fail."""
    from typecut.cli import skill_pages

    monkeypatch.setattr(skill_pages, "__file__", str(tmp_path / "a" / "b" / "c" / "d.py"))
    assert main(["--check"]) == 1
    assert "skills/typecut/SKILL.md is stale" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_validator_accepts_it(name):
    from skills_ref import validate
    from skills_ref.parser import read_properties

    assert validate(ROOT / name) == []
    properties = read_properties(ROOT / name)
    assert (properties.name, properties.license) == (name, "Apache-2.0")


@pytest.mark.parametrize("name", NAMES)
def test_our_own_rules_accept_it(name):
    assert [str(f) for f in check(ROOT / name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_clawhub_reads_its_fields(name):
    """As ClawHub does: YAML, then `metadata.openclaw`."""
    head = yaml.safe_load(text_of(name).split("---")[1])
    assert set(head) <= {"name", "description", "license", "compatibility", "metadata"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", head["metadata"]["version"])
    fields = head["metadata"]["openclaw"]
    assert "env" not in fields["requires"], "an optional variable that is required hides the skill"
    variables = {v["name"]: v["required"] for v in fields["envVars"]}
    assert variables[fields["primaryEnv"]] is False
    assert not any(variables.values())
    assert fields["install"] == [{"kind": "uv", "package": "typecut", "bins": ["typecut"]}]
    assert "homepage" not in fields


@pytest.mark.parametrize("name", NAMES)
def test_our_reader_reads_what_yaml_reads(name):
    text = text_of(name)
    assert plain(read(text).head) == stringy(yaml.safe_load(text.split("---")[1]))


def plain(node):
    if hasattr(node, "text"):
        return node.text
    if isinstance(node.items, dict):
        return {key: plain(value) for key, value in node.items.items()}
    return [plain(value) for value in node.items]


def stringy(value):
    if isinstance(value, dict):
        return {key: stringy(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [stringy(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_short_and_honest(name):
    body = read(text_of(name)).body
    assert len(body.splitlines()) < 500
    assert tokens_of(body) < 5000
    assert "media and words stay on this machine" in " ".join(body.split())
    assert "then go to that server, and nowhere else" in " ".join(body.split())
    assert "⏳ Still working..." in body
    assert "nemovideo.ai" not in text_of(name), "a server is named by the user, never by us"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_says_what_its_document_says(name):
    sentence, tries, size, formats, seconds, hello = DOCUMENTS[name]
    body = " ".join(read(text_of(name)).body.split())
    tried = body.split("**Try saying:**")[1].split("#")[0]
    assert all(f'"{words}"' in tried for words in tries)
    for kind in ("**Quick edit**", "**Batch style**", "**Iterative**"):
        assert kind in body
    assert sentence in body.split("**Quick edit**")[1].split("**Batch style**")[0]
    assert all(part in body for part in (size, formats, seconds, hello, "1002", "点击", "导出"))
    assert "1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%)" in body


def test_they_are_not_copies_of_one_another():
    """Each has chapters that no other has."""
    chapters = {
        name: set(re.findall(r"^## .*$", text_of(name), re.MULTILINE)) for name in DOCUMENTS
    }
    for name, own in chapters.items():
        others = set().union(*(c for n, c in chapters.items() if n != name))
        assert own - others, name


def test_every_topic_of_edits_has_sentences():
    assert list(SAYINGS) == list(TOPICS)
    assert all(SAYINGS.values())


@pytest.mark.parametrize("name", DRIVEN)
def test_the_driven_commands_exist(name):
    assert name in driven()
    assert f"## typecut {name}\n" in text_of("typecut", "references/commands.md")


@pytest.mark.parametrize("line", command_lines())
def test_a_command_line_that_a_skill_shows_is_taken(line):
    """Parsed by the command line itself, without running anything."""
    name, *words = shlex.split(line)[1:]
    if name == "--version":
        return
    command = app.get_command(click.Context(app), name)
    assert command is not None, name
    if words:
        command.make_context(name, words)
    else:
        assert command.help, "named only"
