"""Who is let in, what goes over standard output, and what subscribers are told."""

import json
import subprocess
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


def test_only_the_protocol_goes_to_standard_output(tmp_path, environment):
    requests = [
        HELLO,
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        _call(2, "session_open"),
        _call(3, "media_import", paths=["broken.mp4"]),
        _call(4, "apply_edits", edits=[{"edit": "append", "media": "background:paper"}]),
        _call(5, "preview_frame"),
        _call(6, "nothing"),
    ]
    (tmp_path / "broken.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(500))
    process = subprocess.Popen(
        [sys.executable, "-m", "typecut", "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    answers = {}
    for request in requests:
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        while "id" in request and request["id"] not in answers:
            line = json.loads(process.stdout.readline())
            assert line["jsonrpc"] == "2.0"
            answers[line.get("id")] = line
    process.stdin.close()

    assert process.stdout.read() == ""
    assert process.wait(20) == 0
    assert "Traceback" not in process.stderr.read()
    assert answers[1]["result"]["serverInfo"]["name"] == "typecut"
    assert not answers[3]["result"]["isError"]
    assert answers[5]["result"]["content"][0]["type"] == "image"
    assert "There is no tool" in answers[6]["error"]["message"]
    process.stdout.close()
    process.stderr.close()


def _call(number, tool, **given):
    params = {"name": tool, "arguments": given}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


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
