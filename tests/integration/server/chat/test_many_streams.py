"""Hundreds of open streams cost neither threads nor time."""

import asyncio
import threading
import time

import httpx
import pytest

STREAMS = 200


@pytest.fixture
def quick_signs(settings):
    settings(keepalive_seconds=1.0)


async def _open(http, chat, opened, heard):
    """Listens until it is cancelled, and counts signs of life and frames."""
    async with http.stream("GET", f"/api/events/{chat.session}") as answer:
        assert answer.status_code == 200
        opened.release()
        async for line in answer.aiter_lines():
            if line == "data:":
                heard["alive"] += 1
            elif line.startswith("data:"):
                heard["frames"] += 1


async def _listen(url, chat, token, talk):
    """Opens all streams, talks meanwhile, and tells what was heard and how many threads ran."""
    opened, heard = asyncio.Semaphore(0), {"alive": 0, "frames": 0}
    limits = httpx.Limits(max_connections=STREAMS + 10, max_keepalive_connections=0)
    async with httpx.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {token}"},
        limits=limits,
        timeout=60,
        trust_env=False,
    ) as http:
        tasks = [asyncio.create_task(_open(http, chat, opened, heard)) for _ in range(STREAMS)]
        for _ in range(STREAMS):
            await asyncio.wait_for(opened.acquire(), 60)
        threads = threading.active_count()
        signs = heard["alive"]
        began = time.monotonic()
        while heard["alive"] < signs + 2 * STREAMS:
            await asyncio.sleep(0.05)
        pause = time.monotonic() - began
        said = await asyncio.to_thread(talk)
        while heard["frames"] < STREAMS * said:
            await asyncio.sleep(0.02)
        more = threading.active_count() - threads
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return heard, threads, more, pause, said


def test_two_hundred_open_streams(server, person, chat, quick_signs):
    before = threading.active_count()
    seconds = time.process_time()
    heard, threads, more, pause, said = asyncio.run(
        _listen(server.url, chat, person.token, lambda: len(chat.say("fade out").frames))
    )
    # Pools have a size of their own; streams add nothing to it.
    assert threads - before <= 60
    assert more <= 10
    assert said == 3
    assert heard["frames"] == STREAMS * said
    assert pause < 15
    assert time.process_time() - seconds < 60
    assert server.service.bell.names in ((), ("messages",)) or _calms_down(server.service)


def _calms_down(service):
    """Streams of clients that went away end by themselves."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if all(not name.isdigit() for name in service.bell.names):
            return True
        time.sleep(0.05)
    return False
