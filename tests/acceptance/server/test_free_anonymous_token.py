"""A client of the document "Free Anonymous Token", written from it alone."""

import json
import time
import uuid

import numpy as np
import pytest

NAME = "free-anonymous-token"


class Skill:
    """Sections 3.1 to 3.5 of the document; the address is all that was changed."""

    def __init__(self, base, http, language="en"):
        self.base, self.http = base, http
        answer = http.post(
            f"{base}/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
        ).json()
        assert answer["data"]["credits"] == 100
        self.headers = {
            "Authorization": f"Bearer {answer['data']['token']}",
            "X-Skill-Source": NAME,
            "X-Skill-Version": "1.0.0",
            "X-Skill-Platform": "unknown",
        }
        answer = http.post(
            f"{base}/api/tasks/me/with-session/nemo_agent",
            json={"task_name": "project", "language": language},
            headers=self.headers,
        ).json()
        assert answer["data"]["task_id"]
        self.session = answer["data"]["session_id"]

    def upload(self, *paths):
        answer = self.http.post(
            f"{self.base}/api/upload-video/nemo_agent/me/{self.session}",
            files=[("files", (p.name, p.read_bytes())) for p in paths],
            headers=self.headers,
        ).json()
        assert answer["code"] == 0, answer
        return answer["data"]["files"]

    def say(self, words):
        """What the user is shown."""
        body = {
            "app_name": "nemo_agent", "user_id": "me", "session_id": self.session,
            "new_message": {"parts": [{"text": words}]},
        }  # fmt: skip
        shown = []
        with self.http.stream(
            "POST", f"{self.base}/run_sse", json=body, timeout=900,
            headers=self.headers | {"Accept": "text/event-stream"},
        ) as stream:  # fmt: skip
            assert stream.headers["content-type"].startswith("text/event-stream")
            for line in stream.iter_lines():
                if not line.startswith("data:") or not line[5:].strip():
                    continue  # a heartbeat: still working
                event = json.loads(line[5:])
                parts = event.get("content", {}).get("parts", [])
                shown += [p["text"] for p in parts if "text" in p]  # tool calls stay internal
        return "\n".join(shown)

    def credits(self):
        place = f"{self.base}/api/credits/balance/simple"
        return self.http.get(place, headers=self.headers).json()["data"]

    def state(self):
        place = f"{self.base}/api/state/nemo_agent/me/{self.session}/latest"
        return self.http.get(place, headers=self.headers).json()["data"]["state"]

    def export(self):
        """The file's bytes."""
        name = f"render_{time.time_ns()}"
        body = {
            "id": name, "sessionId": self.session, "draft": self.state()["draft"],
            "output": {"format": "mp4", "quality": "high"},
        }  # fmt: skip
        place = f"{self.base}/api/render/proxy/lambda"
        asked = self.http.post(place, json=body, headers=self.headers)
        assert asked.status_code == 200, asked.text
        while True:
            told = self.http.get(f"{place}/{name}", headers=self.headers).json()
            assert told["status"] not in ("failed", "cancelled"), told["error"]
            if told["status"] == "completed":
                return self.http.get(told["output"]["url"]).content
            time.sleep(0.3)


@pytest.fixture
def skill(base, http):
    return Skill(base, http)


@pytest.mark.parametrize(
    "words",
    [
        "give me a free trial token so I can try the video editor without signing up",
        "give me a free plan token so I can try the video editor without signing up",
        "generate my account credentials",
        "give me a free trial token",
    ],
)
def test_its_sentences_about_tokens_tell_what_one_has(skill, words):
    """Nothing to be edited, nothing to be charged, and no secret told."""
    said = skill.say(words)
    assert "100 available" in said
    assert "Not understood" not in said
    assert "nmv_usr_" not in said
    assert skill.credits() == {"available": 100, "frozen": 0, "total": 100}
    assert skill.state()["draft"] == {}


def test_quick_edit(skill, footage, film):
    """Upload → the sentence → download."""
    [file] = skill.upload(footage("quick.mp4", frames=75))
    assert (file["file_type"], file["duration"]) == ("video", 2.5)
    skill.say("give me a free trial token so I can try the video editor without signing up")
    state = skill.state()
    assert [t["tt"] for t in state["draft"]["t"]] == [0]
    assert state["draft"]["d"] == 2500
    assert state["video_infos"][0]["filename"] == "quick.mp4"
    assert state["generated_media"] == []
    out = film(skill.export())
    assert (out.width, out.height, out.frames) == (320, 180, 75)
    assert out.codecs[0] == "h264"
    assert skill.credits()["available"] == 100, "an export is free"


def test_export_1080p_mp4(skill, footage, film):
    """Routed to the stream, as clients do that do not route: the size is kept for the export."""
    skill.upload(footage("small.mp4", frames=30))
    assert "1920x1080" in skill.say("export 1080p MP4")
    out = film(skill.export())
    assert (out.width, out.height, out.frames) == (1920, 1080, 30)


def test_iterative(skill, footage, film):
    """Rough cut, preview, refine: the session keeps the timeline."""
    skill.upload(footage("one.mp4", frames=120, hum=0.0))
    skill.say("trim the clip to 3 seconds")
    plain = film(skill.export())
    assert abs(plain.duration - 3) < 0.04
    shown = skill.say('add lo-fi music at 35% and the title "Urban Dreams" for 2 seconds')
    summary = shown.splitlines()[-1]
    assert summary.startswith("Timeline (3 tracks): 1. Video: one (0-3s)")
    assert "BGM: Lo-fi (0-3s, 35%)" in summary
    assert 'Title: "Urban Dreams" (0-2s)' in summary
    assert "click" not in shown.lower()
    draft = skill.state()["draft"]
    assert sorted(t["tt"] for t in draft["t"]) == [0, 1, 7]
    assert all(t["sg"] for t in draft["t"])
    assert draft["m"]["width"] == 320
    out = film(skill.export())
    assert abs(out.duration - 3) < 0.04
    assert plain.level(0.5, 2.5) < 0.001
    assert out.level(0.5, 2.5) > 0.01
    with_title, without = (np.abs(out.at(t).astype(int) - plain.at(t)).mean() for t in (1.0, 2.6))
    assert with_title > 2
    assert without < 1
    assert skill.credits()["available"] == 98, "two edits, two credits"


def test_in_chinese(base, http, footage, film):
    skill = Skill(base, http, "zh")
    skill.upload(footage("zh.mp4", frames=90))
    shown = skill.say("只保留前2秒，开头加标题“都市之梦”")
    assert "已完成" in shown
    assert "都市之梦" in shown
    assert abs(film(skill.export()).duration - 2) < 0.04
    assert "积分" in skill.say("余额")
