"""Brain: an instruction in English or Chinese becomes a plan of edits, with no model."""

from .brain import understand
from .roles import roles

__all__ = ["roles", "understand"]
