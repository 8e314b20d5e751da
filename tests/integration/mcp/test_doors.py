"""Who is let in, what goes over standard output, and what subscribers are told."""

import sys

import anyio
import httpx
import mcp_types as types
import pytest
from mcp.shared.exceptions import MCPDeprecationWarning

from typecut.cli.main import run

WORD = "open-sesame"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def greet(url, **headers):
    accept = {"Accept": "application/json, text/event-stream"}
    with httpx.Client(trust_env=False) as http:
        return http.post(url, json=HELLO, headers=accept | headers, timeout=30)


def test_pages_of_other_sites_cannot_use_a_server_of_this_machine(serve, tmp_path):
    url = serve("--root", str(tmp_path)).url

    assert greet(url).status_code == 200
    assert greet(url, Origin="http://localhost:3000").status_code == 200
    assert greet(url, Origin="https://evil.example").status_code == 403
    assert greet(url, Host="evil.example").status_code == 421


def test_a_token_is_asked_for_where_there_is_one(serve, over_http, tmp_path):
    url = serve("--root", str(tmp_path), TYPECUT_MCP_TOKEN=WORD).url

    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": WORD}):
        answer = greet(url, **headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"

    async def journey():
        async with over_http(url, token=WORD) as agent:
            assert (await agent.call("session_list"))["open"] == []

    anyio.run(journey)


def test_nobody_else_is_served_without_a_token(typecut):
    ended = typecut("mcp", "--http", "--host", "::", "--port", "0", status=2)

    assert "TYPECUT_MCP_TOKEN" in ended.err


def test_only_the_protocol_goes_to_standard_output(spoken_to, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(500))
    process, ask = spoken_to(PYTHONUNBUFFERED="1")

    def call(tool, **given):
        return ask("tools/call", name=tool, arguments=given)

    assert not call("session_open")["result"]["isError"]
    broken = call("media_import", paths=["broken.mp4"])["result"]["structuredContent"]["files"]
    assert broken[0]["ok"] is False
    call("apply_edits", edits=[{"edit": "append", "media": "background:paper"}])
    assert call("preview_frame")["result"]["content"][0]["type"] == "image"
    assert "There is no tool" in call("nothing")["error"]["message"]
    process.stdin.close()

    assert process.stdout.read() == ""
    assert process.wait(20) == 0
    assert "Traceback" not in process.stderr.read()


def test_the_folders_of_the_clients_program_are_allowed(stdio, footage, tmp_path):
    async def roots(_context):
        return types.ListRootsResult(roots=[types.Root(uri=footage.as_uri())])

    async def journey():
        async with stdio(list_roots_callback=roots) as agent:
            done = await agent.call("media_import", paths=["a.mp4", str(footage / "b.mp4")])
            assert [f["ok"] for f in done["files"]] == [True, True]
            assert (await agent.call("session_list"))["allowed_folders"] == [
                str(tmp_path), str(footage)
            ]  # fmt: skip

        async with stdio() as stranger:
            # The session that was left shows files that are not allowed any more.
            (name,) = (await stranger.call("session_list"))["stored"]
            said = await stranger.refused("session_open", session=name)
            assert "outside" in said

    anyio.run(journey)


def test_several_sessions_have_to_be_named(stdio, tmp_path):
    async def journey():
        async with stdio("--root", str(tmp_path)) as agent:
            one = (await agent.call("session_open"))["session"]
            await agent.call("say", instruction="make it 640x360")
            two = (await agent.call("session_open", session="two"))["session"]
            assert one in await agent.refused("state")
            assert (await agent.call("state", session=one))["canvas"]["width"] == 640
            assert (await agent.call("state", session=two))["canvas"]["width"] == 1920
            assert "cannot be" in await agent.refused("session_open", session="../../x")

    anyio.run(journey)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_subscribers_are_told_of_changes(stdio, tmp_path, mode):
    uri = "typecut://session/one/summary"
    told = anyio.Event()

    async def hear(message):
        if isinstance(message, types.ResourceUpdatedNotification) and message.params.uri == uri:
            told.set()

    async def journey():
        async with stdio("--root", str(tmp_path), mode=mode, message_handler=hear) as agent:
            await agent.call("session_open", session="one")
            if mode == "legacy":
                with pytest.warns(MCPDeprecationWarning):  # for newer servers, which we are too
                    await agent.client.session.subscribe_resource(uri)
                await agent.call("say", instruction="make it 640x360")
                await told.wait()
            else:
                async with agent.client.listen(resource_subscriptions=[uri]) as changes:
                    await agent.call("say", instruction="make it 640x360")
                    async for event in changes:
                        assert event.uri == uri
                        break

    anyio.run(journey)


def test_without_the_packages_the_command_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel", None)
    for name in [n for n in sys.modules if n.startswith("typecut.mcp")]:
        monkeypatch.delitem(sys.modules, name)

    assert run(["mcp"]) == 2

    assert 'pip install "typecut[mcp]"' in capsys.readouterr().err
