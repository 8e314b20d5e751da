"""tus 1.0: uploads that survive breaks, crashes and repetitions."""

import base64
import hashlib
import socket
import time
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from typecut.store import sessions, uploads
from typecut.studio.service.service import open_store
from typecut.studio.service.settings import read_settings

VERSION = {"Tus-Resumable": "1.0.0"}
BYTES = {**VERSION, "Content-Type": "application/offset+octet-stream"}


def coded(**metadata: str) -> str:
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in metadata.items())


@dataclass
class Tus:
    http: httpx.Client
    session: str

    def begin(self, length: int | None, status: int = 201, **more: Any) -> httpx.Response:
        metadata = {"filename": "clip.mp4", "session_id": self.session} | more.pop("metadata", {})
        told = {"Upload-Defer-Length": "1"} if length is None else {"Upload-Length": str(length)}
        headers = {**VERSION, **told, "Upload-Metadata": coded(**metadata)}
        headers |= more.pop("headers", {})
        answer = self.http.post("/api/uploads/", headers=headers, **more)
        assert answer.status_code == status, answer.text
        return answer

    def piece(
        self, place: str, offset: int, data: bytes, status: int = 204, **headers: str
    ) -> httpx.Response:
        all_headers = {**BYTES, "Upload-Offset": str(offset), **headers}
        answer = self.http.patch(place, content=data, headers=all_headers)
        assert answer.status_code == status, answer.text
        return answer

    def offset(self, place: str) -> int:
        answer = self.http.head(place, headers=VERSION)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        return int(answer.headers["upload-offset"])

    def infos(self) -> Any:
        answer = self.http.get(f"/api/state/nemo_agent/me/{self.session}/latest")
        return answer.json()["data"]["state"]["video_infos"]


@pytest.fixture
def tus(person) -> Tus:
    return Tus(person.http, person.session())


def test_what_it_can_do(server):
    answer = server.http.options("/api/uploads/")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert {"creation", "termination", "expiration", "checksum"} <= set(
        answer.headers["tus-extension"].split(",")
    )
    assert answer.headers["tus-max-size"] == "500000000"


def test_in_pieces(tus, made):
    data = made("mp4").read_bytes()
    made_at = tus.begin(len(data))
    place = made_at.headers["location"]
    assert "upload-expires" in made_at.headers
    half = len(data) // 2
    assert tus.piece(place, 0, data[:half]).headers["upload-offset"] == str(half)
    assert tus.offset(place) == half
    assert tus.infos() == []
    tus.piece(place, half, data[half:])
    (info,) = tus.infos()
    assert (info["filename"], info["hash"]) == ("clip.mp4", hashlib.sha256(data).hexdigest())
    # Asking again changes nothing.
    assert tus.offset(place) == len(data)
    tus.piece(place, len(data), b"")
    status = tus.http.get(place).json()["data"]
    assert (status["complete"], status["file"]["media_id"]) == (True, info["media_id"])
    assert tus.infos() == [info] or len(tus.infos()) == 1


def test_all_at_once(tus, made):
    data = made("png").read_bytes()
    tus.begin(len(data), content=data, headers=BYTES)
    assert len(tus.infos()) == 1


def test_a_length_told_late(tus, made):
    data = made("jpg").read_bytes()
    place = tus.begin(None).headers["location"]
    tus.piece(place, 0, data[:100])
    assert tus.http.head(place, headers=VERSION).headers["upload-defer-length"] == "1"
    tus.piece(place, 100, data[100:], **{"Upload-Length": str(len(data))})
    assert len(tus.infos()) == 1


def test_checksums(tus, made):
    data = made("jpg").read_bytes()
    place = tus.begin(len(data)).headers["location"]

    def sum_of(piece: bytes) -> dict[str, str]:
        digest = hashlib.sha1(piece, usedforsecurity=False).digest()
        return {"Upload-Checksum": f"sha1 {base64.b64encode(digest).decode()}"}

    tus.piece(place, 0, data[:50], 460, **sum_of(b"other"))
    assert tus.offset(place) == 0
    tus.piece(place, 0, data[:50], **sum_of(data[:50]))
    tus.piece(place, 50, data[50:], 422, **{"Upload-Checksum": "crc32 AAAA"})
    tus.piece(place, 50, data[50:], **sum_of(data[50:]))
    assert len(tus.infos()) == 1


