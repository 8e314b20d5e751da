"""Uploads by address: what is fetched, and what never is."""

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from typecut.errors import MediaMissing, MediaTooLarge, RequestError
from typecut.studio.service.fetching import Rules, checked, fetch

OPEN = Rules(limit=10**6, seconds=5, loopback=True)
SHUT = Rules(limit=10**6, seconds=5)


class Site(http.server.ThreadingHTTPServer):
    """Answers as its `pages` say; remembers who asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Answers(http.server.BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        place, _, rest = self.path.partition("?")
        if place == "/to":
            self.send_response(302)
            self.send_header("Location", rest)
            self.end_headers()
        elif place == "/round":
            self.send_response(301)
            self.send_header("Location", f"/round?{int(rest or 0) + 1}")
            self.end_headers()
        elif place == "/endless":
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65536)
        elif place == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.2)
        elif place == "/slow-head":
            for _ in range(100):
                self.wfile.write(b"H")
                time.sleep(0.2)
        elif place == "/short":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"x" * 10)
            self.close_connection = True
        else:
            self._page(place)

    def _page(self, place: str) -> None:
        body = self.server.pages.get(place)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        if place == "/named":
            self.send_header("Content-Disposition", "attachment; filename*=utf-8''%E7%89%87.mp4")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        return

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            return


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.shutdown()
    found.server_close()


def test_by_address(mine, made, site):
    site.pages |= {"/a/clip.mp4": made("mp4").read_bytes(), "/named": made("mov").read_bytes()}
    data = mine.urls(
        site.url("/a/clip.mp4?key=secret"), site.url("/missing"), site.url("/to?/named")
    )
    first, second, third = data["files"]
    assert (first["filename"], first["code"], first["file_type"]) == ("clip.mp4", 0, "video")
    assert (second["code"], third["filename"], third["code"]) == (1003, "片.mp4", 0)
    assert "404" in second["message"]
    assert [i["origin"] for i in mine.state()["state"]["video_infos"]] == ["url", "url"]


def test_malformed_requests(mine):
    for body in ("", "[]", "{}", '{"urls": []}', '{"urls": [1]}', '{"urls": "x"}'):
        answer = mine.http.post(
            mine.address, content=body, headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, 422)


def test_a_server_that_may_not_ask_itself(start_server, site):
    server = start_server(fetch_loopback=False)
    person = server.person()
    address = f"/api/upload-video/nemo_agent/me/{person.session()}"
    before = len(site.asked)
    answer = person.http.post(address, json={"urls": [site.url("/a/clip.mp4")]})
    assert (answer.status_code, answer.json()["code"]) == (422, 422)
    assert "loopback" in answer.json()["message"]
    assert len(site.asked) == before


FORBIDDEN = [
    "file:///etc/passwd", "ftp://example.org/a", "gopher://example.org/", "data:video/mp4,x",
    "HTTP://[::1]/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/",
    "http://0x7f000001/", "http://0177.0.0.1/", "http://0x7f.1/", "http://127.0.0.1.:80/",
    "http://0/", "http://0.0.0.0/", "http://[::]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://[2001::1]/", "http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.1.1/",
    "http://100.64.0.1/", "http://100.100.100.200/", "http://169.254.169.254/latest/meta-data",
    "http://192.0.0.192/", "http://168.63.129.16/", "http://[fd00:ec2::254]/",
    "http://[fe80::1%25eth0]/", "http://[fe80::1]/", "http://224.0.0.1/", "http://[ff02::1]/",
    "http://240.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/", "http://192.0.2.1/",
    "http://user@93.184.216.34/", "http://93.184.216.34:22/", "http://93.184.216.34:0/",
    "http://93.184.216.34:99999/", "http://１２７.0.0.1/", "http://①27.0.0.1/", "http://",
    "http:///etc", "http://a b/", "http://93.184.216.34\\@127.0.0.1/", "//93.184.216.34/",
    "http://93.184.216.34\r\nHost: x/", "http://" + "a" * 5000, "", "clip.mp4",
    "http://[::1]:80:80/", "http://exa mple.org/", "http://-x.org/", "http://127.0.0.1%00.org/",
]  # fmt: skip


@pytest.mark.parametrize("url", FORBIDDEN)
def test_addresses_that_are_never_asked(url, tmp_path):
    with pytest.raises(RequestError, match="is not fetched"):
        fetch(url, tmp_path / "out", SHUT, resolve=never)


def never(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host}:{port} was looked up")


INNER = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1%eth0", "0.0.0.0",  # noqa: S104
         "::ffff:10.0.0.1", "64:ff9b::a00:1", "100.64.0.1"]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_names_that_lead_inside(address):
    """Also where one of several addresses does."""
    for found in ([address], ["93.184.216.34", address], [address, "93.184.216.34"]):
        with pytest.raises(RequestError, match="it leads to"):
            checked("http://innocent.example/", SHUT, lambda *_, found=found: found)


def test_public_names_and_addresses_are_fine():
    for url in ("http://93.184.216.34/a", "https://example.org", "http://[2606:2800:220::1]/"):
        place = checked(url, SHUT, lambda *_: ["93.184.216.34"])
        assert place.port in (80, 443)
    assert (
        checked("http://EXAMPLE.org./ü?q=ü", SHUT, lambda *_: ["8.8.8.8"]).target
        == "/%C3%BC?q=%C3%BC"
    )
    ports = Rules(limit=1, seconds=1, ports=frozenset({8080}))
    assert checked("http://example.org:8080/", ports, lambda *_: ["8.8.8.8"]).port == 8080


def test_a_redirect_is_checked_like_an_address(site, tmp_path):
    out = tmp_path / "out"
    for place in ("http://169.254.169.254/", "file:///etc/passwd", "http://10.0.0.1:80/"):
        with pytest.raises(RequestError, match="is not fetched"):
            fetch(site.url(f"/to?{place}"), out, OPEN)
    with pytest.raises(RequestError, match="more than 5"):
        fetch(site.url("/round"), out, OPEN)
    assert not out.exists()


def test_a_name_is_looked_up_once(site, tmp_path):
    """What it leads to at the second look does not matter: there is none."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    site.pages["/x"] = b"hello"
    port = site.server_address[1]
    got = fetch(
        f"http://rebinding.example:{port}/x", tmp_path / "out", OPEN, lambda *_: next(answers)
    )
    assert got.size == 5
    assert next(answers) == ["10.0.0.1"]


