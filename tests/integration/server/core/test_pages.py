"""The pages for people: claimed sessions and registering."""

import uuid

import pytest

from typecut.edits import Draft
from typecut.studio.service import drafts

PASSWORD = "a long password"  # noqa: S105


def link(person, session):
    answer = person.http.post("/api/auth/claim-token", json={"session_id": session})
    return answer.json()["data"]


def test_a_claim_link_shows_the_session_to_anybody_who_has_it(server, person):
    session = person.session(task_name="<b>Holiday</b> & more")
    with server.service.database.write() as tx:
        drafts.keep(tx, session, Draft.of((), name="x"), origin="client")
    made = link(person, session)
    assert made["claim_token"].startswith("clm_")
    assert made["expires_in"] == 604800
    assert made["claim_url"] == f"{server.url}/workspace/claim?ct={made['claim_token']}"
    page = server.http.get(made["claim_url"])
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "&lt;b&gt;Holiday&lt;/b&gt; &amp; more" in page.text
    assert "<b>Holiday" not in page.text
    assert person.token not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"


def test_it_speaks_the_sessions_language(server, person):
    page = server.http.get(link(person, person.session(language="zh-CN"))["claim_url"])
    assert '<html lang="zh">' in page.text
    assert "还没有时间线" in page.text


def test_a_claim_token_is_no_token(server, person):
    made = link(person, person.session())
    answer = server.http.get(
        "/api/credits/balance/simple", headers={"Authorization": f"Bearer {made['claim_token']}"}
    )
    assert answer.json()["code"] == 1001


@pytest.mark.parametrize("ct", ["", "clm_", "clm_" + "a" * 43, "<script>", "\u0000", "x" * 1999])
def test_any_other_link_says_so(server, ct):
    page = server.http.get("/workspace/claim", params={"ct": ct})
    assert page.status_code == 404
    assert "not valid" in page.text
    assert "<script>" not in page.text


def test_only_ones_own_session_can_be_claimed(person, stranger):
    answer = stranger.http.post("/api/auth/claim-token", json={"session_id": person.session()})
    assert answer.json()["code"] == 1002


def test_the_register_page_makes_an_account(server):
    page = server.http.get("/register")
    assert page.status_code == 200
    assert "<form" in page.text
    form = {"email": f"{uuid.uuid4().hex}@example.org", "password": PASSWORD}
    done = server.http.post("/register", data=form)
    assert done.status_code == 200
    assert "nmv_usr_" in done.text
    assert done.headers["cache-control"] == "no-store"
    assert server.http.post("/api/auth/login", json=form).status_code == 200


def test_it_takes_an_anonymous_users_work_with_the_users_token(server, person):
    page = server.http.get("/register", params={"bind": person.id})
    assert f'value="{person.id}"' in page.text
    form = {"email": f"{uuid.uuid4().hex}@example.org", "password": PASSWORD, "bind": person.id}
    refused = server.http.post("/register", data=form)
    assert refused.status_code == 401
    assert "claim link" in refused.text
    short = server.http.post("/register", data=form | {"claim": person.token, "password": "1"})
    assert short.status_code == 422
    assert person.token not in short.text, "a form that is shown again does not show the token"
    done = server.http.post("/register", data=form | {"claim": f" {person.token}\n"})
    assert done.status_code == 200
    assert "credits are in it" in done.text
    balance = person.http.get("/api/credits/balance/simple").json()["data"]
    assert balance["total"] == 200


def test_it_takes_one_session_with_a_claim_link(server, person):
    made = link(person, person.session())
    form = {"email": f"{uuid.uuid4().hex}@example.org", "password": PASSWORD, "bind": person.id}
    done = server.http.post("/register", data=form | {"claim": made["claim_url"]})
    assert done.status_code == 200
    assert "This project is in it" in done.text
    balance = person.http.get("/api/credits/balance/simple").json()["data"]
    assert balance["total"] == 100


def test_what_is_wrong_is_told_on_the_page(server):
    page = server.http.post(
        "/register",
        data={"email": '"><script>', "password": "1"},
        headers={"Accept-Language": "zh-CN"},
    )
    assert page.status_code == 422
    assert "password: 至少 8 个字符" in page.text
    assert "<script>" not in page.text
