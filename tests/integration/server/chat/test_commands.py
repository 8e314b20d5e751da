"""Commands typed into the chat, for clients that do not route them; and going back and forth."""

from fractions import Fraction

import pytest

from typecut.store import renders
from typecut.timeline.schema import from_json

SKILL = {"X-Skill-Source": "s", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}
RENDERS = "/api/render/proxy/lambda"


def last_line(heard):
    return heard.text.splitlines()[-1]


@pytest.mark.parametrize("words", ["credits", "how many credits do I have left?", "balance"])
def test_credits(chat, words):
    chat.say("fade out")
    heard = chat.say(words)
    assert "Credits: 99 available, 0 reserved, 99 in total." in heard.text
    assert last_line(heard).startswith("Timeline (1 track)")
    assert chat.balance() == {"available": 99, "frozen": 0, "total": 99}


@pytest.mark.parametrize("words", ["积分", "余额"])
def test_credits_in_chinese(chat, words):
    assert "积分：可用 100，冻结 0，共 100。" in chat.say(words).text


@pytest.mark.parametrize("words", ["status", "show tracks", "状态"])
def test_status(new_chat, words):
    chat = new_chat(songs=1)
    heard = chat.say(words)
    for fact in ("1920x1080", "30 fps", "40", "song_1.mp3", "clip_1", "clip_2"):
        assert fact in heard.text
    assert heard.calls == []


@pytest.mark.parametrize("words", ["export", "导出", "download", "send me the video"])
def test_export_starts_when_the_request_says_where_it_comes_from(chat, words):
    before = chat.version
    heard = chat.say(words, headers=SKILL)
    name = next(w for w in heard.text.replace("。", " ").split() if w.startswith("render_")).strip(
        "，."
    )
    answer = chat.http.get(f"{RENDERS}/{name}")
    assert answer.status_code == 200, heard.text
    assert f"GET {RENDERS}/{name}" in heard.text
    assert chat.version == before
    assert chat.balance()["available"] == 100


@pytest.mark.parametrize("missing", SKILL)
def test_without_these_headers_the_call_to_make_is_told(chat, missing):
    heard = chat.say("export", headers={k: v for k, v in SKILL.items() if k != missing})
    assert f"POST {RENDERS}" in heard.text
    assert f'"sessionId": "{chat.session}"' in heard.text
    assert "X-Skill-Platform" in heard.text


def test_edits_and_their_export_in_one_message(chat):
    heard = chat.say("trim the first clip to 5 seconds and export", headers=SKILL)
    assert len(heard.calls) == 1
    name = heard.text.partition("is being made as ")[2].split(".")[0]
    assert chat.http.get(f"{RENDERS}/{name}").json()["status"] in (
        "pending",
        "processing",
        "failed",
    )
    with chat.service.database.read() as tx:
        draft = renders.find(tx, chat.user, name).draft
    assert from_json(draft).duration == Fraction(25)


def test_nothing_to_export(new_chat):
    assert "no picture on the timeline yet" in new_chat(clips=0).say("export", headers=SKILL).text


def test_undo_and_redo_are_new_versions_and_cost_nothing(chat):
    chat.say("add the title 'Hello'")
    chat.say("fade out")
    version, shown = chat.version, chat.state()["state"]["draft"]
    undone = chat.say("undo")
    assert undone.calls == ["undo"]
    assert 'Undone: "fade out"' in undone.text
    assert "title" in undone.text.lower() or "Hello" in undone.text
    chat.say("撤销")
    assert last_line(chat.say("status")).startswith("Timeline (1 track)")
    chat.say("redo")
    redone = chat.say("重做")
    assert "已重做：“fade out”" in redone.text
    assert chat.version == version + 4
    assert chat.state()["state"]["draft"] == shown
    assert "nothing to redo" in chat.say("redo").text
    assert chat.version == version + 4
    assert chat.balance()["available"] == 98


def test_start_over_keeps_the_files(chat):
    chat.say("remove the second clip")
    chat.say("add the title 'Hello'")
    heard = chat.say("start over")
    assert heard.calls == ["undo", "undo"]
    assert last_line(heard) == "Timeline (1 track): 1. Video: clip_1 (0-20s), clip_2 (20-40s)"
    assert "nothing to undo" in chat.say("start over").text


def test_upload_and_help(chat, new_chat):
    assert f"POST /api/upload-video/nemo_agent/me/{chat.session}" in chat.say("upload").text
    assert f"POST /api/upload-video/nemo_agent/me/{chat.session}" in chat.say("上传").text
    assert "Say for example" in chat.say("help").text
    empty = new_chat(clips=0)
    assert "upload a video or photos first" in empty.say("add the title 'x'").text
    assert "upload a video or photos first" in empty.say("fade out").text
    assert empty.version == 0


def test_a_whole_video_of_words_alone(new_chat):
    chat = new_chat(clips=0)
    heard = chat.say('create a 10 second intro video that says "Northwind" with calm music')
    assert "add_title" in heard.calls
    assert chat.state()["state"]["draft"]["d"] == 10_000
    assert "Timeline (3 tracks): " in last_line(heard)
    assert chat.balance()["available"] == 99
    # And on from there.
    assert "set_canvas" in chat.say("make it vertical").calls
    assert chat.state()["state"]["canvas_config"]["ratio"] == "9:16"


def test_the_documents_own_wishes(chat):
    assert chat.say("trim, add transitions, and export this").calls
    assert chat.say("edit my video clips").frames


def test_files_are_known_by_their_names(new_chat):
    chat = new_chat(songs=1)
    assert chat.say("trim clip_2.mp4 to 5 seconds").calls == ["set_duration"]
    heard = chat.say("add song_1.mp3 as music at 20%")
    assert heard.calls == ["add_music"]
    args = heard.parts[0]["functionCall"]["args"]
    assert args["media"]["src"] == args["media"]["id"]
    assert "blob:" not in str(heard.frames) + str(chat.state())


def test_a_new_name_is_the_sessions_name(chat):
    chat.say('call the project "Summer"')
    assert chat.state()["task_name"] == "Summer"
