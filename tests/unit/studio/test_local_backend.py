"""A conversation in this process, as the client's port offers it."""

import threading

import pytest

from typecut.client.events import Text, ToolCall, ToolResult
from typecut.client.local import LocalBackend
from typecut.client.port import ExportWish
from typecut.client.runtime.conversation import Conversation
from typecut.client.runtime.said import Ready, Trouble
from typecut.errors import Cancelled, SettingError
from typecut.studio.local import open_session


@pytest.fixture
def backend(tmp_path, hands):
    return LocalBackend(open_session(tmp_path / "talk", hands))


def test_a_turn_is_told_as_on_a_server(backend, clip):
    backend.upload([clip()])
    call, result, text = backend.say("fade out over 2 seconds")
    assert (call, result.name) == (ToolCall("fade_out", {"duration": "2"}, call.id), "fade_out")
    assert isinstance(result, ToolResult)
    assert result.id == call.id
    assert isinstance(text, Text)
    assert text.text.startswith("Done:")
    assert [type(e).__name__ for e in backend.undo()] == ["ToolCall", "ToolResult", "Text"]
    assert [e.name for e in backend.redo() if isinstance(e, ToolCall)] == ["redo"]


def test_each_file_has_its_result(backend, clip):
    told = []
    files = [clip("a.mp4"), "/nowhere.mp4", clip("broken.mp4")]
    good, gone, broken = backend.upload(files, told.append)
    assert [p.done for p in told] == [0.5, 1]
    assert (good.filename, good.file_type, good.duration, good.width) == (
        "a.mp4",
        "video",
        10,
        1920,
    )
    assert [f.code for f in (good, gone, broken)] == [0, 1003, 4003]
    assert "no file /nowhere.mp4" in gone.message


def test_the_state_is_read_as_from_a_server(backend, clip):
    assert not backend.state().exportable
    backend.upload([clip()])
    state = backend.state()
    assert state.exportable
    assert state.version == 1
    assert state.session == backend.connect()


def test_an_export_goes_where_it_was_said_to_and_tells_how_far_it_is(backend, clip, tmp_path):
    backend.upload([clip()])
    told = []
    made = backend.export(tmp_path / "x.mp4", ExportWish("draft", "360p"), told.append)
    assert made.path == tmp_path / "x.mp4"
    assert made.size == made.path.stat().st_size
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert told[-1].done == 1
    with pytest.raises(SettingError):
        backend.export(tmp_path / "y.mp4", ExportWish("splendid"))


def test_stop_ends_what_runs_and_nothing_later(backend, clip, tmp_path):
    backend.upload([clip()])
    begun = threading.Event()
    ended = []

    def work():
        try:
            backend.export(tmp_path / "x.mp4", None, lambda _: (begun.set(), begun.wait()))
        except Cancelled as error:
            ended.append(error)

    backend.stop()
    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(30)
    backend.stop()
    thread.join(30)
    assert (tmp_path / "x.mp4").exists() is not bool(ended)
    backend.export(tmp_path / "z.mp4")


def test_nothing_costs_credits_and_there_is_no_link(backend):
    assert not backend.counts_credits
    assert backend.claim() == ""


def test_a_conversation_over_it(backend, clip, tmp_path):
    talk = Conversation(backend, folder=tmp_path)
    said = [*talk.handle("fade out, then export", [clip()]), *talk.handle("undo")]
    assert [s for s in said if isinstance(s, Trouble)] == []
    (ready,) = [s for s in said if isinstance(s, Ready)]
    assert ready.exported.path.parent == tmp_path


def test_what_failed_is_said_in_a_sentence(backend):
    (trouble,) = [s for s in Conversation(backend).handle("export") if isinstance(s, Trouble)]
    assert trouble.exit_code == 4
    assert trouble.text
