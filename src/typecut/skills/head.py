"""The frontmatter of a skill: block style, the specification's keys, ClawHub's fields."""

import json

from typecut import __version__

from .book import Skill

_COMPATIBILITY = (
    "Needs the typecut command: Python 3.11 or later with pip or pipx, or uv. Works offline; a "
    "server of the same protocol is optional."
)
_VARIABLES = (
    ("NEMO_API_URL", "Address of a server; without one everything happens on this machine."),
    ("TYPECUT_SERVER", "The same as NEMO_API_URL."),
    ("NEMO_TOKEN", "Token for that server; without one an anonymous token is got and kept."),
    ("TYPECUT_TOKEN", "The same as NEMO_TOKEN."),
    ("TYPECUT_SKILL", "Folder of this skill, for the headers that tell a server who asks."),
)


def head(skill: Skill) -> str:
    """From ``---`` to ``---``."""
    return "\n".join([
        "---",
        f"name: {skill.name}",
        f"description: {json.dumps(skill.description, ensure_ascii=False)}",
        "license: Apache-2.0",
        f"compatibility: {json.dumps(_COMPATIBILITY)}",
        "metadata:",
        f'  version: "{__version__}"',
        "  openclaw:",
        f'    emoji: "{skill.emoji}"',
        "    requires:",
        "      anyBins:",
        "        - typecut",
        "        - uvx",
        "    primaryEnv: NEMO_TOKEN",
        "    envVars:",
        *(line for name, text in _VARIABLES for line in _variable(name, text)),
        "    install:",
        "      - kind: uv",
        "        package: typecut",
        "        bins:",
        "          - typecut",
        "---",
        "",
    ])  # fmt: skip


def _variable(name: str, text: str) -> list[str]:
    return [
        f"      - name: {name}",
        "        required: false",
        f"        description: {json.dumps(text)}",
    ]
