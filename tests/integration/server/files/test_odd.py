"""Damaged and lying files, through the whole server."""

import pytest

ODD = {
    "audio_only.mp4": 0, "audio_starts_0.8s_late.mp4": 0, "bomb_20000x20000.png": 4002,
    "corrupt_middle.mp4": 0, "duration_lies_10h.mp4": 0, "html_named.jpg": 4001,
    "huge_dimension_header.mp4": 0, "huge_dimension_header.png": 4002, "mp4_named.avi": 0,
    "rotate_and_reflect.mp4": 0, "text_named.mp4": 4001, "truncated.jpg": 0,
    "truncated_moov_first.mp4": 0, "truncated_no_moov.mp4": 4003, "video_only.mp4": 0,
    "wav_size_ffffffff.wav": 0, "webm_named.mp4": 0, "zero_length.mp4": 4001,
}  # fmt: skip


@pytest.mark.media
@pytest.mark.parametrize("name", ODD)
def test_odd_files(mine, server, shared_media, name):
    path = shared_media / "odd" / name
    status = {0: 200, 4001: 415, 4002: 413, 4003: 422}[ODD[name]]
    answer = mine.send(path, status=status)
    if status == 200:
        (file,) = answer["files"]
        assert file["duration"] is None or file["duration"] < 10
        assert (file["width"] or 0) < 4000
    else:
        assert answer["code"] == ODD[name]
        assert name in answer["message"]
        assert str(server.service.settings.data) not in answer["message"]
    assert mine.http.get("/health").status_code == 200


def test_every_odd_file_is_tried(shared_media):
    assert {p.name for p in (shared_media / "odd").iterdir()} == set(ODD)


@pytest.mark.media
def test_sample_media(mine, shared_media):
    """What phones, cameras and editors make."""
    videos = [p for p in (shared_media / "video").iterdir() if p.stat().st_size < 4_000_000]
    images = list((shared_media / "image").iterdir())
    paths = sorted(p for p in videos + images if p.suffix not in (".vtt", ".txt"))
    data = mine.send(*paths)
    assert [(f["filename"], f["code"]) for f in data["files"]] == [(p.name, 0) for p in paths]
    small = [mine.http.get(f["thumbnail_url"]) for f in data["files"]]
    assert {(s.status_code, s.headers["content-type"]) for s in small} == {(200, "image/jpeg")}


@pytest.mark.media
def test_types_that_are_not_in_the_list(mine, shared_media):
    body = mine.send(shared_media / "speech" / "jfk_inaugural_11s.flac", status=415)
    assert body["code"] == 4001
    assert "wav" in body["message"]


def test_errors_in_the_language_of_the_session(person, made):
    session = person.session(language="zh-CN")
    address = f"/api/upload-video/nemo_agent/me/{session}"
    for name, content, code in (
        ("a.txt", b"text", 4001),
        ("b.mp4", made("mp4").read_bytes()[:-3000], 4003),
    ):
        answer = person.http.post(address, files={"files": (name, content)}).json()
        assert answer["code"] == code
        assert name in answer["message"]
        assert "。" in answer["message"]
