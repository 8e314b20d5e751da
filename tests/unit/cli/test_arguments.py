from fractions import Fraction

import pytest

from typecut.cli.arguments import files_and_instruction, looks_like_file, read_rate, read_size
from typecut.errors import MediaMissing, RequestError, SettingError


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.mp4", "b.mp4", "-odd.mp4", "two words.mp4"):
        (tmp_path / name).touch()


def test_the_last_word_that_is_no_file_is_the_instruction():
    assert files_and_instruction(["a.mp4", "b.mp4", "trim it"], None) == (
        ["a.mp4", "b.mp4"],
        "trim it",
    )
    assert files_and_instruction(["trim it", "a.mp4"], None) == (["a.mp4"], "trim it")
    assert files_and_instruction(["-odd.mp4", "two words.mp4", "go"], None)[1] == "go"


def test_an_instruction_by_option_leaves_only_files():
    assert files_and_instruction(["a.mp4"], "trim") == (["a.mp4"], "trim")
    with pytest.raises(MediaMissing, match=r"c\.mp4"):
        files_and_instruction(["a.mp4", "c.mp4"], "trim")


def test_no_instruction():
    with pytest.raises(RequestError, match="instruction is missing"):
        files_and_instruction(["a.mp4", "b.mp4"], None)
    with pytest.raises(RequestError, match="instruction is empty"):
        files_and_instruction(["a.mp4", "  "], None)


@pytest.mark.parametrize("words", [["a.mp4", "c.mp4"], ["c.mp4", "trim it"], ["./my holiday.mp4"]])
def test_a_file_that_is_not_there_is_missing_and_no_instruction(words):
    with pytest.raises(MediaMissing):
        files_and_instruction(words, None)


@pytest.mark.parametrize(
    "text", ["remove intro.mp4", "x" * 5000, "nul\0byte", "line\nbreak", "🎬 cut"]
)
def test_odd_instructions(text):
    assert files_and_instruction(["a.mp4", text], None) == (["a.mp4"], text)


@pytest.mark.parametrize(
    ("word", "is_file"),
    [("c.mp4", True), ("clips/c.MOV", True), ("/x/my clip.mp4", True), ("C:\\my clip.mp4", True),
     ("export as mp4", False), ("trim a.mp4", False), ("fade out", False), ("成片.mp4", True),
     ("导出360p，文件名zh.mp4", False), ("导出成片.mp4", False)],
)  # fmt: skip
def test_what_looks_like_a_file(word, is_file):
    assert looks_like_file(word) is is_file


def test_an_address_is_left_to_be_refused_with_a_sentence_of_its_own():
    words = ["https://example.com/a.mp4", "trim it"]
    assert files_and_instruction(words, None) == (words[:1], "trim it")


def test_sizes():
    assert read_size("1920x1080") == (1920, 1080)
    assert read_size(" 1080 × 1920 ") == (1080, 1920)
    for wrong in ("big", "0x0", "1921x1080", "99999x2", "1920"):
        with pytest.raises(SettingError):
            read_size(wrong)


def test_rates():
    assert read_rate("30") == 30
    assert read_rate("29.97") == Fraction(30000, 1001)
    assert read_rate("24000/1001") == Fraction(24000, 1001)
    for wrong in ("fast", "0", "-5", "1/0", "1000"):
        with pytest.raises(SettingError):
            read_rate(wrong)
