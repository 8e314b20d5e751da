"""What terminals type when a file is dragged into them."""

import pytest

from typecut.cli.dropping import dropped, with_plain_paths


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.mp4", "my film.mp4", "it's.mp4", "视频 1.mp4", "trim", "x(1)&.mp4"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("{}/a.mp4", ["a.mp4"]),
        ("{}/a.mp4 ", ["a.mp4"]),
        ("'{}/my film.mp4'", ["my film.mp4"]),
        ('"{}/my film.mp4"', ["my film.mp4"]),
        ("{}/my\\ film.mp4", ["my film.mp4"]),
        ("{}/my film.mp4", ["my film.mp4"]),
        ("{}/it\\'s.mp4", ["it's.mp4"]),
        ("{}/x\\(1\\)\\&.mp4", ["x(1)&.mp4"]),
        ("file://{}/my%20film.mp4", ["my film.mp4"]),
        ("'file://{}/%E8%A7%86%E9%A2%91%201.mp4'", ["视频 1.mp4"]),
        ("{0}/a.mp4 '{0}/my film.mp4' file://{0}/it%27s.mp4", ["a.mp4", "my film.mp4", "it's.mp4"]),
    ],
)
def test_a_line_of_paths_is_files(folder, line, names):
    assert dropped(line.format(folder)) == [str(folder / n) for n in names]


@pytest.mark.parametrize(
    "line",
    ["", "trim", "trim a.mp4", "{}/nowhere.mp4", "{}/a.mp4 at the end", "add 'Hello'", "it's", "'"],
)
def test_all_else_is_a_message(folder, line):
    assert dropped(line.format(folder)) is None


def test_a_relative_name_is_a_file(folder):
    assert dropped("a.mp4") == ["a.mp4"]


def test_odd_paths_inside_a_message_are_written_plainly(folder):
    line = f"put {folder}/my\\ film.mp4 and file://{folder}/a.mp4 after 'it's'"
    assert (
        with_plain_paths(line) == f'put "{folder}/my film.mp4" and "{folder}/a.mp4" after \'it\'s\''
    )
    for same in ("add the title 'a.mp4'", 'say "C:\\x"', f"put {folder}/a.mp4 first"):
        assert with_plain_paths(same) == same
