"""A message is sent once, whatever becomes of the stream."""

import json
import queue
import threading

import httpx
import pytest

from scripted import BASE, SESSION, STATE, TASKS, TOKEN, draft, envelope, stream, text
from typecut.client import Alive, Client, Limits, Problem, Recovered, Text, ToolCall
from typecut.errors import (
    OutOfCredits,
    RateLimited,
    RequestError,
    TurnRunning,
    TypecutError,
    Unreachable,
)

RUN = "POST /run_sse"
EVENTS = f"GET /api/events/{SESSION}"
BREAK = httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def told(events):
    return [e for e in events if e != Alive()]


def said_to(script):
    return [json.loads(r.content)["new_message"]["parts"][0]["text"] for r in script.to(RUN)]


def states(*names):
    return [envelope({"state": {"draft": draft(n)}}) for n in names]


def test_what_is_sent_is_what_the_documents_send(speaker, script):
    assert speaker().say("cut it") == [Text("Done.")]
    (request,) = script.to(RUN)
    body = json.loads(request.content)
    assert body["app_name"] == "nemo_agent"
    assert (body["user_id"], body["session_id"]) == ("me", SESSION)
    assert body["new_message"]["parts"] == [{"text": "cut it"}]
    assert request.headers["accept"] == "text/event-stream"


def test_the_same_words_twice_are_two_messages(speaker, script):
    one = speaker()
    one.say("faster")
    one.say("faster")
    first, second = script.to(RUN)
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]


def test_undo_is_said(speaker, script):
    speaker().undo()
    assert said_to(script) == ["undo"]


def test_signs_of_life_are_told(speaker, script):
    script.on(RUN, stream("data:\n\n", ": hello\n\n", {"type": "heartbeat"}, text("Done.")))
    assert speaker().say("x") == [Alive(), Alive(), Alive(), Text("Done.")]


def test_an_error_within_the_stream_is_told(speaker, script):
    script.on(RUN, stream(text("Wait."), {"error": "model overloaded"}))
    assert speaker().say("x") == [Text("Wait."), Problem("model overloaded")]


def test_an_answer_in_one_piece(speaker, script):
    script.on(RUN, httpx.Response(200, json=[text("One."), text("Two.")]))
    assert speaker().say("x") == [Text("One."), Text("Two.")]


class TestBeforeTheStream:
    def test_a_refused_token(self, speaker, script):
        script.on(f"POST {TOKEN}", envelope({"token": "one"}), envelope({"token": "two"}))
        script.on(RUN, envelope(code=1001, status=200), stream(text("Done.")))
        assert told(speaker().say("x")) == [Text("Done.")]
        assert [r.headers["authorization"] for r in script.to(RUN)] == ["Bearer one", "Bearer two"]

    @pytest.mark.parametrize(
        "gone",
        [
            envelope(code=1002, status=404),
            envelope(code=1002),
            httpx.Response(404, json={"detail": f"Session not found: {SESSION}"}),
        ],
    )
    def test_a_session_that_is_gone(self, speaker, script, gone):
        new = envelope({"session_id": "9007199254740993"})
        script.on(f"POST {TASKS}", envelope({"session_id": SESSION}), new)
        script.on(RUN, gone, stream(text("Done.")))
        one = speaker()
        events = told(one.say("x"))
        assert "new one" in events[0].text
        assert events[1:] == [Text("Done.")]
        assert one.gone.session_id == SESSION
        assert one.session.session_id == "9007199254740993"
        assert json.loads(script.to(RUN)[1].content)["session_id"] == "9007199254740993"

    def test_and_gone_again(self, speaker, script):
        script.on(RUN, envelope(code=1002, status=404))
        with pytest.raises(TypecutError):
            speaker().say("x")
        assert script.times(RUN) == 2

    def test_a_busy_server_and_signs_of_life_meanwhile(self, speaker, script, clock):
        script.on(RUN, envelope(code=429, status=429, retry_after="50"), stream(text("Done.")))
        events = speaker().say("x")
        assert told(events) == [Text("Done.")]
        assert sum(clock.slept) == 50 and max(clock.slept) <= 20
        assert events.count(Alive()) == 3

    @pytest.mark.parametrize(
        ("code", "status", "kind"),
        [(2001, 403, OutOfCredits), (1009, 409, TurnRunning), (422, 422, RequestError),
         (5000, 500, TypecutError)],
    )  # fmt: skip
    @pytest.mark.parametrize("honest", [True, False])
    def test_what_is_not_tried_again(self, speaker, script, code, status, kind, honest):
        script.on(RUN, envelope(code=code, status=status if honest else 200))
        with pytest.raises(kind):
            speaker().say("x")
        assert script.times(RUN) == 1

    def test_twice_too_often(self, speaker, script):
        script.on(RUN, envelope(code=429, status=429))
        with pytest.raises(RateLimited):
            speaker().say("x")
        assert script.times(RUN) == 2

    def test_a_message_that_never_left_is_tried_again(self, speaker, script):
        script.on(RUN, httpx.ConnectError("refused"), stream(text("Done.")))
        assert told(speaker().say("x")) == [Text("Done.")]

    def test_a_server_that_stays_away(self, speaker, script):
        script.on(RUN, httpx.ConnectError("refused"))
        with pytest.raises(Unreachable):
            speaker().say("x")
        assert script.times(RUN) == 3


