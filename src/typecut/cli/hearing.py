"""What a conversation says, shown: words, a bar while something moves, the timeline as it is."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from .bar import MovingBar
from .screen import mark, printable

if TYPE_CHECKING:
    from typecut.client.runtime.said import Said, Trouble

_SUMMARIES = ("Timeline (", "时间线（")


@dataclass(slots=True)
class Screen:
    """`words`, `status` and `wrong` print one kind each. `draws`: a drawing follows, so that
    the summary at the end of the words is left out. `trouble` is the last of what was shown
    last."""

    language: str = "en"
    draws: bool = False
    words: "Callable[[str], None]" = field(default_factory=lambda: _plain)
    status: "Callable[[str], None]" = field(default_factory=lambda: _dim)
    wrong: "Callable[[str], None]" = field(default_factory=lambda: _red)
    bar: bool = True
    trouble: "Trouble | None" = None
    last: str = ""
    """The file or address that was made last."""
    spoke: bool = False
    """Whether anything was printed of what was shown last."""
    left_out: str = ""
    """The summary that was left for the drawing."""

    def show(self, told: "Iterable[Said]") -> "list[Said]":
        """Shows what is said as it comes; all of it."""
        from typecut.client.runtime.said import Moved

        heard: list[Said] = []
        self.trouble, self.spoke, self.left_out = None, False, ""
        moving = MovingBar(self.language, shown=self.bar)
        try:
            for said in told:
                if isinstance(said, Moved):
                    progress = said.progress
                    moving.move(progress.what, progress.done, progress.name)
                else:
                    moving.end()
                    heard.append(said)
                    self._one(said)
        finally:
            moving.end()
        return heard

    def _one(self, said: "Said") -> None:
        from typecut.client.runtime.said import (
            Balance,
            Brought,
            Moved,
            Ready,
            Status,
            Tracks,
            Trouble,
            Words,
        )

        match said:
            case Status(text):
                self.status(text)
            case Trouble():
                self.trouble, self.spoke = said, True
                self.wrong(trouble_text(said))
            case Ready(exported, text):
                self.last, self.spoke = str(exported.path or exported.url), True
                self.words(text)
            case Words() | Brought() | Tracks() | Balance():
                text = said.text
                if self.draws:
                    text, self.left_out = _without_summary(text)
                if text:
                    self.spoke = True
                    self.words(text)
            case Moved():
                return


def trouble_text(trouble: "Trouble") -> str:
    """What is wrong, what to do, and where."""
    link = trouble.link if trouble.link and trouble.link not in trouble.text else ""
    return f"{trouble.text}\n{link}".strip()


def _without_summary(text: str) -> tuple[str, str]:
    """The words without the one line that the drawing shows better; and that line."""
    *rest, last = text.rstrip().split("\n")
    if not last.startswith(_SUMMARIES):
        return text, ""
    return "\n".join(rest).rstrip(), last


def _plain(text: str) -> None:
    click.echo(printable(text))


def _dim(text: str) -> None:
    click.echo(click.style(printable(text), dim=True))


def _red(text: str) -> None:
    click.echo(click.style(f"{mark('✗', '-')} {printable(text)}", fg="red"))


def to_stderr(text: str) -> None:
    if sys.stderr.isatty():
        click.echo(click.style(printable(text), dim=True), err=True)


def silently(_text: str) -> None:
    return
