"""What a client is told of the tools: names, schemas, and what calling them may change."""

import subprocess
import sys

import jsonschema
import pytest

from typecut.errors import RequestError
from typecut.mcp import remote
from typecut.mcp.prompts import RECIPES, prompt
from typecut.mcp.server import TOOLS

READING = {
    "session_list", "state", "preview_frame", "contact_sheet", "verify", "export_status", "wait_for",
}  # fmt: skip


def test_the_tools():
    assert set(TOOLS) == READING | {
        "session_open", "media_import", "say", "apply_edits", "undo", "redo", "export_start",
        "export_cancel",
    }  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_annotations_say_what_a_call_may_change(tool):
    told = tool.annotations

    assert told.read_only_hint is (tool.name in READING)
    # Drafts can be undone and no file is written over: only a cancelled export is lost.
    assert told.destructive_hint is (tool.name == "export_cancel")
    again = READING | {"media_import", "export_cancel"}
    assert told.idempotent_hint is (tool.name in again)
    assert told.open_world_hint is False


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_schemas_are_schemas_and_small(tool):
    schema = tool.input_schema

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert tool.title and len(tool.description) < 600
    if tool.name != "apply_edits":
        assert len(str(schema)) < 1000


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("say", {}, "instruction"),
        ("say", {"instruction": "cut", "langauge": "en"}, "langauge"),
        ("preview_frame", {"time": -1}, "time"),
        ("preview_frame", {"width": 9000}, "width"),
        ("media_import", {"paths": []}, "paths"),
        ("media_import", {"paths": ["a", 5]}, "paths[1]"),
        ("export_start", {"quality": "lossless"}, "quality"),
        ("export_status", {"wait": 9999}, "wait"),
    ],
)
def test_wrong_arguments_are_named(tool, given, said):
    with pytest.raises(RequestError, match=said.replace("[", r"\[")):
        TOOLS[tool].call(None, given)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_prompts_hold_what_was_given_and_only_tools_that_there_are(recipe, language):
    given = {w.name: f"<{w.name}>" for w in recipe.wanted} | {"language": language}

    text = prompt(recipe.name, given).messages[0].content.text

    for wanted in recipe.wanted:
        assert wanted.name == "language" or f"<{wanted.name}>" in text
    assert "{" not in text
    assert "media_import" in text and "export_start" in text
    assert ("导出" in text) is (language == "zh")


def test_a_prompt_says_which_argument_is_missing():
    with pytest.raises(RequestError, match="start, end"):
        prompt("podcast_clip", {"files": "a.mp4"})


def test_tools_of_a_server_are_told_apart():
    there = {tool.name: tool for tool in remote.TOOLS}

    assert set(there) - set(TOOLS) == {"credits"}
    assert not {"preview_frame", "contact_sheet", "verify", "apply_edits", "redo"} & set(there)
    for name in ("session_open", "media_import", "say", "state", "undo", "credits", "export_start"):
        assert there[name].annotations.open_world_hint is True


def test_starting_loads_no_more_than_it_needs():
    """The engine works in other processes, and an HTTP client is for `--server` alone."""
    script = (
        "import sys, typecut.mcp.serving; "
        "print(*{'av', 'cv2', 'numpy', 'httpx', 'fastapi', 'sqlalchemy', 'typst', 'PIL'} & {*sys.modules})"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
