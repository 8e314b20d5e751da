"""Completion, what is remembered of servers, and the words around a conversation."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from typecut.cli.chatting import _COMMANDS
from typecut.cli.hearing import Screen
from typecut.cli.prompting import _completer
from typecut.cli.reaching import Wanted, spoken_here
from typecut.cli.remembering import Remembered
from typecut.client.port import Uploaded
from typecut.client.runtime.phrases import uploads_text
from typecut.client.runtime.said import Words
from typecut.errors import SettingError


def completions(text):
    found = _completer(tuple(_COMMANDS)).get_completions(Document(text, len(text)), CompleteEvent())
    return {text[: len(text) + c.start_position] + c.text for c in found}


def test_commands_and_file_names_are_completed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "holiday.mp4").touch()
    (tmp_path / "my film.mp4").touch()
    assert completions("/ex") == {"/export"}
    assert completions("/export hol") == {"/export holiday.mp4"}
    assert completions("add my") == {"add my\\ film.mp4"}
    assert completions("add my\\ f") == {"add my\\ film.mp4"}


def test_sessions_are_remembered_by_server(tmp_path, monkeypatch):
    monkeypatch.setenv("TYPECUT_DATA", str(tmp_path))
    memory = Remembered.of("trip")
    assert (memory.session("https://a"), memory.told("https://a")) == ("", False)
    memory.keep("https://a", "11")
    memory.keep("https://b", "22")
    again = Remembered.of("trip")
    assert (again.session("https://a"), again.session("https://b")) == ("11", "22")
    assert Remembered.of("other").session("https://a") == ""
    memory.path.write_text("{half")
    assert again.session("https://a") == ""


@pytest.mark.parametrize(
    ("given", "server"),
    [
        ({"server": "https://a"}, "https://a"),
        ({"server": "https://a", "local": True}, None),
        ({"server": ""}, None),
        ({}, None),
    ],
)
def test_which_server_is_meant(given, server):
    options = {
        "server": None,
        "local": False,
        "name": "",
        "new": False,
        "lang": None,
        "skill": None,
    }
    assert Wanted.of(options | given).server == server


def test_an_address_has_to_be_one():
    options = {"server": "a.com", "local": False, "name": "", "new": False, "lang": None}
    with pytest.raises(SettingError, match=r"a\.com"):
        Wanted.of(options | {"skill": None})


def test_the_language_of_the_terminal(monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert spoken_here() == "zh"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert spoken_here() == "en"


def test_what_a_server_says_cannot_move_the_cursor(capsys):
    Screen().show([Words("\x1b[2Jhello")])
    assert capsys.readouterr().out == "\\x1b[2Jhello\n"


def test_a_drawing_takes_the_place_of_the_summary(capsys):
    Screen(draws=True).show([Words("Done:\n- x\n\nTimeline (1 track): 1. Video: a (0-2s)")])
    assert capsys.readouterr().out == "Done:\n- x\n"


@pytest.mark.parametrize(
    ("language", "in_place", "words"),
    [
        ("en", True, ("a.mp4: added (video)", "b.mp4: not added. No.")),
        ("en", False, ("a.mp4: uploaded (video)", "b.mp4: not uploaded. No.")),
        ("zh", True, ("a.mp4：已添加（视频）", "b.mp4：未添加。不行。")),
        ("zh", False, ("a.mp4：已上传（视频）", "b.mp4：未上传。不行。")),
    ],
)
def test_here_nothing_is_uploaded(language, in_place, words):
    why = "No." if language == "en" else "不行。"
    files = [Uploaded("a.mp4", "video"), Uploaded("b.mp4", code=4003, message=why)]
    assert uploads_text(files, language, in_place=in_place) == "\n".join(words)