def test_what_is_refused(tus, person, stranger):
    place = tus.begin(1000).headers["location"]
    assert tus.piece(place, 5, b"x", 409).json()["code"] == 1009
    tus.piece(place, 0, b"x" * 1001, 422)
    assert tus.offset(place) == 0
    odd = tus.http.patch(place, content=b"x", headers=VERSION | {"Upload-Offset": "0"})
    assert odd.status_code == 415
    assert tus.http.patch(place, content=b"x", headers={}).status_code == 412
    assert tus.begin(10**12, 413).json()["code"] == 4002
    assert tus.begin(10, 404, metadata={"session_id": "1"}).json()["code"] == 1002
    assert tus.begin(10, 422, headers={"Upload-Metadata": "filename !"}).json()["code"] == 422
    assert tus.begin(10, 422, headers={"Upload-Metadata": coded(filename="a")})
    theirs = Tus(stranger.http, stranger.session())
    assert theirs.begin(10, 404, metadata={"session_id": tus.session}).json()["code"] == 1002
    theirs.piece(place, 0, b"x", 404)
    assert stranger.http.head(place, headers=VERSION).status_code == 404
    assert stranger.http.delete(place, headers=VERSION).status_code == 404
    assert tus.offset(place) == 0


def test_a_file_of_a_wrong_type_is_refused_at_its_end(tus):
    place = tus.begin(5000).headers["location"]
    assert tus.piece(place, 0, b"text " * 1000, 415).json()["code"] == 4001
    status = tus.http.get(place).json()["data"]
    assert status["file"]["code"] == 4001
    assert "mp4" in status["file"]["message"]
    assert tus.infos() == []


def test_termination(tus, server):
    place = tus.begin(1000).headers["location"]
    tus.piece(place, 0, b"x" * 500)
    assert tus.http.delete(place, headers=VERSION).status_code == 204
    assert tus.http.head(place, headers=VERSION).status_code == 404
    name = place.rpartition("/")[2]
    assert not (server.service.settings.data / "uploads" / name).exists()


def test_a_broken_connection_loses_nothing_that_came(tus, server, made):
    data = made("mp4").read_bytes()
    place = tus.begin(len(data)).headers["location"]
    host, port = server.url.removeprefix("http://").split(":")
    token = tus.http.headers["authorization"]
    with socket.create_connection((host, int(port))) as raw:
        head = (
            f"PATCH {place.removeprefix(server.url)} HTTP/1.1\r\nHost: {host}\r\n"
            f"Authorization: {token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
            f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        raw.sendall(head.encode() + data[: len(data) // 2])
        time.sleep(0.3)
    offset = 0
    for _ in range(600):
        offset = tus.offset(place)
        if offset:
            break
        time.sleep(0.1)
    assert offset == len(data) // 2
    tus.piece(place, offset, data[offset:])
    assert len(tus.infos()) == 1


def test_expired_uploads_are_gone(start_server, made):
    server = start_server(resume_hours=0.0001)
    person = server.person()
    tus = Tus(person.http, person.session())
    place = tus.begin(1000).headers["location"]
    ends = time.monotonic() + 60
    while person.http.head(place, headers=VERSION).status_code != 404:
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_a_killed_server_goes_on_where_it_was(process, big_clip):
    data = big_clip.read_bytes()
    with process() as first:
        token = first.token()
        tus = Tus(first.client(token), "")
        tus.session = first.session(tus.http)
        place = tus.begin(len(data)).headers["location"].removeprefix(first.url)
        tus.piece(place, 0, data[:300_000])
        raw = socket.create_connection(("127.0.0.1", first.port))
        head = (
            f"PATCH {place} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            "Tus-Resumable: 1.0.0\r\nUpload-Offset: 300000\r\n"
            f"Content-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(data) - 300_000}\r\n\r\n"
        )
        raw.sendall(head.encode() + data[300_000:500_000])
        time.sleep(0.5)
        first.kill()
        raw.close()
    with process() as second:
        tus.http = second.client(token)
        offset = tus.offset(place)
        assert 300_000 <= offset <= 500_000
        tus.piece(place, offset, data[offset:])
        (info,) = tus.infos()
        assert info["hash"] == hashlib.sha256(data).hexdigest()


def test_what_a_dead_server_had_received_is_dealt_with(process, store_of, tmp_path, made):
    """It died after the last byte, holding the upload, before the file was part of the session."""
    data, film = tmp_path / "data", made("mp4").read_bytes()
    with process() as first:
        token = first.token()
        tus = Tus(first.client(token), "")
        tus.session = first.session(tus.http)
        name = tus.begin(len(film)).headers["location"].rpartition("/")[2]
        owner = (data / "server-1.lock").read_text().strip()
        first.kill()
    (data / "uploads" / name).write_bytes(film)
    database, _ = open_store(read_settings(data=data, **store_of(data)))
    with database.write() as tx:
        user = sessions.by_id(tx, tus.session).user_id
        held = uploads.hold(tx, user, name, f"{owner}/x", 3600)
        uploads.advance(tx, held, len(film), hold_for=3600)
    database.close()
    with process() as second:
        tus.http = second.client(token)
        ends = time.monotonic() + 240
        while not tus.infos() and time.monotonic() < ends:
            time.sleep(0.2)
        (info,) = tus.infos()
        assert info["hash"] == hashlib.sha256(film).hexdigest()
