"""Servers that take a connection and say nothing, over real sockets."""

import asyncio
import contextlib
import socket
import threading

import pytest

from typecut.client import Alive, AsyncClient, Client, Limits

QUICK = Limits(alive=0.05)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


class Silent:
    """Answers what is needed to begin; a message gets `head` and nothing else."""

    def __init__(self, head):
        self._head = head
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.hung_up = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._socket.close()

    def _accept(self):
        try:
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()
        except OSError:
            return

    def _serve(self, connection):
        with connection, contextlib.suppress(OSError):
            while asked := connection.recv(65536):
                if asked.startswith(b"POST /run_sse"):
                    connection.sendall(self._head)
                    self._wait(connection)
                    return
                body = b'{"code": 0, "data": {"session_id": "5529798706024415232"}}'
                connection.sendall(ANSWER % (len(body), body))

    def _wait(self, connection):
        with contextlib.suppress(ConnectionResetError):
            while connection.recv(65536):
                pass
        self.hung_up.set()


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
