"""The table of errors, row by row: HTTP status, code, and the next step in en and zh."""

import contextlib
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

import stores

SKILL = {"X-Skill-Source": "s", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}
RENDERS = "/api/render/proxy/lambda"
LANGUAGES = {"en": "en", "zh": "zh-CN"}


@dataclass
class Caller:
    """An anonymous user with a session in one language."""

    http: httpx.Client
    language: str
    accept: dict[str, str] = field(default_factory=dict)
    user: str = ""
    client: str = ""
    session: str = ""

    def __post_init__(self) -> None:
        self.accept = {"Accept-Language": LANGUAGES[self.language]}
        self.client = str(uuid.uuid4())
        made = self.ask("POST", "/api/auth/anonymous-token", {"X-Client-Id": self.client})
        self.user = made.json()["data"]["user_id"]
        self.accept["Authorization"] = f"Bearer {made.json()['data']['token']}"
        body = {"task_name": "project", "language": LANGUAGES[self.language]}
        made = self.ask("POST", "/api/tasks/me/with-session/nemo_agent", json=body)
        self.session = made.json()["data"]["session_id"]

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        return self.http.request(method, path, headers=self.accept | (headers or {}), **more)

    def send(self, name: str, content: bytes) -> httpx.Response:
        place = f"/api/upload-video/nemo_agent/me/{self.session}"
        return self.ask("POST", place, files=[("files", (name, content))])

    def say(self, words: str) -> httpx.Response:
        return self.ask("POST", "/run_sse", json={
            "app_name": "nemo_agent", "user_id": "me", "session_id": self.session,
            "new_message": {"parts": [{"text": words}]},
        })  # fmt: skip

    def export(self, headers: dict[str, str] = SKILL, **body: Any) -> httpx.Response:
        wish = {"id": f"render_{uuid.uuid4().hex}", "sessionId": self.session} | body
        return self.ask("POST", RENDERS, headers, json=wish)


@pytest.fixture(params=LANGUAGES)
def caller(request, base):
    with httpx.Client(base_url=base, timeout=60, trust_env=False) as http:
        yield Caller(http, request.param)


