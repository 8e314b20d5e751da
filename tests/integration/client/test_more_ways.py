"""Other ways through a real server: asyncio, addresses, undo, claims, stopping, coming back."""

import asyncio
import functools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from typecut.client import AsyncClient, ExportWish, Limits, Problem, Text
from typecut.errors import Cancelled, TokenInvalid

QUICK = Limits(poll=0.1, poll_most=0.5)


def words(events):
    events = list(events)
    assert not [e for e in events if isinstance(e, Problem)]
    return " ".join(e.text for e in events if isinstance(e, Text))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def page(clip):
    """The address of a file somewhere else."""
    handler = functools.partial(_Quiet, directory=str(clip.parent))
    web = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{web.server_port}/{clip.name}"
    web.shutdown()


def test_within_asyncio(server, clip, tmp_path):
    async def main():
        async with AsyncClient(server, config=tmp_path / "config", limits=QUICK) as client:
            first, second = await asyncio.gather(client.connect(), client.connect())
            assert first == second
            (one,) = await client.upload([str(clip)])
            assert one.duration == 6.0
            events = [e async for e in client.say("keep the first second")]
            assert words(events)
            async for _ in client.undo():
                break  # whoever has heard enough goes
            done = await client.export(tmp_path / "a.mp4", ExportWish(quality="draft"))
            assert done.size == (tmp_path / "a.mp4").stat().st_size

    asyncio.run(main())


def test_an_address_a_claim_and_undo(connect, page):
    client = connect(language="zh-CN")
    (one,) = client.upload([page])
    assert (one.code, one.duration) == (0, 6.0)
    before = client.state().draft
    assert words(client.say("保留前2秒"))
    assert client.state().draft != before
    assert words(client.undo())
    assert client.state().draft == before
    link = client.claim()
    assert "/workspace/claim?ct=clm_" in link
    assert httpx.get(link, follow_redirects=True, trust_env=False).status_code == 200


def test_one_bad_file_of_three(connect, clip, tmp_path):
    (tmp_path / "notes.mp4").write_text("no film at all " * 100)
    good, bad, missing = connect().upload(
        [str(clip), str(tmp_path / "notes.mp4"), str(tmp_path / "none.mp4")]
    )
    assert good.code == 0
    assert bad.code in (4001, 4003) and bad.message
    assert missing.code == 1003 and "none.mp4" in missing.message


def test_coming_back_to_a_session(connect, clip, tmp_path):
    first = connect(config=tmp_path / "config")
    first.upload([str(clip)])
    again = connect(config=tmp_path / "config", session_id=first.connect().session_id)
    assert again.state().video_infos[0]["filename"] == clip.name
    assert again.gone is None


def test_a_session_of_nobody(connect):
    client = connect(session_id="123456789")
    events = list(client.say("credits?"))
    assert client.gone.session_id == "123456789"
    assert isinstance(events[-1], Text)


def test_a_session_that_goes_in_the_middle(connect, clip):
    client, other = connect(), connect()
    client._flows.sessions.current = other.connect()
    events = list(client.say("what can you do?"))
    assert "new one" in events[0].text
    assert client.gone == other.session != client.session


def test_stopping_an_export(connect, clip):
    client = connect(limits=QUICK)
    client.upload([str(clip)])
    render = client.submit(ExportWish(quality="best", resolution="4k"))
    assert not render.is_over
    assert client.cancel(render.id).status in ("cancelled", "processing", "pending")
    until = time.monotonic() + 60
    while not (seen := client.render(render.id)).is_over and time.monotonic() < until:
        time.sleep(0.1)
    assert seen.status == "cancelled"


def test_a_given_token_that_is_wrong(connect):
    with pytest.raises(TokenInvalid, match="the given token"):
        connect(token="nmv_usr_wrong").connect()  # noqa: S106


def test_an_export_that_somebody_stops(connect, clip, tmp_path):
    config = tmp_path / "config"
    client = connect(limits=QUICK, config=config)
    client.upload([str(clip)])

    def stop(progress):
        connect(config=config).cancel(progress.name)

    with pytest.raises(Cancelled):
        client.export(tmp_path / "a.mp4", ExportWish(quality="best", resolution="4k"), stop)
    assert not (tmp_path / "a.mp4").exists()


@pytest.mark.parametrize("limits", [Limits(), Limits(tus_above=1000)], ids=["form", "pieces"])
def test_a_file_that_is_too_large(connect, start_server, clip, limits):
    assert clip.stat().st_size > 60_000
    (one,) = connect(start_server(upload_limit=50_000), limits=limits).upload([str(clip)])
    assert one.code == 4002
    assert one.message


@pytest.mark.parametrize("limits", [Limits(), Limits(tus_above=1000)], ids=["form", "pieces"])
def test_a_name_as_people_write_them(connect, clip, tmp_path, limits):
    path = tmp_path / '海边 "日落" 100% .mp4'
    path.write_bytes(clip.read_bytes())
    (one,) = connect(limits=limits).upload([str(path)])
    assert (one.code, one.filename) == (0, path.name)


def test_several_that_begin_at_once_are_one_user(connect, tmp_path):
    """A server gives one token per client and week."""
    clients = [connect(config=tmp_path / "shared") for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        sessions = list(pool.map(lambda c: c.connect(), clients))
    assert len({s.user_id for s in sessions}) == 1
    assert len({s.session_id for s in sessions}) == 5
