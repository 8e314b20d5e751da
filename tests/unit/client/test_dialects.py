"""Both dialects say the same."""

import json

import pytest

from typecut.client import Alive, Problem, Text, ToolCall, ToolResult
from typecut.client.dialects import HalfFrame, Interpreter


def read(*values):
    one = Interpreter()
    data = [v if isinstance(v, str) else json.dumps(v) for v in values]
    return [e for d in data for e in one.read(d)] + list(one.end())


def adk(*parts, **more):
    return {
        "id": "e1",
        "author": "nemo_agent",
        "content": {"role": "model", "parts": [*parts]},
    } | more


CALL = {"id": "c1", "name": "edit_multitrack", "args": {"n": 1}}
RESULT = {"id": "c1", "name": "edit_multitrack", "response": {"ok": True}}
TURN = [
    ToolCall("edit_multitrack", {"n": 1}, "c1"),
    ToolResult("edit_multitrack", {"ok": True}, "c1"),
    Text("Done."),
]


def test_adk_in_camel_case():
    parts = ({"functionCall": CALL}, {"functionResponse": RESULT}, {"text": "Done."})
    assert read(*(adk(p) for p in parts)) == TURN
    assert read(adk(*parts)) == TURN


def test_adk_in_snake_case():
    parts = ({"function_call": CALL}, {"function_response": RESULT}, {"text": "Done."})
    assert read(adk(*parts)) == TURN


@pytest.mark.parametrize("words", ["content", "text"])
def test_the_flat_dialect(words):
    name = "edit_multitrack"
    assert read(
        {"type": "tool_call", "name": name, "args": {"n": 1}, "id": "c1"},
        {"type": "tool_result", "name": name, "result": {"ok": True}, "id": "c1"},
        {"type": "heartbeat"},
        {"type": "text", words: "Done."},
    ) == [*TURN[:2], Alive(), TURN[2]]


def test_a_result_that_is_no_object_is_kept():
    found = read({"type": "tool_result", "name": "t", "result": ["a"]})
    assert found == [ToolResult("t", {"result": ["a"]})]


@pytest.mark.parametrize("data", ["", "  ", "[DONE]", "{}", "null", "[]", '{"actions": {}}'])
def test_what_says_nothing_is_a_sign_of_life(data):
    assert read(data) == [Alive()]


class TestPartialTexts:
    def test_the_whole_follows_the_parts(self):
        assert read(
            adk({"text": "Cut "}, partial=True), adk({"text": "it."}, partial=True),
            adk({"text": "Cut it."}),
        ) == [Text("Cut ", partial=True), Text("it.", partial=True), Text("Cut it.")]  # fmt: skip

    def test_the_whole_is_put_together_where_it_does_not_come(self):
        parts = adk({"text": "Cut "}, partial=True), adk({"text": "it."}, partial=True)
        assert read(*parts)[2:] == [Text("Cut it.")]
        assert read(*parts, adk({"functionCall": CALL}))[2:] == [Text("Cut it."), TURN[0]]

    def test_the_last_part_may_be_marked_as_no_part(self):
        found = read(adk({"text": "Cut "}, partial=True), adk({"text": "it."}))
        assert found[-1] == Text("Cut it.")

    def test_the_whole_may_come_in_two(self):
        found = read(
            adk({"text": "One. "}, partial=True), adk({"text": "Two."}, partial=True),
            adk({"text": "One. "}, {"text": "Two."}),
        )  # fmt: skip
        assert found[2:] == [Text("One. "), Text("Two.")]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"error": "boom"}, Problem("boom")),
        ({"error": {"message": "boom", "code": 500}}, Problem("boom", "500")),
        ({"type": "error", "message": "boom", "code": "X"}, Problem("boom", "X")),
        ({"type": "error", "content": "boom"}, Problem("boom")),
        ({"code": 2001, "message": "no credits", "data": {}}, Problem("no credits", "2001")),
        (adk(errorCode="X", errorMessage="boom"), Problem("boom", "X")),
        (adk(error_code="SAFETY"), Problem("SAFETY", "SAFETY")),
        (adk({"text": "boom"}, errorCode="X", errorMessage="boom"), Problem("boom", "X")),
    ],
)  # fmt: skip
def test_what_went_wrong_is_told_once(value, problem):
    assert read(value) == [problem]


def test_thoughts_and_echoes_are_not_for_the_user():
    assert read(adk({"text": "hm", "thought": True})) == [Alive()]
    assert read(adk({"text": "cut it"}, author="user")) == [Alive()]


def test_frames_without_blank_lines_between_them():
    lines = "\n".join(json.dumps({"type": "text", "content": c}) for c in "ab")
    assert read(lines) == [Text("a"), Text("b")]


def test_words_that_are_no_json_are_words():
    assert read("Working on it") == [Text("Working on it")]


def test_half_a_frame_is_noticed():
    with pytest.raises(HalfFrame):
        read('{"type": "text", "cont')


def test_numbers_stay_exact():
    (call,) = read({"type": "tool_call", "name": "t", "args": {"id": 5529798706024415233}})
    assert call.args["id"] == 5529798706024415233
