"""Everything a client can ask for, asked by the official client over each way there is."""

import base64
import contextlib
import io
import json

import anyio
import numpy as np
import pytest
from PIL import Image

from synthetic import number_of, numbers
from typecut.mcp.server import TOOLS


@pytest.fixture(
    params=[
        pytest.param("stdio", marks=pytest.mark.slow),
        "stdio, older clients",
        "http",
        pytest.param("http, older clients", marks=pytest.mark.slow),
    ]
)
def connect(request, stdio, serve, over_http, footage, tmp_path):
    """A client on `request.param`."""
    mode = "legacy" if "older" in request.param else "auto"
    words = ("--root", str(footage), "--root", str(tmp_path), "--jobs", "2")

    @contextlib.asynccontextmanager
    async def opened():
        if request.param.startswith("stdio"):
            async with stdio(*words, mode=mode) as agent:
                yield agent
        else:
            async with over_http(serve(*words).url, mode=mode) as agent:
                yield agent

    return opened


def test_from_files_to_a_verified_export(connect, footage, tmp_path):
    async def journey():
        async with connect() as agent:
            tools = {t.name: t for t in (await agent.client.list_tools()).tools}
            await _edited(agent, footage)
            await _looked_at(agent)
            await _exported(agent, tmp_path)
            await _read(agent)
            await _prompted(agent)
            assert set(agent.called) == set(tools) == set(TOOLS)
            for name, tool in tools.items():
                assert tool.annotations == TOOLS[name].annotations

    anyio.run(journey)


async def _edited(agent, footage):
    opened = await agent.call("session_open", session="trip")
    assert opened["session"] == "trip"
    listed = await agent.call("session_list")
    assert [s["session"] for s in listed["open"]] == ["trip"]
    assert str(footage) in listed["allowed_folders"]

    files = await agent.call("media_import", paths=["a.mp4", str(footage / "b.mp4"), "/etc/passwd"])
    assert [f["ok"] for f in files["files"]] == [True, True, False]
    assert "outside" in files["files"][2]["error"]
    assert [f.get("media_id") for f in files["files"]] == ["a", "b", None]

    said = await agent.call("say", instruction="add the title 'Hello' and frobnicate the bar")
    assert said["changed"] and "Hello" in said["summary"]
    assert any("frobnicate" in words for words in said["not_understood"])
    chinese = await agent.call("say", instruction="淡出1秒")
    assert "淡出" in chinese["message"]

    edits = [
        {"edit": "trim", "clip": "a", "tail": 0.5},
        {"edit": "set_speed", "clips": ["nothing"], "speed": 2},
        {"edit": "remove_title"},
    ]
    done = await agent.call("apply_edits", edits=edits, label="shorter")
    assert len(done["done"]) == 2 and "nothing" in done["refused"][0]["reason"]
    state = await agent.call("state")
    assert state["duration"] == 3.5
    assert state["turns"][-1] == "shorter"
    assert [i["id"] for i in state["items"]] == ["a", "b"]
    assert state["draft"]["d"] == 3500

    undone = await agent.call("undo")
    assert undone["version"] > state["version"] and "Hello" in undone["summary"]
    redone = await agent.call("redo")
    assert "Hello" not in redone["summary"]

    wrong = await agent.refused("apply_edits", edits=[{"edit": "trim", "clip": "a", "haed": 1}])
    assert "edits[0].haed" in wrong
    assert "instruction" in await agent.refused("say")
    assert "There is no session" in await agent.refused("state", session="nobody")


async def _looked_at(agent):
    answer = await agent.raw("preview_frame", time=0.5, width=320)
    frame = _picture(answer)
    assert frame.size == (320, 180)
    assert _number(frame) == 15
    assert _number(_picture(await agent.raw("preview_frame", time=2, width=320))) == 115

    sheet = await agent.raw("contact_sheet", columns=2, times=[0, 1, 2, 2.4], width=640)
    picture = _picture(sheet)
    assert sheet.structured_content["times"] == [0, 1, 2, 2.4]
    cells = [(x, y) for y in (4, 188) for x in (4, 328)]
    seen = [_number(picture.crop((x, y, x + 320, y + 180))) for x, y in cells]
    assert seen == [0, 30, 115, 127]


async def _exported(agent, folder):
    agent.progress.clear()
    done = await agent.exported(path=str(folder / "out.mp4"), resolution="360p")
    assert done["state"] == "done" and done["height"] == 360
    parts = [part for part, _ in agent.progress]
    assert parts == sorted(set(parts))
    assert numbers(folder / "out.mp4")[40:50] == [40, 41, 42, 43, 44, 100, 101, 102, 103, 104]

    again = await agent.refused("export_start", path=str(folder / "out.mp4"))
    assert "overwritten" in again
    assert (await agent.call("export_cancel"))["state"] == "done"

    checked = await agent.call("verify")
    assert checked["path"] == str(folder / "out.mp4")
    assert checked["ok"], checked["findings"]
    assert checked["facts"]["picture"]["frames"] == 105
    work = await agent.raw("wait_for", work="nothing-1")
    assert work.is_error


async def _read(agent):
    found = {str(r.uri): r for r in (await agent.client.list_resources()).resources}
    for uri, resource in found.items():
        (content,) = (await agent.client.read_resource(uri)).contents
        assert content.mime_type == resource.mime_type
        if resource.mime_type == "application/json":
            assert json.loads(content.text)
        elif resource.mime_type == "image/jpeg":
            data = base64.b64decode(content.blob)
            assert Image.open(io.BytesIO(data)).size == (320, 180)
        else:
            assert content.text
    base = "typecut://session/trip"
    assert {
        f"{base}/{n}" for n in ("draft", "summary", "media", "media/a", "media/b/thumbnail")
    } <= (set(found))
    templates = (await agent.client.list_resource_templates()).resource_templates
    assert f"{base.replace('trip', '{session}')}/draft" in {t.uri_template for t in templates}
    with pytest.raises(Exception, match="no resource"):
        await agent.client.read_resource("typecut://nothing")


async def _prompted(agent):
    listed = (await agent.client.list_prompts()).prompts
    assert [p.name for p in listed] == [
        "vertical_short", "podcast_clip", "photo_story", "trim_and_caption",
    ]  # fmt: skip
    for one in listed:
        given = {a.name: "zh" if a.name == "language" else "x.mp4" for a in one.arguments}
        (message,) = (await agent.client.get_prompt(one.name, given)).messages
        assert "x.mp4" in message.content.text and "导出" in message.content.text
    with pytest.raises(Exception, match="needs: files"):
        await agent.client.get_prompt("photo_story", {})


def _picture(answer):
    assert not answer.is_error, answer.content[-1].text
    image = answer.content[0]
    assert image.mime_type == "image/jpeg"
    data = base64.b64decode(image.data)
    assert len(data) <= 700_000
    return Image.open(io.BytesIO(data))


def _number(picture):
    return number_of(np.asarray(picture.convert("L")))
