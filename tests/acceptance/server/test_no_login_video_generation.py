"""A client of the document "No Login Video Generation", written from it alone."""

import json
import time
import uuid

import pytest


@pytest.fixture
def api(base, http):
    """Quick Start Setup: a token, the headers, a session."""

    class Api:
        def __init__(self):
            self.http, self.base = http, base
            http.headers["X-Client-Id"] = str(uuid.uuid4())
            token = http.post(f"{base}/api/auth/anonymous-token").json()["data"]["token"]
            http.headers["Authorization"] = f"Bearer {token}"
            http.headers["X-Skill-Source"] = "no-login-video-generation"
            http.headers["X-Skill-Version"] = "1.0.0"
            http.headers["X-Skill-Platform"] = "cursor"
            self.session = self("POST", "/api/tasks/me/with-session/nemo_agent",
                                json={"task_name": "project"})["session_id"]  # fmt: skip

        def __call__(self, method, path, **more):
            answer = http.request(method, base + path, **more).json()
            assert answer["code"] == 0, answer
            return answer["data"]

        def upload(self, path):
            with path.open("rb") as file:
                return self("POST", f"/api/upload-video/nemo_agent/me/{self.session}",
                            files={"files": file})["files"][0]  # fmt: skip

        def state(self):
            return self("GET", f"/api/state/nemo_agent/me/{self.session}/latest")["state"]

        def stream(self, words):
            body = {"app_name": "nemo_agent", "session_id": self.session, "user_id": "me",
                    "new_message": {"parts": [{"text": words}]}}  # fmt: skip
            texts = []
            accept = {"Accept": "text/event-stream"}
            with http.stream("POST", f"{base}/run_sse", json=body, headers=accept) as answer:
                assert answer.status_code == 200
                for line in answer.iter_lines():
                    data = line.removeprefix("data:").strip() if line[:5] == "data:" else ""
                    parts = json.loads(data)["content"]["parts"] if data else ()
                    texts += [part.get("text", "") for part in parts]
            return "".join(texts)

        def export(self):
            name = f"render_{time.time_ns()}"
            place = f"{base}/api/render/proxy/lambda"
            http.post(place, json={
                "id": name, "sessionId": self.session, "draft": self.state()["draft"],
                "output": {"format": "mp4", "quality": "high"},
            })  # fmt: skip
            while (told := http.get(f"{place}/{name}").json())["status"] != "completed":
                assert told["status"] in ("pending", "processing"), told
                time.sleep(0.5)
            return http.get(told["output"]["url"]).content

    return Api()


@pytest.mark.slow
def test_a_promo_of_an_image(api, photos, film):
    """ "create a 30-second promo video from this image and text" → a 1080p MP4 of 30 s."""
    file = api.upload(photos[0])
    assert (file["file_type"], file["width"], file["height"]) == ("image", 1280, 720)
    shown = api.stream("create a 30-second promo video from this image and text")
    assert "Timeline (2 tracks): 1. Video: red (0-30s) 2. BGM:" in shown
    assert api.state()["canvas_config"]["width"] == 1920
    out = film(api.export())
    assert (out.width, out.height) == (1920, 1080)
    assert abs(out.duration - 30) < 0.04
    assert out.level(2, 28) > 0.01, "music to the end"
    for second in (2, 15, 28):
        red, green, _ = out.at(second).reshape(-1, 3).mean(0)
        assert red > 100 > green, f"the photo is there at {second} s"
    moved = abs(out.at(3).astype(int) - out.at(27)).mean()
    assert moved > 1, "and it moves"
    assert api("GET", "/api/credits/balance/simple")["available"] == 99


@pytest.mark.parametrize(
    "words",
    [
        "generate a product photo and a short description into a 1080p MP4",
        "generating videos instantly without creating an account for casual creators and marketers",
    ],
)
def test_its_other_sentences_make_a_video_too(api, photos, words):
    api.upload(photos[1])
    shown = api.stream(words)
    assert "Made a video" in shown
    draft = api.state()["draft"]
    assert (draft["m"]["width"], draft["m"]["height"]) == (1920, 1080)
    assert draft["d"] > 5000
