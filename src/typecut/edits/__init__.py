"""Verbs: edits as frozen values and what they do to a timeline."""

from .applying import TOPICS, apply
from .beginning import begin, canvas_for, rate_for, standard_rate
from .changes import changes
from .describing import describe
from .draft import Draft, Entry, Event, Undone
from .plan import (
    ExportWish,
    Language,
    MusicWish,
    Occasion,
    Plan,
    Query,
    Refusal,
    Span,
    Step,
    Wish,
)
from .reference import markdown
from .rules import picture_end, settle
from .summary import summary
from .titles import all_titles
from .verbs import Edit
from .wording import Words, clip_words, main_clips, media_name, number, percent, secs

__all__ = [
    "TOPICS",
    "Draft",
    "Edit",
    "Entry",
    "Event",
    "ExportWish",
    "Language",
    "MusicWish",
    "Occasion",
    "Plan",
    "Query",
    "Refusal",
    "Span",
    "Step",
    "Undone",
    "Wish",
    "Words",
    "all_titles",
    "apply",
    "begin",
    "canvas_for",
    "changes",
    "clip_words",
    "describe",
    "main_clips",
    "markdown",
    "media_name",
    "number",
    "percent",
    "picture_end",
    "rate_for",
    "secs",
    "settle",
    "standard_rate",
    "summary",
]
