"""What comes back on a stream: events that Google ADK reads, words that say it all."""

import json

import pytest
from google.adk.events import Event

TITLE = "add the title 'Hello' for 3 seconds"


def test_each_edit_is_a_call_and_its_response_then_come_words(chat):
    heard = chat.say("trim the second clip to 12 seconds, add crossfades and blur the faces")
    kinds = [next(k for k in p if k != "id") for p in heard.parts]
    assert kinds == ["functionCall", "functionResponse"] * 2 + ["text"]
    assert heard.calls == ["set_duration", "add_transition"]
    for call, answer in zip(heard.parts[:4:2], heard.parts[1:4:2], strict=True):
        assert call["functionCall"]["id"] == answer["functionResponse"]["id"]
        assert answer["functionResponse"]["response"]["status"] == "success"
    assert heard.parts[0]["functionCall"]["args"]["duration"] == "12"
    assert "Trimmed clip 2 (clip_2) to 12 s" in heard.text
    assert 'Not done:\n- "blur the faces": ' in heard.text
    last = heard.text.splitlines()[-1]
    assert last.startswith("Timeline (1 track): 1. Video: clip_1 (0-")


def test_adk_itself_parses_every_frame(chat):
    heard = chat.say(f"{TITLE}, make me a sandwich and export")
    events = [Event.model_validate(frame) for _, frame in heard.frames]
    assert [e.author for e in events] == ["nemo_agent"] * len(events)
    assert len({e.id for e in events}) == len(events)
    assert len({e.invocation_id for e in events}) == 1
    assert events[-1].is_final_response()
    assert not events[0].is_final_response()
    assert events[-1].actions.state_delta == {"version": chat.version}
    assert events[0].get_function_calls()[0].name == "add_title"


def test_numbers_rise_and_state_follows(chat):
    before = chat.version
    heard = chat.say(TITLE)
    assert heard.numbers == [1, 2, 3]
    assert chat.version == before + 1
    assert chat.say("fade out").numbers == [4, 5, 6]
    titles = [t for t in chat.state()["state"]["draft"]["t"] if t["tt"] == 7]
    assert titles[0]["sg"][0]["tx"]["text"] == "Hello"


def test_what_is_not_understood_is_said_and_changes_nothing(chat):
    before = chat.version
    heard = chat.say("make me a sandwich")
    assert "No part of this was understood" in heard.text
    assert '"make me a sandwich"' in heard.text
    assert "Say for example" in heard.text
    assert heard.text.splitlines()[-1].startswith("Timeline (1 track): ")
    assert chat.version == before
    assert chat.balance() == {"available": 100, "frozen": 0, "total": 100}


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("make me a sandwich", {"outcome": "not_understood"}),
        ("remove clip 9", {"outcome": "refused"}),
        (TITLE, None),
        ("status", None),
    ],
)
def test_programs_are_told_where_nothing_was_done(chat, words, about):
    last = chat.say(words).frames[-1][1]
    assert last.get("customMetadata") == about
    assert Event.model_validate(last).custom_metadata == about


@pytest.mark.parametrize("language", ["", "en", "zh-CN", "ja"])
def test_chinese_messages_are_answered_in_chinese(new_chat, language):
    heard = new_chat(language=language).say("给第二段加标题“你好”，然后把它变成香蕉")
    assert "已完成：" in heard.text
    assert heard.text.splitlines()[-1].startswith("时间线（2 条轨道）：")


def test_a_chinese_session_is_answered_in_chinese(new_chat):
    assert "已完成：" in new_chat(language="zh-CN").say("fade out").text


def test_both_styles_of_keys(chat):
    camel = {
        "appName": "nemo_agent",
        "userId": chat.user,
        "sessionId": chat.session,
        "newMessage": {"role": "user", "parts": [{"text": "fade out"}]},
        "streaming": True,
    }
    answer = chat.http.post("/run_sse", json=camel)
    assert answer.status_code == 200
    assert "Added a fade out" in answer.text


def test_the_flat_dialect(chat):
    answer = chat.post(TITLE, params={"dialect": "flat"})
    frames = [
        json.loads(line.removeprefix("data: "))
        for line in answer.text.splitlines()
        if line.startswith("data: ")
    ]
    assert [f["type"] for f in frames] == ["tool_call", "tool_result", "text"]
    assert frames[0]["name"] == "add_title"
    assert frames[1]["result"]["status"] == "success"
    assert frames[2]["content"].startswith("Done:")
    assert chat.post(TITLE, params={"dialect": "french"}).status_code == 422


def test_signs_of_life_while_work_goes_on(chat, thought, settings):
    settings(keepalive_seconds=0.05)
    with chat.open("ponder and fade out") as answer:
        lines = answer.iter_lines()
        assert [next(lines), next(lines), next(lines)] == ["data:", "", "data:"]
        thought.over.set()
        rest = [line for line in lines if line.startswith("data: ")]
    assert "Added a fade out" in rest[-1]


def test_signs_of_life_in_the_flat_dialect(chat, thought, settings):
    settings(keepalive_seconds=0.05)
    with chat.open("ponder and fade out", params={"dialect": "flat"}) as answer:
        lines = answer.iter_lines()
        assert next(lines) == 'data: {"type":"heartbeat"}'
        thought.over.set()
        assert all(line.startswith(("data: {", "id: ")) for line in lines if line)


def test_awkward_characters_survive(chat):
    words = "add the title 'a\u2028b \x85 \U0001f600 </script> %s {0} \\n'"
    heard = chat.say(words)
    assert heard.calls == ["add_title"]
    assert "\U0001f600" in heard.text


def test_a_stream_is_never_kept_by_caches(chat):
    answer = chat.post("status")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-accel-buffering"] == "no"
