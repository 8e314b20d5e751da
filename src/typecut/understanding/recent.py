"""What the turn before was about: the edits that "it", "a bit louder" and "no, 3 s" speak of."""

from collections.abc import Sequence
from dataclasses import replace

from typecut.edits.verbs import (
    AddMusic,
    AddOverlay,
    AddTitle,
    AddTransition,
    ChangeMusic,
    ChangeTitle,
    Edit,
)

from .intent import Context

_SUBJECTS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    ((AddMusic, ChangeMusic), "music"),
    ((AddTitle, ChangeTitle), "title"),
    (AddOverlay, "overlay"),
    (AddTransition, "transition"),
)


def begun(context: Context, recent: Sequence[Edit]) -> Context:
    """The context of a turn that follows these edits. What was laid over or under the picture
    last is "it"; clips are not, since "make it vertical" is about the whole video again."""
    last = recent[-1] if recent else None
    subject = next((name for kind, name in _SUBJECTS if isinstance(last, kind)), "")
    joined = tuple(c for e in recent if isinstance(e, AddTransition) for c in e.after)
    return replace(context, recent=tuple(recent), subject=subject, joined=joined)
