"""Shipped fakes: sessions and a server that play every awkward behaviour of the protocol."""

from .scripted import Answer, ScriptedBackend

__all__ = ["Answer", "ScriptedBackend"]
