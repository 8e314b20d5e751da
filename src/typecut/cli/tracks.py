"""A timeline drawn in a few lines: each track a row, each clip a bar as long as it lasts."""

import sys
from typing import TYPE_CHECKING, Any

from .screen import printable

if TYPE_CHECKING:
    from rich.text import Text

    from typecut.client.runtime.drafts import Item, Line

_COLOURS = {
    "video": "black on cyan", "overlay": "black on blue", "music": "black on green",
    "voice": "black on yellow", "audio": "black on green", "title": "black on magenta",
    "caption": "black on magenta", "other": "black on white",
}  # fmt: skip
_NAMES = {
    "en": {
        "video": "video", "overlay": "overlay", "music": "music", "voice": "voice",
        "audio": "sound", "title": "title", "caption": "captions", "other": "track",
    },
    "zh": {
        "video": "视频", "overlay": "叠加", "music": "音乐", "voice": "人声",
        "audio": "声音", "title": "标题", "caption": "字幕", "other": "轨道",
    },
}  # fmt: skip
_LABEL = 10
_WIDEST, _NARROWEST = 100, 40


def draw(draft: Any, language: str = "en") -> None:
    """Prints the timeline of a wire draft; nothing where it is empty."""
    from rich.console import Console

    from typecut.client.runtime.drafts import lines_of, whole_of

    total = whole_of(draft).duration
    rows = [line for line in lines_of(draft) if line.items]
    if not rows or total <= 0:
        return
    wide = None if sys.stdout.isatty() else 80
    console = Console(markup=False, highlight=False, emoji=False, width=wide)
    columns = min(_WIDEST, max(_NARROWEST, console.width - 1)) - _LABEL
    console.print(_ruler(total, columns))
    filling = " " if console.color_system else "─"
    for line in reversed(rows):
        row = _row(line, total, columns, language, filling)
        console.print(row, crop=False, overflow="crop")


def _ruler(total: float, columns: int) -> "Text":
    """Times at the beginning, at round places, and at the end."""
    from rich.text import Text

    marks = [" "] * columns
    end = _clock(total)
    for at in _round_places(total):
        place, words = round(at / total * columns), _clock(at)
        if place + len(words) < columns - len(end) - 1:
            marks[place : place + len(words)] = words
    marks[columns - len(end) :] = end
    return Text(" " * _LABEL + "".join(marks), style="dim")


def _round_places(total: float) -> list[float]:
    steps = (500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 300_000, 900_000, 3_600_000)
    step = next((s for s in steps if total / s <= 6), steps[-1])
    return [n * step for n in range(int(total // step) + 1)]


def _clock(milliseconds: float) -> str:
    minutes, rest = divmod(milliseconds / 1000, 60)
    whole = f"{rest:04.1f}".removesuffix(".0").rjust(2, "0")
    return f"{int(minutes)}:{whole}"


def _row(line: "Line", total: float, columns: int, language: str, filling: str) -> "Text":
    from rich.text import Text

    name = _NAMES["zh" if language == "zh" else "en"].get(line.kind, line.kind)
    row = Text.assemble((_fitted(name, _LABEL - 1) + " ", "dim"))
    at = 0
    for number, item in enumerate(line.items):
        start = max(at, round(item.start / total * columns))
        end = max(start + 1, min(columns, round(item.end / total * columns)))
        if start >= columns:
            break
        row.append(" " * (start - at))
        joined = number > 0 and start == at
        row.append_text(_bar(line, item, end - start, joined, filling))
        at = end
    return row


def _bar(line: "Line", item: "Item", width: int, joined: bool, filling: str) -> "Text":
    """A clip: its name, as far as there is room; where it meets the one before, a thin edge, or
    a diamond where they blend."""
    from rich.text import Text

    plain = filling != " "
    edge = "◆" if item.transition else "▏" if joined or plain else ""
    about = item.text or item.name
    if item.speed != 1:
        about += f" {item.speed:g}x"
    if line.sounds and item.volume is not None:
        about += f" {item.volume * 100:.0f}%"
    text = _fitted(edge + printable(" ".join(about.split())), width, filling)
    style = _COLOURS.get(line.kind, _COLOURS["other"])
    return Text(text, style=f"dim {style}" if item.muted or line.hidden else style)


def _fitted(text: str, width: int, filling: str = " ") -> str:
    """Exactly so many columns, in which Chinese characters take two."""
    from rich.cells import cell_len, set_cell_size

    missing = width - cell_len(text)
    return text + filling * missing if missing >= 0 else set_cell_size(text, width)
