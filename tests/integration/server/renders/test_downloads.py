"""The finished file: whole, in ranges, by name, by link."""

import time
from urllib.parse import quote, urlsplit

import pytest

import stores
from typecut.studio.service import links

OUTPUT = {"quality": "draft"}


@pytest.fixture
def done(server, person, project):
    """A finished export with its bytes: `(film, download address, signed link, bytes)`."""
    film = project(server, person, name="my film")
    told = film.finished(film.submitted(output=OUTPUT))
    assert told["status"] == "completed", told
    got = server.http.get(told["output"]["url"])
    assert got.status_code == 200
    return film, f"/api/render/proxy/{told['id']}/download", told["output"]["url"], got.content


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=10-99", slice(10, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-50", slice(-50, None)),
        ("bytes=5-999999999999", slice(5, None)),
        ("bytes=-999999999999", slice(0, None)),
        ("Bytes = 3 - 7", slice(3, 8)),
    ],
)
def test_ranges(server, person, done, asked, span):
    _, download, link, whole = done
    for http, place in ((person.http, download), (server.http, link)):
        got = http.get(place, headers={"Range": asked})
        assert got.status_code == 206
        assert got.content == whole[span]
        begin, end, _ = span.indices(len(whole))
        assert got.headers["content-range"] == f"bytes {begin}-{end - 1}/{len(whole)}"
        assert int(got.headers["content-length"]) == end - begin


@pytest.mark.parametrize(
    "asked", ["bytes=x-y", "items=0-5", "bytes=9-3", "bytes=", "bytes=0-1,5-6"]
)
def test_a_range_that_is_none_is_ignored(person, done, asked):
    _, download, _, whole = done
    got = person.http.get(download, headers={"Range": asked})
    assert (got.status_code, got.content) == (200, whole)


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_range_that_the_file_does_not_have(person, done, asked):
    _, download, _, whole = done
    got = person.http.get(download, headers={"Range": asked})
    assert (got.status_code, got.headers["content-range"]) == (416, f"bytes */{len(whole)}")


def test_head_tells_what_get_would_send(server, person, done):
    _, download, link, whole = done
    for http, place in ((person.http, download), (server.http, link)):
        head, got = http.head(place), http.get(place)
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) == len(whole)
        for name in ("etag", "content-type", "content-disposition", "accept-ranges"):
            assert head.headers[name] == got.headers[name]
        part = http.head(place, headers={"Range": "bytes=0-9"})
        assert (part.status_code, part.headers["content-length"]) == (206, "10")


def test_a_download_goes_on_where_it_broke_off_only_if_the_file_is_the_same(person, done):
    _, download, _, whole = done
    etag = person.http.head(download).headers["etag"]
    same = person.http.get(download, headers={"Range": "bytes=100-", "If-Range": etag})
    assert (same.status_code, same.content) == (206, whole[100:])
    other = person.http.get(download, headers={"Range": "bytes=100-", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole)
    known = person.http.get(download, headers={"If-None-Match": etag})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("my film", 'filename="my film.mp4"', ""),
        ("夏天的旅行", 'filename="video.mp4"', "夏天的旅行.mp4"),
        ('a/b\\c: "d"\n', 'filename="a_b_c_ _d_.mp4"', ""),
        ("project", 'filename="project.mp4"', ""),
        ("100% Café", 'filename="100_ Caf_.mp4"', "100% Café.mp4"),
    ],
)
def test_the_file_is_named_for_the_project(server, person, project, name, plain, encoded):
    film = project(server, person, name=name)
    told = film.finished(film.submitted(output=OUTPUT))
    got = person.http.head(f"/api/render/proxy/{told['id']}/download").headers
    kind, _, rest = got["content-disposition"].partition("; ")
    assert (kind, rest.partition("; ")[0]) == ("attachment", plain)
    star = rest.partition("; ")[2]
    assert star == (f"filename*=UTF-8''{quote(encoded, safe='')}" if encoded else "")
    assert server.http.get(told["output"]["url"]).status_code == 200


