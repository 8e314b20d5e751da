"""Work that lasts: exports go on in the background, are told of, and stop when they are told to."""

import re
import signal
import sys
from pathlib import Path

import anyio
import pytest

CHINESE = re.compile(r"[\u4e00-\u9fff]")
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

LONG = [
    {"edit": "set_canvas", "width": 1920, "height": 1080, "rate": 30},
    {"edit": "append", "media": "background:bokeh", "duration": 120},
    {"edit": "add_title", "text": "Long", "range": {"start": 0, "duration": 120}},
]


async def _gone(workers_of, parent: int) -> None:
    """Returns once no worker of `parent` is left."""
    with anyio.fail_after(15):
        while workers_of(parent):
            await anyio.sleep(0.05)


async def _busy(agent, export: str) -> None:
    with anyio.fail_after(60):
        now = await agent.call("export_status", export=export)
        while now["progress"] == 0:
            now = await agent.call("export_status", export=export, wait=0.2)
            assert now["state"] == "running", now


@pytest.mark.parametrize("muted", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_minute_is_exported_by_starting_and_asking(stdio, footage, tmp_path, muted):
    async def journey():
        async with stdio("--root", str(footage), "--root", str(tmp_path)) as agent:
            await agent.call("media_import", paths=["a.mp4"])
            edits = [
                {"edit": "duplicate", "clip": "a", "times": 29},
                {"edit": "mute", "muted": muted},
            ]
            await agent.call("apply_edits", edits=edits)
            done = await agent.exported(path=str(tmp_path / "minute.mp4"))

            assert done["state"] == "done" and done["duration"] == 60
            assert (tmp_path / "minute.mp4").stat().st_size == done["size"]
            checked = await agent.call("verify", path=done["path"])
            assert checked["facts"]["picture"]["frames"] == 1800
            assert checked["ok"], checked["findings"]

    anyio.run(journey)


@linux
def test_a_cancelled_export_leaves_no_process_and_no_file(serve, over_http, workers_of, tmp_path):
    served = serve("--root", str(tmp_path), "--jobs", "2")

    async def journey():
        async with over_http(served.url) as agent:
            await agent.call("apply_edits", edits=LONG)
            begun = await agent.call("export_start", path="long.mp4")
            await _busy(agent, begun["export"])
            assert workers_of(served.process.pid)

            ended = await agent.call("export_cancel", export=begun["export"])
            assert ended["state"] == "cancelled"
            await _gone(workers_of, served.process.pid)
            assert list(tmp_path.glob("*.mp4")) == []

            # What was going on at the same time is not disturbed, and more can be done.
            frame = await agent.raw("preview_frame", time=1, width=160)
            assert not frame.is_error

    anyio.run(journey)


@linux
@pytest.mark.parametrize("mode", ["legacy", pytest.param("auto", marks=pytest.mark.slow)])
def test_a_call_that_the_client_gives_up_stops_its_work(
    serve, over_http, workers_of, tmp_path, mode
):
    served = serve("--root", str(tmp_path), "--jobs", "2")

    async def journey():
        async with over_http(served.url, mode=mode) as agent:
            await agent.call("apply_edits", edits=LONG)
            with anyio.CancelScope() as given_up:
                async with anyio.create_task_group() as group:
                    group.start_soon(_give_up, given_up, served.process.pid, workers_of)
                    times = [n / 8 for n in range(64)]
                    await agent.raw("contact_sheet", times=times, columns=1, width=1920)
            assert given_up.cancelled_caught

            assert "stopped" in await agent.refused("wait_for", work="sheet-2", wait=20)

    anyio.run(journey)


async def _give_up(scope: anyio.CancelScope, server: int, workers_of) -> None:
    while len(workers_of(server)) < 2:
        await anyio.sleep(0.02)
    scope.cancel()


@linux
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_server(serve, over_http, workers_of, tmp_path, number):
    served = serve("--root", str(tmp_path), "--jobs", "2")

    async def journey():
        async with over_http(served.url) as agent:
            await agent.call("apply_edits", edits=LONG)
            begun = await agent.call("export_start", path="long.mp4")
            await _busy(agent, begun["export"])
            return workers_of(served.process.pid)

    workers = anyio.run(journey)
    assert workers
    served.process.send_signal(number)
    served.process.wait(20)

    async def wait_for_the_end():
        with anyio.fail_after(15):
            while any(Path(f"/proc/{pid}").exists() for pid in workers):
                await anyio.sleep(0.05)

    anyio.run(wait_for_the_end)


@linux
@pytest.mark.parametrize("way", ["its input ends", pytest.param("SIGTERM", marks=pytest.mark.slow)])
def test_a_server_over_stdio_ends_with_its_client(spoken_to, workers_of, tmp_path, way):
    process, ask = spoken_to()
    ask("tools/call", name="apply_edits", arguments={"edits": LONG})
    ask("tools/call", name="export_start", arguments={"path": str(tmp_path / "long.mp4")})
    workers: set[int] = set()
    while not workers:
        ask("tools/call", name="export_status", arguments={"wait": 0.2})
        workers = workers_of(process.pid)

    if way == "SIGTERM":
        process.terminate()
    else:
        process.stdin.close()

    process.wait(20)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
    assert list(tmp_path.glob("*.mp4")) == []
    assert "Traceback" not in process.stderr.read()


def test_who_speaks_chinese_is_answered_in_chinese(stdio, footage, tmp_path):
    async def journey():
        async with stdio("--root", str(footage), "--root", str(tmp_path)) as agent:
            await agent.call("session_open", session="a")
            assert "no file" in await agent.refused("verify", path=str(tmp_path / "x.mp4"))
            await agent.call("media_import", session="a", paths=["a.mp4"])
            await agent.call("say", session="a", instruction="只保留前1秒")
            refused = await agent.refused("verify", path=str(tmp_path / "x.mp4"))
            assert refused.startswith("没有文件")
            wrong = await agent.call("media_import", session="a", paths=["/etc/passwd"])
            assert CHINESE.search(wrong["files"][0]["error"])
            assert "时间线" in wrong["summary"]
            checked = await agent.call("verify", path="a.mp4")
            assert all(CHINESE.search(f["finding"]) for f in checked["findings"])

            await agent.call("session_open", session="b", language="en")
            assert "Timeline" in (await agent.call("undo", session="b"))["summary"]
            await agent.call("session_open", session="c", language="zh")
            said = await agent.call("say", session="c", instruction="fade out")
            assert CHINESE.search(said["message"])

    anyio.run(journey)
