"""Where each agent looks for skills."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Agent = Literal["claude", "cursor", "openclaw", "clawhub", "agents"]


@dataclass(frozen=True, slots=True)
class Place:
    agent: Agent
    folder: Path


def place_of(agent: Agent, project: bool, here: Path, environment: Mapping[str, str]) -> Place:
    """The agent's folder of skills: the user's, or that of the project in `here`.

    ClawHub installs into ``<workdir>/skills`` only; OpenClaw's workspace is the same folder.
    """
    home = Path.home()
    if agent == "clawhub":
        return Place(agent, Path(environment.get("CLAWHUB_WORKDIR") or here) / "skills")
    if agent == "openclaw":
        state = Path(environment.get("OPENCLAW_STATE_DIR") or home / ".openclaw")
        return Place(agent, (here if project else state) / "skills")
    return Place(agent, (here if project else home) / f".{agent}" / "skills")


def places(
    agents: tuple[Agent, ...], project: bool, here: Path, environment: Mapping[str, str]
) -> list[Place]:
    """Of these agents; of nobody named: every agent that is used here, else the shared folder
    ``.agents/skills``, which most of them read as well."""
    if agents:
        return [place_of(agent, project, here, environment) for agent in agents]
    known: tuple[Agent, ...] = ("claude", "cursor") if project else ("claude", "cursor", "openclaw")
    found = [place_of(agent, project, here, environment) for agent in known]
    return [p for p in found if p.folder.parent.is_dir()] or [
        place_of("agents", project, here, environment)
    ]


def environment() -> Mapping[str, str]:
    return os.environ
