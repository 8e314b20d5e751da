"""Who is asking: the three headers that a server wants at export, and gets on every request."""

from collections.abc import Mapping
from dataclasses import dataclass

from typecut import __version__


@dataclass(frozen=True, slots=True)
class Attribution:
    """`source` is a skill's name, `version` its version, `platform` where it is installed."""

    source: str = "typecut"
    version: str = __version__
    platform: str = "unknown"

    def headers(self) -> Mapping[str, str]:
        return {
            "X-Skill-Source": self.source,
            "X-Skill-Version": self.version,
            "X-Skill-Platform": self.platform,
        }
