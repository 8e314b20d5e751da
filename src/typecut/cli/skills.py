"""``typecut skill``: the agent skills, brought to where an agent finds them."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from typecut.errors import TypecutError

from .options import json_option
from .screen import complain, say, say_json
from .tables import table

if TYPE_CHECKING:
    from typecut.skills.findings import Finding
    from typecut.skills.places import Agent, Place

_AGENTS = click.Choice(["claude", "cursor", "openclaw", "clawhub", "agents"])
_NOT_VALID = 65  # as a draft that breaks its schema
_project_option = click.option(
    "--project", is_flag=True, help="The folders of the project here instead of the user's own."
)


@click.group(name="skill")
def command() -> None:
    """Install, check and show the skills for agents (Claude, Cursor, OpenClaw, ClawHub)."""


@command.command(name="list")
@_project_option
@json_option
def list_skills(project: bool, as_json: bool) -> None:
    """List the skills that typecut brings, and where they are installed."""
    from typecut.skills.book import SKILLS

    found = [
        {"name": s.name, "description": s.description, "installed": _installed(s.name, project)}
        for s in SKILLS
    ]
    if as_json:
        say_json({"skills": found})
        return
    rows = [(str(f["name"]), _where(f["installed"]), _brief(str(f["description"]))) for f in found]
    table(("skill", "installed", "what for"), rows)


@command.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--for", "agents", type=_AGENTS, multiple=True,
    help="Which agent; may be given again. Default: every one whose folder is there.",
)  # fmt: skip
@click.option(
    "--dir", "folder", type=click.Path(path_type=Path), metavar="DIR",
    help="A folder of skills; the skill becomes a folder in it.",
)  # fmt: skip
@_project_option
@click.option("--force", is_flag=True, help="Replace also what somebody changed.")
@json_option
def install(
    names: tuple[str, ...], agents: tuple["Agent", ...], folder: Path | None, project: bool,
    force: bool, as_json: bool,
) -> None:  # fmt: skip
    """Install skills; without a NAME the one called typecut.

    Installing again brings a skill up to date. Files of your own in its folder stay; a skill whose
    text you changed is left alone.
    """
    from typecut.skills.book import skill_of
    from typecut.skills.installing import install as put

    skills = [skill_of(name) for name in names or ("typecut",)]
    places = _places(agents, folder, project)
    done: list[dict[str, str]] = []
    refused: list[TypecutError] = []
    for target_folder in places:
        for skill in skills:
            target = target_folder / skill.name
            try:
                outcome = put(target, _pages(skill), force)
            except TypecutError as error:
                refused.append(error)
                continue
            done.append({"skill": skill.name, "path": str(target), "outcome": outcome})
            if not as_json:
                say(f"{skill.name}: {outcome} in {target}")
    _finish(done, refused, as_json)


def _finish(done: list[dict[str, str]], refused: list[TypecutError], as_json: bool) -> None:
    """The first refusal ends the command; what went well before it stays and is told."""
    if as_json and not refused:
        say_json({"skills": done})
    for error in refused[1:]:
        complain(f"typecut: {error.message}")
    if refused:
        raise refused[0]


@command.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@json_option
def validate(paths: tuple[Path, ...], as_json: bool) -> None:
    """Check skills by the Agent Skills specification and ClawHub's rules.

    PATH is a skill's folder, its SKILL.md, or a folder of skills. Without one the skills that
    typecut brings are checked.
    """
    import tempfile

    from typecut.skills.checking import check

    with tempfile.TemporaryDirectory() as spare:
        folders = [f for p in paths for f in _skill_folders(p)] or _brought(Path(spare))
        found = {folder: check(folder) for folder in folders}
    if as_json:
        say_json({"skills": [_as_json(f, findings) for f, findings in found.items()]})
    else:
        for folder, findings in found.items():
            _tell(folder, findings)
    wrong = sum(1 for findings in found.values() for f in findings if f.wrong)
    if wrong:
        click.get_current_context().exit(_NOT_VALID)


@command.command()
@click.argument("name")
@click.option("--file", "path", default="SKILL.md", help="Which file of it. Default: SKILL.md.")
def show(name: str, path: str) -> None:
    """Show the text of a skill that typecut brings."""
    from typecut.errors import NoSuchThing
    from typecut.skills.book import skill_of

    pages = _pages(skill_of(name))
    if path not in pages:
        raise NoSuchThing(f"{name} has no file {path}.", hint=f"It has {', '.join(pages)}.")
    click.echo(pages[path], nl=False)


def _pages(skill: Any) -> dict[str, str]:
    from .skill_pages import pages

    return pages(skill)


def _places(agents: tuple["Agent", ...], folder: Path | None, project: bool) -> list[Path]:
    if folder is not None:
        if agents or project:
            raise click.UsageError("--dir names the folder already: leave out --for and --project.")
        return [folder.expanduser()]
    return [p.folder for p in _agents_places(agents, project)]


def _agents_places(agents: tuple["Agent", ...], project: bool) -> list["Place"]:
    from typecut.skills.places import environment, places

    return places(agents, project, Path.cwd(), environment())


def _installed(name: str, project: bool) -> list[dict[str, str]]:
    from typecut.skills.book import skill_of
    from typecut.skills.installing import standing

    pages = _pages(skill_of(name))
    agents: tuple[Agent, ...] = ("claude", "cursor", "openclaw", "agents")
    found: list[dict[str, str]] = []
    for place in _agents_places(agents, project):
        stands = standing(place.folder / name, pages)
        if stands.condition != "absent":
            path = str(place.folder / name)
            found.append({"for": place.agent, "path": path, "state": stands.condition})
    return found


def _brief(text: str) -> str:
    """The beginning, up to where it goes into details."""
    return re.split(r"[:.] ", text, maxsplit=1)[0]


def _where(installed: Any) -> str:
    return ", ".join(f"{i['for']} ({i['state']})" for i in installed) or "no"


def _skill_folders(path: Path) -> list[Path]:
    if path.is_file():
        return [path.parent]
    inside = sorted(p.parent for p in path.glob("*/SKILL.md"))
    return inside if inside and not (path / "SKILL.md").exists() else [path]


def _brought(spare: Path) -> list[Path]:
    from typecut.skills.book import SKILLS

    for skill in SKILLS:
        for path, text in _pages(skill).items():
            (spare / skill.name / path).parent.mkdir(parents=True, exist_ok=True)
            (spare / skill.name / path).write_text(text, encoding="utf-8")
    return [spare / skill.name for skill in SKILLS]


def _tell(folder: Path, findings: "list[Finding]") -> None:
    wrong = [f for f in findings if f.wrong]
    say(f"{folder.name}: {'not valid' if wrong else 'valid'}")
    for finding in sorted(findings, key=lambda f: (not f.wrong, f.line)):
        say(f"  {'' if finding.wrong else 'advice: '}{finding}")


def _as_json(folder: Path, findings: "list[Finding]") -> dict[str, Any]:
    return {
        "skill": folder.name,
        "valid": not any(f.wrong for f in findings),
        "findings": [
            {"file": str(f.file), "line": f.line, "key": f.key, "text": f.text, "wrong": f.wrong}
            for f in findings
        ],
    }
