"""The `typecut` command: its groups, and how every failure is told in one sentence."""

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

import click

from typecut import __version__
from typecut.errors import TypecutError

from .screen import complain, make_tolerant, say_json

_MODULES = {
    "edit": "editing", "render": "rendering", "explain": "explaining", "probe": "probing",
    "draft": "drafts", "demo": "demo", "cache": "caching", "serve": "serving:serve",
    "chat": "chatting", "ask": "asking:ask", "export": "asking:export",
    "upload": "asking:upload", "status": "asking:status", "credits": "asking:credits",
    "undo": "asking:undo",
    "work": "serving:work", "settings": "serving:settings", "gc": "serving:gc",
    "mcp": "agents:mcp",
    "skill": "skills",
}  # fmt: skip
_BROKEN_PIPE = 141
_TERMINATED = 143


class Commands(click.Group):
    """Commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        from importlib import import_module

        module, _, name = _MODULES[cmd_name].partition(":")
        return getattr(import_module(f"typecut.cli.{module}"), name or "command")


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="typecut %(version)s")
def app() -> None:
    """Type what you want, get the cut.

    typecut edit a.mp4 b.mp4 "trim the second clip to 12 seconds, add crossfades, put lo-fi music
    under it at 35%, add the title 'Urban Dreams', fade out, export 1080p" -o out.mp4
    """


class _Terminated(KeyboardInterrupt):
    """Asked to end by another process; everything is cleaned up as for Ctrl-C."""


def main() -> None:
    """Runs the command line of this process and ends it."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs a command line; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        make_tolerant(stream)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _terminate)
    try:
        result: Any = app.main(list(arguments), prog_name="typecut", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except (BrokenPipeError, SystemExit):
        return _left_alone()  # click makes the one into the other
    except click.ClickException as error:
        return _misused(error)
    except (KeyboardInterrupt, click.Abort) as error:
        return _stopped(error)
    except TypecutError as error:
        return _failed(error, arguments)
    except Exception as error:  # noqa: BLE001  a person gets a sentence, never a traceback
        return _faulty(error, arguments)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise _Terminated


def _misused(error: click.ClickException) -> int:
    complain(f"typecut: {error.format_message()}")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        complain(f"  See {context.command_path} --help.")
    return error.exit_code


def _stopped(error: BaseException) -> int:
    complain("Stopped. Run the same command again: what is rendered already is kept.")
    ended = isinstance(error, _Terminated) or isinstance(error.__context__, _Terminated)
    return _TERMINATED if ended else 130


def _failed(error: TypecutError, arguments: Sequence[str]) -> int:
    _raise_for_debugging(error)
    if "--json" in arguments:
        about = {"kind": type(error).__name__, "message": error.message, "hint": error.hint}
        say_json({"error": {**about, "exit_code": error.exit_code}})
    else:
        complain(f"typecut: {error.message}")
        if error.hint:
            complain(f"  {error.hint}")
    return error.exit_code


def _faulty(error: Exception, arguments: Sequence[str]) -> int:
    _raise_for_debugging(error)
    wrapped = TypecutError(
        f"Something went wrong inside typecut: {type(error).__name__}: {error}",
        hint="This is our fault. TYPECUT_DEBUG=1 shows where it happened.",
    )
    return _failed(wrapped, arguments)


def _raise_for_debugging(error: Exception) -> None:
    if os.environ.get("TYPECUT_DEBUG"):
        raise error


def _left_alone() -> int:
    # Nobody reads any more; without this Python complains once again while it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _BROKEN_PIPE
