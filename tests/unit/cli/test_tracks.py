"""The timeline as a few lines of text."""

from fractions import Fraction

from typecut.cli.tracks import draw
from typecut.edits import Draft, Span, Step
from typecut.edits.verbs import AddMusic, AddTitle, AddTransition, Edit, SetSpeed
from typecut.interchange import to_wire
from typecut.timeline import Media


def drawn(capsys, edits: list[Edit], names=("a", "b"), language="en"):
    media = [
        Media(n, f"/x/{n}.mp4", "video", n, Fraction(10), 640, 360, Fraction(30)) for n in names
    ]
    draft, refused = Draft.of(media).add("…", [Step(e, Span(0, 0)) for e in edits])
    assert not refused
    draw(to_wire(draft.timeline), language)
    return capsys.readouterr().out.splitlines()


def test_bars_are_as_long_as_clips_last(capsys):
    ruler, video = drawn(capsys, [])
    assert ruler.split() == ["0:00", "0:05", "0:10", "0:15", "0:20"]
    a, b = video.removeprefix("video").strip().split("▏")[1:]
    assert (a[0], b[0]) == ("a", "b")
    assert abs(len(a) - len(b)) <= 1


def test_what_lies_on_top_stands_on_top(capsys):
    edits = [AddMusic(Media("m", "compose:lofi", "audio", "Lo-fi"), volume=0.35), AddTitle("Hello")]
    lines = drawn(capsys, edits)
    assert [line.split()[0] for line in lines[1:]] == ["title", "music", "video"]
    assert "Lo-fi 35%" in lines[2]


def test_blends_and_speeds_are_seen(capsys):
    lines = drawn(capsys, [AddTransition(), SetSpeed(Fraction(2), clips=("b",))])
    assert "◆b" in lines[-1]
    assert "2x" in lines[-1]


def test_chinese_takes_two_columns(capsys):
    from rich.cells import cell_len

    lines = drawn(capsys, [AddTitle("你好世界" * 30)], language="zh")
    assert lines[1].startswith("标题")
    assert [cell_len(line) for line in lines] == [79, 20, 79]


def test_names_cannot_move_the_cursor(capsys):
    text = "\n".join(drawn(capsys, [], names=("\x1b[2J[red]x",)))
    assert "\x1b" not in text
    assert "[red]" in text


def test_an_empty_timeline_draws_nothing(capsys):
    for draft in ({}, to_wire(Draft.of(()).timeline), {"t": "nonsense"}, None):
        draw(draft)
    assert capsys.readouterr().out == ""
