import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from typecut.errors import NoSuchThing, SettingError, StoreError
from typecut.store.blobs import Blobs, S3Settings, digest_file, media_key, open_blobs

BIG = 9 * 1024 * 1024 + 7  # more than one part of a multipart upload


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(range(256)) * 4)
    return path


@pytest.fixture
def big_file(tmp_path: Path) -> Path:
    path = tmp_path / "big.bin"
    path.write_bytes((b"0123456789abcdef" * (BIG // 16 + 1))[:BIG])
    return path


def test_what_is_put_is_read(blobs: Blobs, big_file: Path) -> None:
    digest, size = digest_file(big_file)
    blob = blobs.put_file(media_key(digest), big_file)
    assert (blob.key, blob.size) == (f"media/{digest}", size)
    assert b"".join(blobs.read(blob.key)) == big_file.read_bytes()
    assert blobs.local_path(blob.key).read_bytes() == big_file.read_bytes()
    assert big_file.exists()


def test_reading_comes_in_pieces(blobs: Blobs, big_file: Path) -> None:
    blobs.put_file("media/big", big_file)
    assert max(len(piece) for piece in blobs.read("media/big")) <= 2 * 1024 * 1024


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, b"\0\1\2"),
        (1020, None, b"\xfc\xfd\xfe\xff"),
        (1023, 5000, b"\xff"),
        (2000, None, b""),
    ],
)
def test_ranges(blobs: Blobs, file: Path, start: int, end: int | None, expected: bytes) -> None:
    blobs.put_file("media/a", file)
    assert b"".join(blobs.read("media/a", start, end)) == expected


def test_the_first_one_stays(blobs: Blobs, file: Path, big_file: Path) -> None:
    blobs.put_file("media/a", file)
    assert blobs.put_file("media/a", big_file).size == file.stat().st_size
    assert b"".join(blobs.read("media/a")) == file.read_bytes()


def test_a_consumed_file_is_gone_and_kept(blobs: Blobs, file: Path) -> None:
    content = file.read_bytes()
    blobs.put_file("media/a", file, consume=True)
    assert not file.exists()
    assert b"".join(blobs.read("media/a")) == content
    file.write_bytes(content)
    blobs.put_file("media/a", file, consume=True)
    assert not file.exists()


def test_many_put_the_same_at_once(blobs: Blobs, big_file: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        put = pool.map(lambda _: blobs.put_file("media/a", big_file).size, range(4))
        assert set(put) == {BIG}
    assert [blob.size for blob in blobs.list("media")] == [BIG]


def test_an_empty_blob(blobs: Blobs) -> None:
    assert blobs.put_bytes("media/nothing", b"").size == 0
    assert b"".join(blobs.read("media/nothing")) == b""
    assert blobs.local_path("media/nothing").read_bytes() == b""


@pytest.mark.parametrize("key", ["media/none", "../etc/passwd", "/etc/passwd", "media//a", ""])
def test_what_is_not_there(blobs: Blobs, key: str) -> None:
    assert blobs.head(key) is None
    for ask in (blobs.get, blobs.read, blobs.local_path):
        with pytest.raises(NoSuchThing):
            ask(key)


def test_delete_and_list(blobs: Blobs) -> None:
    for key in ("media/a", "media/b", "renders/x/1.mp4"):
        blobs.put_bytes(key, key.encode())
    blobs.delete("media/a")
    blobs.delete("media/a")
    assert {blob.key for blob in blobs.list("media")} == {"media/b"}
    assert {blob.key for blob in blobs.list("renders")} == {"renders/x/1.mp4"}
    assert list(blobs.list("nothing")) == []


def test_a_signed_link_works_or_there_is_none(blobs: Blobs) -> None:
    blobs.put_bytes("media/a", b"hello")
    link = blobs.presign("media/a", 60)
    if blobs.folder is not None:
        assert link is None
    else:
        with urllib.request.urlopen(link) as answer:  # noqa: S310
            assert answer.read() == b"hello"


def test_the_cache_is_trimmed_to_what_was_used_last(blobs: Blobs) -> None:
    for key in ("media/a", "media/b"):
        blobs.put_bytes(key, b"0123456789")
    paths = {key: blobs.local_path(key) for key in ("media/a", "media/b")}
    if blobs.folder is None:
        import os

        os.utime(paths["media/b"], (1, 1))
    blobs.trim_cache(keep_bytes=15)
    assert blobs.local_path("media/a").read_bytes() == b"0123456789"
    assert paths["media/b"].exists() == (blobs.folder is not None)
    assert blobs.local_path("media/b").read_bytes() == b"0123456789"


def test_nothing_half_written_is_left(blobs: Blobs, big_file: Path, tmp_path: Path) -> None:
    blobs.put_file("media/a", big_file)
    blobs.local_path("media/a")
    staged = [p for p in tmp_path.rglob(".staging/*") if p.is_file()]
    assert staged == []


def test_ping(blobs: Blobs) -> None:
    blobs.ping()


def test_an_unreachable_store_says_so(tmp_path: Path) -> None:
    settings = S3Settings("http://127.0.0.1:9", "us-east-1", "test", "test")
    with pytest.raises(StoreError, match="blob store"):
        open_blobs("s3://bucket", tmp_path, settings).ping()


@pytest.mark.parametrize("place", ["s3://", "ftp://host/x"])
def test_places_that_are_none(place: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError):
        open_blobs(place, tmp_path)
