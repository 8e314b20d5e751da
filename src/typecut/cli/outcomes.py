"""How well a message went, as an exit status."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typecut.errors import EditError, NotUnderstood

from .hearing import Screen
from .reaching import Watched

if TYPE_CHECKING:
    from typecut.client.runtime.said import Said

_OUTCOMES = {"not_understood": NotUnderstood.exit_code, "refused": EditError.exit_code}
_NO_SUCH = 1003


def exit_code(backend: Watched, screen: Screen, heard: "Sequence[Said]") -> int:
    """That of what went wrong last, of the first file that was refused, or of a message of which
    nothing was done. Only typecut itself and its server say the last; else it is 0."""
    from typecut.client.runtime.said import Brought

    if screen.trouble is not None:
        return screen.trouble.exit_code
    for said in heard:
        refused = [f for f in said.files if f.code] if isinstance(said, Brought) else []
        if refused:
            return 66 if refused[0].code == _NO_SUCH else 5
    return _OUTCOMES.get(backend.outcome, 0)
