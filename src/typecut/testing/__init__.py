"""Shipped fakes: sessions and a server that play every awkward behaviour of the protocol."""

from .awkward import Asked, AwkwardServer
from .clock import Clock
from .scripted import Answer, ScriptedBackend

__all__ = ["Answer", "Asked", "AwkwardServer", "Clock", "ScriptedBackend"]
