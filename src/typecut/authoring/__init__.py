"""From a wish for a whole video to the edits that make it."""

from .story import Storyboard, storyboard

__all__ = ["Storyboard", "storyboard"]
