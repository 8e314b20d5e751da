"""The reference pages, made from the code: ``python -m typecut.cli.reference [--check]``."""

import sys
from pathlib import Path
from typing import Any

import click

from typecut.edits import markdown

from .main import app

_HEAD = "<!-- Made by `python -m typecut.cli.reference`; do not edit. -->\n\n"
_SETTINGS = [
    "| setting (environment) | meaning |",
    "|---|---|",
    "| `TYPECUT_CACHE` | folder of the cache; default: the user's own cache folder |",
    "| `TYPECUT_CACHE_LIMIT` | how much it may hold, such as `20GB`; default: 10 GiB |",
    "| `TYPECUT_WORKER_MEMORY` | bytes that a worker process may allocate; default: 3 GiB |",
    "| `TYPECUT_DEBUG` | `1` shows where an error happened |",
]


def pages() -> dict[str, str]:
    """Every generated page by its name."""
    return {
        "cli.md": _HEAD + cli_page(),
        "edits.md": _HEAD + markdown(),
        "settings.md": _HEAD + settings_page(),
    }


def settings_page() -> str:
    """The settings of the server; needs its packages, as `typecut serve` does."""
    from typecut.studio.service.settings import reference

    rows = [f"| `{s.variable}` | {s.value} | {s.meaning} |" for s in reference()]
    head = [
        "# Settings of the server", "",
        "Each is an environment variable, or a key of the settings file: the same name in small",
        "letters without `TYPECUT_`. The file is `typecut.toml` in the user's folder for settings,",
        "or the one that `TYPECUT_CONFIG` names. Options of `typecut serve` win over variables, and",
        "variables over the file. Sizes may be written as 500MB, switches as on and off, lists with",
        "spaces or commas. `typecut settings` shows them with their present values.",
        "", "| variable | default | meaning |", "|---|---|---|",
    ]  # fmt: skip
    return "\n".join([*head, *rows]) + "\n"


def cli_page() -> str:
    lines = ["# Command line", "", *_errors(), "", *_SETTINGS]
    for path, command in _commands(app, "typecut"):
        lines += ["", *_command(path, command)]
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, path: str) -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is not None:
            found.append((f"{path} {name}", command))
            if isinstance(command, click.Group):
                found += _commands(command, f"{path} {name}")
    return found


def _command(path: str, command: click.Command) -> list[str]:
    ctx = click.Context(command, info_name=path)
    usage = command.get_usage(ctx).removeprefix("Usage: ")
    text = " ".join((command.help or "").split(" "))
    lines = [f"## {path}", "", "```", " ".join(usage.split()), "```", "", _unwrapped(text)]
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if options:
        lines += ["", "| option | meaning |", "|---|---|"]
        lines += [_option(o, ctx) for o in options]
    return lines


def _unwrapped(text: str) -> str:
    paragraphs = text.replace("\b\n", "").split("\n\n")
    return "\n\n".join(" ".join(p.split()) for p in paragraphs)


def _option(option: click.Option, ctx: click.Context) -> str:
    record: Any = option.get_help_record(ctx)
    names, text = record or (" / ".join(option.opts), option.help or "")
    text = text.replace("<", "&lt;")
    return f"| `{names.replace('|', chr(92) + '|')}` | {text} |"


def _errors() -> list[str]:
    from typecut.errors import every_error

    rows = sorted((k.exit_code, n) for n, k in every_error().items())
    codes: dict[int, list[str]] = {}
    for code, name in rows:
        codes.setdefault(code, []).append(name)
    lines = [
        "An error is one sentence on standard error, with a hint on what to do, and an exit status",
        "that says its kind. `TYPECUT_DEBUG=1` shows where it happened.",
        "", "| status | errors |", "|---|---|", "| 0 | none |",
    ]  # fmt: skip
    return lines + [f"| {code} | {', '.join(names)} |" for code, names in codes.items()]


def main(arguments: list[str]) -> int:
    docs = Path(__file__).parents[3] / "docs"
    stale = [n for n, text in pages().items() if _read(docs / n) != text]
    if "--check" in arguments:
        for name in stale:
            click.echo(f"docs/{name} is stale: run python -m typecut.cli.reference", err=True)
        return 1 if stale else 0
    for name in stale:
        (docs / name).write_text(pages()[name], encoding="utf-8")
        click.echo(f"docs/{name} written")
    return 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
