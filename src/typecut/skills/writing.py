"""The files of a skill, made from the sources beside this module and from facts of the program."""

import re
from pathlib import Path
from textwrap import fill

from typecut import __version__
from typecut.edits.applying import TOPICS

from . import commands as command_line
from .book import Skill
from .commands import Commands
from .failures import table
from .head import head
from .sayings import CREATIONS, SAYINGS

REFERENCES = ("edits", "commands", "protocol")
_SOURCES = Path(__file__).parent / "sources"
_OWN_MEGABYTES = 500
_KINDS = (
    "mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac",
)  # fmt: skip
_PLACE = re.compile(r"\{\{([^}]+)\}\}")


def written(skill: Skill, commands: Commands) -> dict[str, str]:
    """Every file of the skill by its path inside the folder."""
    facts = _facts(skill, commands)
    pages = {"SKILL.md": head(skill) + "\n" + _filled(f"{skill.name}.md", facts)}
    for name in REFERENCES:
        pages[f"references/{name}.md"] = _filled(f"references/{name}.md", facts)
    return {path: text.rstrip() + "\n" for path, text in pages.items()}


def _filled(path: str, facts: dict[str, str]) -> str:
    """A source with what stands in double braces put in: another source, or a fact."""

    def put(match: re.Match[str]) -> str:
        name = match[1]
        return _filled(name, facts).rstrip() if name.endswith(".md") else facts[name]

    return _PLACE.sub(put, _source(path))


def _source(path: str) -> str:
    return (_SOURCES / path).read_text(encoding="utf-8")


def _facts(skill: Skill, commands: Commands) -> dict[str, str]:
    return {
        "name": skill.name,
        "version": __version__,
        "sentence": skill.sentence,
        "limits": _limits(skill),
        "errors": table(),
        "commands": command_line.short(commands),
        "reference": command_line.reference(commands),
        "edits": _edits(),
        "creations": "\n".join(f"- {saying}" for saying in CREATIONS),
    }


def _limits(skill: Skill) -> str:
    """Formats, sizes and times, wrapped as the rest of the page."""
    kinds = ", ".join(_KINDS)
    sized = f"Files of up to {skill.megabytes} MB are safe on any server of this protocol; "
    own = "typecut's own takes 500 MB unless it says otherwise (4002), and on this machine size is no limit."
    if skill.megabytes == _OWN_MEGABYTES:
        sized, own = "", "Max file size is 500 MB on a server unless it says otherwise (4002); on this machine there is none."  # fmt: skip
    time = f"Half a minute of 1080p takes {skill.seconds}."
    parts = (
        f"Takes {kinds}, by content and not by name. {sized}{own}",
        f"{skill.smooth} Writes MP4 (H.264, AAC), which plays everywhere. {time}".strip(),
    )
    return "\n\n".join(fill(part, 100) for part in parts)


def _edits() -> str:
    lines: list[str] = []
    for topic in TOPICS:
        lines += ["", f"## {topic}", "", *(f"- {saying}" for saying in SAYINGS[topic])]
    return "\n".join(lines) + "\n"
