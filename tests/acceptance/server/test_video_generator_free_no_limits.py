"""A client of the document "Video Generator Free No Limits", written from it alone."""

import json
import time
import uuid

import numpy as np
import pytest


def connect(base, http):
    """Automatic Setup."""
    answer = http.post(
        base + "/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
    )
    http.headers.update(
        {
            "Authorization": "Bearer " + answer.json()["data"]["token"],
            "X-Skill-Source": "video-generator-free-no-limits",
            "X-Skill-Version": "2.1.0",
            "X-Skill-Platform": "unknown",
        }
    )
    body = {"task_name": "project"}
    answer = http.post(base + "/api/tasks/me/with-session/nemo_agent", json=body)
    return answer.json()["data"]["session_id"]


def generate(base, http, session, words):
    """The stream, read as it comes; the user is told when it is silent for long."""
    body = {"app_name": "nemo_agent", "user_id": "me", "session_id": session,
            "new_message": {"parts": [{"text": words}]}}  # fmt: skip
    told, calls = [], []
    with http.stream(
        "POST", base + "/run_sse", json=body, headers={"Accept": "text/event-stream"}
    ) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: "):
                event = json.loads(line[6:])
                for part in event["content"]["parts"]:
                    calls += [part["functionCall"]["name"]] if "functionCall" in part else []
                    told += [part["text"]] if "text" in part else []
    return calls, "\n".join(told)


def exported(base, http, session):
    state = http.get(base + f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"]
    name = f"render_{time.time_ns()}"
    place = base + "/api/render/proxy/lambda"
    body = {"id": name, "sessionId": session, "draft": state["draft"],
            "output": {"format": "mp4", "quality": "high"}}  # fmt: skip
    assert http.post(place, json=body).json()["status"] in ("pending", "processing", "completed")
    seen = 0
    while True:
        told = http.get(f"{place}/{name}").json()
        assert told["progress"] >= seen, "progress never falls"
        seen = told["progress"]
        if told["status"] == "completed":
            return http.get(told["output"]["url"]).content
        assert told["status"] in ("pending", "processing"), told
        time.sleep(0.5)


@pytest.mark.slow
def test_quick_edit_of_three_brand_images(base, http, photos, film):
    session = connect(base, http)
    files = [("files", (p.name, p.read_bytes(), "image/jpeg")) for p in photos]
    answer = http.post(base + f"/api/upload-video/nemo_agent/me/{session}", files=files)
    assert [f["file_type"] for f in answer.json()["data"]["files"]] == ["image"] * 3
    words = "generate a 30-second promo video from my product photos and description"
    calls, told = generate(base, http, session, words)
    assert "add_transition" in calls
    assert "Made a video of 30 s from 3 pictures" in told
    out = film(exported(base, http, session))
    assert (out.width, out.height) == (1920, 1080)
    assert abs(out.duration - 30) < 0.04
    seen = [int(np.argmax(out.at(s).reshape(-1, 3).mean(0))) for s in (5, 15, 25)]
    assert seen == [0, 1, 2], "every photo is shown"
    assert out.level(5, 25) > 0.01


@pytest.mark.parametrize(
    "words", ["generate a 30-second promo video from", "generate my text or images"]
)
def test_its_other_sentences(base, http, photos, words):
    session = connect(base, http)
    files = [("files", (p.name, p.read_bytes())) for p in photos]
    http.post(base + f"/api/upload-video/nemo_agent/me/{session}", files=files)
    _, told = generate(base, http, session, words)
    assert "from 3 pictures" in told
    assert "Title:" not in told


def test_words_alone(base, http):
    """A short product description, and nothing uploaded."""
    session = connect(base, http)
    words = 'create a 10-second promo video that says "Fresh Coffee, Every Morning"'
    calls, told = generate(base, http, session, words)
    assert "add_title" in calls
    assert "Fresh Coffee, Every Morning" in told
    state = http.get(base + f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"]
    assert state["draft"]["d"] == 10_000
