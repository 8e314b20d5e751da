"""Accounts over HTTP: registering, binding an anonymous user's work, logging in."""

import io
import math
import struct
import uuid
import wave
from concurrent.futures import ThreadPoolExecutor

import pytest

REGISTER = "/api/auth/register"
LOGIN = "/api/auth/login"
BALANCE = "/api/credits/balance/simple"
PASSWORD = "a long password"  # noqa: S105


def address():
    return f"{uuid.uuid4().hex}@example.org"


def tone():
    """A second of a 440 Hz tone, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        levels = (int(8000 * math.sin(2 * math.pi * 440 * n / 8000)) for n in range(8000))
        sound.writeframes(struct.pack("<8000h", *levels))
    return file.getvalue()


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def state(server, token, session):
    place = f"/api/state/nemo_agent/me/{session}/latest"
    return server.http.get(place, headers=bearer(token)).json()


def test_a_new_account_has_100_credits_and_can_log_in(server):
    mine = {"email": address(), "password": PASSWORD}
    made = server.http.post(REGISTER, json=mine).json()["data"]
    assert made["user_id"].startswith("usr_")
    assert made["credits"] == 100
    again = server.http.post(LOGIN, json=mine | {"email": mine["email"].upper()}).json()["data"]
    assert again["user_id"] == made["user_id"]
    assert again["token"] != made["token"]
    balance = server.http.get(BALANCE, headers=bearer(again["token"])).json()["data"]
    assert balance == {"available": 100, "frozen": 0, "total": 100}


def test_binding_moves_work_and_credits_and_adds_100(server, person):
    session = person.session()
    wish = {"email": address(), "password": PASSWORD, "bind": person.id}
    made = person.http.post(REGISTER, json=wish).json()["data"]
    assert made["moved"] == "everything"
    assert made["credits"] == 200
    assert state(server, made["token"], session)["code"] == 0
    # The chat that holds the anonymous token goes on, now for the account.
    assert state(server, person.token, session)["code"] == 0
    assert person.http.get(BALANCE).json()["data"]["total"] == 200


def claim_of(person, session):
    made = person.http.post("/api/auth/claim-token", json={"session_id": session})
    return made.json()["data"]["claim_token"]


@pytest.mark.parametrize("bind", [True, False])
def test_a_claim_link_takes_one_session_with_its_files_and_nothing_else(server, person, bind):
    mine, other = person.session(), person.session()
    song = {"files": ("a.wav", tone())}
    sent = person.http.post(f"/api/upload-video/nemo_agent/me/{mine}", files=song)
    assert sent.json()["code"] == 0
    link = claim_of(person, mine)
    wish = {"email": address(), "password": PASSWORD, "claim": link}
    wish |= {"bind": person.id} if bind else {}
    made = server.http.post(REGISTER, json=wish).json()["data"]
    assert made["moved"] == "session"
    assert made["credits"] == 100, "the anonymous user's credits stay where they are"
    taken = state(server, made["token"], mine)
    assert [f["filename"] for f in taken["data"]["state"]["video_infos"]] == ["a.wav"]
    assert state(server, made["token"], other)["code"] == 1002
    assert state(server, person.token, mine)["code"] == 1002
    assert state(server, person.token, other)["code"] == 0
    assert person.http.get(BALANCE).json()["data"]["total"] == 100
    # The link has done what it was for.
    again = server.http.post(REGISTER, json=wish | {"email": address()})
    assert again.status_code == 401
    assert state(server, made["token"], mine)["code"] == 0


def test_a_claim_link_of_an_account_takes_nothing(server, person):
    session = person.session()
    wish = {"email": address(), "password": PASSWORD, "bind": person.id}
    made = person.http.post(REGISTER, json=wish).json()["data"]
    link = claim_of(person, session)  # the token belongs to the account now
    refused = server.http.post(REGISTER, json=wish | {"email": address(), "claim": link})
    assert refused.status_code in (401, 409), refused.text
    alone = {"email": address(), "password": PASSWORD, "claim": link}
    refused = server.http.post(REGISTER, json=alone)
    assert (refused.status_code, refused.json()["code"]) == (409, 1009)
    assert server.http.post(LOGIN, json=alone).status_code == 401, "no account was made of it"
    assert state(server, made["token"], session)["code"] == 0


def test_a_claim_link_of_somebody_else_does_not_bind(server, person, stranger):
    wish = {"email": address(), "password": PASSWORD, "bind": person.id}
    refused = server.http.post(
        REGISTER, json=wish | {"claim": claim_of(stranger, stranger.session())}
    )
    assert (refused.status_code, refused.json()["code"]) == (401, 1001)


def test_a_token_of_few_rights_does_not_bind(server, person):
    few = person.http.post("/api/auth/tokens", json={"scopes": ["read", "write"]}).json()["data"]
    wish = {"email": address(), "password": PASSWORD, "bind": person.id}
    refused = server.http.post(REGISTER, json=wish, headers=bearer(few["token"]))
    assert (refused.status_code, refused.json()["code"]) == (401, 1001)
    assert "upload" in refused.json()["message"]


def test_without_a_proof_nothing_is_bound(server, person, stranger):
    wish = {"email": address(), "password": PASSWORD, "bind": person.id}
    for http in (server.http, stranger.http):
        refused = http.post(REGISTER, json=wish)
        assert (refused.status_code, refused.json()["code"]) == (401, 1001)
        assert "claim link" in refused.json()["message"]
    # And no account was made of it.
    assert server.http.post(LOGIN, json=wish).status_code == 401


def test_what_is_bound_is_not_bound_again(server, person):
    session = person.session()
    wish = {"email": address(), "password": PASSWORD, "bind": person.id}
    link = person.http.post("/api/auth/claim-token", json={"session_id": session}).json()["data"]
    first = person.http.post(REGISTER, json=wish).json()["data"]
    for proof in ({}, {"claim": link["claim_token"]}):
        again = person.http.post(REGISTER, json=wish | {"email": address()} | proof)
        assert again.status_code in (401, 409), again.text
    assert state(server, first["token"], session)["code"] == 0


def test_rivals_for_one_work_get_it_once(server, person):
    wish = {"password": PASSWORD, "bind": person.id}

    def rival(_):
        return server.http.post(
            REGISTER, json=wish | {"email": address()}, headers=bearer(person.token)
        ).json()

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(answer["code"] for answer in pool.map(rival, range(4)))
    assert codes[0] == 0
    assert 0 not in codes[1:]
    assert person.http.get(BALANCE).json()["data"]["total"] == 200


def test_an_address_has_one_account(server):
    mine = {"email": address(), "password": PASSWORD}
    assert server.http.post(REGISTER, json=mine).status_code == 200
    again = server.http.post(REGISTER, json=mine)
    assert (again.status_code, again.json()["code"]) == (409, 1009)
    assert "Log in" in again.json()["message"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody", "password": PASSWORD},
        {"email": "a@b", "password": "short"},
        {"email": "a@b", "password": "x" * 300},
        {"email": "a@b" + "c" * 300, "password": PASSWORD},
        {"password": PASSWORD},
        {},
    ],
)
def test_malformed_wishes_are_told_by_field(server, wrong):
    answer = server.http.post(REGISTER, json=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, 422)
    assert answer.json()["data"]["errors"][0]["field"].startswith("body.")


def test_a_wrong_password_and_an_unknown_address_look_alike(server):
    mine = {"email": address(), "password": PASSWORD}
    server.http.post(REGISTER, json=mine)
    wrong = server.http.post(LOGIN, json=mine | {"password": "another one"})
    unknown = server.http.post(LOGIN, json={"email": address(), "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


def test_guessing_is_limited(start_server):
    server = start_server(logins_per_minute=3)
    guess = {"email": "a@b", "password": "guess"}
    statuses = [server.http.post(LOGIN, json=guess).status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]


def test_a_server_may_take_no_registrations(start_server):
    server = start_server(registration=False)
    answer = server.http.post(REGISTER, json={"email": "a@b", "password": PASSWORD})
    assert answer.status_code == 422
    assert "registrations" in answer.json()["message"]


def test_passwords_are_stored_as_argon2(start_server):
    from typecut.store.tables import users

    server = start_server()
    server.http.post(REGISTER, json={"email": "a@b", "password": PASSWORD})
    with server.service.database.read() as tx:
        stored = tx.execute(users.select()).mappings().one()["password_hash"]
    assert stored.startswith("$argon2id$")
