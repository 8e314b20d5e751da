"""Work in the background: it ends, is stopped, and is told of."""

import threading

import pytest

from typecut.errors import Cancelled, EditError, LimitExceeded, NoSuchThing
from typecut.mcp import work
from typecut.mcp.work import Board


def test_work_ends_with_its_value_or_its_error():
    board = Board()

    def fails(_):
        raise EditError("No.")

    good, bad = board.start("say", "s", lambda _: 7), board.start("say", "s", fails)

    assert good.wait(5) and bad.wait(5)
    assert (good.state, good.value) == ("done", 7)
    assert (bad.state, str(bad.error)) == ("failed", "No.")


def test_our_own_mistakes_become_errors_as_well():
    broken = Board().start("say", "s", lambda _: 1 / 0)

    assert broken.wait(5)
    assert broken.state == "failed"
    assert "ZeroDivisionError" in broken.error.message


def test_stopping_reaches_whoever_waits_in_the_works_thread():
    board, begun = Board(), threading.Event()

    def waits(_):
        begun.set()
        while True:
            work.check()

    waiting = board.start("export", "s", waits)
    assert begun.wait(5)
    assert waiting.state == "running"
    waiting.stop()

    assert waiting.wait(5)
    assert waiting.state == "cancelled"


def test_other_threads_are_not_stopped():
    board = Board()
    stopped = board.start("export", "s", lambda w: w.wait(0.01))
    stopped.stop()

    work.check()  # this thread belongs to no work
    other = board.start("say", "s", lambda _: work.check())
    assert other.wait(5) and other.state == "done"


def test_the_end_of_work_is_told_once():
    ended = []
    board = Board(lambda w: ended.append(w.id))

    one = board.start("export", "s", lambda _: None)
    board.close()

    assert ended == [one.id]


def test_work_is_found_by_its_id_and_kind():
    board = Board()
    export = board.start("export", "s", lambda _: None)

    assert board.find(export.id, "export") is export
    with pytest.raises(NoSuchThing) as error:
        board.find("export-99", "export")
    assert export.id in error.value.hint
    with pytest.raises(NoSuchThing):
        board.find(export.id, "verify")


def test_there_is_an_end_to_what_goes_on_at_once():
    board, hold = Board(), threading.Event()
    with pytest.raises(LimitExceeded):
        for _ in range(100):
            board.start("say", "s", lambda _: hold.wait(5))
    hold.set()
    board.close()


def test_cancelled_work_does_not_begin():
    begun = []
    stopped = work.Work("say-1", "say", "s")
    stopped.stop()

    stopped.run(lambda _: begun.append(1), lambda _: None)

    assert not begun
    assert isinstance(stopped.error, Cancelled)
