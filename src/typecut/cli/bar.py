"""Progress on standard error: a bar for people, JSON lines for machines, nothing for files."""

import contextlib
import json
import sys
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import click

from .screen import printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from typecut.studio.progress import Progress

Tell = Callable[["Progress"], None]
_STAGES = {
    "en": {"rendering": "Rendering", "sound": "Mixing sound", "joining": "Writing", "done": "Done"},
    "zh": {"rendering": "渲染", "sound": "混音", "joining": "写入", "done": "完成"},
}


@contextlib.contextmanager
def progress_bar(
    *, as_json: bool, quiet: bool, language: str = "en"
) -> Generator[Tell, None, None]:
    """What an export is to call with its progress."""
    if as_json:
        yield _tell_json
    elif quiet or not sys.stderr.isatty():
        yield _tell_nobody
    else:
        with _bar(_STAGES["zh" if language == "zh" else "en"]) as tell:
            yield tell


def _tell_nobody(_progress: "Progress") -> None:
    return


def _tell_json(progress: "Progress") -> None:
    line = {
        "stage": progress.stage, "progress": round(progress.part, 4), "chunks": progress.chunks,
        "of": progress.of, "speed": _rounded(progress.speed), "left": _rounded(progress.left),
    }  # fmt: skip
    click.echo(json.dumps(line), err=True)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


@contextlib.contextmanager
def _bar(stages: dict[str, str]) -> Generator[Tell, None, None]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=32),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[pace]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(stages["rendering"], total=1.0, pace="")

        def tell(progress: "Progress") -> None:
            bar.update(
                task,
                completed=progress.part,
                description=stages[progress.stage],
                pace=_pace(progress),
            )

        yield tell


def _pace(progress: "Progress") -> str:
    words: list[str] = []
    if progress.of:
        words.append(f"{progress.chunks}/{progress.of}")
    if progress.speed is not None:
        words.append(f"{progress.speed:.1f}x")
    if progress.left is not None:
        minutes, seconds = divmod(round(progress.left), 60)
        words.append(f"{minutes}:{seconds:02} left")
    return "  ".join(words)


_WORKS = {
    "en": {"upload": "Bringing", "export": "Exporting", "download": "Downloading"},
    "zh": {"upload": "添加", "export": "导出", "download": "下载"},
}


class MovingBar:
    """A bar that is there while something moves: `move` shows it, `end` takes it away."""

    def __init__(self, language: str = "en", *, shown: bool = True) -> None:
        self._words = _WORKS["zh" if language == "zh" else "en"]
        self._shown = shown and sys.stderr.isatty()
        self._bar: Bar | None = None
        self._what = ""

    def move(self, what: str, part: float, name: str = "") -> None:
        """`part` of 0 to 1 is done of this upload, export or download."""
        if not self._shown:
            return
        if self._bar is None or self._what != what:
            self.end()
            self._bar, self._what = self._begun(what), what
        self._bar.update(self._bar.task_ids[0], completed=part, name=printable(name))

    def end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _begun(self, what: str) -> "Bar":
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=32),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[name]}", markup=False),
        )
        made = Bar(*columns, console=Console(stderr=True), transient=True)
        made.add_task(escape(self._words.get(what, what)), total=1.0, name="")
        made.start()
        return made
