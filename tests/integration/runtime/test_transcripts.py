"""What a person is told, and what the server is asked, for every awkward behaviour.

Each scene is played over real sockets by the skill's runtime and the Python client; the transcript
is kept in tests/fixtures/transcripts. TYPECUT_WRITE_TRANSCRIPTS=1 writes them anew: read the diff.

    > said by the person          (a) (text)  passing words
    = asked of the server         (tracks), (credits), (files), (file), (trouble): what is shown
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from typecut.client import Client
from typecut.client.attribution import Attribution
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
from typecut.testing import AwkwardServer
from typecut.testing.script import (
    Beat,
    Break,
    Call,
    Change,
    Failure,
    Refusal,
    Rendering,
    Silence,
    Turn,
)
from typecut.testing.script import Words as Spoken

FOLDER = Path(__file__).parents[2] / "fixtures" / "transcripts"
VIDEO = {"id": "c1", "s": 0, "d": 10000, "src": "/mnt/userdata/city timelapse.mp4"}
SHORT = VIDEO | {"d": 5000}
TITLE = {"id": "t1", "s": 0, "d": 3000, "tx": {"text": "Urban Dreams"}}
MUSIC = {"id": "m1", "s": 0, "d": 10000, "m": {"name": "Lo-fi"}, "vol": 0.35}


def draft(*tracks):
    return {"t": [{"tt": kind, "sg": list(items)} for kind, *items in tracks], "d": 10000}


PLAIN = draft((0, VIDEO))
TITLED = draft((0, VIDEO), (7, TITLE))
FULL = draft((0, VIDEO), (1, MUSIC), (7, TITLE))
TRIMMED = {"t": [{"tt": 0, "sg": [SHORT]}], "d": 5000}


@dataclass
class Scene:
    """A server's script, and what the person says to it."""

    says: list[str]
    turns: list[Turn] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()


def one(*frames, **more):
    return [Turn(frames, **more)]


EDIT = "add the title Urban Dreams"
BREAK_BEFORE = one(Call("edit_multitrack", open=True), Break())
GUI = "Your video is ready! Preview in Timeline panel or click Export to save it."
TEMPORARY = "I encountered a temporary issue. Please try again."
ON = {"draft": PLAIN}

