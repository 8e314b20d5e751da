"""What is wrong with a skill is said in one line that names the place."""

import json

import pytest

from typecut.cli.main import run
from typecut.skills.checking import check

GOOD = """---
name: my-skill
description: Does a thing. Use when the thing is wanted.
license: MIT
metadata:
  version: "1.2.0"
  openclaw:
    primaryEnv: MY_TOKEN
    envVars:
      - name: MY_TOKEN
        required: false
        description: Token of the thing.
---

# My skill

Set `MY_TOKEN`. See [more](references/more.md).
"""


@pytest.fixture
def skill(tmp_path):
    """Writes a skill and returns what is found."""

    def make(text, folder="my-skill", **files):
        path = tmp_path / folder
        (path / "references").mkdir(parents=True, exist_ok=True)
        (path / "references" / "more.md").write_text("More.\n")
        (path / "SKILL.md").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (path / name).write_bytes(content)
        return [str(f) for f in check(path)]

    return make


def test_a_good_one(skill):
    assert skill(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("name: my-skill", "name: My_Skill", "SKILL.md:2: name: takes small letters, digits and hyphens only."),
        ("name: my-skill", "name: other", "SKILL.md:2: name: is 'other', but the folder is 'my-skill'"),
        ("name: my-skill", "name: my--skill", "two in a row"),
        ("name: my-skill\n", "", "SKILL.md:2: name: is missing."),
        ("name: my-skill", "name: my-skill\nname: again", "SKILL.md:3: The key 'name' is there twice."),
        ("license: MIT", "version: 1.0.0", "SKILL.md:4: version: is none of the keys that the specification knows"),
        ("license: MIT", "compatibility: " + "x" * 501, "has 501 characters; 500 are allowed."),
        ("Does a thing.", "x" * 1025, "characters; 1024 are allowed."),
        ('version: "1.2.0"', "version: one", "SKILL.md:6: metadata.version: 'one' is no version such as 1.2.0."),
        ("license: MIT", "license: [MIT]", "SKILL.md:4: Flow style"),
        ("license: MIT", "license: &a MIT", "SKILL.md:4: Anchors"),
        ("license: MIT", 'license: "MIT', 'SKILL.md:4: The quote " is not closed in its line.'),
        ("  openclaw:", "\topenclaw:", "SKILL.md:7: A tab indents this line"),
        ("license: MIT", "just words", "SKILL.md:4: 'just words' is no `key: value`."),
        ("license: MIT", "license: MIT\n   odd: 1", "SKILL.md:5: This line is indented deeper than what it belongs to."),
        ("primaryEnv: MY_TOKEN", "configPaths: x", "SKILL.md:8: metadata.openclaw.configPaths: is no field of ClawHub's."),
        ("primaryEnv: MY_TOKEN", "primaryEnv: OTHER", "OTHER is declared nowhere."),
        ("primaryEnv: MY_TOKEN", "requires:\n      env:\n        - MY_TOKEN", "SKILL.md:10: metadata.openclaw.requires.env: MY_TOKEN is optional"),
        ("primaryEnv: MY_TOKEN", "requires:\n      programs:\n        - x", "SKILL.md:9: metadata.openclaw.requires.programs: is none of env, bins, anyBins, config."),
        ("primaryEnv: MY_TOKEN", "install:\n      - kind: pip\n        package: x", "kind is one of brew, node, go, uv."),
        ("primaryEnv: MY_TOKEN", "install:\n      - kind: uv", "package is missing."),
        ("primaryEnv: MY_TOKEN", "homepage: http://x", "has to be an https address."),
        ("required: false", "required: no", "required has to be true or false."),
        ("Set `MY_TOKEN`.", "Set `YOUR_KEY`.", "SKILL.md:17: The variable YOUR_KEY is used, but not declared"),
        ("Set `MY_TOKEN`.", "Open https://x.test/?token=abc", "SKILL.md:17: A token in an address leaks"),
        ("references/more.md", "references/none.md", "SKILL.md:17: references/none.md is named, but is not there."),
        ("references/more.md", "../more.md", "../more.md lies outside of the skill."),
        ("---\nname", "name", "SKILL.md:1: The file has to begin with a line ---."),
        ("---\n\n# My", "# My", "SKILL.md:1: The frontmatter is not closed by a line ---."),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(skill, before, after, told):
    assert GOOD.count(before) >= 1
    found = skill(GOOD.replace(before, after, 1))
    assert any(told in line for line in found), found


def test_advice_is_no_fault(skill, tmp_path, capsys):
    found = skill(GOOD.replace('  version: "1.2.0"\n', "") + "line\n" * 600, blob=b"\0")
    assert len(found) == 3
    assert run(["skill", "validate", str(tmp_path / "my-skill")]) == 0
    out = capsys.readouterr().out
    assert "my-skill: valid" in out
    assert "advice: SKILL.md: The body has 603 lines" in out


def test_no_file_and_no_text(skill, tmp_path):
    assert [str(f) for f in check(tmp_path)] == ["SKILL.md: There is no SKILL.md in this folder."]
    assert skill(GOOD)[:1] == []
    (tmp_path / "my-skill" / "SKILL.md").write_bytes(b"\xff\xfe")
    assert [f.text for f in check(tmp_path / "my-skill")] == ["The file is not UTF-8."]


def test_the_reference_validator_agrees(skill, tmp_path):
    """Wherever it complains, we do."""
    from skills_ref import validate

    faults = [
        ("license: MIT", "version: 1.0.0"), ("name: my-skill", "name: My-Skill"),
        ("license: MIT", "license: [MIT]"), ("name: my-skill\n", ""),
        ("license: MIT", "license: MIT\nlicense: MIT"), ("Does a thing.", "x" * 1025),
    ]  # fmt: skip
    for before, after in faults:
        ours = skill(GOOD.replace(before, after, 1))
        assert validate(tmp_path / "my-skill"), after
        assert ours, after


def test_validate_tells_all_and_ends_with_a_status(skill, tmp_path, capsys):
    skill(GOOD)
    skill(GOOD, folder="other")
    assert run(["skill", "validate", str(tmp_path)]) == 65
    out = capsys.readouterr().out
    assert "my-skill: valid\nother: not valid\n  SKILL.md:2: name: is 'my-skill'" in out
    assert run(["skill", "validate", str(tmp_path), "--json"]) == 65
    found = json.loads(capsys.readouterr().out)["skills"]
    assert [(s["skill"], s["valid"]) for s in found] == [("my-skill", True), ("other", False)]
    assert found[1]["findings"][0]["line"] == 2


def test_without_a_path_ours_are_checked(capsys):
    assert run(["skill", "validate"]) == 0
    assert capsys.readouterr().out.count(": valid\n") == 6
