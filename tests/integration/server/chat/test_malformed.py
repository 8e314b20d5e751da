"""Messages that cannot be accepted, and messages nobody would think of."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from .conftest import body_of

LENIENT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = (  # noqa: SIM905
    "add remove trim title music clip clips all the first second last 3 99 -1 0 1e9 seconds % to "
    'fade out undo redo export credits status "x" \'y 第二段 删掉 加标题 “你好” 变成 竖屏 秒 、 。 , ; and then '
    "speed up 1000x crossfades volume 0 louder crop blur rotate split every frame 00:99:99"
).split()


def test_bodies_that_are_refused_before_the_stream(chat):
    good = body_of(chat.session, "fade out")
    wrong = [
        {},
        [],
        "text",
        {**good, "session_id": int(chat.session)},
        {**good, "new_message": {"parts": []}},
        {**good, "new_message": {"parts": [{"text": "   "}]}},
        {**good, "new_message": {"parts": [{"inlineData": {"mimeType": "image/png"}}]}},
        {**good, "new_message": {"parts": [{"text": "x" * 4001}]}},
        {**good, "new_message": {"parts": [{"text": 7}]}},
        {**good, "new_message": "fade out"},
        {**good, "app_name": "other"},
        {k: v for k, v in good.items() if k != "new_message"},
        {k: v for k, v in good.items() if k != "app_name"},
    ]
    for body in wrong:
        for path in ("/run_sse", "/run"):
            answer = chat.http.post(path, json=body, headers={"Accept": "text/event-stream"})
            assert (answer.status_code, answer.json()["code"]) == (422, 422), body
            assert answer.headers["content-type"] == "application/json"
    broken = chat.http.post("/run_sse", content=b"{", headers={"Content-Type": "application/json"})
    assert (broken.status_code, broken.json()["code"]) == (422, 422)
    unknown = chat.http.post("/run_sse", json={**good, "session_id": "17"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, 1002)
    assert chat.balance()["available"] == 100


def test_refusals_are_in_the_sessions_language(new_chat):
    chat = new_chat(language="zh-CN")
    assert "没有文字内容" in chat.post("   ").json()["message"]
    assert "超过了 4000" in chat.post("字" * 4001).json()["message"]


def test_a_message_of_the_greatest_length(chat):
    assert chat.say("fade out. " * 399).text


@pytest.mark.parametrize(
    "words",
    [
        "9" * 3999,
        "trim clip 1 to " + "9" * 400 + " seconds",
        "speed up clip 1 by " + "9" * 400 + "x",
        "\x00\x01\x02",
        "\ud800 add the title '\udfff'",
        "{} {0} %s %(x)d \\",
        "add the title '" + "\U0001f469‍" * 500 + "'",
        "\u202e\u200f fade out",
    ],
)
def test_hostile_words(chat, words):
    body = json.dumps(body_of(chat.session, words)).encode()
    answer = chat.http.post("/run_sse", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (200, 422), answer.text
    assert chat.say("status").text
    assert chat.balance()["frozen"] == 0


@LENIENT
@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
)
@example("\x1f")
@example("\u3000")
def test_any_words_end_in_words(chat, words):
    body = json.dumps(body_of(chat.session, words)).encode()
    answer = chat.http.post("/run_sse", content=body, headers={"Content-Type": "application/json"})
    # Spaces of every script are no words either, nor is a zero byte between them.
    assert answer.status_code in ((200,) if words.replace("\0", "").strip() else (200, 422, 403))
    if answer.status_code == 200:
        frames = [json.loads(x[6:]) for x in answer.text.split("\n") if x.startswith("data: ")]
        assert frames[-1]["content"]["parts"][0]["text"].strip()
        assert "errorCode" not in frames[-1], (words, answer.text)
