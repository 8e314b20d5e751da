"""What is kept on disk, when several write it."""

from threading import Thread

import pytest

from typecut.client.keeping import Identity, Keeping

ORIGIN = "https://video.example.com:443"


@pytest.fixture
def keepings(tmp_path):
    return Keeping(tmp_path, ORIGIN), Keeping(tmp_path, ORIGIN)


def test_two_that_both_found_nothing_agree(keepings):
    one, two = keepings
    assert two._begin("") == one._begin("")


def test_uploads_and_who_we_are_do_not_disturb_each_other(keepings):
    one, two = keepings
    known = one.keep(Identity(one.identity().client_id, "t", "anon_a", 12.5))
    two.keep_upload("key", "/api/uploads/u1")
    assert one.identity() == two.identity() == known
    one.keep(Identity(known.client_id, "t2"))
    assert two.upload("key") == "/api/uploads/u1"
    two.keep_upload("key", "")
    assert one.upload("key") == ""


def test_only_the_last_hundred_uploads_are_kept(keepings):
    one, _ = keepings
    one.identity()
    for number in range(120):
        one.keep_upload(f"key{number}", f"/api/uploads/{number}")
    assert one.upload("key0") == ""
    assert one.upload("key119") == "/api/uploads/119"


def test_nothing_half_written_stays(keepings, tmp_path):
    keepings[0].identity()
    keepings[0].keep_upload("key", "/api/uploads/u1")
    assert len(list((tmp_path / "servers").iterdir())) == 1


def test_what_two_write_at_once_is_all_there(tmp_path):
    def many(first: int) -> None:
        keeping = Keeping(tmp_path, ORIGIN)
        for number in range(first, first + 20):
            keeping.keep_upload(str(number), f"{ORIGIN}/{number}")

    threads = [Thread(target=many, args=(first,)) for first in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keeping = Keeping(tmp_path, ORIGIN)
    assert all(
        keeping.upload(str(first + n)) == f"{ORIGIN}/{first + n}"
        for first in (0, 100, 200)
        for n in range(20)
    )
