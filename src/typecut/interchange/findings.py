"""Problems of a draft, gathered so that one error tells them all."""

from dataclasses import dataclass, field

from typecut.errors import DraftError

SHOWN = 20
"""How many problems one error spells out."""


@dataclass(slots=True)
class Findings:
    """Places and what is wrong there, in the order in which they were found."""

    problems: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def add(self, path: str, message: str) -> None:
        self.problems.append((path, message))

    def check(self) -> None:
        """Raises one DraftError if anything was found; the first place is its path."""
        if not self.problems:
            return
        path, message = self.problems[0]
        rest = [f"{p}: {m}" if p else m for p, m in self.problems[1:SHOWN]]
        more = len(self.problems) - SHOWN
        tail = f"; and {more} more" if more > 0 else ""
        raise DraftError(path, message, hint=f"Also: {'; '.join(rest)}{tail}" if rest else "")
