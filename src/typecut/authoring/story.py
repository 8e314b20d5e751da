"""Which way a wish is told: with pictures, with words alone, or by the recipe for empty wishes."""

from collections.abc import Sequence
from dataclasses import replace

from typecut.edits.plan import Language, Wish
from typecut.timeline import Media, Timeline

from .board import Storyboard
from .footage import shots_of
from .opener import opener
from .pictures import picture_story
from .recipe import recipe

__all__ = ["Storyboard", "storyboard"]


def storyboard(
    wish: Wish, timeline: Timeline, library: Sequence[Media] = (), language: Language = "en"
) -> Storyboard:
    """The edits that turn `timeline` (the inputs on its main track, or nothing) into what was
    wished, of exactly the length that was asked for; `library` is media not on it yet."""
    wish = replace(wish, texts=tuple(t for t in wish.texts if t.strip()))
    if not shots_of(timeline):
        return opener(wish, timeline, library, language)
    if wish.occasion == "recipe" and wish.duration is None:
        return recipe(wish, timeline, library, language)
    return picture_story(wish, timeline, library, language)