def test_limits_of_size(site, tmp_path):
    site.pages["/large"] = b"x" * 2_000_000
    for path in ("/large", "/endless"):
        with pytest.raises(MediaTooLarge, match="1 MB"):
            fetch(site.url(path), tmp_path / "out", OPEN)


@pytest.mark.parametrize("path", ["/slow", "/slow-head"])
def test_limits_of_time(site, tmp_path, path):
    rules = Rules(limit=10**6, seconds=1, loopback=True)
    with pytest.raises(MediaMissing, match="too long"):
        fetch(site.url(path), tmp_path / "out", rules)


def test_what_breaks_off(site, tmp_path):
    with pytest.raises(MediaMissing):
        fetch(site.url("/short"), tmp_path / "out", OPEN)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    with pytest.raises(MediaMissing, match="no connection"):
        fetch(url, tmp_path / "out", OPEN)
    with pytest.raises(MediaMissing, match="not known"):
        fetch("http://nowhere.example/", tmp_path / "out", SHUT, lambda *_: [])


def test_secrets_in_an_address_are_not_repeated(tmp_path):
    with pytest.raises(RequestError) as raised:
        fetch("http://10.0.0.1/a?sig=SECRET", Path(tmp_path / "out"), SHUT)
    assert "SECRET" not in str(raised.value) + raised.value.zh