SCENES: dict[str, Scene] = {
    # -- waiting ---------------------------------------------------------------------------------
    "silence": Scene([EDIT], one(Silence(300), Change(TITLED), Spoken("Title added.")), ON),
    "empty-data": Scene(
        ["generate a city timelapse"],
        one(
            Spoken("I'll generate your video now..."), Beat(15, 20), Change(PLAIN), Spoken("Done.")
        ),
    ),
    "heartbeats": Scene(
        ["generate a city timelapse"],
        one(Beat(15, 17, "heartbeat"), Change(PLAIN), Spoken("Done.")),
        {"dialect": "flat"},
    ),
    "comments": Scene(["延长到十秒"], one(Beat(15, 9, "comment"), Spoken("好了。")), ON),
    # -- streams without text --------------------------------------------------------------------
    "tool-only": Scene(
        [EDIT], one(Call("edit_multitrack", {"title": "Urban Dreams"}), Change(TITLED)), ON
    ),
    "tool-only-flat-chinese": Scene(
        ["加标题和音乐"], one(Call("edit_multitrack"), Change(FULL)), ON | {"dialect": "flat"}
    ),
    "tool-only-trimmed": Scene(["trim it to 5 s"], one(Call("edit"), Change(TRIMMED)), ON),
    "nothing-at-all": Scene([EDIT], one(), ON),
    "tool-only-unchanged": Scene([EDIT], one(Call("edit_multitrack")), ON),
    # -- text ------------------------------------------------------------------------------------
    "gui-talk": Scene(["make a timelapse", "export"], one(Change(FULL), Spoken(GUI)), ON),
    "gui-talk-chinese": Scene(
        ["加标题"],
        one(
            Change(TITLED),
            Spoken("标题“点击购买”已添加！您可以在时间线预览，或点击“导出”保存视频。"),
        ),
        ON,
    ),
    "gui-talk-and-export": Scene(["add a title and export"], one(Change(TITLED), Spoken(GUI)), ON),
    "gui-billing": Scene(
        ["add more"], one(Spoken("That needs credits. Check your account to see the balance.")), ON
    ),
    "partial-texts": Scene(
        [EDIT],
        one(Spoken("Title ", True), Spoken("added.", True), Change(TITLED), Spoken("Title added.")),
        ON,
    ),
    "said-twice": Scene(
        [EDIT], one(Change(TITLED), Spoken("Title added."), Spoken("Title added.")), ON
    ),
    "temporary-issue-trailing": Scene(
        [EDIT], one(Change(TITLED), Spoken("Title added."), Spoken(TEMPORARY)), ON
    ),
    "temporary-issue-in-the-same-text": Scene(
        [EDIT], one(Change(TITLED), Spoken(f"Title added. {TEMPORARY}")), ON
    ),
    "temporary-issue-after-silent-edit": Scene(
        [EDIT], one(Call("edit_multitrack"), Change(TITLED), Spoken(TEMPORARY)), ON
    ),
    "temporary-issue-alone": Scene([EDIT], one(Spoken(TEMPORARY)), ON),
    # -- broken streams --------------------------------------------------------------------------
    "broken-before-the-edit": Scene([EDIT], BREAK_BEFORE, ON),
    "broken-after-the-edit": Scene(
        [EDIT], one(Call("edit_multitrack"), Change(TITLED), Break()), ON
    ),
    "broken-and-late": Scene(
        [EDIT], one(Call("edit", open=True), Break(), late=Change(TITLED), reads=2), ON
    ),
    "broken-inside-a-frame": Scene([EDIT], one(Change(TITLED), Break(inside=True)), ON),
    "broken-after-words": Scene([EDIT], one(Spoken("I'll add it now."), Break()), ON),
    "broken-and-read-on": Scene(
        [EDIT],
        one(Call("edit_multitrack"), Change(TITLED), Break(), Spoken("Title added.")),
        ON | {"numbered": True, "versions": True},
    ),
    "broken-chinese": Scene(["加标题"], BREAK_BEFORE, ON),
    "broken-then-no-export": Scene(["trim it to 5 s and export"], BREAK_BEFORE, ON),
    # -- failures in the stream ------------------------------------------------------------------
    "failure-event": Scene([EDIT], one(Failure("The model is overloaded.")), ON),
    "failure-bare": Scene([EDIT], one(Failure("ValueError: boom", style="bare")), ON),
    "failure-flat": Scene([EDIT], one(Failure("out of memory")), ON | {"dialect": "flat"}),
    "failure-after-the-edit": Scene([EDIT], one(Change(TITLED), Failure("boom")), ON),
    # -- sessions and tokens ---------------------------------------------------------------------
    "session-id-at-the-top": Scene(["status"], given=ON | {"session_shape": "top"}),
    "session-id-a-number": Scene(["status"], given=ON | {"session_shape": "number"}),
    "token-expires": Scene(
        [EDIT],
        one(Change(TITLED), Spoken("Title added.")),
        ON | {"refusals": [Refusal("POST /run_sse", 1001)]},
    ),
    "token-never-good": Scene(
        ["status"], given=ON | {"refusals": [Refusal("GET /api/state", 1001, times=9)]}
    ),
    "client-id-refused": Scene(
        ["status"], given=ON | {"refusals": [Refusal("POST /api/auth", 400)]}
    ),
    "session-gone": Scene(
        ["upload clip.mp4", "make it faster"],
        one(Spoken("Faster now.")),
        ON | {"refusals": [Refusal("GET /api/state", 1002)]},
        ("clip.mp4",),
    ),
    "session-gone-at-the-message": Scene(
        [EDIT],
        one(Spoken("There is no video yet.")),
        ON | {"refusals": [Refusal("POST /run_sse", 1002)]},
    ),
    # -- too often, too expensive ----------------------------------------------------------------
    "rate-limited": Scene(
        [EDIT],
        one(Spoken("Title added.")),
        ON | {"refusals": [Refusal("POST /run_sse", 429, headers={"Retry-After": "5"})]},
    ),
    "rate-limited-twice": Scene(
        [EDIT], given=ON | {"refusals": [Refusal("POST /run_sse", 429, times=2)]}
    ),
    "rate-limited-for-days": Scene(
        ["status"],
        given={
            "refusals": [Refusal("POST /api/auth", 429, headers={"Retry-After": "600000"}, times=5)]
        },
    ),
    "out-of-credits": Scene(
        [EDIT],
        given=ON
        | {
            "refusals": [
                Refusal(
                    "POST /run_sse",
                    2001,
                    data={
                        "register_url": "https://nemovideo.com/register?bind=anon_abc123def4567890"
                    },
                )
            ]
        },
    ),
    "out-of-credits-registered": Scene(
        ["加标题"],
        given=ON
        | {
            "refusals": [
                Refusal("POST /run_sse", 2001, data={"top_up_url": "https://nemovideo.com/top-up"})
            ]
        },
    ),
    "turn-running": Scene([EDIT], given=ON | {"refusals": [Refusal("POST /run_sse", 1009)]}),
    # -- uploads ---------------------------------------------------------------------------------
    "upload": Scene(["upload clip.mp4 and song.mp3"], files=("clip.mp4", "song.mp3")),
    "upload-one-refused": Scene(
        ["upload clip.mp4 and notes.txt, then trim it to 5 s"], files=("clip.mp4", "notes.txt")
    ),
    "upload-missing": Scene(["upload nowhere.mp4"]),
    "upload-address": Scene(
        ["https://example.com/v/beach.mp4 make it vertical"], one(Spoken("Vertical now."))
    ),
    "upload-which": Scene(["upload", "上传"]),
    # -- exports ---------------------------------------------------------------------------------
    "export": Scene(["export 720p draft"], given=ON),
    "export-other-shape": Scene(["export"], given=ON | {"render_shape": "B"}),
    "export-slow": Scene(["导出"], given=ON | {"renders": [Rendering([5] * 20)]}),
    "export-fails": Scene(
        ["export"], given=ON | {"renders": [Rendering([5], error="codec not found")]}
    ),
    "export-id-taken": Scene(
        ["export"], given=ON | {"refusals": [Refusal("POST /api/render", 1009, "id taken")]}
    ),
    "export-blocked": Scene(
        ["export"], given=ON | {"refusals": [Refusal("POST /api/render", 402)]}
    ),
    "export-redirected": Scene(["export"], given=ON | {"renders": [Rendering([], redirect=True)]}),
    "export-cut": Scene(["export"], given=ON | {"renders": [Rendering([], cut=2000)]}),
    "export-of-nothing": Scene(["export"]),
    "export-of-subtitles": Scene(["export the subtitles as srt"], given=ON),
    "export-as-gif": Scene(["export as gif"], given=ON),
    # -- several things in one breath ------------------------------------------------------------
    "compound": Scene(
        ["upload clip.mp4, trim it to 5 s and export 1080p, then show my credits"],
        one(Call("edit"), Change(TRIMMED), Spoken("Trimmed to 5 s.")),
        files=("clip.mp4",),
    ),
    "compound-edit-fails": Scene(["trim it to 5 s and export"], one(Failure("boom")), ON),
    "compound-edit-does-nothing": Scene(
        ["make it sparkle and export", "export"], one(Spoken("I cannot do that.")), ON
    ),
    # -- questions -------------------------------------------------------------------------------
    "questions": Scene(["credits", "status", "积分", "状态", ""], given={"draft": FULL}),
    "empty-timeline": Scene(["status", "状态"]),
    "undo": Scene(
        ["undo"], one(Change(PLAIN), Spoken("The title is gone again.")), {"draft": TITLED}
    ),
}
CODES = (400, 402, 422, 429, 1001, 1003, 2001, 4001, 4002, 4003, 5000)
SCENES |= {
    f"code-{code}-{'http' if not status else '200'}": Scene(
        [EDIT],
        given=ON | {"refusals": [Refusal("POST /run_sse", code, status=status, times=5)]},
    )
    for code in CODES
    for status in (0, 200)
}


