"""typecut: type what you want, get the cut."""

__version__ = "0.1.0"
