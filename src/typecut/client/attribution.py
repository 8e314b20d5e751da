"""Who is asking: the three headers that a server wants at export, and gets on every request.

A skill is attributed by its SKILL.md: name and version from the frontmatter, the platform from
where the skill is installed.
"""

import itertools
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from typecut import __version__
from typecut.errors import SettingError

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attribution:
    """`source` is a skill's name, `version` its version, `platform` where it is installed."""

    source: str = "typecut"
    version: str = __version__
    platform: str = UNKNOWN

    def headers(self) -> Mapping[str, str]:
        return {
            "X-Skill-Source": self.source,
            "X-Skill-Version": self.version,
            "X-Skill-Platform": self.platform,
        }

    @classmethod
    def of_skill(cls, path: Path, environment: Mapping[str, str] | None = None) -> "Attribution":
        """Of the skill at `path`, its folder or its SKILL.md. SettingError where it has no name.

        `SKILL_SOURCE` in the environment wins over the platform that the path tells.
        """
        file = path / "SKILL.md" if path.is_dir() else path
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _broken(file, "cannot be read") from error
        found = frontmatter(text)
        if not found.get("name"):
            raise _broken(file, "has no name in its frontmatter")
        version = found.get("version") or found.get("metadata.version") or UNKNOWN
        known = os.environ if environment is None else environment
        said = known.get("SKILL_SOURCE", "").strip()
        return cls(_sent(found["name"]), _sent(version), _sent(said) or platform_of(file))


def platform_of(path: Path) -> str:
    """Where a skill is installed, from the place of its file or folder."""
    folder = path if path.is_dir() else path.parent
    if (folder / ".clawhub" / "origin.json").is_file():
        return "clawhub"
    for place in dict.fromkeys((_absolute(folder), folder)):
        if found := _platform(place):
            return found
    return UNKNOWN


def frontmatter(text: str) -> dict[str, str]:
    """The plain values of a SKILL.md's frontmatter, nested keys as ``metadata.version``.

    Reads block-style YAML of maps and scalars, folded and literal text included; what is neither
    (lists, flow style) is passed over.
    """
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != "---":
        return {}
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    return _values(lines[1:end])


_KEY = re.compile(r"""^(?P<indent> *)(?P<key>[\w.-]+|"[^"]*"|'[^']*')\s*:(?:\s+(?P<value>.*))?$""")


def _values(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    at = 0
    while at < len(lines):
        match = _KEY.match(lines[at].rstrip())
        at += 1
        if match is None:
            continue
        indent, value = len(match["indent"]), _uncommented(match["value"] or "")
        above = [(i, k) for i, k in above if i < indent]
        key = ".".join([*(k for _, k in above), match["key"].strip("\"'")])
        if re.fullmatch(r"[>|][+-]?\d?", value):
            value, at = _folded(lines, at, indent, literal=value[0] == "|")
            found.setdefault(key, value)
        elif not value:
            above.append((indent, match["key"].strip("\"'")))
        elif value[0] not in "{[&*!":
            found.setdefault(key, _scalar(value))
    return found


def _folded(lines: list[str], at: int, indent: int, *, literal: bool) -> tuple[str, int]:
    """Text of several lines below a key, and the line after it."""
    taken: list[str] = []
    while at < len(lines) and (not lines[at].strip() or _indent(lines[at]) > indent):
        taken.append(lines[at].strip())
        at += 1
    return ("\n" if literal else " ").join(taken).strip(), at


def _scalar(value: str) -> str:
    if value[0] == "'" and value.endswith("'") and len(value) > 1:
        return value[1:-1].replace("''", "'")
    if value[0] == '"' and value.endswith('"') and len(value) > 1:
        return re.sub(r'\\(["\\/])', r"\1", value[1:-1])
    return value


def _uncommented(value: str) -> str:
    """Without a comment after it; a # inside quotes is no comment."""
    value = value.strip()
    if value[:1] in ("'", '"'):
        end = re.match(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""", value)
        return end[0] if end else value
    return re.sub(r"(?:^|\s)#.*$", "", value).strip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _platform(folder: PurePath) -> str:
    """By the names on the way: those of the documents, and those of other agents."""
    parts = folder.parts
    pairs = set(itertools.pairwise(parts))
    if ".clawhub" in parts:
        return "clawhub"
    for home, name in ((".cursor", "cursor"), (".claude", "claude"), (".openclaw", "openclaw")):
        if (home, "skills") in pairs:
            return name
    return ""


def _absolute(folder: Path) -> Path:
    try:
        return folder.expanduser().absolute()
    except (OSError, RuntimeError):
        return folder


def _sent(value: str) -> str:
    """As it may stand in a header: one line of ASCII."""
    line = "".join(c if 32 < ord(c) < 127 else "-" for c in value.strip())
    return line[:100]


def _broken(file: Path, what: str) -> SettingError:
    return SettingError(
        f"{file.name} of the skill {file.parent.name!r} {what}.",
        hint="Install the skill again.",
        zh=f"技能 {file.parent.name!r} 的 {file.name} 无法使用。请重新安装该技能。",
    )
