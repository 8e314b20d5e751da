"""Edits in words, English and Chinese, with the numbers that came of them."""

from collections.abc import Callable
from typing import Any

from typecut.timeline import Timeline

from ..plan import Language
from ..verbs import Edit
from ..wording import Words
from . import clips, order, picture, sound, words
from .consequences import consequences

SAYINGS: dict[type, Callable[[Any, Timeline, Timeline], Words]] = {
    **clips.SAYINGS,
    **order.SAYINGS,
    **sound.SAYINGS,
    **words.SAYINGS,
    **picture.SAYINGS,
}
"""For every verb what it did, from the timelines before and after."""


def describe(
    edit: Edit,
    before: Timeline,
    after: Timeline,
    language: Language = "en",
    *,
    total: bool = True,
) -> str:
    """One sentence on what the edit did, without a full stop: ``Trimmed clip 2 (bbb) to 12 s``.

    With `total` it goes on with the new length of the video, if that changed; what went away or
    got shorter on the way is told in any case.
    """
    said = [SAYINGS[type(edit)](edit, before, after)]
    said += consequences(edit, before, after, total=total)
    return ("；" if language == "zh" else "; ").join(w.said(language) for w in said)


__all__ = ["SAYINGS", "describe"]
