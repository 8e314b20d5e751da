"""Who we are to a server: tokens, client ids, sessions, and what is kept of them."""

import json
import stat
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from scripted import BASE, SESSION, STATE, TASKS, TOKEN, envelope
from typecut.errors import (
    RateLimited,
    SettingError,
    StoreError,
    TokenInvalid,
    TypecutError,
    Unreachable,
)

CREDITS = "/api/credits/balance/simple"


def token(name, **more):
    return envelope({"token": f"nmv_usr_{name}", "user_id": "anon_a"} | more)


def bearer(request):
    return request.headers.get("authorization", "")


def kept(folder):
    (path,) = (folder / "servers").glob("*.json")
    return json.loads(path.read_text())


def test_nothing_is_needed(speaker, script, tmp_path):
    one = speaker(language="zh-CN")
    session = one.connect()
    assert (session.session_id, session.task_id) == (SESSION, "task_1")
    asked = script.to(f"POST {TOKEN}")[0]
    assert str(uuid.UUID(asked.headers["x-client-id"])) == kept(tmp_path / "config")["client_id"]
    made = script.to(f"POST {TASKS}")[0]
    assert bearer(made) == "Bearer nmv_usr_one"
    assert json.loads(made.content) == {"task_name": "project", "language": "zh-CN"}
    one.connect()
    assert len(script.asked) == 2


def test_every_request_says_which_skill_it_comes_from(speaker, script):
    one = speaker()
    one.say("cut it")
    for request in script.asked:
        for name in ("x-skill-source", "x-skill-version", "x-skill-platform"):
            assert request.headers[name]


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 0, "data": {"session_id": SESSION}},
        {"code": 0, "data": {"session_id": int(SESSION)}},
        {"session_id": SESSION, "code": 0},
        {"session_id": int(SESSION)},
        {"code": 200, "data": {"sessionId": SESSION}},
    ],
)
def test_a_session_id_stays_exact_wherever_it_stands(speaker, script, answer):
    script.on(f"POST {TASKS}", httpx.Response(200, json=answer))
    assert speaker().connect().session_id == SESSION


def test_only_the_user_can_read_what_is_kept(speaker, tmp_path):
    speaker().connect()
    folder = tmp_path / "config" / "servers"
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_next_run_takes_the_same_token(speaker, script):
    speaker().connect()
    speaker().connect()
    assert script.times(f"POST {TOKEN}") == 1
    assert script.times(f"POST {TASKS}") == 2


def test_a_token_is_never_sent_to_another_server(speaker, script):
    speaker().connect()
    script.on(f"POST {TOKEN}", token("other"))
    for other in ("https://video.example.org", "http://video.example.com", f"{BASE}:8443"):
        before = len(script.asked)
        speaker(other).connect()
        assert all("nmv_usr_one" not in bearer(r) for r in script.asked[before:])
    ids = {r.headers["x-client-id"] for r in script.to(f"POST {TOKEN}")}
    assert len(ids) == 4


@pytest.mark.parametrize("name", ["NEMO_TOKEN", "TYPECUT_TOKEN"])
def test_a_token_of_the_environment_is_taken(speaker, script, monkeypatch, name):
    monkeypatch.setenv(name, "nmv_usr_mine")
    speaker().connect()
    assert {bearer(r) for r in script.asked} == {"Bearer nmv_usr_mine"}


def test_the_argument_comes_first_then_the_documents_variable(speaker, script, monkeypatch):
    monkeypatch.setenv("TYPECUT_TOKEN", "t3")
    monkeypatch.setenv("NEMO_TOKEN", "t2")
    speaker().connect()
    speaker(token="t1").connect()  # noqa: S106
    assert [bearer(r) for r in script.asked] == ["Bearer t2", "Bearer t1"]


def test_an_expired_token_is_renewed_with_the_same_client_id(speaker, script):
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    script.on(f"POST {TOKEN}", token("old", expires_at=past), token("new"))
    speaker().connect()
    speaker().connect()
    first, second = script.to(f"POST {TOKEN}")
    assert first.headers["x-client-id"] == second.headers["x-client-id"]
    assert bearer(script.to(f"POST {TASKS}")[-1]) == "Bearer nmv_usr_new"


def test_a_server_that_does_not_want_to_see_the_expired_token(speaker, script):
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    refused = envelope(code=1001, status=401)
    script.on(f"POST {TOKEN}", token("old", expires_at=past), refused, token("new"))
    speaker().connect()
    speaker().connect()
    assert [bearer(r) for r in script.to(f"POST {TOKEN}")] == ["", "Bearer nmv_usr_old", ""]


