"""The folder `skills`, made from its sources: ``python -m typecut.cli.skill_pages [--check]``."""

import sys
from pathlib import Path
from typing import Any

import click

from typecut.skills.book import SKILLS, Skill
from typecut.skills.commands import DRIVEN, Command, Option
from typecut.skills.writing import written

from .main import app


def pages(skill: Skill) -> dict[str, str]:
    """The files of a skill, with the commands as they are now."""
    return written(skill, driven())


def driven() -> dict[str, Command]:
    """The commands that skills use."""
    context = click.Context(app, info_name="typecut")
    found = {name: app.get_command(context, name) for name in DRIVEN}
    return {name: _facts(name, command) for name, command in found.items() if command is not None}


def _facts(name: str, command: click.Command) -> Command:
    # A fixed width: the pages have to be the same wherever they are made.
    context = click.Context(command, info_name=f"typecut {name}", max_content_width=100)
    usage = " ".join(command.get_usage(context).removeprefix("Usage: ").split())
    paragraphs = (command.help or "").replace("\b\n", "").split("\n\n")
    text = "\n\n".join(" ".join(p.split()) for p in paragraphs)
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    return Command(usage, text, [_option(o, context) for o in options])


def _option(option: click.Option, context: click.Context) -> Option:
    record: Any = option.get_help_record(context)
    return Option(*(record or (" / ".join(option.opts), option.help or "")))


def main(arguments: list[str]) -> int:
    root = Path(__file__).parents[3] / "skills"
    wanted = {root / s.name / path: text for s in SKILLS for path, text in pages(s).items()}
    stale = [path for path, text in wanted.items() if _read(path) != text]
    for path in stale:
        name = path.relative_to(root.parent).as_posix()
        if "--check" in arguments:
            click.echo(f"{name} is stale: run python -m typecut.cli.skill_pages", err=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
        click.echo(f"{name} written")
    return 1 if stale and "--check" in arguments else 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
