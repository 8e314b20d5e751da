"""What measurements of a finished file mean."""

import copy
import re

import pytest

from typecut.studio.verifying import findings

GOOD = {
    "kind": "video",
    "duration": 10.0,
    "picture": {"frames": 300, "expected": 300, "duration": 10.0, "black": []},
    "sound": {
        "duration": 10.0,
        "begins": 0.0,
        "silences": [],
        "loudness": {"lufs": -14.0, "range": 5.0, "peak": -1.5},
    },
    "faststart": True,
    "notes": [],
}


def judged(**changes):
    facts = copy.deepcopy(GOOD)
    for place, value in changes.items():
        *path, last = place.split("__")
        inner = facts
        for name in path:
            inner = inner[name]
        inner[last] = value
    return [(f.grade, f.said) for f in findings(facts)]


@pytest.mark.parametrize("facts", [GOOD, GOOD | {"sound": None, "faststart": False}])
def test_each_finding_is_there_in_chinese(facts):
    for finding in findings(facts):
        assert re.search(r"[\u4e00-\u9fff]", finding.zh)
        numbers = re.findall(r"\d+(?:\.\d+)?", finding.said)
        assert all(number in finding.zh for number in numbers)


def test_nothing_is_wrong_with_a_good_file():
    assert {grade for grade, _ in judged()} == {"good"}


@pytest.mark.parametrize(
    ("changes", "grade", "words"),
    [
        ({"picture__frames": 200}, "problem", "100 of 300 frames"),
        ({"picture__black": [{"start": 0.0, "end": 10.0}]}, "problem", "black all the time"),
        ({"picture__black": [{"start": 2.0, "end": 3.5}]}, "note", "2.00 to 3.50 s"),
        ({"sound__loudness": {"lufs": None, "range": None, "peak": None}}, "problem", "silent"),
        ({"sound__loudness": {"lufs": -30.0, "range": 1, "peak": -9}}, "note", "-30.0 LUFS"),
        ({"sound__loudness": {"lufs": -5.0, "range": 1, "peak": -9}}, "note", "very loud"),
        ({"sound__loudness": {"lufs": -14.0, "range": 1, "peak": 0.0}}, "note", "clip"),
        ({"sound__silences": [{"start": 1.0, "end": 2.0}]}, "note", "1.00 to 2.00 s"),
        ({"sound__silences": [{"start": 0.0, "end": 9.5}]}, "problem", "silence"),
        ({"sound__duration": 8.0}, "problem", "2.00 s longer"),
        ({"sound__begins": 0.8}, "note", "0.80 s after"),
        ({"sound": None}, "note", "no sound"),
        ({"sound__begins": -0.5}, "note", "0.50 s before"),
        ({"kind": "image", "picture": {}, "sound": None}, "good", "decodes"),
        ({"faststart": False}, "note", "load all of it"),
        ({"notes": ["the file ends early: 3.0 of 6.2 s"]}, "problem", "ends early"),
    ],
)
def test_what_is_wrong_is_said_first(changes, grade, words):
    found = judged(**changes)

    assert any(g == grade and words in said for g, said in found), found
    assert found[0][0] == grade
