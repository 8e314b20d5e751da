"""Tokens over HTTP: issued, limited, renewed, scoped, revoked."""

import re
import uuid

import pytest

from typecut.store import tokens

BALANCE = "/api/credits/balance/simple"


def ask(server, client_id=None, **headers):
    return server.http.post(
        "/api/auth/anonymous-token",
        headers={"X-Client-Id": client_id or str(uuid.uuid4())} | headers,
    )


def test_a_token_comes_with_100_credits_for_7_days(server):
    answer = ask(server)
    assert answer.status_code == 200
    body = answer.json()
    assert body["code"] == 0
    assert body["message"] == "success"
    data = body["data"]
    assert data["token"].startswith("nmv_usr_")
    assert data["user_id"].startswith("anon_")
    assert data["credits"] == 100
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", data["expires_at"])


@pytest.mark.parametrize("client_id", ["", "me", "12345678", "g" * 36, "x" * 5000])
def test_without_a_uuid_there_is_none(server, client_id):
    answer = server.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": client_id})
    assert answer.status_code == 400
    assert answer.json()["code"] == 400
    assert "X-Client-Id" in answer.json()["message"]


def test_nor_without_the_header(server):
    assert server.http.post("/api/auth/anonymous-token").json()["code"] == 400


def test_a_second_one_for_the_same_client_has_to_wait(server):
    client_id = str(uuid.uuid4())
    assert ask(server, client_id).status_code == 200
    again = ask(server, client_id.upper())
    assert again.status_code == 429
    assert again.json()["code"] == 429
    assert 6 * 86400 < int(again.headers["retry-after"]) <= 7 * 86400
    assert "7 days" in again.json()["message"]


def test_revoked_means_eligible_again(server):
    client_id = str(uuid.uuid4())
    token = ask(server, client_id).json()["data"]["token"]
    mine = {"Authorization": f"Bearer {token}"}
    assert server.http.post("/api/auth/revoke-token", headers=mine).json()["data"] == {
        "revoked": True
    }
    assert server.http.get(BALANCE, headers=mine).status_code == 401
    assert ask(server, client_id).status_code == 200


def test_an_address_gets_so_many(start_server):
    server = start_server(tokens_per_address=3)
    assert [ask(server).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_stranger_cannot_pretend_to_come_from_elsewhere(start_server):
    server = start_server(tokens_per_address=1)
    statuses = [ask(server, **{"X-Forwarded-For": f"9.9.9.{n}"}).status_code for n in range(2)]
    assert statuses == [200, 429]


def test_a_trusted_proxy_may_say_who_asks(start_server):
    server = start_server(tokens_per_address=1, trusted_proxies=("127.0.0.1",))
    ways = ["9.9.9.1", "8.8.8.8, 9.9.9.2", "8.8.8.8, 9.9.9.2", "2001:db8::1", "2001:db8::2"]
    statuses = [ask(server, **{"X-Forwarded-For": way}).status_code for way in ways]
    assert statuses == [200, 200, 429, 200, 429]


@pytest.mark.parametrize(
    "header",
    [
        None, "", "Bearer", "Basic abc", "Bearer nmv_usr_", "Bearer wrong",
        "Bearer nmv_usr_" + "a" * 43, "Bearer nmv_usr_" + "a" * 9000, "Bearer nmv_usr_ünsinn",
    ],
)  # fmt: skip
def test_any_other_token_is_1001(server, header):
    headers = {} if header is None else {"Authorization": header.encode()}
    answer = server.http.get(BALANCE, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, 1001)
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "/api/auth/anonymous-token" in answer.json()["message"]


def test_an_expired_token_is_1001_and_renews_its_user(start_server):
    server = start_server()
    person = server.person()
    session = person.session()
    expire(server, person)
    assert person.http.get(BALANCE).json()["code"] == 1001
    fresh = ask(server, person.client_id, Authorization=f"Bearer {person.token}").json()["data"]
    assert fresh["user_id"] == person.id
    state = server.http.get(
        f"/api/state/nemo_agent/me/{session}/latest",
        headers={"Authorization": f"Bearer {fresh['token']}"},
    )
    assert state.json()["code"] == 0


def test_the_client_id_alone_opens_nobodys_work(start_server):
    server = start_server()
    person = server.person()
    expire(server, person)
    assert ask(server, person.client_id).json()["data"]["user_id"] != person.id


def test_nor_does_an_expired_token_without_its_client_id(start_server):
    server = start_server()
    person = server.person()
    expire(server, person)
    fresh = ask(server, Authorization=f"Bearer {person.token}").json()["data"]
    assert fresh["user_id"] != person.id


def test_nor_does_a_revoked_one(start_server):
    server = start_server()
    person = server.person()
    person.http.post("/api/auth/revoke-token")
    fresh = ask(server, person.client_id, Authorization=f"Bearer {person.token}").json()["data"]
    assert fresh["user_id"] != person.id


def test_a_token_with_less_rights(server, person):
    made = person.http.post("/api/auth/tokens", json={"scopes": ["read"], "label": "reader"})
    less = {"Authorization": f"Bearer {made.json()['data']['token']}"}
    assert server.http.get(BALANCE, headers=less).status_code == 200
    refused = server.http.post("/api/tasks/me/with-session/nemo_agent", json={}, headers=less)
    assert (refused.status_code, refused.json()["code"]) == (401, 1001)
    assert "write" in refused.json()["message"]
    more = server.http.post("/api/auth/tokens", json={"scopes": ["write"]}, headers=less)
    assert more.status_code == 401


def test_tokens_are_listed_without_secrets_and_revoked_by_id(server, person):
    made = person.http.post("/api/auth/tokens", json={"scopes": ["read"]}).json()["data"]
    listed = person.http.get("/api/auth/tokens")
    assert made["token"] not in listed.text
    assert person.token not in listed.text
    assert sorted(t["current"] for t in listed.json()["data"]["tokens"]) == [False, True]
    gone = person.http.delete(f"/api/auth/tokens/{made['token_id']}")
    assert gone.json()["data"] == {"revoked": True}
    assert person.http.delete(f"/api/auth/tokens/{made['token_id']}").status_code == 404
    less = {"Authorization": f"Bearer {made['token']}"}
    assert server.http.get(BALANCE, headers=less).status_code == 401


def test_a_further_token_does_not_outlive_an_anonymous_user(server, person):
    made = person.http.post("/api/auth/tokens", json={"scopes": ["read"], "days": 3650})
    listed = person.http.get("/api/auth/tokens").json()["data"]["tokens"]
    first = next(t for t in listed if t["current"])
    assert made.json()["data"]["expires_at"] <= first["expires_at"]


def test_only_hashes_are_stored(start_server):
    server = start_server()
    person = server.person()
    files = [p for p in server.service.settings.data.rglob("*") if p.is_file()]
    assert files
    assert not any(person.token.encode() in p.read_bytes() for p in files)


def expire(server, person):
    """Time passes: the person's tokens have expired."""
    import sqlalchemy as sa

    from typecut.store.tables import tokens as table

    with server.service.database.write() as tx:
        assert tokens.verify(tx, person.token)
        mine = table.c.user_id == person.id
        tx.execute(sa.update(table).where(mine).values(expires=tx.now - 1))
