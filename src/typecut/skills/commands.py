"""What the skills tell of the command line, as facts that the command line gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DRIVEN = ("ask", "upload", "status", "export", "undo", "credits")
"""The commands that an agent needs, in the order of use."""


@dataclass(frozen=True, slots=True)
class Option:
    names: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Command:
    """`usage` without "Usage:"; `help` in paragraphs of one line each."""

    usage: str
    help: str
    options: Sequence[Option] = ()


Commands = Mapping[str, Command]
"""By name, without "typecut"."""


def short(commands: Commands) -> str:
    """A table of the driven commands."""
    rows = [f"| `{cell(_brief(c))}` | {cell(_first(c.help))} |" for c in _driven(commands).values()]
    return "\n".join(["| Command | What it does |", "|---|---|", *rows])


def reference(commands: Commands) -> str:
    """Every driven command with all its options."""
    parts: list[str] = []
    for name, command in _driven(commands).items():
        parts += ["", f"## typecut {name}", "", "```", command.usage, "```", "", command.help]
        if command.options:
            parts += ["", "| option | meaning |", "|---|---|"]
            parts += [f"| `{cell(o.names)}` | {cell(o.meaning)} |" for o in command.options]
    return "\n".join(parts)


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")


def _driven(commands: Commands) -> Commands:
    return {name: commands[name] for name in DRIVEN if name in commands}


def _brief(command: Command) -> str:
    return command.usage.replace("[OPTIONS] ", "").replace(" [OPTIONS]", "")


def _first(text: str) -> str:
    return text.split("\n", 1)[0]