def test_there_is_nothing_to_fetch_before_it_is_done(start_server, project):
    server = start_server()
    server.service.stopping.set()
    film = project(server, server.person())
    name = film.submitted(output=OUTPUT)
    early = film.person.http.get(f"/api/render/proxy/{name}/download")
    assert (early.status_code, early.json()["code"]) == (404, 1003)
    assert "pending" in early.json()["message"]


# -- links --------------------------------------------------------------------------------------


def test_a_link_needs_no_token_and_stays_the_same_for_a_while(server, done, person):
    film, download, link, whole = done
    assert server.http.get(link).content == whole
    assert film.status(download.split("/")[-2])["output"]["url"] == link
    assert person.token not in link


def test_a_link_cannot_be_made_up_or_bent(server, done):
    _, _, link, _ = done
    expires, _, mac = link.rpartition("=")[2].partition(".")
    place = link.rpartition("=")[0]
    for signature in (
        "", "x", f"{expires}.", f"{expires}.{'A' * len(mac)}", f"{int(expires) + 1}.{mac}", f".{mac}",
        f"{expires}.{mac}x", f"{expires}.{mac[:-1]}", f"٣{expires}.{mac}", f"{'9' * 60}.{mac}",
    ):  # fmt: skip
        refused = server.http.get(f"{place}={quote(signature)}")
        assert (refused.status_code, refused.json()["code"]) == (404, 1003), signature
    assert server.http.get(urlsplit(link).path).status_code == 422
    other = link.replace(link.split("/")[6], "rnd_" + "0" * 32)
    assert server.http.get(other).status_code == 404


def test_a_link_of_another_purpose_is_none(server, done, person):
    _, _, link, _ = done
    key = link.split("/")[6]
    secret = server.service.link_secret
    other = links.sign(secret, "media", key, now=time.time(), lasting=3600)
    assert server.http.get(f"/api/render/file/{key}/a.mp4?sig={other}").status_code == 404


def test_a_link_expires(start_server, project):
    server = start_server(link_hours=1)
    film = project(server, server.person())
    told = film.finished(film.submitted(output=OUTPUT))
    link = told["output"]["url"]
    assert server.http.get(link).status_code == 200
    object.__setattr__(server.service, "clock", lambda: time.time() + 7200)
    late = server.http.get(link)
    assert (late.status_code, late.json()["code"]) == (404, 1003)
    assert "expired" in late.json()["message"]
    fresh = film.status(told["id"])["output"]["url"]
    assert server.http.get(fresh).status_code == 200


def test_links_are_not_logged(start_server, project, caplog):
    server = start_server(log_level="debug")
    film = project(server, server.person())
    with caplog.at_level("DEBUG"):
        told = film.finished(film.submitted(output=OUTPUT))
        signature = told["output"]["url"].rpartition("sig=")[2]
        server.http.get(told["output"]["url"])
        server.http.get(told["output"]["url"] + "x")
    assert "request" in caplog.text
    ours = [r for r in caplog.records if r.name.startswith(("typecut", "uvicorn"))]
    assert not any(signature in f"{r.getMessage()} {r.__dict__}" for r in ours)


def test_clients_can_be_sent_to_s3_itself(start_server, s3_endpoint, project):
    with stores.settings_of("shared", lambda: s3_endpoint) as where:
        server = start_server(s3_redirect=True, **where)
        film = project(server, server.person())
        told = film.finished(film.submitted(output=OUTPUT))
        sent_on = server.http.get(told["output"]["url"])
        assert sent_on.status_code == 302
        assert sent_on.headers["location"].startswith(s3_endpoint)
        whole = server.http.get(told["output"]["url"], follow_redirects=True)
        assert (whole.status_code, len(whole.content)) == (200, told["output"]["size"])
        assert server.http.head(told["output"]["url"]).status_code == 200
