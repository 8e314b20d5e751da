"""Talk of buttons and panels."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typecut.client.runtime.translating import translate

TABLE = Path(__file__).with_name("gui.txt")


def _rows():
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            reply, _, said = line.partition(" -> ")
            found = re.fullmatch(r"(.*?)(?: \[([a-z ]+)\])?", said)
            yield pytest.param(reply, found[1], set((found[2] or "").split()), id=reply[:60])


@pytest.mark.parametrize(("reply", "said", "actions"), list(_rows()))
def test_each_reply_can_be_followed_in_words(reply, said, actions):
    told = translate(reply)
    assert told.text == (reply if said == "=" else said)
    assert set(told.actions) == actions


@pytest.mark.parametrize(("reply", "said", "actions"), list(_rows()))
def test_what_was_said_instead_is_not_translated_again(reply, said, actions):
    once = translate(reply).text
    assert translate(once).text == once


def test_a_reply_keeps_its_lines():
    reply = "Done:\n- Added the title\n\nClick Export to save it.\nTimeline (0 tracks)"
    assert translate(reply).text == (
        'Done:\n- Added the title\n\nSay "export" to get the file.\nTimeline (0 tracks)'
    )


def test_a_file_that_was_asked_for_need_not_be_asked_for_again():
    reply = "Your video is ready! Preview in Timeline panel or click Export to save it."
    assert translate(reply, exporting=True).text == (
        "Your video is ready! See the tracks below or wait for the file."
    )
    assert translate("请点击导出按钮。", exporting=True).text == "请等待文件生成。"


@given(st.text(st.characters(exclude_characters="点打拖在导预查前使把将按单双通"), max_size=200))
def test_text_without_gui_words_passes_byte_for_byte(text):
    verbs = r"click|tap|press|hit|push|open|launch|expand|drag|drop|/api/"
    assert re.search(verbs, text, re.IGNORECASE) or translate(text).text == text


CALM = st.sampled_from(
    ["I", "added", "the", "title", "dropped", "opens", "clickable", "volume", "and", "then", "or",
     '"click Export"', "“点击导出”", "timeline", "panel", "export", ",", ".", "\n", "- ", "music",
     "to", "35%", "(0-3s)", "标题", "时间线", "已添加", "，", "。"]
)  # fmt: skip


@given(st.lists(CALM, max_size=30))
def test_quoted_and_ordinary_words_pass_byte_for_byte(words):
    text = " ".join(words)
    assert translate(text).text == text


def test_a_long_reply_is_no_trouble():
    text = "click " * 500 + "打开" * 500 + '"' * 500 + "drag and drop " * 500
    assert isinstance(translate(text).text, str)
