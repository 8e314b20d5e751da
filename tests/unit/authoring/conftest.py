"""Stories told on timelines of photos and clips."""

from fractions import Fraction

import pytest

from typecut.authoring import storyboard
from typecut.edits import apply
from typecut.edits.plan import Span, Wish
from typecut.edits.verbs import Append
from typecut.timeline import Media, Timeline


def photo(name, width=1600, height=900):
    return Media(name, f"{name}.jpg", "image", name, None, width, height)


def clip(name, seconds, width=1920, height=1080, sound=True):
    return Media(
        name, f"{name}.mp4", "video", name, Fraction(seconds), width, height, Fraction(30), sound
    )


@pytest.fixture
def tell():
    """Tells a wish on media: the timeline it makes, and the storyboard."""

    def told(occasion, media=(), *, library=(), language="en", base=None, **wished):
        wish = Wish(occasion, Span(0, 0), **wished)
        timeline = base or Timeline()
        for each in media:
            timeline = apply(timeline, Append(each))
        made = storyboard(wish, timeline, library, language)
        for edit in made.edits:
            timeline = apply(timeline, edit)
        return timeline, made

    return told
