"""What an agent may read and write."""

import pytest

from typecut.errors import MediaMissing, MediaRefused, OutputError, SettingError
from typecut.mcp.ground import Ground, ground


@pytest.fixture
def allowed(tmp_path):
    folder = tmp_path / "allowed"
    folder.mkdir()
    (folder / "a.mp4").write_bytes(b"picture")
    (tmp_path / "secret.mp4").write_bytes(b"secret")
    return ground([folder])


def test_files_inside_may_be_read_by_any_of_their_names(allowed, tmp_path):
    inside = str(tmp_path / "allowed" / "a.mp4")

    assert allowed.source(inside) == inside
    assert allowed.source("a.mp4") == inside
    assert allowed.source(f"file://{inside}") == inside


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../secret.mp4", "{tmp}/secret.mp4", "~/x.mp4", "\0", "file:///etc/hosts"],
)
def test_nothing_outside_may_be_read_whether_it_is_there_or_not(allowed, tmp_path, name):
    with pytest.raises((MediaRefused, MediaMissing)) as error:
        allowed.source(name.replace("{tmp}", str(tmp_path)))

    assert "secret" not in error.value.message or "outside" in error.value.message


def test_a_link_out_of_the_folder_is_no_way_out(allowed, tmp_path):
    (tmp_path / "allowed" / "link.mp4").symlink_to(tmp_path / "secret.mp4")

    with pytest.raises(MediaRefused, match="outside"):
        allowed.source("link.mp4")


@pytest.mark.parametrize("url", ["https://example.com/a.mp4", "ftp://x/a.mp4", "http://127.0.0.1/"])
def test_addresses_are_refused(allowed, url):
    with pytest.raises(MediaRefused, match="fetched"):
        allowed.source(url)


def test_exports_stay_inside_and_overwrite_nothing(allowed, tmp_path):
    folder = tmp_path / "allowed"

    assert allowed.target("out.mp4", "a.mp4", []) == folder / "out.mp4"
    assert allowed.target("", "a.mp4", []) == folder / "a-edit.mp4"
    assert allowed.target("", "a.mp4", [str(folder / "a-edit.mp4")]) == folder / "a-edit-2.mp4"
    for name in ("a.mp4", str(tmp_path / "out.mp4"), "../out.mp4"):
        with pytest.raises(OutputError):
            allowed.target(name, "a.mp4", [])
    with pytest.raises(OutputError):
        allowed.target("b.mp4", "a.mp4", [str(folder / "b.mp4")])
    with pytest.raises(SettingError):
        allowed.target("out.txt", "a.mp4", [])


def test_the_working_folder_is_allowed_but_never_the_whole_disk(tmp_path):
    assert ground([], tmp_path).roots == (tmp_path.resolve(),)
    assert ground([], tmp_path.joinpath(tmp_path.anchor)).roots == ()
    with pytest.raises(SettingError):
        ground([tmp_path / "nowhere"])


def test_without_a_folder_everything_is_refused_with_what_to_do(tmp_path):
    nothing = Ground(())

    with pytest.raises(MediaRefused) as error:
        nothing.source(str(tmp_path / "a.mp4"))
    assert "--root" in error.value.hint
    with pytest.raises(OutputError):
        nothing.target("", "a.mp4", [])


def test_the_clients_own_folders_are_added(tmp_path):
    (tmp_path / "my videos").mkdir()
    uri = (tmp_path / "my videos").as_uri()

    more = Ground(()).also([uri, "https://example.com", "file:///", "file:///nowhere/at/all"])

    assert more.roots == ((tmp_path / "my videos").resolve(),)
