"""Connections that break, over real sockets: nothing is lost, and nothing is done twice."""

import contextlib
import socket
import threading
import time
import uuid
from urllib.parse import urlsplit

import pytest

from typecut.client import Alive, Client, ExportWish, Limits, Recovered, Text
from typecut.errors import Unreachable

QUICK = Limits(attach=(0.1,) * 5, resume=(0.1,) * 5, again=(0.1,), tus_above=20_000, piece=30_000)
FOREVER = 1 << 60


class Cutter:
    """Stands before a server, and cuts connections: a plan is for the next request that has
    `word` in its head, and lets so many bytes of it up, or of its answer down."""

    def __init__(self, url):
        split = urlsplit(url)
        self._target = (split.hostname, split.port)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.plans = []
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, word, *, up=FOREVER, down=FOREVER):
        self.plans.append((word.encode(), up, down))

    def close(self):
        self._socket.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                server = socket.create_connection(self._target)
                left = {"up": FOREVER, "down": FOREVER}
                for work in ((client, server, "up", left), (server, client, "down", left)):
                    threading.Thread(target=self._pump, args=work, daemon=True).start()

    def _pump(self, source, target, way, left):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if way == "up" and (plan := next((p for p in self.plans if p[0] in data), None)):
                    self.plans.remove(plan)
                    _, left["up"], left["down"] = plan
                target.sendall(data[: left[way]])
                left[way] -= len(data)
                if left[way] <= 0:
                    self.cuts += 1
                    break
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def cutter(server):
    made = Cutter(server)
    yield made
    made.close()


@pytest.fixture
def config(tmp_path):
    return tmp_path / f"config-{uuid.uuid4().hex}"


@pytest.fixture
def client(cutter, config):
    with Client(cutter.url, config=config, limits=QUICK) as made:
        yield made


def test_a_stream_that_breaks_is_followed_to_its_end(client, cutter, clip):
    client.upload([str(clip)])
    whole = [e for e in client.say("add a title Hello") if e != Alive()]
    before, version = client.credits(), client.state().version
    cutter.cut("POST /run_sse", down=1500)
    events = [e for e in client.say("keep the first 2 seconds") if e != Alive()]
    assert cutter.cuts
    assert events[-1] == Recovered(changed=True)
    texts = [e.text for e in events if isinstance(e, Text)]
    assert texts and len(texts) == len([e for e in whole if isinstance(e, Text)])
    assert client.state().version == version + 1
    after = client.credits()
    cost = before.available - after.available
    list(client.say("keep the first second"))
    assert after.available - client.credits().available == cost


def test_an_upload_in_pieces_goes_on(client, cutter, clip):
    size = clip.stat().st_size
    assert size > 60_000
    cutter.cut("PATCH", up=10_000)
    cutter.cut("PATCH", up=20_000)
    told = []
    (one,) = client.upload([str(clip)], told.append)
    assert cutter.cuts >= 2
    assert (one.code, one.file_type, one.duration) == (0, "video", 6.0)
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert client.state().exportable


def test_an_upload_goes_on_in_another_process(client, cutter, config, clip):
    session = client.connect().session_id
    cutter.cut("PATCH")  # the first piece arrives
    for _ in range(10):
        cutter.cut("PATCH", up=100)
    with pytest.raises(Unreachable, match="goes on"):
        client.upload([str(clip)])
    cutter.plans.clear()
    told = []
    with Client(cutter.url, config=config, limits=QUICK, session_id=session) as other:
        (one,) = other.upload([str(clip)], told.append)
    assert one.code == 0
    assert told[0].done == QUICK.piece / clip.stat().st_size


def test_a_download_goes_on(client, cutter, clip, tmp_path):
    client.upload([str(clip)])
    out = tmp_path / "film.mp4"
    render = client.submit(ExportWish(quality="draft"))
    while not client.render(render.id).is_over:
        time.sleep(0.1)
    render = client.render(render.id)
    cutter.cut("GET /api/render/file/", down=20_000)
    done = client.download(render.id, out)
    assert cutter.cuts
    assert out.stat().st_size == done.size == render.size
