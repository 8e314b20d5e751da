"""Files into a session over HTTP."""

import hashlib

import pytest

TYPES = {
    "mp4": ("video", "video/mp4"), "mov": ("video", "video/quicktime"),
    "mkv": ("video", "video/x-matroska"), "webm": ("video", "video/webm"),
    "avi": ("video", "video/x-msvideo"), "gif": ("video", "image/gif"),
    "jpg": ("image", "image/jpeg"), "png": ("image", "image/png"),
    "webp": ("image", "image/webp"), "mp3": ("audio", "audio/mpeg"),
    "wav": ("audio", "audio/wav"), "m4a": ("audio", "audio/mp4"), "aac": ("audio", "audio/aac"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", TYPES)
def test_every_accepted_type(mine, made, suffix):
    kind, media_type = TYPES[suffix]
    path = made(suffix)
    # By content and not by name.
    data = mine.send(("misnamed.bin", path.read_bytes()))
    (file,) = data["files"]
    assert data["session_state_applied"] is True
    assert (file["code"], file["filename"], file["file_type"]) == (0, "misnamed.bin", kind)
    assert file["hash"] == hashlib.sha256(path.read_bytes()).hexdigest()
    if kind != "image":
        assert file["duration"] == pytest.approx(
            0.5 if suffix == "gif" else 1 if kind == "video" else 2, abs=0.1
        )
    if kind == "video" and suffix != "gif":
        assert (file["width"], file["height"], file["fps"]) == (320, 180, 30)
    got = mine.http.get(file["cdn_url"], headers={"Authorization": ""})
    assert got.content == path.read_bytes()
    assert got.headers["content-type"] == media_type
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"].startswith("inline")
    state = mine.state()["state"]
    (info,) = state["video_infos"]
    assert info["media_id"] == file["media_id"] == f"m_{file['hash'][:16]}"
    shown = [s for t in state["draft"].get("t", ()) for s in t["sg"]]
    assert len(shown) == (0 if kind == "audio" else 1)


def test_pictures_follow_each_other_on_the_timeline(mine, made):
    mine.send(made("mp4"))
    mine.send(made("png"), made("mp3"), made("webm"))
    state = mine.state()["state"]
    (track,) = state["draft"]["t"]
    assert [(s["m"]["name"], s["s"], s["d"]) for s in track["sg"]] == [
        ("clip", 0, 1000), ("clip", 1000, 4000), ("clip", 5000, 1000),
    ]  # fmt: skip
    assert len(state["video_infos"]) == 4
    assert state["canvas_config"]["width"] == 320
    links = {m["id"]: m["cdn_url"] for m in state["draft"]["media"]}
    assert set(links) == {s["src"] for s in track["sg"]}
    assert all(mine.http.get(link).status_code == 200 for link in links.values())


def test_what_is_sent_again_is_there_once(mine, made):
    first = mine.send(made("mp4"))
    before = mine.state()
    again = mine.send(("other.mp4", made("mp4").read_bytes()))
    assert again["files"][0]["media_id"] == first["files"][0]["media_id"]
    after = mine.state()
    assert (after["version"], after["state"]["draft"]) == (
        before["version"],
        after["state"]["draft"],
    )
    assert len(after["state"]["video_infos"]) == 1


def test_one_bad_file_does_not_lose_the_good_ones(mine, made):
    data = mine.send(made("mp4"), ("a.mp4", b"no video at all " * 99), ("b.jpg", b""), made("jpg"))
    assert [f["code"] for f in data["files"]] == [0, 4001, 4001, 0]
    assert (
        "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a or aac"
        in data["files"][1]["message"]
    )
    assert len(mine.state()["state"]["video_infos"]) == 2


def test_a_batch_of_bad_files_fails_as_its_first_does(mine, made):
    broken = made("mp4").read_bytes()[:-3000]
    body = mine.send(("a.mp4", broken), ("b.txt", b"text"), status=422)
    assert body["code"] == 4003
    assert [f["code"] for f in body["data"]["files"]] == [4003, 4001]
    body = mine.send(("b.txt", b"text"), ("a.mp4", broken), status=415)
    assert body["code"] == 4001
    assert mine.state()["state"]["video_infos"] == []
