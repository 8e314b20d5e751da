"""The server is killed at random moments: what it acknowledged is there, what did not happen was
not charged, and every job ends.

A moment is told as a part of the time that the same work takes undisturbed, however busy the
machine is; after the last one the server is killed with its answer just given.
"""

import contextlib
import random
import threading
import time
import uuid
from collections.abc import Callable

import httpx
import pytest

SKILL = {"X-Skill-Source": "s", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}
RENDERS = "/api/render/proxy/lambda"
SEED = 2026
ANSWERED = None
"""The moment when the answer has come."""


def random_moments(number: int) -> tuple[float | None, ...]:
    """Spread over the whole of the work and a little more, in no order."""
    chance = random.Random(SEED)
    parts = [1.2 * (n + chance.random()) / (number - 1) for n in range(number - 1)]
    chance.shuffle(parts)
    return *parts, ANSWERED


@pytest.fixture(
    params=[
        pytest.param((0.5,), id="one"),
        pytest.param(random_moments(10), id=f"ten_by_seed_{SEED}", marks=pytest.mark.slow),
    ]
)
def moments(request):
    """When to kill; a failure names them."""
    return request.param


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
        with httpx.Client(base_url=self.served.url, timeout=120, trust_env=False) as http:
            return http.request(method, path, headers=headers, **more)

    def session(self):
        body = {"task_name": "project"}
        made = self.ask("POST", "/api/tasks/me/with-session/nemo_agent", json=body)
        return made.json()["data"]["session_id"]

    def state(self, session):
        return self.ask("GET", f"/api/state/nemo_agent/me/{session}/latest").json()["data"]

    def upload(self, session, path):
        files = [("files", (path.name, path.read_bytes()))]
        return self.ask("POST", f"/api/upload-video/nemo_agent/me/{session}", files=files)

    def say(self, session, words):
        """The text that ends the turn, if it got here."""
        answer = self.ask("POST", "/run_sse", json={
            "app_name": "nemo_agent", "user_id": "me", "session_id": session,
            "new_message": {"parts": [{"text": words}]},
        })  # fmt: skip
        return answer.text if answer.status_code == 200 and "Timeline (" in answer.text else ""

    def export(self, session, name, crf):
        output = {"quality": "draft", "crf": crf}
        wish = {"id": name, "sessionId": session, "output": output}
        return self.ask("POST", RENDERS, json=wish)

    def status(self, name):
        told = self.ask("GET", f"{RENDERS}/{name}").json()
        assert told["code"] == 0, "it was acknowledged, and is lost"
        return told

    def credits(self):
        return self.ask("GET", "/api/credits/balance/simple").json()["data"]


def timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    assert work()
    return time.monotonic() - began


def killed_during(served, work, seconds: float | None):
    """What `work` gave when it was begun and the server killed after so long, or after the answer;
    None where no answer came. The server is there again."""
    answers, over = [], threading.Event()

    def run():
        with contextlib.suppress(httpx.HTTPError):
            answers.append(work())
        over.set()

    thread = threading.Thread(target=run)
    thread.start()
    if seconds is ANSWERED:
        assert over.wait(240)
    else:
        time.sleep(seconds)
    served.kill()
    thread.join(120)
    assert not thread.is_alive()
    served.start()
    return answers[0] if answers else None


def of(moment: float | None, whole: float) -> float | None:
    return ANSWERED if moment is ANSWERED else moment * whole


def test_turns(own_server, footage, patience, moments):
    served = own_server(TYPECUT_LEASE_SECONDS="2")
    someone = Someone(served)
    session = someone.session()
    assert someone.upload(session, footage("kill.mp4", frames=60)).status_code == 200
    whole = timed(lambda: someone.say(session, "add the title 'Number zero'"))
    for number, moment in enumerate(moments):
        title = f"Number {number}"
        words = f"add the title '{title}'"
        answer = killed_during(
            served, lambda words=words: someone.say(session, words), of(moment, whole)
        )
        assert answer or moment is not ANSWERED
        patience(lambda: someone.credits()["frozen"] == 0)
        found = titles_paid(someone, session)
        assert title in found or not answer, "it was acknowledged, and is lost"
        if not answer:
            assert someone.say(session, words), "again, as people do"
            found = titles_paid(someone, session)
        assert found.count(title) == 1, "done once"
    assert len(found) == 1 + len(moments)


def titles_paid(someone, session):
    """The titles of the session; each has cost one credit, and nothing else has."""
    draft = someone.state(session)["state"]["draft"]
    found = [s["tx"]["text"] for t in draft["t"] for s in t["sg"] if "tx" in s]
    left = 100 - len(found)
    assert someone.credits() == {"available": left, "frozen": 0, "total": left}
    return found


