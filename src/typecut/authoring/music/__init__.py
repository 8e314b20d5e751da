"""Music composed to a length: chords, bass, drums and melody as data, from a style and a seed."""

from .composing import STYLES, compose
from .score import DRUMS, Note, Score

__all__ = ["DRUMS", "STYLES", "Note", "Score", "compose"]