class TestBrokenStreams:
    """Without numbers: the documents' way, by the state."""

    @pytest.mark.parametrize(
        "broken",
        [
            stream(text("Working."), BREAK),
            stream(text("Working."), httpx.ReadError("reset")),
            stream(text("Working."), 'data: {"content": {"pa'),
            stream(text("Working."), "data: " + "x" * (17 << 20)),
        ],
    )
    def test_the_change_is_found(self, speaker, script, clock, broken):
        script.on(RUN, broken)
        script.on(f"GET {STATE}", *states("a", "a", "a", "b"))
        events = speaker().say("x")
        assert told(events) == [Text("Working."), Recovered(changed=True)]
        assert script.times(RUN) == 1
        assert sum(clock.slept) == 30 + 60 + 60
        assert max(clock.slept) <= 20

    def test_nothing_changes(self, speaker, script, clock):
        script.on(RUN, stream(BREAK))
        assert told(speaker().say("x")) == [Recovered(changed=False)]
        assert script.times(f"GET {STATE}") == 1 + 5
        assert sum(clock.slept) == 30 + 4 * 60
        assert script.times(RUN) == 1

    def test_the_answer_never_began(self, speaker, script):
        script.on(RUN, httpx.ReadError("reset"))
        script.on(f"GET {STATE}", *states("a", "b"))
        assert told(speaker().say("x")) == [Recovered(changed=True)]
        assert script.times(RUN) == 1

    @pytest.mark.parametrize("status", [502, 504])
    def test_a_gateway_lost_the_server(self, speaker, script, status):
        script.on(RUN, httpx.Response(status, text="<html>Bad gateway</html>"))
        script.on(f"GET {STATE}", *states("a", "b"))
        assert told(speaker().say("x")) == [Recovered(changed=True)]
        assert script.times(RUN) == 1

    def test_a_gateway_without_a_server(self, speaker, script, clock):
        script.on(RUN, httpx.Response(502)).on(f"GET {STATE}", httpx.Response(502))
        with pytest.raises(Unreachable):
            speaker().say("x")
        assert sum(clock.slept) < 10

    def test_a_new_session_is_not_compared_with_the_one_that_is_gone(self, speaker, script):
        new = SESSION.replace("552", "553")
        made = envelope({"session_id": new})
        script.on(f"POST {TASKS}", envelope({"session_id": SESSION}), made)
        script.on(f"GET {STATE.replace(SESSION, new)}", envelope({"state": {"draft": {}}}))
        script.on(RUN, envelope(code=1002, status=404), stream(BREAK))
        assert told(speaker().say("x"))[-1] == Recovered(changed=None)

    def test_the_server_comes_back_while_we_look(self, speaker, script):
        script.on(RUN, stream(BREAK))
        down = [httpx.ConnectError("refused")] * 6
        script.on(f"GET {STATE}", *states("a"), *down, *states("b"))
        assert told(speaker().say("x")) == [Recovered(changed=True)]

    def test_nobody_can_say(self, speaker, script):
        script.on(RUN, stream(BREAK))
        script.on(f"GET {STATE}", *states("a"), httpx.ConnectError("refused"))
        assert told(speaker().say("x")) == [Recovered(changed=None)]

    def test_new_signatures_of_links_are_no_change(self, speaker, script):
        def state(signature):
            made = draft("a")
            made["t"][0]["sg"][0]["src"] = f"https://cdn/a.mp4?sig={signature}"
            return envelope({"state": {"draft": made}})

        script.on(RUN, stream(BREAK))
        script.on(f"GET {STATE}", *(state(n) for n in range(9)))
        assert told(speaker().say("x"))[-1] == Recovered(changed=False)

    def test_words_in_part_are_not_lost(self, speaker, script):
        script.on(RUN, stream(text("Half a", partial=True), BREAK))
        assert Text("Half a") in speaker().say("x")


