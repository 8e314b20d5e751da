"""Where a conversation's next line comes from: a prompt with history and completion, or a pipe."""

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .screen import printable

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document

MARK = "› "
Ask = Callable[[], str | None]
"""The next line; None at the end."""


@contextmanager
def lines(commands: Iterable[str], language: str) -> Generator[Ask, None, None]:
    """How to ask for the next line. What is printed meanwhile appears above the prompt."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield _from_pipe
        return
    from prompt_toolkit.patch_stdout import patch_stdout

    session = _session(tuple(commands))
    empty = "输入要做的修改，或 /help" if language == "zh" else "Say what to change, or /help"

    def ask() -> str | None:
        try:
            with patch_stdout(raw=True):
                return session.prompt(MARK, placeholder=[("fg:ansibrightblack", empty)])
        except EOFError:
            return None

    yield ask


def _from_pipe() -> str | None:
    """A line of a pipe, shown as if it had been typed: a transcript reads well then."""
    line = sys.stdin.readline()
    if not line:
        return None
    text = line.rstrip("\n")
    if text.strip():
        click.echo(printable(MARK + text))
    return text


def _session(commands: tuple[str, ...]) -> Any:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    place = _history_file()
    history = FileHistory(str(place)) if place else InMemoryHistory()
    return PromptSession[str](
        history=history,
        completer=_completer(commands),
        complete_while_typing=False,
        enable_open_in_editor=False,
    )


def _history_file() -> Path | None:
    """Only its owner may read it; None where it cannot be written: a chat goes on without."""
    from platformdirs import user_state_path

    place = user_state_path("typecut", appauthor=False) / "history"
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.touch(mode=0o600)
    except OSError:
        return None
    return place


def _completer(commands: tuple[str, ...]) -> Any:
    from prompt_toolkit.completion import Completer, PathCompleter
    from prompt_toolkit.completion import Completion as Found
    from prompt_toolkit.document import Document as Written

    paths = PathCompleter(expanduser=True)

    class Completing(Completer):
        """Commands at the beginning of the line, file names everywhere."""

        def get_completions(
            self, document: "Document", complete_event: "CompleteEvent"
        ) -> "Iterator[Completion]":
            before = document.text_before_cursor
            if " " not in before and before.startswith("/"):
                for name in commands:
                    if name.startswith(before):
                        yield Found(name, start_position=-len(before))
            word = _last_word(before)
            for found in paths.get_completions(Written(word, len(word)), complete_event):
                text = found.text.replace(" ", "\\ ")
                yield Found(text, start_position=found.start_position, display=found.display)

    return Completing()


def _last_word(text: str) -> str:
    """What is being typed: from the last space that no backslash stands before."""
    at = len(text)
    while at > 0 and not (text[at - 1] == " " and text[at - 2 : at - 1] != "\\"):
        at -= 1
    return text[at:].lstrip("'\"").replace("\\ ", " ")
