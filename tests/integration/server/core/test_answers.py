"""What every answer has in common: shape, trace id, limits, languages."""

import re
from pathlib import Path

import pytest

from typecut import errors
from typecut.server.answers import CODES
from typecut.studio.service.words import SENTENCES, language_of, preferred, sentence
from typecut.wire.envelope import STATUS, Code


def test_every_error_has_a_code_and_both_languages():
    for kind in errors.every_error().values():
        assert kind in CODES, kind
        assert set(SENTENCES[kind]) == {"en", "zh"}, kind
    assert len(CODES) == len(SENTENCES) == len(errors.every_error())


def test_codes_and_statuses_agree_with_the_errors_own():
    for kind, code in CODES.items():
        if kind is not errors.Cancelled:
            assert code.status == kind.http_status, kind
    assert set(STATUS) == set(Code)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sentence_can_be_said(language):
    made = {
        errors.RateLimited: lambda k: k("", retry_after=90),
        errors.OutOfCredits: lambda k: k("", needed=3, available=1),
        errors.DraftError: lambda k: k("t[0]", "is wrong"),
    }
    for kind in errors.every_error().values():
        said = sentence(made.get(kind, lambda k: k(""))(kind), language)
        assert len(said) > 5
        assert "{" not in said


def test_the_inside_of_the_server_is_not_told():
    said = sentence(errors.StoreError("cannot write /srv/secret/place"), "en")
    assert "/srv" not in said


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"), ("zh", "zh"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB, zh;q=0.9", "en"),
        ("de, en;q=0.2", "en"), ("zh;q=0", "en"), ("*", "en"), (";;;,q=x", "en"), ("zh;q=nan", "en"),
    ],
)  # fmt: skip
def test_the_best_language_is_taken(header, language):
    assert preferred(header) == language


@pytest.mark.parametrize(
    ("tag", "language"), [("zh-Hans-CN", "zh"), ("ZH_tw", "zh"), ("中文", "zh"), ("ja", "en")]
)
def test_languages_by_their_tags(tag, language):
    assert language_of(tag) == language


def test_nothing_there(server):
    for path in ("/", "/nothing", "/api", "/health/", "/docs", "/%00", "/..%2f..%2fetc/passwd"):
        answer = server.http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, 1003), path


def test_a_method_that_is_not_taken(server):
    answer = server.http.request("DELETE", "/health")
    assert (answer.status_code, answer.json()["code"]) == (405, 405)
    assert answer.headers["allow"] == "GET"
    several = server.http.request("PUT", "/api/auth/tokens")
    assert several.headers["allow"] == "GET, POST"


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[]", b'"x"', b"null", b"1e999", b"{" * 5000])
def test_a_body_that_cannot_be_read(person, body):
    answer = person.http.post(
        "/api/auth/claim-token", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, 422), answer.text


def test_a_body_that_is_too_large(start_server):
    server = start_server(json_limit=1000)
    person = server.person()
    told = person.http.post("/api/auth/claim-token", json={"session_id": "x" * 2000})
    assert (told.status_code, told.json()["code"]) == (413, 4002)

    def untold():
        for _ in range(20):
            yield b"x" * 100

    found = person.http.post("/api/auth/claim-token", content=untold())
    assert (found.status_code, found.json()["code"]) == (413, 4002)
    assert server.http.get("/health").status_code == 200


def test_every_answer_has_a_trace_id(server):
    one, two = server.http.get("/health"), server.http.get("/nothing")
    assert re.fullmatch(r"[0-9a-f]{32}", one.headers["x-trace-id"])
    assert one.headers["x-trace-id"] != two.headers["x-trace-id"]
    own = server.http.get("/health", headers={"X-Trace-Id": "my-own-trace-1"})
    assert own.headers["x-trace-id"] == "my-own-trace-1"
    odd = server.http.get("/health", headers={"X-Trace-Id": "a b <script>"})
    assert re.fullmatch(r"[0-9a-f]{32}", odd.headers["x-trace-id"])


def test_our_fault_is_5000_with_the_trace_id(start_server, monkeypatch, caplog):
    from typecut.server import auth

    server = start_server()
    person = server.person()

    def broken(*_):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(auth.accounts, "read_balance", broken)
    answer = person.http.get("/api/credits/balance/simple")
    assert (answer.status_code, answer.json()["code"]) == (500, 5000)
    assert answer.json()["data"]["trace_id"] == answer.headers["x-trace-id"]
    assert "secret" not in answer.text
    (record,) = (r for r in caplog.records if r.exc_info)
    assert "secret inside" in str(record.exc_info[1])


def test_the_documentation_lists_every_code():
    text = (Path(__file__).parents[4] / "docs" / "server.md").read_text()
    for code in Code:
        assert f"\n| {int(code)} | {code.status} |" in text


def test_pages_of_other_origins_may_call_when_the_setting_says_so(start_server):
    server = start_server(cors_origins=("https://cut.example.org",))
    asked = {
        "Origin": "https://cut.example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = server.http.options("/api/auth/login", headers=asked)
    assert answer.headers["access-control-allow-origin"] == "https://cut.example.org"
    other = server.http.options("/api/auth/login", headers=asked | {"Origin": "https://evil"})
    assert "access-control-allow-origin" not in other.headers
