"""Which way a wish is told: with pictures, with words alone, or by the recipe for empty wishes."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from typecut.edits import apply
from typecut.edits.plan import Language, Wish
from typecut.edits.verbs import Edit
from typecut.errors import EditError
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
    if wish.first:
        made = storyboard(replace(wish, first=()), _after(wish.first, timeline), library, language)
        return replace(made, edits=(*wish.first, *made.edits))
    if not shots_of(timeline):
        return opener(wish, timeline, library, language)
    if wish.occasion == "recipe" and wish.duration is None:
        return recipe(wish, timeline, library, language)
    return picture_story(wish, timeline, library, language)


def _after(edits: Sequence[Edit], timeline: Timeline) -> Timeline:
    """The timeline that the story is told on. An edit that fails is told when it is carried out."""
    for edit in edits:
        with suppress(EditError):
            timeline = apply(timeline, edit)
    return timeline
