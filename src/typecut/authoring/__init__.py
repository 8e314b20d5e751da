"""From a wish for a whole video to the edits that make it."""

from .board import told_in_notes
from .story import Storyboard, storyboard

__all__ = ["Storyboard", "storyboard", "told_in_notes"]