class TestARefusedToken:
    @pytest.mark.parametrize("status", [401, 200])
    def test_our_own_is_renewed_once(self, speaker, script, status):
        script.on(f"POST {TOKEN}", token("one"), token("two"))
        script.on(
            f"GET {CREDITS}", envelope(code=1001, status=status),
            envelope({"available": 90, "frozen": 10, "total": 100}),
        )  # fmt: skip
        found = speaker().credits()
        assert (found.available, found.frozen, found.total) == (90, 10, 100)
        assert [bearer(r)[-3:] for r in script.to(f"GET {CREDITS}")] == ["one", "two"]

    def test_and_only_once(self, speaker, script):
        script.on(f"POST {TOKEN}", token("one"), token("two"), token("three"))
        script.on(f"GET {CREDITS}", envelope(code=1001, status=401))
        with pytest.raises(TokenInvalid):
            speaker().credits()
        assert script.times(f"GET {CREDITS}") == 2
        assert script.times(f"POST {TOKEN}") == 2

    def test_a_given_one_is_never_replaced(self, speaker, script, monkeypatch):
        monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_mine")
        script.on(f"GET {CREDITS}", envelope(code=1001, status=401))
        with pytest.raises(TokenInvalid) as raised:
            speaker().credits()
        assert "NEMO_TOKEN" in raised.value.hint
        assert "nmv_usr_mine" not in str(raised.value) + raised.value.zh
        assert script.times(f"POST {TOKEN}") == 0

    def test_another_process_has_renewed_it_already(self, speaker, script):
        first = speaker()
        first.connect()
        script.on(f"POST {TOKEN}", token("two"), httpx.Response(500))
        script.on(f"GET {CREDITS}", envelope(code=1001, status=401), envelope({"available": 1}))
        second = speaker()
        second.credits()
        script.on(f"GET {CREDITS}", envelope(code=1001, status=401), envelope({"available": 1}))
        first.credits()
        assert script.times(f"POST {TOKEN}") == 2


def test_a_client_id_that_is_not_taken_is_replaced_once(speaker, script):
    script.on(f"POST {TOKEN}", envelope(code=400, status=400), token("one"))
    speaker().connect()
    first, second = script.to(f"POST {TOKEN}")
    assert first.headers["x-client-id"] != second.headers["x-client-id"]
    script.on(f"POST {TOKEN}", envelope(code=400, status=400))
    with pytest.raises(TypecutError):
        speaker("https://other.example.com").connect()
    assert script.times(f"POST {TOKEN}") == 4


class TestTooManyTokens:
    def test_the_server_says_when(self, speaker, script, clock):
        busy = envelope(code=429, status=429, retry_after="7")
        script.on(f"POST {TOKEN}", busy, token("one"))
        speaker().connect()
        assert 7.0 in clock.slept

    def test_days_are_not_waited_for(self, speaker, script, clock):
        script.on(f"POST {TOKEN}", envelope(code=429, status=429, retry_after="604800"))
        with pytest.raises(RateLimited) as raised:
            speaker().connect()
        assert raised.value.retry_after == 604800
        assert sum(clock.slept) < 10

    def test_a_sibling_got_the_one_token(self, speaker, script):
        other = speaker()

        def both(request):
            script.on(f"POST {TOKEN}", token("one"))
            other.client._flows.account._keeping.keep(
                type(other.client._flows.account._keeping.identity())(
                    request.headers["x-client-id"], "nmv_usr_one"
                )
            )
            return envelope(code=429, status=429)

        script.on(f"POST {TOKEN}", both)
        speaker().connect()
        assert script.times(f"POST {TOKEN}") == 1
        assert bearer(script.to(f"POST {TASKS}")[0]) == "Bearer nmv_usr_one"


class TestAGivenSession:
    def test_is_gone_on_with(self, speaker, script):
        session = speaker(session_id=SESSION).connect()
        assert (session.session_id, session.task_id) == (SESSION, "task_1")
        assert script.times(f"POST {TASKS}") == 0

    def test_that_is_gone_is_replaced_and_said(self, speaker, script):
        old = STATE.replace(SESSION, "77")
        script.on(f"GET {old}", envelope(code=1002, status=404))
        one = speaker(session_id="77")
        assert one.connect().session_id == SESSION
        assert one.gone.session_id == "77"


