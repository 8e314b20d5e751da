"""`typecut mcp --server URL`: the tools over sessions of a real server."""

import contextlib
import re
import subprocess
import sys
import time

import anyio
import pytest

from synthetic import numbers
from typecut.client import Client


@pytest.fixture
def server(tmp_path, environment):
    """The address of `typecut serve` in a process of its own."""
    words = [sys.executable, "-m", "typecut", "serve", "--port", "0", "--data", tmp_path / "server"]
    with contextlib.ExitStack() as held:
        process = subprocess.Popen(
            [str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        held.callback(process.stdout.close)
        held.callback(process.wait, 30)
        held.callback(process.terminate)
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0]


def test_words_become_a_file_by_way_of_a_server(stdio, server, footage, tmp_path, environment):
    environment["TYPECUT_CONFIG_DIR"] = str(tmp_path / "config")

    async def journey():
        words = ("--server", server, "--root", str(footage), "--root", str(tmp_path))
        async with stdio(*words) as agent:
            tools = {t.name: t for t in (await agent.client.list_tools()).tools}
            assert not {"preview_frame", "contact_sheet", "apply_edits", "verify"} & set(tools)
            assert tools["say"].annotations.open_world_hint
            assert agent.client.server_capabilities.resources is None

            opened = await agent.call("session_open")
            files = await agent.call("media_import", paths=["a.mp4", "b.mp4", "/etc/passwd"])
            assert [f["ok"] for f in files["files"]] == [True, True, False]
            said = await agent.call("say", instruction="trim the first clip to 1 second")
            assert said["changed"] and said["message"]
            await agent.call("say", instruction="reverse the second clip")
            undone = await agent.call("undo")
            assert undone["changed"]
            state = await agent.call("state", session=opened["session"])
            assert state["draft"]["d"] == 3000
            assert (await agent.call("credits"))["available"] > 0
            assert (await agent.call("session_list"))["open"] == [opened["session"]]

            done = await agent.exported(path=str(tmp_path / "out.mp4"), quality="draft")
            assert done["state"] == "done"
            assert numbers(tmp_path / "out.mp4")[28:32] == [28, 29, 100, 101]
            assert (await agent.call("export_cancel"))["state"] == "done"
            assert "no work" in await agent.refused("wait_for", work="nothing-1")
            assert set(agent.called) == set(tools)

    anyio.run(journey)


def test_what_is_cancelled_here_ends_there(stdio, server, footage, tmp_path, environment):
    environment["TYPECUT_CONFIG_DIR"] = str(tmp_path / "config")

    async def journey():
        async with stdio("--server", server, "--root", str(footage)) as agent:
            session = (await agent.call("session_open"))["session"]
            await agent.call("media_import", paths=["a.mp4", "b.mp4"])
            await agent.call("say", instruction="slow everything down to 10%")
            begun = await agent.call("export_start", quality="best", resolution="2160p")
            now = begun
            while "render" not in now:
                now = await agent.call("export_status", export=begun["export"], wait=0.2)
            ended = await agent.call("export_cancel")
            assert ended["state"] == "cancelled"
            return session, now["render"]

    session, render = anyio.run(journey)
    with Client(server, config=tmp_path / "config", session_id=session) as client:
        until = time.monotonic() + 60
        while not (seen := client.render(render)).is_over and time.monotonic() < until:
            time.sleep(0.1)
        assert seen.status == "cancelled"


def test_a_server_that_is_not_there(stdio, tmp_path, environment):
    environment["TYPECUT_CONFIG_DIR"] = str(tmp_path / "config")

    async def journey():
        async with stdio("--server", "http://127.0.0.1:9", "--root", str(tmp_path)) as agent:
            said = await agent.raw("session_open")
            data = said.structured_content or {}
            while data.get("state") == "running":
                said = await agent.raw("wait_for", work=data["work"], wait=20)
                data = said.structured_content or {}
            assert said.is_error and "127.0.0.1" in said.content[0].text

    anyio.run(journey)
