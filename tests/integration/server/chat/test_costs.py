"""What messages cost: once, and only what changed something."""

import pytest

from typecut.store import ledger
from typecut.studio.service import answering


def moved(chat):
    """Every movement of the user's credits but the first grant, oldest first."""
    with chat.service.database.read() as tx:
        found = ledger.history(tx, chat.user)
    return [(e.kind, e.amount) for e in reversed(found) if e.kind != "grant"]


def test_an_edit_is_reserved_and_settled(chat):
    chat.say("fade out")
    assert moved(chat) == [("reserve", 1), ("settle", 1)]
    assert chat.balance() == {"available": 99, "frozen": 0, "total": 99}


@pytest.mark.parametrize("words", ["make me a sandwich", "status", "remove clip 9", "undo"])
def test_what_changes_nothing_costs_nothing(chat, words):
    chat.say(words)
    assert chat.balance() == {"available": 100, "frozen": 0, "total": 100}
    assert moved(chat) == [("reserve", 1), ("refund", 1)]


def test_out_of_credits(chat, leave_credits):
    leave_credits(chat.user, 0)
    before = chat.version
    answer = chat.post("fade out", headers={"Accept": "text/event-stream"})
    assert (answer.status_code, answer.json()["code"]) == (403, 2001)
    link = answer.json()["data"]["register_url"]
    assert link.endswith(f"/register?bind={chat.user}")
    assert chat.version == before
    for words in ("status", "credits", "make me a sandwich", "undo"):
        assert chat.say(words).text
    assert chat.balance()["total"] == 0


def test_the_last_credit_is_enough(chat, leave_credits):
    leave_credits(chat.user, 1)
    assert chat.say("fade out").calls == ["fade_out"]
    assert chat.post("fade in").json()["code"] == 2001
    assert "撤销" in chat.say("撤销").text  # going back is free


def test_a_message_sent_again_needs_no_second_credit(chat, leave_credits, thought):
    leave_credits(chat.user, 1)
    with chat.open("ponder and fade out"):
        assert thought.begun.wait(60)
    thought.over.set()
    assert chat.say("ponder and fade out").calls == ["fade_out"]
    assert chat.balance()["total"] == 0


def test_nothing_is_counted_where_credits_are_off(chat, settings, leave_credits):
    leave_credits(chat.user, 0)
    settings(credits=False)
    assert chat.say("fade out").calls == ["fade_out"]
    assert "counts no credits" in chat.say("credits").text
    assert chat.balance()["total"] == 0


def test_another_price(chat, settings):
    settings(price_edit=50)
    chat.say("fade out")
    assert chat.balance()["available"] == 50


def test_our_own_mistakes_are_free_and_said(chat, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(answering, "reply", broken)
    before = chat.version
    heard = chat.say("fade out", headers={"X-Trace-Id": "of-this-very-message"})
    assert "Nothing was changed and nothing was charged" in heard.text
    assert "of-this-very-message" in heard.text
    logged = [r for r in caplog.records if getattr(r, "trace_id", "") == "of-this-very-message"]
    assert any(r.exc_info for r in logged), "what it was is in the log under the same id"
    frame = heard.frames[-1][1]
    assert (frame["errorCode"], frame["errorMessage"]) == ("TURN_FAILED", heard.text)
    assert chat.version == before
    assert chat.balance() == {"available": 100, "frozen": 0, "total": 100}
    assert "编号" in chat.say("淡出").text
    monkeypatch.undo()
    assert chat.say("fade out").calls == ["fade_out"]  # not the twin of what failed


def test_what_takes_too_long_ends(chat, thought, settings, caplog):
    settings(turn_seconds=0.2)
    heard = chat.say("ponder and fade out")
    assert "took longer than a message may" in heard.text
    trace = heard.text.rpartition(" ")[2].rstrip(".")
    assert trace in [getattr(r, "trace_id", "") for r in caplog.records]
    assert chat.balance() == {"available": 100, "frozen": 0, "total": 100}
    settings(turn_seconds=900)
    version = chat.version
    thought.over.set()
    assert chat.say("status").text
    assert chat.version == version  # what was thought too late is not written


def test_a_file_that_arrives_meanwhile_is_not_lost(chat, thought):
    from .conftest import add_files

    with chat.open("ponder and fade out") as answer:
        assert thought.begun.wait(60)
        add_files(chat.service, chat.user, chat.session, clips=3)
        thought.over.set()
        answer.read()
    assert "clip_3" in str(chat.state()["state"]["draft"])
    assert chat.state()["state"]["draft"]["m"]["fo"] > 0
    assert chat.balance()["available"] == 99
