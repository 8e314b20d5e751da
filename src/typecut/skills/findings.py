"""What is wrong with a skill, and where."""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Finding:
    """`file` inside the skill's folder; `line` from 1, 0 where none is meant; `key` such as
    ``metadata.version``. Without `wrong` it is advice."""

    file: PurePosixPath
    text: str
    line: int = 0
    key: str = ""
    wrong: bool = True

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {f'{self.key}: ' if self.key else ''}{self.text}"


SKILL = PurePosixPath("SKILL.md")


def wrong(text: str, line: int = 0, key: str = "") -> Finding:
    return Finding(SKILL, text, line, key)


def advice(text: str, line: int = 0, key: str = "") -> Finding:
    return Finding(SKILL, text, line, key, wrong=False)
