"""The routing table that skills show is the one that the runtime follows."""

import re

import pytest

from typecut.cli.skill_pages import pages
from typecut.client.runtime.routing import route
from typecut.client.runtime.steps import Export, Say, ShowCredits, ShowState, Undo, Upload
from typecut.skills.book import SKILLS, skill_of

STEPS = {"export": Export, "credits": ShowCredits, "status": ShowState, "undo": Undo}


def rows():
    text = pages(skill_of("for-video-free"))["SKILL.md"]
    for row in re.findall(r"^\| (\"export\".*|\"credits.*|\"status.*|\"undo.*) \| `typecut (\w+)", text, re.MULTILINE):  # fmt: skip
        for words in re.findall(r'"([^"]+)"', row[0]):
            yield words, STEPS[row[1]]


@pytest.mark.parametrize(("words", "step"), list(rows()))
def test_a_row_of_the_table(words, step):
    [only] = route(words)
    assert isinstance(only, step)


@pytest.mark.parametrize("words", ["upload", "上传", ""])
def test_a_file_with_no_wish_is_brought(words):
    assert route(words, ["a.mp4"]) == (Upload(("a.mp4",)),)


def test_upload_without_a_file_asks_for_one():
    assert route("upload") == (Upload(),)


@pytest.mark.parametrize("skill", SKILLS, ids=lambda s: s.name)
def test_its_own_sentence_goes_to_the_stream(skill):
    steps = route(skill.sentence, ["a.mp4"])
    assert steps[0] == Upload(("a.mp4",))
    assert isinstance(steps[1], Say)
    assert [type(s) for s in steps[2:]] == ([Export] if "export" in skill.sentence else [])
