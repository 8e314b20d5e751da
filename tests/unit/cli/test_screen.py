import pytest

from typecut.cli.screen import printable, size_words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain.mp4", "plain.mp4"),
        ("都市之梦 🎬 café", "都市之梦 🎬 café"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("exe\u202egpj.mp4", "exe\\u202egpj.mp4"),
        ("bad\udcffbyte", "bad\\xffbyte"),
        ("a\rb", "a\\rb"),
        ("two\nlines", "two\nlines"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
    ],
)
def test_nothing_can_move_the_cursor_or_hide(text, shown):
    assert printable(text) == shown


def test_sizes():
    assert [size_words(n) for n in (12, 1500, 12_300_000, 2 * 10**9)] == [
        "12 bytes", "1.5 kB", "12.3 MB", "2.0 GB",
    ]  # fmt: skip
