"""A client of the document "For Video Free", written from it alone."""

import functools
import http.server
import json
import threading
import time
import uuid

import pytest

HEADERS = {
    "X-Skill-Source": "for-video-free",
    "X-Skill-Version": "1.0.0",
    "X-Skill-Platform": "clawhub",
}


@pytest.fixture
def send(base, http):
    """One call with token and attribution headers; the JSON answer."""
    found = http.post(
        base + "/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
    ).json()
    token = found["data"]["token"]

    def call(method, path, **more):
        headers = HEADERS | {"Authorization": f"Bearer {token}"}
        return http.request(method, base + path, headers=headers, **more).json()

    call.token = token
    return call


@pytest.fixture
def session(send):
    answer = send("POST", "/api/tasks/me/with-session/nemo_agent", json={"task_name": "project"})
    return answer["data"]["session_id"]


@pytest.fixture
def message(base, http, send):
    def say(session, words):
        body = {
            "app_name": "nemo_agent", "user_id": "me", "session_id": session,
            "new_message": {"parts": [{"text": words}]},
        }  # fmt: skip
        headers = HEADERS | {
            "Authorization": f"Bearer {send.token}", "Accept": "text/event-stream",
        }  # fmt: skip
        answer = http.post(base + "/run_sse", json=body, headers=headers, timeout=900)
        lines = [x[5:].strip() for x in answer.text.splitlines() if x.startswith("data:")]
        parts = [p for x in lines if x for p in json.loads(x)["content"]["parts"]]
        return "\n".join(p["text"] for p in parts if "text" in p)

    return say


@pytest.fixture
def export(send, http):
    def run(session):
        draft = send("GET", f"/api/state/nemo_agent/me/{session}/latest")["data"]["state"]["draft"]
        name = f"render_{time.time_ns()}"
        body = {
            "id": name, "sessionId": session, "draft": draft,
            "output": {"format": "mp4", "quality": "high"},
        }  # fmt: skip
        send("POST", "/api/render/proxy/lambda", json=body)
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            told = send("GET", f"/api/render/proxy/lambda/{name}")
            if told["status"] == "completed":
                return http.get(told["output"]["url"]).content
            assert told["status"] in ("pending", "processing"), told
            time.sleep(0.3)
        raise AssertionError("it does not end")

    return run


@pytest.fixture
def site(footage):
    """Files by URL, from this machine."""
    folder = footage("by-url.mp4", frames=60).parent
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    http.server.SimpleHTTPRequestHandler.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def upload(send, session, *paths):
    files = [("files", (p.name, p.read_bytes())) for p in paths]
    return send("POST", f"/api/upload-video/nemo_agent/me/{session}", files=files)["data"]


@pytest.mark.slow
def test_quick_edit(send, session, message, export, footage, film):
    """A recording in 1080p → "trim, add transitions, and export this video for free" → MP4."""
    big = {"size": (1920, 1080), "hum": 0.05}
    clips = footage("phone1.mp4", 120, **big), footage("phone2.mp4", 105, first=500, **big)
    assert upload(send, session, *clips)["session_state_applied"]
    shown = message(session, "trim, add transitions, and export this video for free")
    assert "crossfade" in shown
    summary = shown.splitlines()[-1]
    assert summary.startswith("Timeline (2 tracks): 1. Video: phone1 (0-")
    draft = send("GET", f"/api/state/nemo_agent/me/{session}/latest")["data"]["state"]["draft"]
    assert draft["d"] < 7500, "dissolves overlap, and what was trimmed is gone"
    out = film(export(session))
    assert (out.width, out.height) == (1920, 1080)
    assert abs(out.duration - draft["d"] / 1000) < 0.04
    assert abs(out.sound_duration - out.duration) < 0.1
    assert out.codecs == ("h264", "aac")
    assert out.level(1, out.duration - 2) > 0.01
    balance = send("GET", "/api/credits/balance/simple")["data"]
    assert balance == {"available": 99, "frozen": 0, "total": 99}


def test_edit_my_video_clips(send, session, message, footage):
    """With nothing more said a sensible recipe is carried out and told."""
    upload(send, session, footage("x.mp4"), footage("y.mp4", first=300))
    shown = message(session, "edit my video clips")
    assert "Done:" in shown
    assert "Undo" in shown
    draft = send("GET", f"/api/state/nemo_agent/me/{session}/latest")["data"]["state"]["draft"]
    assert [t["tt"] for t in draft["t"]] == [0, 1]


def test_batch_by_url(send, message, export, site, film):
    """Files one by one, with different instructions; each gets its own render."""
    lengths = []
    for number, words in enumerate(("keep only the first second", "make it 2x faster")):
        answer = send(
            "POST", "/api/tasks/me/with-session/nemo_agent", json={"task_name": "project"}
        )
        session = answer["data"]["session_id"]
        place = f"/api/upload-video/nemo_agent/me/{session}"
        wish = {"urls": [f"{site}/by-url.mp4?{number}"], "source_type": "url"}
        [file] = send("POST", place, json=wish)["data"]["files"]
        assert (file["file_type"], file["duration"], file["filename"]) == ("video", 2, "by-url.mp4")
        message(session, words)
        lengths.append(film(export(session)).duration)
    assert lengths == pytest.approx([1, 1], abs=0.04)


def test_export_without_a_message(send, session, export, footage, film):
    """ "export 1080p MP4" goes straight to the export, which needs no edit."""
    upload(send, session, footage("plain.mp4", frames=45))
    assert film(export(session)).frames == 45
