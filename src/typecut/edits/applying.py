"""`apply`: one edit done to a timeline, with the rules that hold afterwards."""

from collections.abc import Callable
from typing import Any

from typecut.timeline import Timeline

from . import (
    fading,
    ordering,
    picture,
    placing,
    removing,
    sounding,
    timing,
    titles,
    transitions,
    trimming,
)
from .rules import settle
from .verbs import Edit

TOPICS: dict[str, dict[type, Callable[[Timeline, Any], Timeline]]] = {
    "Putting clips on the timeline": placing.HANDLERS,
    "Taking away": removing.HANDLERS,
    "Trimming": trimming.HANDLERS,
    "Order": ordering.HANDLERS,
    "Time": timing.HANDLERS,
    "Sound": sounding.HANDLERS,
    "Fades": fading.HANDLERS,
    "Transitions": transitions.HANDLERS,
    "Titles": titles.HANDLERS,
    "Picture and project": picture.HANDLERS,
}
"""Every verb with what carries it out, by topic."""

HANDLERS = {verb: handler for topic in TOPICS.values() for verb, handler in topic.items()}


def apply(timeline: Timeline, edit: Edit) -> Timeline:
    """The timeline after the edit; EditError, with the real numbers, where it cannot be done."""
    return settle(timeline, HANDLERS[type(edit)](timeline, edit))