class TestNumberedStreams:
    """Where the server numbers its events it is asked for the rest of them."""

    def test_the_rest_arrives(self, speaker, script, clock):
        first = f"id: 4\ndata: {json.dumps(text('Working.'))}\n\n"
        half = "id: 5\ndata: {"
        rest = f"id: 5\ndata: {json.dumps(text('Done.'))}\n\n"
        script.on(RUN, stream(first, half, BREAK)).on(EVENTS, stream(rest))
        script.on(f"GET {STATE}", *states("a", "b"))
        events = told(speaker().say("x"))
        assert events == [Text("Working."), Text("Done."), Recovered(changed=True)]
        assert script.to(EVENTS)[0].headers["last-event-id"] == "4"
        assert script.times(RUN) == 1
        assert sum(clock.slept) < 5

    def test_it_breaks_again_and_again(self, speaker, script):
        first = f"id: 1\ndata: {json.dumps(text('One.'))}\n\n"
        second = f"id: 2\ndata: {json.dumps(text('Two.'))}\n\n"
        third = f"id: 3\ndata: {json.dumps(text('Three.'))}\n\n"
        script.on(RUN, stream(first, BREAK))
        script.on(
            EVENTS, stream(second, BREAK), httpx.ConnectError("refused"), httpx.Response(503),
            stream(third),
        )  # fmt: skip
        words = [e.text for e in speaker().say("x") if isinstance(e, Text)]
        assert words == ["One.", "Two.", "Three."]
        asked = [r.headers["last-event-id"] for r in script.to(EVENTS)]
        assert asked == ["1", "2", "2", "2"]

    def test_a_server_that_numbers_and_does_not_repeat(self, speaker, script, clock):
        script.on(RUN, stream(f"id: 1\ndata: {json.dumps(text('One.'))}\n\n", BREAK))
        script.on(f"GET {STATE}", *states("a", "b"))
        assert told(speaker().say("x")) == [Text("One."), Recovered(changed=True)]
        assert script.times(EVENTS) == 1
        assert sum(clock.slept) > 30

    def test_numbers_of_the_message_before_do(self, speaker, script):
        whole = stream(f"id: 7\ndata: {json.dumps(text('One.'))}\n\n")
        script.on(RUN, whole, stream(BREAK)).on(EVENTS, stream(text("Two.")))
        one = speaker()
        one.say("x")
        assert Text("Two.") in one.say("y")
        assert script.to(EVENTS)[0].headers["last-event-id"] == "7"


class Live(httpx.SyncByteStream):
    """A stream that a test feeds while it is read."""

    def __init__(self):
        self.pieces = queue.Queue()
        self.closed = threading.Event()

    def __iter__(self):
        while (piece := self.pieces.get(timeout=20)) is not None:
            yield piece

    def close(self):
        self.closed.set()


@pytest.fixture
def live(script, clock, tmp_path):
    """A client without a loop, and the stream that answers it."""
    made = Live()
    made.script = script
    script.on(
        RUN,
        lambda _: httpx.Response(200, stream=made, headers={"content-type": "text/event-stream"}),
    )
    with Client(
        BASE, config=tmp_path, transport=httpx.MockTransport(script), clock=clock,
        sleep=clock.sleep,
    ) as client:  # fmt: skip
        made.client = client
        yield made
    made.pieces.put(None)


class TestSilence:
    def test_minutes_of_it_are_lived_through(self, live, clock):
        events = live.client.say("x")
        live.pieces.put(b"data: " + json.dumps({"type": "tool_call", "name": "t"}).encode())
        live.pieces.put(b"\n\n")
        assert next(events) == ToolCall("t")
        for _ in range(12):
            clock.now += 20
            assert next(events) == Alive()
        live.pieces.put(b'data: {"type": "text", "text": "Done."}\n\n')
        assert next(events) == Text("Done.")
        live.pieces.put(None)
        assert list(events) == []

    def test_the_longest_turn_ends(self, live, clock):
        events = live.client.say("x")
        live.pieces.put(b"data:\n\n")
        assert next(events) == Alive()
        began = clock.now
        while clock.now < began + Limits().turn - 20:
            clock.now += 20
            assert next(events) == Alive()
        clock.now += 20
        assert told(events) == [Recovered(changed=False)]
        assert live.script.times(RUN) == 1

    def test_closing_the_iterator_stops_listening(self, live, clock):
        events = live.client.say("x")
        live.pieces.put(b"data:\n\n")
        assert next(events) == Alive()
        live.pieces.put(b"data:\n\n")
        events.close()
        assert live.closed.wait(10)
