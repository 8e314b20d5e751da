"""Who a skill says it is."""

from pathlib import Path

import pytest

from typecut.client.attribution import Attribution, frontmatter, platform_of
from typecut.errors import SettingError

SKILL = """---
name: for-video-free
description: >
  Turn a clip into a film:
  name: not this one
license: Apache-2.0
metadata:
  version: "1.2.0"   # kept in step
  openclaw:
    version: 9
    envVars:
      - name: NEMO_TOKEN
        required: false
---
# For Video Free
version: 7
"""


def _skill(folder: Path, text: str = SKILL) -> Path:
    folder.mkdir(parents=True)
    (folder / "SKILL.md").write_text(text, "utf-8")
    return folder


def test_name_and_version_come_from_the_frontmatter(tmp_path):
    folder = _skill(tmp_path / "for-video-free")
    for path in (folder, folder / "SKILL.md"):
        found = Attribution.of_skill(path, {})
        assert found == Attribution("for-video-free", "1.2.0", "unknown")
    assert found.headers() == {
        "X-Skill-Source": "for-video-free",
        "X-Skill-Version": "1.2.0",
        "X-Skill-Platform": "unknown",
    }


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("---\nname: a\nversion: 2.0.1\n---\n", "2.0.1"),
        ("---\nname: a\nversion: '2.0'\nmetadata:\n  version: 3\n---\n", "2.0"),
        ('---\nname: a\nmetadata: {"openclaw": {"version": "9"}}\n---\n', "unknown"),
        ("\ufeff---\r\nname: a\r\nmetadata:\r\n  version: 1.0\r\n---\r\n", "1.0"),
        ("---\nname: a\n---\nversion: 4\n", "unknown"),
        ("---\nname: a\nversion:\n---\n", "unknown"),
    ],
)
def test_both_places_of_the_version(tmp_path, text, version):
    assert Attribution.of_skill(_skill(tmp_path / "a", text), {}).version == version


@pytest.mark.parametrize(
    "text", ["", "no frontmatter", "---\ndescription: x\n---\n", "---\nname: x\n"]
)
def test_a_skill_without_a_name_is_refused(tmp_path, text):
    with pytest.raises(SettingError, match="frontmatter"):
        Attribution.of_skill(_skill(tmp_path / "a", text), {})


def test_a_skill_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SettingError, match="cannot be read"):
        Attribution.of_skill(tmp_path / "nowhere", {})


@pytest.mark.parametrize(
    ("place", "platform"),
    [
        (".clawhub/x", "clawhub"),
        (".cursor/skills/x", "cursor"),
        (".claude/skills/x", "claude"),
        (".openclaw/skills/x", "openclaw"),
        ("work/.claude/skills/x", "claude"),
        ("skills/x", "unknown"),
        (".cursor/rules/x", "unknown"),
        ("my.cursor/skills/x", "unknown"),
    ],
)
def test_the_platform_is_read_from_the_path(tmp_path, place, platform):
    folder = _skill(tmp_path / place)
    assert platform_of(folder) == platform_of(folder / "SKILL.md") == platform


def test_clawhub_leaves_a_mark_beside_the_skill(tmp_path):
    folder = _skill(tmp_path / "skills" / "x")
    (folder / ".clawhub").mkdir()
    (folder / ".clawhub" / "origin.json").write_text("{}")
    assert Attribution.of_skill(folder, {}).platform == "clawhub"


def test_the_environment_wins_over_the_path(tmp_path):
    folder = _skill(tmp_path / ".cursor" / "skills" / "x")
    assert Attribution.of_skill(folder, {"SKILL_SOURCE": "github"}).platform == "github"
    assert Attribution.of_skill(folder, {"SKILL_SOURCE": "a\nX-Evil: 1"}).platform == "a-X-Evil:-1"


def test_folded_and_quoted_values():
    found = frontmatter(
        "---\na: \"x # y\"\nb: 'it''s'\nc: z # w\nd: |\n  one\n  two\ne:\n  f: 1\n---\n"
    )
    assert found == {"a": "x # y", "b": "it's", "c": "z", "d": "one\ntwo", "e.f": "1"}
