"""The Python SDK and the runtime of the skills; names are imported when they are first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .async_client import AsyncClient as AsyncClient
    from .attribution import Attribution as Attribution
    from .client import Client as Client
    from .events import Alive as Alive
    from .events import Event as Event
    from .events import Problem as Problem
    from .events import Recovered as Recovered
    from .events import Text as Text
    from .events import ToolCall as ToolCall
    from .events import ToolResult as ToolResult
    from .exporting import Render as Render
    from .limits import Limits as Limits
    from .port import Backend as Backend
    from .port import Credits as Credits
    from .port import Exported as Exported
    from .port import ExportWish as ExportWish
    from .port import OnProgress as OnProgress
    from .port import Progress as Progress
    from .port import Session as Session
    from .port import State as State
    from .port import Uploaded as Uploaded

_PLACES = {
    "AsyncClient": "async_client",
    "Attribution": "attribution",
    "Client": "client",
    "Render": "exporting",
    "Limits": "limits",
    **dict.fromkeys(
        ("Alive", "Event", "Problem", "Recovered", "Text", "ToolCall", "ToolResult"), "events"
    ),
    **dict.fromkeys(
        (
            "Backend", "Credits", "ExportWish", "Exported", "OnProgress", "Progress", "Session",
            "State", "Uploaded",
        ),
        "port",
    ),
}  # fmt: skip

__all__ = [
    "Alive", "AsyncClient", "Attribution", "Backend", "Client", "Credits", "Event", "ExportWish",
    "Exported", "Limits", "OnProgress", "Problem", "Progress", "Recovered", "Render", "Session",
    "State", "Text", "ToolCall", "ToolResult", "Uploaded",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_PLACES[name]}", __name__), name)
