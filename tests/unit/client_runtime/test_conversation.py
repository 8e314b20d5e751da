"""A conversation over a session that answers from a script."""

import threading
from pathlib import Path

import pytest

from typecut.client.events import Alive, Problem, Recovered, Text, ToolCall, ToolResult
from typecut.client.port import Progress, Uploaded
from typecut.client.runtime.conversation import Conversation
from typecut.client.runtime.said import (
    Balance,
    Brought,
    Moved,
    Ready,
    Status,
    Tracks,
    Trouble,
    Words,
)
from typecut.errors import Cancelled, OutOfCredits, TypecutError, Unreachable
from typecut.testing import Answer, Clock, ScriptedBackend

CITY = {"t": [{"tt": 0, "sg": [{"id": "c", "s": 0, "d": 10000, "src": "city.mp4"}]}]}
SHORT = {"t": [{"tt": 0, "sg": [{"id": "c", "s": 0, "d": 5000, "src": "city.mp4"}]}]}


def talk(*answers, **given):
    backend = ScriptedBackend(answers, **{"draft": CITY} | given)
    return backend, Conversation(backend, folder=Path("out"))


def texts(said):
    return [s.text for s in said if not isinstance(s, Status | Moved)]


def test_greeting():
    backend, conversation = talk()
    assert [s.text for s in conversation.greet()] == ["Connecting…", "Ready."]
    assert not any(isinstance(s, Status) for s in conversation.handle("status"))
    assert backend.calls == ["state"]
    assert [s.text for s in Conversation(backend, language="zh-CN").greet()] == [
        "正在连接…",
        "已就绪。",
    ]
    assert list(Conversation(backend, greeting="Send me clips!").greet())[-1] == Words(
        "Send me clips!"
    )


def test_who_is_not_greeted_is_connected_all_the_same():
    _, conversation = talk()
    assert next(iter(conversation.handle("status"))) == Status("Connecting…")


def test_a_server_that_is_not_there():
    backend, conversation = talk(errors={"connect": Unreachable("x cannot be reached.")})
    said = list(conversation.greet())
    assert isinstance(said[-1], Trouble) and said[-1].exit_code == 69
    assert isinstance(list(conversation.handle("status"))[-1], Tracks)
    assert backend.calls == ["state"]


def test_the_reply_is_in_the_language_of_the_message():
    _, conversation = talk()
    (english,) = [s for s in conversation.handle("credits") if isinstance(s, Balance)]
    (chinese,) = [s for s in conversation.handle("积分") if isinstance(s, Balance)]
    assert english.text.startswith("Credits: 100") and chinese.text.startswith("积分：可用 100")
    _, conversation = talk()
    said = list(conversation.handle('把标题改成 "Export now"'))
    assert texts(said) == ["服务器没有回复，也没有任何变化。请换一种说法。"]


def test_where_nothing_is_counted_it_is_said():
    _, conversation = talk(counts_credits=False)
    assert list(conversation.handle("credits"))[-1] == Balance("Nothing costs credits here.", None)


def test_tool_calls_stay_inside():
    events = [ToolCall("edit", {"secret": 1}), ToolResult("edit", {"x": 2}), Text("Done.")]
    _, conversation = talk(Answer(events, SHORT))
    assert texts(conversation.handle("trim it")) == ["Done."]


def test_a_token_is_never_shown():
    _, conversation = talk(Answer([Text("Your token is nmv_usr_KGdwtlGw3h. Keep it.")]))
    assert texts(conversation.handle("give me a token")) == ["Your token is …. Keep it."]


def test_a_session_that_was_to_be_gone_on_with_and_is_gone():
    backend, conversation = talk()
    backend.gone = backend.session
    said = [s.text for s in conversation.greet()]
    assert said[1].startswith("The earlier session is gone") and said[-1] == "Ready."


def test_a_silent_edit_is_told():
    _, conversation = talk(Answer([ToolCall("edit"), ToolResult("edit")], SHORT))
    assert texts(conversation.handle("trim it")) == [
        "Changed:\n- city is shorter: 10 s → 5 s\n- the whole is 5 s long (before: 10 s)",
        "Timeline (1 track): 1. Video: city (0-5s)",
    ]


def test_work_that_goes_on_is_told_every_two_minutes():
    clock = Clock()

    class Slow(ScriptedBackend):
        def say(self, message):
            for _ in range(40):
                clock.sleep(15)
                yield Alive()
            yield Text("Done.")

    said = list(Conversation(Slow(), clock=clock).handle("make a film"))
    assert [s.text for s in said if isinstance(s, Status)] == [
        "Connecting…",
        *["⏳ Still working..."] * 5,
    ]
    assert said[-1] == Words("Done.")


@pytest.mark.parametrize(
    ("changed", "draft", "begin"),
    [
        (True, SHORT, "The connection broke off, but the work was done."),
        (False, None, "The connection broke off, and nothing has changed since."),
        (None, SHORT, "The connection broke off, but the work was done."),
    ],
)
def test_a_broken_stream_is_never_said_again(changed, draft, begin):
    backend, conversation = talk(Answer([Recovered(changed)], draft))
    said = list(conversation.handle("trim it"))
    assert texts(said)[0].startswith(begin)
    assert [c for c in backend.calls if c.startswith("say")] == ["say trim it"]


def test_a_broken_stream_of_which_nothing_can_be_known():
    class Mute(ScriptedBackend):
        def state(self):
            raise TypecutError("no state here")

    backend = Mute([Answer([Recovered(None)])])
    (said,) = [s for s in Conversation(backend).handle("trim it") if isinstance(s, Trouble)]
    assert 'say "status" before you say it again' in said.text


