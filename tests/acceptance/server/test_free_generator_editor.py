"""A client of the document "Free Generator Editor", written from it alone; spoken to in Chinese."""

import json
import time
import uuid

import numpy as np
import pytest


@pytest.fixture
def client(base, http):
    """First-Time Connection: the language is the one detected."""
    token = http.post(
        f"{base}/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
    ).json()["data"]["token"]
    http.headers.update(
        {
            "Authorization": f"Bearer {token}",
            "X-Skill-Source": "free-generator-editor",
            "X-Skill-Version": "1.0.0",
            "X-Skill-Platform": "unknown",
        }
    )
    http.base_url = base
    return http


def new_session(client, language):
    made = client.post(
        "/api/tasks/me/with-session/nemo_agent",
        content=json.dumps({"task_name": "project", "language": language}),
        headers={"Content-Type": "application/json"},
    )
    return made.json()["data"]["session_id"]


def said(client, session, words):
    with client.stream(
        "POST", "/run_sse", headers={"Accept": "text/event-stream"},
        json={"app_name": "nemo_agent", "user_id": "me", "session_id": session,
              "new_message": {"parts": [{"text": words}]}},
    ) as stream:  # fmt: skip
        frames = [line[5:].strip() for line in stream.iter_lines() if line.startswith("data:")]
    parts = [p for f in frames if f for p in json.loads(f).get("content", {}).get("parts", [])]
    return " ".join(p["text"] for p in parts if p.get("text"))


def send_files(client, session, paths):
    files = [("files", (p.name, p.read_bytes())) for p in paths]
    return client.post(f"/api/upload-video/nemo_agent/me/{session}", files=files).json()


def file_of(client, session):
    draft = client.get(f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"][
        "draft"
    ]
    name = f"render_{time.time_ns()}"
    client.post(
        "/api/render/proxy/lambda",
        json={"id": name, "sessionId": session, "draft": draft,
              "output": {"format": "mp4", "quality": "high"}},
    )  # fmt: skip
    while True:
        told = client.get(f"/api/render/proxy/lambda/{name}").json()
        if told["status"] == "completed":
            return client.get(told["output"]["url"]).content
        assert told["status"] in ("pending", "processing"), told
        time.sleep(0.5)


@pytest.mark.slow
def test_quick_edit(client, photos, film):
    """ "generate a video from my images and edit it with transitions and music" """
    session = new_session(client, "en")
    assert send_files(client, session, photos)["data"]["session_state_applied"]
    words = "generate a video from my images and edit it with transitions and music"
    told = said(client, session, words)
    assert "dissolves" in told
    assert "BGM:" in told
    out = film(file_of(client, session))
    assert (out.width, out.height) == (1920, 1080)
    draft = client.get(f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"][
        "draft"
    ]
    assert abs(out.duration - draft["d"] / 1000) < 0.04
    assert out.level(2, out.duration - 2) > 0.005
    third = out.duration / 6
    seen = [int(np.argmax(out.at(third * n).reshape(-1, 3).mean(0))) for n in (1, 3, 5)]
    assert seen == [0, 1, 2]
    cuts = [s["s"] / 1000 for t in draft["t"] if t["tt"] == 0 for s in t["sg"][1:]]
    middle = out.at(cuts[0]).reshape(-1, 3).mean(0)
    assert middle[0] > 40, "red and green are both there in the middle of the dissolve"
    assert middle[1] > 40


@pytest.mark.parametrize(
    "words", ["generate my video clips or images", "generate a video from my images"]
)
def test_its_other_sentences(client, photos, words):
    session = new_session(client, "en")
    send_files(client, session, photos)
    told = said(client, session, words)
    assert "Made a video" in told
    assert "BGM:" in told


def test_iterative_in_chinese(client, footage, film):
    session = new_session(client, "zh-CN")
    send_files(client, session, [footage("甲.mp4", 90), footage("乙.mp4", 90, first=300)])
    told = said(client, session, "第二段只保留前1秒，每段之间加叠化转场")
    assert "已完成" in told
    told = said(client, session, "静音")
    out = film(file_of(client, session))
    draft = client.get(f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"][
        "draft"
    ]
    assert abs(out.duration - draft["d"] / 1000) < 0.04
    assert 3 < out.duration < 4.01
    assert out.level(0, out.duration) < 0.001, "muted"
    assert client.get("/api/credits/balance/simple").json()["data"]["available"] == 98