def check(answer, code, status, language, en, zh, *data):
    """Status and code agree; the sentence is in the language and says the next step."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    message = answer.json()["message"]
    assert (en if language == "en" else zh) in message, message
    chinese = any("\u4e00" <= c <= "\u9fff" for c in message)
    assert chinese == (language == "zh"), message
    for name in data:
        assert answer.json()["data"][name]


def test_0(caller):
    answer = caller.ask("GET", "/api/credits/balance/simple")
    assert (answer.status_code, answer.json()["code"], answer.json()["message"]) == (
        200, 0, "success",
    )  # fmt: skip


@pytest.mark.parametrize("client", [{}, {"X-Client-Id": "me"}])
def test_400(caller, client):
    answer = caller.ask("POST", "/api/auth/anonymous-token", client)
    check(answer, 400, 400, caller.language, "send it as X-Client-Id", "用 X-Client-Id 发送")


def test_402_names_the_header(caller):
    for missing in SKILL:
        answer = caller.export({k: v for k, v in SKILL.items() if k != missing})
        check(answer, 402, 402, caller.language, missing, missing)
        assert "credit" not in answer.json()["message"]
        assert "积分" not in answer.json()["message"]


def test_422(caller):
    answer = caller.ask("POST", "/run_sse", json={"app_name": "nemo_agent", "user_id": "me"})
    check(answer, 422, 422, caller.language, "session_id", "session_id", "errors")
    draft = {"v": 1, "m": {}, "d": 5, "t": [{"tt": 0, "sg": [{"s": 0, "d": "long"}]}]}
    answer = caller.export(draft=draft)
    check(answer, 422, 422, caller.language, "t[0].sg[0]", "t[0].sg[0]", "path")


def test_429(caller):
    answer = caller.ask("POST", "/api/auth/anonymous-token", {"X-Client-Id": caller.client})
    check(answer, 429, 429, caller.language, "Wait", "等待", "retry_after")
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("token", ["", "Bearer nmv_usr_wrong", "Basic abc"])
def test_1001(caller, token):
    answer = caller.ask("GET", "/api/credits/balance/simple", {"Authorization": token})
    check(answer, 1001, 401, caller.language, "same X-Client-Id", "同一个 X-Client-Id")


def test_1001_after_revoking(caller):
    assert caller.ask("POST", "/api/auth/revoke-token").json()["code"] == 0
    answer = caller.ask("GET", "/api/credits/balance/simple")
    check(answer, 1001, 401, caller.language, "anonymous-token", "anonymous-token")
    again = caller.ask("POST", "/api/auth/anonymous-token", {"X-Client-Id": caller.client})
    assert again.json()["code"] == 0, "eligible again at once"


def test_1002(caller):
    stranger = Caller(caller.http, caller.language)
    for session in ("52125688124000111", stranger.session, "nonsense"):
        answer = caller.ask("GET", f"/api/state/nemo_agent/me/{session}/latest")
        check(answer, 1002, 404, caller.language, "Create one", "新建")
        caller.session = session
        for answer in (caller.say("fade out"), caller.send("a.mp4", b"x"), caller.export()):
            check(answer, 1002, 404, caller.language, "Create one", "新建")


def test_1003(caller):
    for answer in (
        caller.ask("GET", f"{RENDERS}/render_nothing"),
        caller.ask("POST", f"{RENDERS}/render_nothing/cancel"),
        caller.ask("GET", "/api/render/proxy/render_nothing/download"),
    ):
        check(answer, 1003, 404, caller.language, "Check the id", "检查")


def test_1009(caller, footage):
    assert caller.send("a.mp4", footage("errors.mp4", frames=30).read_bytes()).json()["code"] == 0
    assert caller.export(id="render_taken").status_code == 200
    assert caller.export(id="render_taken").status_code == 200, "the same is the same job"
    answer = caller.export(id="render_taken", output={"format": "mp4", "quality": "draft"})
    check(answer, 1009, 409, caller.language, "another id", "换一个 id")


def test_4001(caller):
    answer = caller.send("movie.mp4", b"%PDF-1.4 this is no video" * 100)
    check(
        answer, 4001, 415, caller.language, "mp4, mov, avi, webm, mkv", "mp4、mov、avi、webm、mkv"
    )


def test_4003(caller, footage):
    whole = footage("whole.mp4", frames=60).read_bytes()
    answer = caller.send("broken.mp4", whole[:400] + bytes(len(whole) // 3))
    check(answer, 4003, 422, caller.language, "Export it again", "重新导出")


def test_a_bad_file_does_not_lose_the_good_ones(caller, footage):
    place = f"/api/upload-video/nemo_agent/me/{caller.session}"
    good = footage("good.mp4", frames=30).read_bytes()
    answer = caller.ask("POST", place, files=[
        ("files", ("bad.mp4", b"nothing at all")), ("files", ("good.mp4", good)),
    ])  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (200, 0)
    bad, fine = answer.json()["data"]["files"]
    assert (bad["code"], fine["code"]) == (4001, 0)
    assert ("mp4, mov" if caller.language == "en" else "mp4、mov") in bad["message"]
    assert fine["file_type"] == "video"


# -- servers with other settings ---------------------------------------------------------------


@pytest.fixture
def tight(own_server):
    """No credits, and little room."""
    served = own_server(
        TYPECUT_ANONYMOUS_CREDITS="0", TYPECUT_REGISTER_CREDITS="0", TYPECUT_UPLOAD_LIMIT="100KB",
        TYPECUT_TOP_UP_URL="https://pay.example.org",
    )  # fmt: skip
    with httpx.Client(base_url=served.url, timeout=60, trust_env=False) as http:
        yield served, http


def test_2001_4002_and_5000(tight, footage):
    served, http = tight
    for language in LANGUAGES:
        caller = Caller(http, language)
        answer = caller.send("big.mp4", bytes(200_000))
        check(answer, 4002, 413, language, "Compress", "压缩")
        assert "0.1 MB" in answer.json()["message"], "the limit"
        assert caller.send("a.mp4", footage("tiny.mp4", frames=45).read_bytes()).status_code == 200
        answer = caller.say("fade out at the end")
        check(answer, 2001, 403, language, "egister", "注册")
        link = answer.json()["data"]["register_url"]
        assert link == f"{served.url}/register?bind={caller.user}"
        assert "<form" in http.get(link).text
        made = caller.ask("POST", "/api/auth/register", json={
            "email": f"{uuid.uuid4().hex}@example.org", "password": "a long password",
            "bind": caller.user,
        }).json()  # fmt: skip
        caller.accept["Authorization"] = f"Bearer {made['data']['token']}"
        answer = caller.say("fade out at the end")
        check(answer, 2001, 403, language, "top up", "充值")
        assert answer.json()["data"]["top_up_url"] == "https://pay.example.org"
    with broken_table(served):
        for language, tag in LANGUAGES.items():
            place = "/api/credits/balance/simple"
            answer = caller.ask("GET", place, {"Accept-Language": tag})
            check(answer, 5000, 500, language, "Try again", "请", "trace_id")
            assert answer.json()["data"]["trace_id"] == answer.headers["x-trace-id"]
            assert "balances" not in answer.text


@contextlib.contextmanager
def broken_table(served):
    """The database without a table that it needs."""
    served.may_fail = True
    with stores.behind_its_back(served.database) as run:
        run("ALTER TABLE balances RENAME TO elsewhere")
        yield
        run("ALTER TABLE elsewhere RENAME TO balances")
