"""Large files, many files, files that break off: in flat memory, and nothing is left behind."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

LIMIT = 200_000
BOUNDARY = "xyzzy"


def form(*files: tuple[str, bytes]) -> bytes:
    body = b""
    for name, data in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        body += head.encode() + data + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


class Raw:
    """A client that decides itself when to send what."""

    def __init__(self, server, uploads) -> None:
        host, port = server.url.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), 120)
        self._head = (
            f"POST {uploads.address} HTTP/1.1\r\nHost: {host}\r\n"
            f"Authorization: {uploads.http.headers['authorization']}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        )

    def send(self, length: int, body: bytes) -> None:
        self.socket.sendall(f"{self._head}Content-Length: {length}\r\n\r\n".encode() + body)

    def answer(self) -> str:
        """As much of it as comes at once."""
        return self.socket.recv(65536).decode()


@pytest.fixture
def strict(start_server, uploads_of):
    """A server that takes small files only, and what somebody sends to it."""
    server = start_server(upload_limit=LIMIT)
    return server, uploads_of(server.person())


def leftovers(server) -> list[Path]:
    return [p for p in server.service.scratch.rglob("*") if p.is_file()]


def test_more_than_the_limit_is_refused_at_once(strict):
    server, uploads = strict
    for length in (10**10, LIMIT * 3 // 2):
        raw = Raw(server, uploads)
        raw.send(length, form(("large.mp4", b"x" * (LIMIT + 1000)))[: LIMIT + 1000])
        answer = raw.answer()
        assert answer.startswith("HTTP/1.1 413")
        assert '"code":4002' in answer
        assert "0.2 MB" in answer
        raw.socket.close()
    assert leftovers(server) == []


def test_a_large_file_does_not_lose_the_others(strict, made):
    _, uploads = strict
    good = made("mp4"), made("png")
    data = uploads.send(good[0], ("large.bin", b"x" * (LIMIT + 1)), good[1])
    assert [f["code"] for f in data["files"]] == [0, 4002, 0]
    body = uploads.send(("large.bin", b"x" * (LIMIT * 2)), status=413)
    assert body["code"] == 4002


def test_exactly_the_limit_is_fine(strict, made, tmp_path, padded):
    _, uploads = strict
    film = padded(made("mp4"), tmp_path / "a.mp4", LIMIT).read_bytes()
    assert uploads.send(("a.mp4", film))["files"][0]["size"] == LIMIT
    assert uploads.send(("b.mp4", film + b"\0"), status=413)["code"] == 4002


def test_a_body_that_breaks_off(strict, made):
    server, uploads = strict
    body = form(("a.mp4", made("mp4").read_bytes()))
    for end in (1, 50, 500, len(body) - 10):
        raw = Raw(server, uploads)
        raw.send(len(body), body[:end])
        raw.socket.close()
    for broken in (b"", b"--", body[: len(body) - 10], body.replace(b"xyzzy", b"other")):
        answer = uploads.http.post(
            uploads.address,
            content=broken,
            headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        )
        assert (answer.status_code, answer.json()["code"]) == (422, 422)
    plain = {"Content-Type": "multipart/form-data"}
    assert uploads.http.post(uploads.address, content=body, headers=plain).status_code == 422
    assert uploads.http.post(uploads.address, data={"a": "b"}, files={}).status_code == 422
    ends = time.monotonic() + 60
    while leftovers(server) and time.monotonic() < ends:
        time.sleep(0.1)
    assert leftovers(server) == []
    assert uploads.state()["state"]["video_infos"] == []


def test_too_many_files_at_once(strict, made):
    _, uploads = strict
    body = uploads.send(*[(f"{n}.txt", b"text") for n in range(52)], status=415)
    assert [f["code"] for f in body["data"]["files"]] == [4001] * 50 + [422] * 2


def test_names_in_every_spelling(strict, made):
    _, uploads = strict
    data = made("png").read_bytes()
    spellings = {
        'filename="片.png"': "片.png",
        "filename*=utf-8''%E7%89%87.png": "片.png",
        "filename=plain.png": "plain.png",
        'filename="a\\"b.png"': 'a"b.png',
        'filename="a%22b.png"': 'a"b.png',
        'filename=""': "upload",
    }
    for n, (spelling, name) in enumerate(spellings.items()):
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; {spelling}\r\n\r\n'
        body = head.encode() + data + bytes([n]) + f"\r\n--{BOUNDARY}--\r\n".encode()
        answer = uploads.http.post(
            uploads.address,
            content=body,
            headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        )
        assert answer.json()["data"]["files"][0]["filename"] == name


def test_twenty_at_once(person, made, big_clip, uploads_of):
    """Into one session, by twenty requests: each is there once, and in the draft once."""
    mine = uploads_of(person)
    data = big_clip.read_bytes()
    bodies = [data[:-4] + n.to_bytes(4, "big") for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: mine.send((f"{n}.mp4", bodies[n])), range(20)))
    assert [a["files"][0]["code"] for a in answers] == [0] * 20
    state = mine.state()["state"]
    assert len(state["video_infos"]) == 20
    names = [s["m"]["name"] for t in state["draft"]["t"] for s in t["sg"]]
    assert sorted(names, key=int) == [str(n) for n in range(20)]


def test_the_same_file_twenty_times_at_once(person, made, uploads_of):
    mine, film = uploads_of(person), made("webm")
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: mine.send(film), range(20)))
    assert len({a["files"][0]["media_id"] for a in answers}) == 1
    state = mine.state()["state"]
    assert [len(t["sg"]) for t in state["draft"]["t"]] == [1]


@pytest.mark.slow
def test_300_megabytes_in_flat_memory(process, made, tmp_path, uploads_of, padded):
    """By a form and in pieces."""
    path = padded(made("mp4"), tmp_path / "large.mp4", 300_000_000)
    with process() as server:
        http = server.client(server.token())
        mine = uploads_of(http, server.session(http))
        mine.send(made("png"))
        before = server.peak
        with path.open("rb") as file:
            answer = http.post(mine.address, files={"files": ("large.mp4", file)}, timeout=120)
        assert answer.status_code == 200
        assert answer.json()["data"]["files"][0]["size"] == 300_000_000
        assert server.peak - before < 40_000_000
