import os
import subprocess
import sys
import time

import pytest

from typecut.errors import OutputError, SettingError
from typecut.studio.cache import Cache, cache_folder, cache_limit, read_size

A, B, C = "aa11", "bb22", "cc33"


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache", limit=10_000)


def put(cache, key, content=b"content", kind="chunks", age=0.0):
    path = cache.keep_bytes(kind, key, content, ".mp4")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def test_what_is_kept_is_found_and_nothing_else(cache):
    path = put(cache, A, b"picture")
    assert cache.find("chunks", A) == path
    assert path.read_bytes() == b"picture"
    assert path.suffix == ".mp4"
    assert cache.find("chunks", B) is None
    assert cache.find("sound", A) is None


@pytest.mark.parametrize("damage", [b"", b"pictura", b"picture and more"])
def test_a_damaged_entry_counts_as_absent(cache, damage):
    put(cache, A, b"picture").write_bytes(damage)
    assert cache.has("chunks", A)
    assert cache.find("chunks", A) is None
    assert not cache.has("chunks", A)


def test_two_processes_that_keep_the_same_key_do_no_harm(cache):
    first, second = put(cache, A, b"one"), put(cache, A, b"other")
    assert cache.find("chunks", A) in (first, second)
    assert put(cache, A, b"one") == first


def test_least_recently_used_goes_first(cache):
    for key, age in ((A, 300), (B, 200), (C, 100)):
        put(cache, key, bytes(1000), age=age)
    cache.find("chunks", A)
    assert cache.trim(2000) == 1000
    assert [cache.has("chunks", k) for k in (A, B, C)] == [True, False, True]


def test_what_is_in_use_is_never_evicted(cache):
    put(cache, A, bytes(1000), age=300)
    put(cache, B, bytes(1000), age=200)
    with cache.lease([A]):
        assert Cache(cache.folder, 0).trim() == 1000
        assert cache.find("chunks", A)
    assert cache.clear() == 1000


def test_a_lease_ends_with_its_process(cache):
    put(cache, A, bytes(1000))
    code = (
        "import os, sys; from pathlib import Path; from typecut.studio.cache import Cache\n"
        f"with Cache(Path(sys.argv[1]), 0).lease(['{A}']): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(cache.folder)], check=False)
    assert list((cache.folder / "leases").iterdir())
    assert cache.clear() == 1000
    assert not list((cache.folder / "leases").iterdir())


def test_half_files_of_the_past_are_swept_and_those_of_now_are_not(cache):
    old, new = cache.room(".mp4"), cache.room(".mp4")
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    cache.sweep()
    assert (old.exists(), new.exists()) == (False, True)


def test_engine_files_count(cache):
    sprite = cache.folder / "sprites" / "x.png"
    sprite.parent.mkdir(parents=True)
    sprite.write_bytes(bytes(500))
    assert [e.kind for e in cache.entries()] == ["sprites"]
    assert cache.clear() == 500


def test_an_empty_cache_is_fine(cache):
    assert (cache.entries(), cache.trim(), cache.clear()) == ([], 0, 0)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written") as caught:
        Cache(tmp_path / "file" / "cache", 1).keep_bytes("facts", A, b"")
    assert "TYPECUT_CACHE" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("10GB", 10**10),
        ("1.5 GiB", 3 * 2**29),
        ("500m", 5 * 10**8),
        ("42", 42),
        ("1 kb", 1000),
        ("0", 0),
    ],
)
def test_sizes(text, size):
    assert read_size(text, "x") == size


@pytest.mark.parametrize("text", ["", "lots", "-1GB", "1.GB", "10 XB"])
def test_no_sizes(text):
    with pytest.raises(SettingError):
        read_size(text, "x")


def test_settings_come_from_the_environment(tmp_path):
    assert cache_folder({"TYPECUT_CACHE": str(tmp_path)}) == tmp_path
    assert cache_folder({}).is_absolute()
    assert cache_limit({"TYPECUT_CACHE_LIMIT": "1GB"}) == 10**9
    assert cache_limit({}) == 10 * 2**30
