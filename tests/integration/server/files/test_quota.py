"""How much one user may keep."""

import base64
import hashlib
import random

import pytest

from typecut.errors import MediaTooLarge
from typecut.store import media
from typecut.studio.service.quota import check


@pytest.fixture
def server(start_server):
    return start_server(user_quota=100_000)


@pytest.fixture
def padded_to(made, padded):
    """A film of that size; another content for each seed."""

    def make(size, seed):
        path = made("mp4")
        target = path.with_name(f"padded_{size}_{seed}.mp4")
        padded(path, target, size - 16)
        with target.open("ab") as file:
            file.write((16).to_bytes(4, "big") + b"free" + random.Random(seed).randbytes(8))
        return target

    return make


def size_of(made):
    return len(made("mp4").read_bytes())


def test_what_does_not_fit_is_refused_and_the_rest_is_kept(mine, made, padded_to):
    room = 100_000 - size_of(made) - 10
    big = padded_to(room, 1)
    assert [f["code"] for f in mine.send(made("mp4"), big)["files"]] == [0, 0]
    answer = mine.send(padded_to(60_000, 2), status=413)
    assert answer["code"] == 4002
    assert "0.1 MB" in answer["message"]
    assert "Delete sessions" in answer["message"]
    told = mine.send(made("jpg"), padded_to(60_001, 3), big, status=None)
    assert [f["code"] for f in told["data"]["files"]][1:] == [4002, 0], (
        "what is there costs nothing"
    )


def test_the_same_content_in_other_sessions_counts_once(person, uploads_of, padded_to):
    film = padded_to(60_000, 4)
    for _ in range(3):
        uploads_of(person).send(film)
    uploads_of(person).send(padded_to(60_000, 5), status=413)


def test_it_is_told_in_chinese(person, uploads_of, padded_to):
    chinese = uploads_of(person.http, person.session(language="zh-CN"))
    chinese.send(padded_to(60_000, 6))
    assert "空间" in chinese.send(padded_to(60_000, 7), status=413)["message"]


def test_deleted_work_makes_room(person, uploads_of, padded_to):
    first = uploads_of(person)
    first.send(padded_to(60_000, 8))
    person.http.delete(f"/apps/nemo_agent/users/me/sessions/{first.session}")
    uploads_of(person).send(padded_to(60_000, 9))


def test_others_have_room_of_their_own(person, stranger, uploads_of, padded_to):
    uploads_of(person).send(padded_to(60_000, 10))
    uploads_of(stranger).send(padded_to(60_000, 10))


def test_an_upload_in_pieces_is_refused_before_its_first_byte(person):
    def begin(length):
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length)}
        place = {"session_id": session}
        return person.http.post("/api/uploads/", headers=headers | metadata(place))

    session = person.session()
    assert begin(60_000).status_code == 201
    refused = begin(60_000)  # the first one holds its place
    assert (refused.status_code, refused.json()["code"]) == (413, 4002)
    assert begin(30_000).status_code == 201


def test_several_at_once_do_not_slip_through_together(server, person):
    session = person.session()
    digest = hashlib.sha256(b"x").hexdigest()
    with server.service.database.write() as tx:
        media.describe(tx, digest, size=80_000, kind="image", media_type="image/jpeg", facts={})
        media.register(tx, person.id, session, digest, "x.jpg")
        with pytest.raises(MediaTooLarge):
            check(tx, server.service, person.id, "y.jpg", 30_000)
        check(tx, server.service, person.id, "z.jpg", 20_000)


def metadata(values):
    coded = (f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in values.items())
    return {"Upload-Metadata": ",".join(coded)}
