"""The server is killed at random moments: what it acknowledged is there, what did not happen was
not charged, and every job ends."""

import contextlib
import random
import threading
import time
import uuid

import httpx
import pytest

pytestmark = pytest.mark.slow

SKILL = {"X-Skill-Source": "s", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}
KILLS = 10


class Someone:
    """A user whose server dies now and then; each call goes to where it is now."""

    def __init__(self, served):
        self.served = served
        self.headers = dict(SKILL)
        made = self.ask("POST", "/api/auth/anonymous-token", headers={
            "X-Client-Id": str(uuid.uuid4()),
        }).json()["data"]  # fmt: skip
        self.headers["Authorization"] = f"Bearer {made['token']}"

    def ask(self, method, path, **more):
        headers = self.headers | more.pop("headers", {})
        with httpx.Client(base_url=self.served.url, timeout=60, trust_env=False) as http:
            return http.request(method, path, headers=headers, **more)

    def session(self):
        body = {"task_name": "project"}
        made = self.ask("POST", "/api/tasks/me/with-session/nemo_agent", json=body)
        return made.json()["data"]["session_id"]

    def state(self, session):
        return self.ask("GET", f"/api/state/nemo_agent/me/{session}/latest").json()["data"]

    def upload(self, session, path, name=""):
        files = [("files", (name or path.name, path.read_bytes()))]
        return self.ask("POST", f"/api/upload-video/nemo_agent/me/{session}", files=files)

    def say(self, session, words):
        """The text that ends the turn, if it got here."""
        answer = self.ask("POST", "/run_sse", json={
            "app_name": "nemo_agent", "user_id": "me", "session_id": session,
            "new_message": {"parts": [{"text": words}]},
        })  # fmt: skip
        return answer.text if answer.status_code == 200 and "Timeline (" in answer.text else ""

    def credits(self):
        return self.ask("GET", "/api/credits/balance/simple").json()["data"]


@contextlib.contextmanager
def doing(work):
    """`work` in a thread; the answers that came before the server died."""
    answers = []

    def run():
        with contextlib.suppress(httpx.HTTPError):
            answers.append(work())

    thread = threading.Thread(target=run)
    thread.start()
    yield answers
    thread.join(60)


def kill_after(served, seconds):
    time.sleep(seconds)
    served.kill()
    served.start()


def settled(someone, session, patience):
    """The state when nothing is frozen any more: the turn has ended."""
    patience(lambda: someone.credits()["frozen"] == 0, 60)
    return someone.state(session)


def test_turns(own_server, footage, patience):
    served = own_server(TYPECUT_LEASE_SECONDS="2")
    someone = Someone(served)
    session = someone.session()
    assert someone.upload(session, footage("kill.mp4", frames=60)).status_code == 200
    chance = random.Random(1)
    charged = 0
    for number in range(KILLS):
        words = f"add the title 'Number {number}'"
        with doing(lambda words=words: someone.say(session, words)) as answers:
            kill_after(served, chance.uniform(0, 0.4))
        state = settled(someone, session, patience)
        words = [
            s["tx"]["text"] for t in state["state"]["draft"]["t"] for s in t["sg"] if "tx" in s
        ]
        happened = f"Number {number}" in words
        assert len(words) == len(set(words)), "nothing is done twice"
        assert happened or not any(answers), "it was acknowledged, and is lost"
        charged += happened
        assert someone.credits() == {
            "available": 100 - charged, "frozen": 0, "total": 100 - charged,
        }  # fmt: skip
    assert charged, "some of it has happened"
    assert someone.say(session, "fade out"), "and it goes on"


def test_uploads(own_server, footage):
    served = own_server()
    someone = Someone(served)
    session = someone.session()
    chance = random.Random(2)
    acknowledged = set()
    for number in range(KILLS):
        path = footage(f"up{number}.mp4", frames=30, first=100 * number)
        work = lambda path=path: someone.upload(session, path)  # noqa: E731
        with doing(work) as answers:
            kill_after(served, chance.uniform(0, 0.6))
        acknowledged |= {path.name for a in answers if a.status_code == 200}
        state = someone.state(session)["state"]
        known = {f["filename"] for f in state["video_infos"]}
        assert acknowledged <= known
        shown = {s["m"]["name"] for t in state["draft"].get("t", ()) for s in t["sg"]}
        assert {name.removesuffix(".mp4") for name in acknowledged} <= shown
        for file in state["video_infos"]:
            with httpx.Client(trust_env=False) as http:
                link = file["cdn_url"].partition("/files/")[2]
                content = http.get(f"{served.url}/files/{link}").content
            assert content == footage(file["filename"]).read_bytes(), "whole or not at all"
    again = someone.upload(session, footage("up0.mp4"))
    assert again.status_code == 200
    assert someone.credits()["available"] == 100


def test_exports(own_server, footage, film, patience):
    served = own_server(TYPECUT_LEASE_SECONDS="2", TYPECUT_RENDER_WORKERS="1")
    someone = Someone(served)
    session = someone.session()
    path = footage("long.mp4", frames=600)
    assert someone.upload(session, path).status_code == 200
    assert someone.say(session, "add the title 'Still here' and make it brighter")
    chance = random.Random(3)
    place = "/api/render/proxy/lambda"
    acknowledged, seen = [], {}
    for number in range(KILLS):
        wish = {"id": f"render_{number}", "sessionId": session, "output": {"quality": "draft"}}
        with doing(lambda wish=wish: someone.ask("POST", place, json=wish)) as answers:
            kill_after(served, chance.uniform(0, 1.5))
        acknowledged += [wish["id"] for a in answers if a.status_code == 200]
        for name in acknowledged:
            told = someone.ask("GET", f"{place}/{name}").json()
            assert told["code"] == 0, "it was acknowledged, and is lost"
            assert told["progress"] >= seen.get(name, 0), "progress never falls"
            seen[name] = told["progress"]
    assert acknowledged
    for name in acknowledged:
        told = patience(lambda name=name: ended(someone.ask("GET", f"{place}/{name}").json()), 240)
        assert told["status"] == "completed", told["error"]
    link = told["output"]["url"].partition("/api/")[2]
    assert film(someone.ask("GET", f"/api/{link}").content).frames == 600
    assert someone.credits() == {"available": 99, "frozen": 0, "total": 99}


def ended(told):
    return told if told["status"] not in ("pending", "processing") else None