def test_uploads(own_server, footage, moments):
    served = own_server()
    someone = Someone(served)
    session = someone.session()
    first = footage("up.mp4", frames=30, first=5000)
    whole = timed(lambda: someone.upload(session, first).status_code == 200)
    sent = {first.name}
    for number, moment in enumerate(moments):
        path = footage(f"up{number}.mp4", frames=30, first=100 * number)
        answer = killed_during(
            served, lambda path=path: someone.upload(session, path), of(moment, whole)
        )
        assert answer is not None or moment is not ANSWERED
        known = shown_and_whole(someone, session, footage)
        assert known >= sent, "it was acknowledged, and is lost"
        if answer is not None and answer.status_code == 200:
            assert path.name in known, "it was acknowledged, and is lost"
        assert someone.upload(session, path).status_code == 200, "again, as clients do"
        sent.add(path.name)
        assert shown_and_whole(someone, session, footage) == sent
    assert someone.credits()["available"] == 100


def shown_and_whole(someone, session, footage):
    """The names of the session's files: each is there once, shown once, and has all its bytes."""
    state = someone.state(session)["state"]
    names = [f["filename"] for f in state["video_infos"]]
    shown = [s["m"]["name"] for t in state["draft"].get("t", ()) for s in t["sg"]]
    assert sorted(shown) == sorted(n.removesuffix(".mp4") for n in names)
    assert len(names) == len(set(names))
    for file in state["video_infos"]:
        content = someone.ask("GET", f"/files/{file['cdn_url'].partition('/files/')[2]}").content
        assert content == footage(file["filename"]).read_bytes(), "whole or not at all"
    return set(names)


def test_exports(own_server, footage, film, patience, moments):
    served = own_server(TYPECUT_LEASE_SECONDS="2", TYPECUT_RENDER_WORKERS="1")
    someone = Someone(served)
    session = someone.session()
    frames = 240
    assert someone.upload(session, footage("long.mp4", frames=frames)).status_code == 200
    assert someone.say(session, "add the title 'Still here' and make it brighter")

    def exported(name, crf):
        assert someone.export(session, name, crf).status_code == 200
        return patience(lambda: ended(someone.status(name)))

    whole = timed(lambda: exported("render_first", 40))
    begun, seen = [], {}
    for number, moment in enumerate(moments):
        name = f"render_{number}"
        work = lambda name=name, crf=18 + number: exported(name, crf)  # noqa: E731
        killed_during(served, work, of(moment, whole))
        told = someone.ask("GET", f"{RENDERS}/{name}").json()
        if told["code"] == 0:
            begun.append(name)
        else:
            assert told["code"] == 1003
        for name in begun:
            progress = someone.status(name)["progress"]
            assert progress >= seen.get(name, 0), "progress never falls"
            seen[name] = progress
    for name in begun:
        told = patience(lambda name=name: ended(someone.status(name)))
        assert told["status"] == "completed", told["error"]
        link = told["output"]["url"].partition("/api/")[2]
        assert film(someone.ask("GET", f"/api/{link}").content).frames == frames
    assert someone.credits() == {"available": 99, "frozen": 0, "total": 99}


@pytest.mark.slow
def test_another_server_ends_what_a_dead_one_began(own_server, footage, film, patience):
    """The first one never comes back. Where the store is shared, the second has a disk of its own."""
    served = own_server(TYPECUT_LEASE_SECONDS="2", TYPECUT_RENDER_WORKERS="1")
    with served.neighbour() as other:
        someone = Someone(served)
        session = someone.session()
        assert someone.upload(session, footage("left.mp4", frames=120)).status_code == 200
        names = [f"render_{n}" for n in range(4)]
        for number, name in enumerate(names):
            assert someone.export(session, name, 18 + number).status_code == 200
        turn = threading.Thread(target=lambda: quietly(someone.say, session, "fade out"))
        turn.start()
        patience(lambda: someone.credits()["total"] < 100 or someone.credits()["frozen"])
        served.kill()
        turn.join(120)
        someone.served = other
        for name in names:
            told = patience(lambda name=name: ended(someone.status(name)))
            assert told["status"] == "completed", told["error"]
        link = told["output"]["url"].partition("/api/")[2]
        assert film(someone.ask("GET", f"/api/{link}").content).frames == 120
        patience(lambda: someone.credits()["frozen"] == 0)
        assert someone.credits() == {"available": 99, "frozen": 0, "total": 99}


def quietly(work, *words):
    with contextlib.suppress(httpx.HTTPError):
        work(*words)


def ended(told):
    return told if told["status"] not in ("pending", "processing") else None