def test_a_server_without_states_still_edits():
    class Mute(ScriptedBackend):
        def state(self):
            raise TypecutError("no state here")

    backend = Mute([Answer([Text("Trimmed.")])])
    said = list(Conversation(backend, folder=Path("out")).handle("trim it and export"))
    assert said[1] == Words("Trimmed.") and isinstance(said[-1], Ready)


def test_a_failing_turn_stops_what_follows():
    backend, conversation = talk(Answer([Problem("the model is away")]))
    said = list(conversation.handle("trim it and export"))
    assert isinstance(said[-2], Trouble) and "The model is away." in said[-2].text
    assert said[-1] == Words("Not done because of this: the export.")
    assert not any(c.startswith("export") for c in backend.calls)


def test_an_error_stops_what_follows_and_shows_the_way():
    error = OutOfCredits("no credits", needed=1, available=0)
    error.link = "https://nemovideo.com/register?bind=anon_1"
    _, conversation = talk(Answer(error=error))
    said = list(conversation.handle("剪短一点，然后导出，然后看看积分"))
    assert isinstance(said[-2], Trouble) and said[-2].link == error.link and said[-2].code == 2001
    assert said[-1] == Words("因此没有执行：导出、查看积分。")


def test_a_refused_file_stops_what_was_to_be_done_with_it():
    refused = {"b.txt": Uploaded("b.txt", code=4001, message="unsupported file type")}
    backend, conversation = talk(refused=refused)
    said = list(conversation.handle("join them", ["a.mp4", "b.txt"]))
    (brought,) = [s for s in said if isinstance(s, Brought)]
    assert "a.mp4: uploaded" in brought.text and "b.txt: not uploaded." in brought.text
    assert "Accepted are: mp4, mov" in brought.text
    assert said[-1] == Words('Not done because of this: "join them".')
    assert backend.calls == ["upload a.mp4, b.txt"]


def test_a_file_is_brought_in_once(tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(b"x")
    backend, conversation = talk()
    list(conversation.handle(f"make {film} vertical"))
    list(conversation.handle("make film.mp4 faster"))
    assert [c for c in backend.calls if c != "state"] == [
        f"upload {film}", "say make film.mp4 vertical", "say make film.mp4 faster"
    ]  # fmt: skip


def test_a_session_that_was_replaced_is_told_once():
    backend, conversation = talk(Answer([Text("Hello.")], session_id="2"), Answer([Text("Again.")]))
    assert texts(conversation.handle("make a film"))[-1].startswith("The earlier session is gone")
    assert texts(conversation.handle("make a film")) == ["Again."]
    backend.session = type(backend.session)("3")
    said = texts(conversation.handle("make it longer"))
    assert len(said) == 1 and "your message was not sent" in said[0]


def test_an_export_has_the_wish_and_a_free_name(tmp_path):
    (tmp_path / "project.mp4").write_bytes(b"")
    backend = ScriptedBackend(draft=CITY)
    conversation = Conversation(backend, folder=tmp_path)
    said = list(conversation.handle("export 720p draft at 25 fps"))
    assert [s.progress.done for s in said if isinstance(s, Moved)] == [0.0, 0.5, 1.0]
    assert said[-1].exported.path == tmp_path / "project-2.mp4"
    assert "resolution='720p'" in backend.calls[-1] and "fps='25'" in backend.calls[-1]
    assert list(conversation.handle("save it as a.mp4"))[-1].exported.path == tmp_path / "a.mp4"


def test_without_a_folder_an_export_is_a_link():
    _, conversation = talk()
    conversation = Conversation(ScriptedBackend(draft=CITY))
    said = list(conversation.handle("export"))[-1]
    assert said.exported.path is None and "https://video.example/f.mp4" in said.text


def test_whoever_stops_listening_stops_the_export():
    ended = threading.Event()
    stopped = []

    class Endless(ScriptedBackend):
        def export(self, out, wish=None, tell=None):
            try:
                while True:
                    tell(Progress("export", 0.1))
            except Cancelled as error:
                stopped.append(error)
                raise
            finally:
                ended.set()

    said = Conversation(Endless(draft=CITY)).handle("export")
    while not isinstance(next(said), Moved):
        pass
    said.close()
    assert ended.wait(30) and stopped


def test_a_long_export_without_progress_is_told():
    clock = Clock()

    class Slow(ScriptedBackend):
        def export(self, out, wish=None, tell=None):
            for _ in range(30):
                tell(Progress("export", 0.2))
                clock.sleep(10)
            return super().export(out, wish)

    said = list(Conversation(Slow(draft=CITY), clock=clock).handle("导出"))
    assert [s.text for s in said if isinstance(s, Status)][2:] == ["⏳ 仍在处理中…"] * 2


@pytest.mark.parametrize(
    "message", ["", "  ", "export", "credits", "status", "upload", "undo", "hi"]
)
def test_everything_ends_with_something_said(message):
    for given in (
        {},
        {"errors": dict.fromkeys(("state", "credits", "export", "upload"), TypecutError("no"))},
    ):
        _, conversation = talk(**{k: dict(v) for k, v in given.items()})
        said = list(conversation.handle(message))
        assert said and not isinstance(said[-1], Status | Moved) and texts(said)[-1]


def test_close_is_passed_on():
    backend, conversation = talk()
    conversation.close()
    assert backend.calls == ["close"]
