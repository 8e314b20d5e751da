"""What runs is stopped from another thread, by Ctrl-C or by asyncio; the server is told."""

import asyncio
import threading
import time

import pytest

from silent import HEAD, Silent
from typecut.client import AsyncClient, Client, ExportWish, Limits
from typecut.errors import Cancelled

QUICK = Limits(poll=30.0, poll_most=30.0)  # nobody looks a second time before the stop
LARGE = ExportWish(quality="best", resolution="4k")


class Caller(threading.Thread):
    """A call in a thread of its own, and what it raised."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work = work
        self.raised = None
        self.start()

    def run(self):
        try:
            self.work()
        except BaseException as error:  # noqa: BLE001  KeyboardInterrupt as well
            self.raised = error

    def ended(self):
        self.join(30)
        assert not self.is_alive()
        return self.raised


def over(client, render_id):
    """The export's last status."""
    until = time.monotonic() + 60
    while not (seen := client.render(render_id)).is_over and time.monotonic() < until:
        time.sleep(0.1)
    return seen.status


@pytest.fixture
def waiting(connect, clip):
    """A client with something to export."""
    client = connect(limits=QUICK)
    client.upload([str(clip)])
    return client


def test_stop_ends_an_export_here_and_there(waiting, tmp_path):
    told, begun = [], threading.Event()

    def tell(progress):
        told.append(progress.name)
        begun.set()

    call = Caller(lambda: waiting.export(tmp_path / "a.mp4", LARGE, tell))
    assert begun.wait(30)
    waiting.stop()
    assert isinstance(call.ended(), Cancelled)
    assert over(waiting, told[0]) == "cancelled"
    assert not (tmp_path / "a.mp4").exists()
    assert waiting.state().exportable  # what comes later is not concerned


@pytest.mark.parametrize("error", [Cancelled("no more"), KeyboardInterrupt()], ids=type)
def test_whoever_hears_of_progress_may_stop_it(waiting, tmp_path, error):
    told = []

    def tell(progress):
        told.append(progress.name)
        raise error

    with pytest.raises(type(error)):
        waiting.export(tmp_path / "a.mp4", LARGE, tell)
    assert over(waiting, told[0]) == "cancelled"


def test_cancelling_a_task_ends_the_export_there(server, clip, tmp_path):
    async def main():
        async with AsyncClient(server, config=tmp_path / "config", limits=QUICK) as client:
            await client.upload([str(clip)])
            told, begun = [], asyncio.Event()

            def tell(progress):
                told.append(progress.name)
                begun.set()

            task = asyncio.create_task(client.export(tmp_path / "a.mp4", LARGE, tell))
            await asyncio.wait_for(begun.wait(), 30)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            while not (seen := await client.render(told[0])).is_over:
                await asyncio.sleep(0.1)
            return seen.status

    assert asyncio.run(main()) == "cancelled"


@pytest.mark.parametrize("head", [b"", HEAD], ids=["mute", "head"])
def test_a_message_that_nobody_answers_can_be_stopped(head, tmp_path):
    silent = Silent(head)
    with Client(silent.url, token="t", config=tmp_path) as client:  # noqa: S106
        client.connect()
        call = Caller(lambda: list(client.say("cut it")))
        assert silent.asked.wait(20)
        client.stop()
        assert isinstance(call.ended(), Cancelled)
        assert silent.hung_up.wait(20)
    silent.close()


def test_a_stop_while_nothing_runs_is_forgotten(waiting):
    waiting.stop()
    assert waiting.state().exportable


def test_a_stopped_upload_in_pieces_goes_on_later(connect, clip, tmp_path):
    piece = 10_000
    client = connect(limits=Limits(tus_above=1000, piece=piece))
    heard, begun = [], threading.Event()

    def tell(progress):
        if progress.done > 0.3 and not begun.is_set():
            begun.set()
            client.stop()

    call = Caller(lambda: client.upload([str(clip)], tell))
    assert isinstance(call.ended(), Cancelled)
    assert not client.state().exportable
    (one,) = client.upload([str(clip)], heard.append)
    assert one.code == 0
    assert heard[0].done > 0.1
    assert client.state().exportable


def test_a_stopped_download_goes_on_later(waiting, connect, tmp_path):
    out = tmp_path / "film.mp4"
    render = waiting.submit(ExportWish(quality="draft"))
    assert over(waiting, render.id) == "completed"

    def tell(progress):
        if progress.what == "download" and progress.done < 1:
            waiting.stop()

    call = Caller(lambda: waiting.download(render.id, out, tell))
    assert isinstance(call.ended(), Cancelled)
    assert not out.exists()
    done = waiting.download(render.id, out)
    assert out.stat().st_size == done.size
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []
