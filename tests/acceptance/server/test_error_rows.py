"""Rows of the table of errors that need more than one request: rights, and a message at work."""

import threading

from .test_errors import LANGUAGES, caller, check

__all__ = ["caller"]

# Clauses enough to think about for longer than the next request takes.
LONG = {"en": "trim the first clip to {} seconds", "zh": "把第一个片段剪到{}秒"}


def test_1001_names_the_scope_that_is_missing(caller):
    made = caller.ask("POST", "/api/auth/tokens", json={"scopes": ["render"]})
    few = {
        "Authorization": f"Bearer {made.json()['data']['token']}",
        "Accept-Language": LANGUAGES[caller.language],
    }
    state = f"/api/state/nemo_agent/me/{caller.session}/latest"
    place = f"/api/upload-video/nemo_agent/me/{caller.session}"
    task = "/api/tasks/me/with-session/nemo_agent"
    for answer, scope in (
        (caller.ask("GET", state, few), "read"),
        (caller.ask("GET", f"/api/preview/{caller.session}/latest/playlist.m3u8", few), "read"),
        (caller.ask("POST", task, few, json={"task_name": "x"}), "write"),
        (caller.ask("POST", place, few, files=[("files", ("a.mp4", b"x"))]), "upload"),
    ):
        check(
            answer, 1001, 401, caller.language, f"not have the scope {scope}.", f"没有 {scope} 权限"
        )
        assert "POST /api/auth/tokens" in answer.json()["message"]


def test_1009_while_a_message_is_worked_on(caller, footage):
    sent = caller.send("a.mp4", footage("errors.mp4", frames=30).read_bytes())
    assert sent.json()["code"] == 0
    for attempt in range(1, 20):
        words = LONG[caller.language].format(attempt) + ", fade in, fade out" * 150
        first = threading.Thread(target=caller.say, args=(words,))
        first.start()
        answers = [caller.say("status") for _ in range(4)]
        first.join()
        refused = [answer for answer in answers if answer.status_code != 200]
        for answer in refused:
            check(answer, 1009, 409, caller.language, "Wait until it is done", "请等它完成")
        if refused:
            break
    assert refused, "no message came while another one was worked on"
    assert caller.say("status").status_code == 200, "and afterwards it goes on"
