"""Streams that break, messages that are sent again, and turns that go on all the same."""

import threading

import pytest

TITLE = "add the title 'Hello' for 3 seconds"


def test_going_on_after_a_broken_stream_gives_each_event_once(chat):
    whole = chat.say("trim the first clip to 5 seconds, add crossfades, fade in and fade out")
    assert len(whole.frames) > 5
    for seen in range(len(whole.frames) + 1):
        number = whole.numbers[seen - 1] if seen else 0
        assert chat.events(number).frames == whole.frames[seen:]


def test_going_on_by_sending_the_message_again(chat):
    message = "trim the first clip to 5 seconds, add crossfades, fade in and fade out"
    with chat.open(message) as answer:
        from_there = _first(answer, 2)
    again = chat.say(message, headers={"Last-Event-ID": str(from_there[-1][0])})
    assert [*from_there, *again.frames] == chat.events(0).frames
    assert chat.balance()["available"] == 99
    # Also when all of it was delivered the second time.
    assert chat.say(message, headers={"Last-Event-ID": "5"}).numbers == again.numbers[3:]
    assert chat.balance()["available"] == 99


def test_a_message_sent_again_while_it_is_worked_on_is_not_done_twice(chat, thought):
    message, answers = "ponder and fade out", []
    before = chat.version

    def say():
        answers.append(chat.say(message))

    threads = [threading.Thread(target=say) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert thought.begun.wait(60)
    assert chat.balance() == {"available": 99, "frozen": 1, "total": 100}
    thought.over.set()
    for thread in threads:
        thread.join(20)
    assert thought.times == 1
    assert [a.frames for a in answers] == [answers[0].frames] * 4
    assert chat.version == before + 1
    assert chat.balance() == {"available": 99, "frozen": 0, "total": 99}


def test_a_turn_goes_on_when_the_client_is_gone(chat, thought):
    before = chat.version
    with chat.open("ponder and fade out"):
        assert thought.begun.wait(60)
    assert chat.version == before
    thought.over.set()
    assert "Added a fade out" in chat.events(0).text
    assert chat.version == before + 1


def test_sent_again_after_it_ended_unheard(chat, thought):
    with chat.open("ponder and fade out"):
        assert thought.begun.wait(60)
    thought.over.set()
    heard = chat.events()
    assert chat.say("ponder and fade out").frames == heard.frames
    assert thought.times == 1
    assert chat.balance()["available"] == 99


def test_the_same_words_after_their_end_was_heard_are_a_new_wish(chat):
    chat.say(TITLE)
    chat.say(TITLE)
    chat.say("undo")
    chat.say("undo")
    assert chat.say("status").text.splitlines()[-1].startswith("Timeline (1 track): ")


def test_another_key_makes_the_same_words_another_message(chat, thought):
    with chat.open("ponder and fade out", headers={"Idempotency-Key": "a"}):
        assert thought.begun.wait(60)
        other = chat.post("ponder and fade out", headers={"Idempotency-Key": "b"})
        assert (other.status_code, other.json()["code"]) == (409, 1009)
    thought.over.set()
    again = chat.say("ponder and fade out", headers={"Idempotency-Key": "a"})
    assert thought.times == 1
    assert "fade out" in again.text


def test_one_message_at_a_time(chat, new_chat, thought):
    with chat.open("ponder and fade out") as answer:
        assert thought.begun.wait(60)
        refused = chat.post("fade in")
        assert (refused.status_code, refused.json()["code"]) == (409, 1009)
        assert "still being worked on" in refused.json()["message"]
        assert "fade in" in new_chat().say("fade in").text  # other sessions go on
        thought.over.set()
        answer.read()
    assert "fade in" in chat.say("fade in").text


def test_events_of_a_session_are_followed_live(chat, settings):
    settings(keepalive_seconds=0.05)
    with chat.http.stream("GET", f"/api/events/{chat.session}") as answer:
        lines = answer.iter_lines()
        assert next(lines) == "data:"
        said = chat.say("fade out")
        got = [line for line in _until_words(lines) if line.startswith("id: ")]
    assert [int(line[4:]) for line in got] == said.numbers


def test_numbers_that_mean_nothing_are_harmless(chat):
    chat.say("fade out")
    assert chat.events(2**62).frames == []
    heard = chat.say("fade in", headers={"Last-Event-ID": str(2**62)})
    assert heard.calls == ["fade_in"]
    for wrong in ("abc", "-1", "1.5", str(2**64)):
        answer = chat.post("fade in", headers={"Last-Event-ID": wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, 422)


def test_a_session_that_is_deleted_ends_its_streams_and_gives_back_credits(chat, thought, settings):
    settings(keepalive_seconds=0.05)
    with chat.open("ponder and fade out") as answer:
        assert thought.begun.wait(60)
        gone = chat.http.delete(f"/apps/nemo_agent/users/me/sessions/{chat.session}")
        assert gone.status_code == 200
        assert chat.balance() == {"available": 100, "frozen": 0, "total": 100}
        thought.over.set()
        assert "functionCall" not in answer.read().decode()
    assert chat.post("fade in").json()["code"] == 1002


@pytest.fixture(autouse=True)
def _nothing_left(thought):
    """Whatever a test leaves pondering may end."""
    yield
    thought.over.set()


def _first(answer, count):
    from .conftest import read_stream

    return read_stream(answer.iter_lines(), count).frames


def _until_words(lines):
    for line in lines:
        yield line
        if '"text"' in line:
            return
