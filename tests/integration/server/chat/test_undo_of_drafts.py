"""Going back past drafts that a client sent as a whole, and forth again."""

import pytest


@pytest.fixture
def send(chat):
    """Sends the session's draft back as a client's editor would, a little changed."""

    def put(**about):
        draft = chat.state()["state"]["draft"]
        draft["m"] |= about
        place = f"/api/state/nemo_agent/me/{chat.session}/draft"
        answer = chat.http.put(place, json={"draft": draft})
        assert answer.status_code == 200, answer.text

    return put


def shown(chat):
    """What the draft looks like, without links that change."""
    draft = chat.state()["state"]["draft"]
    return {key: value for key, value in draft.items() if key != "media"}


def test_undo_goes_past_a_draft_that_was_sent_and_redo_comes_back(chat, send):
    chat.say("add the title 'Hello'")
    said = shown(chat)
    send(background="#102030")
    sent = shown(chat)
    assert sent != said
    undone = chat.say("undo")
    assert undone.calls == ["undo"]
    assert "Undone: the draft that was sent" in undone.text
    assert shown(chat) == said
    chat.say("undo")
    assert "Hello" not in str(shown(chat))
    assert "nothing to undo" in chat.say("undo").text
    chat.say("redo")
    assert shown(chat) == said
    assert "Redone: the draft that was sent" in chat.say("redo").text
    assert shown(chat) == sent
    assert "nothing to redo" in chat.say("redo").text
    assert chat.balance()["available"] == 99, "only the title cost something"


def test_what_was_said_after_it_is_undone_first(chat, send):
    chat.say("add the title 'Hello'")
    send(background="#102030")
    send(background="#405060")
    chat.say("fade out")
    seen = [shown(chat)]
    for _ in range(4):
        assert chat.say("undo").calls == ["undo"]
        seen.append(shown(chat))
    assert [s["m"]["background"].lower() for s in seen[1:3]] == ["#405060", "#102030"]
    assert "Hello" in str(seen[3])
    assert "Hello" not in str(seen[4])
    for expected in reversed(seen[:-1]):
        assert chat.say("redo").calls == ["redo"]
        assert shown(chat) == expected
    assert "没有可以重做的操作" in chat.say("重做").text


def test_a_new_wish_ends_what_can_be_redone(chat, send):
    send(background="#102030")
    assert chat.say("撤销").calls == ["undo"]
    assert "已撤销：发送的草稿" in chat.events().text
    chat.say("fade out")
    before = shown(chat)
    assert "nothing to redo" in chat.say("redo").text
    assert shown(chat) == before
    chat.say("undo")
    assert "nothing to undo" in chat.say("undo").text
