"""Servers that take a connection and say nothing, over real sockets."""

import asyncio
import threading

import pytest

from silent import HEAD, Silent
from typecut.client import Alive, AsyncClient, Client, Limits

QUICK = Limits(alive=0.05)


@pytest.fixture(params=[b"", HEAD, HEAD + b": hello\n\n"], ids=["mute", "head", "comment"])
def silent(request):
    made = Silent(request.param)
    yield made
    made.close()


def _threads():
    return [t for t in threading.enumerate() if t.name == "typecut-stream"]


def test_who_stops_listening_hangs_up(silent, tmp_path):
    with Client(silent.url, token="t", config=tmp_path, limits=QUICK) as client:  # noqa: S106
        events = client.say("cut it")
        assert [next(events) for _ in range(3)] == [Alive()] * 3
        events.close()
        assert silent.hung_up.wait(20)
        assert not _threads()


def test_who_is_cancelled_hangs_up(silent, tmp_path):
    async def listen(client):
        async for event in client.say("cut it"):
            assert event == Alive()

    async def main():
        given = {"token": "t", "config": tmp_path, "limits": QUICK}
        async with AsyncClient(silent.url, **given) as client:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(listen(client), 0.5)
            assert await asyncio.to_thread(silent.hung_up.wait, 20)

    asyncio.run(main())