@pytest.mark.parametrize("name", SCENES)
def test_the_transcript_is_the_one_that_is_kept(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scene = SCENES[name]
    for file in scene.files:
        Path(file).write_bytes(b"not looked at " * 10)
    kept = FOLDER / f"{name}.txt"
    with AwkwardServer(scene.turns, **scene.given) as server:
        played = _played(server, scene, tmp_path)
    if os.environ.get("TYPECUT_WRITE_TRANSCRIPTS"):
        kept.write_text(played, "utf-8")
    assert played == kept.read_text("utf-8")


def test_no_transcript_is_left_over():
    assert {p.stem for p in FOLDER.glob("*.txt")} == set(SCENES)


def test_no_transcript_shows_a_token_or_raw_json():
    for path in FOLDER.glob("*.txt"):
        text = path.read_text("utf-8")
        assert "nmv_usr" not in text and '{"' not in text and "Traceback" not in text, path.name


def _played(server, scene, folder):
    client = Client(
        server.url, attribution=Attribution("test-skill", "1.2.3", "cursor"),
        clock=server.clock, sleep=server.clock.sleep,
    )  # fmt: skip
    talk = Conversation(client, clock=server.clock, folder=folder / "out")
    lines, asked = [], 0
    for message in scene.says:
        lines.append(f"> {message}")
        said = list(talk.handle(message))
        assert said and not isinstance(said[-1], Status | Moved), said
        lines += [_line(s) for s in said]
        lines += [f"= {line}" for line in server.asked[asked:]]
        lines.append("")
        asked = len(server.asked)
    talk.close()
    for request in server.requests:
        assert request.headers["X-Skill-Source"] == "test-skill", request
    return _plain("\n".join(lines), server, folder)


def _line(said):
    match said:
        case Words(text):
            return text
        case Status(text):
            return f"({text})"
        case Moved(progress):
            return f"({progress.what} {progress.done:.0%})"
        case Brought(_, text):
            return f"(files) {text}"
        case Tracks(text):
            return f"(tracks) {text}"
        case Balance(text):
            return f"(credits) {text}"
        case Ready(_, text):
            return f"(file) {text}"
        case Trouble(text, code, link, exit_code):
            return f"(trouble {code}, exit {exit_code}) {text}" + (f" [{link}]" if link else "")


def _plain(text, server, folder):
    """Without what differs from run to run."""
    text = text.replace(str(folder), "<folder>").replace(server.url, "<server>")
    for number, found in enumerate(dict.fromkeys(re.findall(r"render_\d+", text)), 1):
        text = text.replace(found, f"render_{number}")
    return text.rstrip("\n") + "\n"