class TestBusyServers:
    def test_the_wait_is_the_servers(self, speaker, script, clock):
        busy = envelope(code=429, status=429, retry_after="12")
        script.on(f"GET {CREDITS}", busy, envelope({"available": 5}))
        assert speaker().credits().available == 5
        assert sum(clock.slept) == 12

    def test_half_a_minute_where_it_does_not_say(self, speaker, script, clock):
        script.on(f"GET {CREDITS}", httpx.Response(429), envelope({"available": 5}))
        speaker().credits()
        assert sum(clock.slept) == 30

    def test_only_once(self, speaker, script):
        script.on(f"GET {CREDITS}", envelope(code=429, status=200))
        with pytest.raises(RateLimited):
            speaker().credits()
        assert script.times(f"GET {CREDITS}") == 2


def test_a_server_that_is_not_there(speaker, script):
    script.on(f"POST {TOKEN}", httpx.ConnectError("Connection refused"))
    with pytest.raises(Unreachable) as raised:
        speaker().connect()
    assert "video.example.com" in str(raised.value)
    assert raised.value.hint


def test_a_page_instead_of_an_answer(speaker, script):
    script.on(f"POST {TASKS}", httpx.Response(200, text="<html>Welcome</html>"))
    with pytest.raises(TypecutError, match="cannot be read"):
        speaker().connect()


@pytest.mark.parametrize("url", ["video.example.com", "ftp://x", "https://", "https://a:b@host"])
def test_what_is_no_address(speaker, url):
    with pytest.raises(SettingError) as raised:
        speaker(url)
    assert "a:b" not in str(raised.value)


def test_a_token_with_a_line_break_is_refused_before_it_goes_anywhere(speaker, script):
    with pytest.raises(SettingError):
        speaker(token="nmv\nX-Evil: 1")  # noqa: S106
    assert not script.asked


def test_a_folder_that_cannot_be_written(speaker, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="TYPECUT_CONFIG_DIR"):
        speaker(config=tmp_path / "file").connect()


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"v": 99}', '{"v": 1, "origin": "elsewhere"}'])
def test_a_damaged_memory_costs_a_new_token_only(speaker, script, tmp_path, damage):
    speaker().connect()
    (path,) = (tmp_path / "config" / "servers").glob("*.json")
    path.write_text(damage)
    speaker().connect()
    assert script.times(f"POST {TOKEN}") == 2
    assert kept(tmp_path / "config")["token"] == "nmv_usr_one"  # noqa: S105


def test_what_earlier_versions_kept_is_read(speaker, script, tmp_path):
    """Format 1, as it lies on people's disks."""
    client_id = "8c9e6679-7425-40de-944b-e07fc1f90ae7"
    kept = {
        "v": 1, "origin": "https://video.example.com:443", "client_id": client_id,
        "token": "nmv_usr_kept", "user_id": "anon_a", "expires": 4102444800.0, "uploads": {},
    }  # fmt: skip
    path = tmp_path / "config" / "servers" / "fbfa8b88130b6272d1c2c850.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(kept))
    speaker().connect()
    assert script.times(f"POST {TOKEN}") == 0
    assert bearer(script.asked[0]) == "Bearer nmv_usr_kept"


class TestRedirects:
    def test_another_host_never_sees_the_token(self, speaker, script):
        there = httpx.Response(302, headers={"location": "https://evil.example.net/credits"})
        script.on(f"GET {CREDITS}", there)
        script.on("GET /credits", envelope({"available": 1}))
        speaker().credits()
        (request,) = script.to("GET /credits")
        assert bearer(request) == ""

    def test_what_changes_something_is_not_sent_on(self, speaker, script):
        script.on(
            f"POST {TASKS}", httpx.Response(308, headers={"location": "https://new.example.com/x"})
        )
        with pytest.raises(Unreachable, match=r"new\.example\.com"):
            speaker().connect()
        assert len(script.asked) == 2


def test_a_client_id_of_the_environment_is_ours(speaker, script, monkeypatch, tmp_path):
    given = "8C9E6679-7425-40DE-944B-E07FC1F90AE7"
    monkeypatch.setenv("NEMO_CLIENT_ID", f" {given} ")
    speaker().connect()
    assert script.to(f"POST {TOKEN}")[-1].headers["x-client-id"] == given.lower()
    assert kept(tmp_path / "config")["client_id"] == given.lower()
    other = str(uuid.uuid4())
    speaker(client_id=other).connect()
    assert script.to(f"POST {TOKEN}")[-1].headers["x-client-id"] == other


def test_what_is_no_uuid_there_is_left_alone(speaker, script, monkeypatch):
    monkeypatch.setenv("NEMO_CLIENT_ID", "me")
    speaker().connect()
    assert uuid.UUID(script.to(f"POST {TOKEN}")[-1].headers["x-client-id"])
