"""Links to files and small pictures of them."""

import io

import pytest
from PIL import Image


@pytest.fixture
def file(mine, made):
    return mine.send(made("mp4"))["files"][0]


def test_ranges(server, file, made):
    data = made("mp4").read_bytes()
    for asked, wanted in (
        ("bytes=0-9", data[:10]),
        ("bytes=100-", data[100:]),
        ("bytes=-7", data[-7:]),
    ):
        got = server.http.get(file["cdn_url"], headers={"Range": asked})
        assert (got.status_code, got.content) == (206, wanted)
        assert got.headers["content-range"].endswith(f"/{len(data)}")
    assert (
        server.http.get(file["cdn_url"], headers={"Range": f"bytes={len(data)}-"}).status_code
        == 416
    )
    head = server.http.head(file["cdn_url"])
    assert (head.headers["content-length"], head.content) == (str(len(data)), b"")
    assert head.headers["accept-ranges"] == "bytes"


def test_thumbnails(server, file, mine, made):
    got = server.http.get(file["thumbnail_url"])
    assert got.headers["content-type"] == "image/jpeg"
    image = Image.open(io.BytesIO(got.content))
    assert (image.format, image.size) == ("JPEG", (320, 180))
    assert server.service.blobs.head(f"thumbnails/{file['hash']}.jpg") is not None
    assert server.http.get(file["thumbnail_url"]).content == got.content
    (sound,) = mine.send(made("mp3"))["files"]
    assert sound["thumbnail_url"] == ""


def test_small_pictures_are_small(server, mine):
    large = io.BytesIO()
    Image.linear_gradient("L").resize((2000, 1000)).save(large, "JPEG")
    (file,) = mine.send(("large.jpg", large.getvalue()))["files"]
    image = Image.open(io.BytesIO(server.http.get(file["thumbnail_url"]).content))
    assert image.size == (480, 240)


def test_links_cannot_be_made_up(server, file, mine, made):
    token = file["cdn_url"].split("/")[-2]
    digest, expires, mac = token.split(".")
    other = mine.send(made("png"))["files"][0]["hash"]
    for made_up in (
        f"{other}.{expires}.{mac}", f"{digest}.{int(expires) + 1}.{mac}", f"{digest}.{expires}.x",
        digest, "x", f"{digest}.{expires}.{mac}x", f"{digest}..", f"..%2f..%2f{token}",
    ):  # fmt: skip
        assert server.http.get(f"/files/{made_up}/a.mp4").status_code == 404
        assert server.http.get(f"/thumbnails/{made_up}/a.jpg").status_code == 404
    # A link to a file is none to its thumbnail, nor the other way round.
    assert server.http.get(f"/thumbnails/{token}/a.jpg").status_code == 404
    small = file["thumbnail_url"].split("/")[-2]
    assert server.http.get(f"/files/{small}/a.mp4").status_code == 404


def test_links_end(start_server, made):
    now = [1_000_000.0]
    server = start_server(link_hours=1)
    object.__setattr__(server.service, "clock", lambda: now[0])
    person = server.person()
    address = f"/api/upload-video/nemo_agent/me/{person.session()}"
    answer = person.http.post(address, files={"files": ("a.png", made("png").read_bytes())})
    link = answer.json()["data"]["files"][0]["cdn_url"]
    assert server.http.get(link).status_code == 200
    now[0] += 3600
    assert server.http.get(link).status_code == 200
    now[0] += 3600
    gone = server.http.get(link)
    assert (gone.status_code, gone.json()["code"]) == (404, 1003)
    assert "expired" in gone.json()["message"]


def test_files_of_others(mine, stranger, made):
    data = {"files": ("a.mp4", made("mp4").read_bytes())}
    address = mine.address
    assert stranger.http.post(address, files=data).json()["code"] == 1002
    assert stranger.http.post(address, json={"urls": ["http://a.example/"]}).json()["code"] == 1002
    assert mine.http.post(address, files=data, headers={"Authorization": ""}).status_code == 401
    assert mine.http.post(address.replace("/me/", "/anon_1/"), files=data).json()["code"] == 1002
    assert mine.state()["state"]["video_infos"] == []
