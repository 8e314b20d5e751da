"""A score as sound: instruments, drums and a room, all computed; no samples, no files."""

from .rendering import composed, played, render_music

__all__ = ["composed", "played", "render_music"]
