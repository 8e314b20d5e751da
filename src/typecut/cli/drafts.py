"""``typecut draft``: looking at a project, and taking instructions back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import json_option
from .screen import say, say_json

if TYPE_CHECKING:
    from typecut.edits import Draft

_PROJECT = click.argument("project", type=click.Path(path_type=Path), metavar="PROJECT.json")
_LANGUAGE = click.option("--lang", type=click.Choice(["en", "zh"]), default="en")


@click.group(name="draft")
def command() -> None:
    """Look at a project, or take instructions back."""


@command.command()
@_PROJECT
@click.option("--notation", is_flag=True, help="The timeline in notation, in frames.")
@_LANGUAGE
@json_option
def show(project: Path, notation: bool, lang: str, as_json: bool) -> None:
    """Show the timeline, its summary and what was said so far."""
    draft = _load(project)
    from typecut.edits import summary
    from typecut.timeline.notation import write

    timeline = draft.timeline
    if as_json:
        say_json(_as_json(draft, lang))
        return
    canvas = timeline.canvas
    say(summary(timeline, lang))  # pyright: ignore[reportArgumentType]
    say(f"{canvas.width}x{canvas.height}, {float(canvas.rate):g} fps, {_clock(timeline.duration)}")
    if notation:
        say(write(timeline))
    for entry in draft.entries:
        say(f"{entry.turn}. {entry.instruction}")
        for line in _lines(draft, entry.turn, lang):
            say(f"   {line}")
    for undone in draft.undone:
        say(f"   (undone: {undone.entry.turn}. {undone.entry.instruction})")


@command.command()
@_PROJECT
@click.option("--turn", type=int, metavar="N", help="Which one; default: the last.")
@_LANGUAGE
def undo(project: Path, turn: int | None, lang: str) -> None:
    """Take an instruction back; later ones are done again without it."""
    draft = _load(project)
    after, conflicts = draft.undo(turn, lang)  # pyright: ignore[reportArgumentType]
    _changed(project, draft, after, conflicts, lang)


@command.command()
@_PROJECT
@_LANGUAGE
def redo(project: Path, lang: str) -> None:
    """Do again what was undone last."""
    draft = _load(project)
    after, conflicts = draft.redo(lang)  # pyright: ignore[reportArgumentType]
    _changed(project, draft, after, conflicts, lang)


def _load(path: Path) -> "Draft":
    from typecut.studio.assembly import local_hands
    from typecut.studio.project import load

    with local_hands(1) as hands:
        return load(path, hands).draft


def _changed(
    path: Path, before: "Draft", after: "Draft", conflicts: tuple[str, ...], lang: Any
) -> None:
    from typecut.edits import summary
    from typecut.studio.project import save

    save(path, after)
    for line in (*before.diff(after, lang), *conflicts):
        say(line)
    say(summary(after.timeline, lang))


def _lines(draft: "Draft", turn: int, lang: Any) -> list[str]:
    from typecut.edits import describe

    return [
        e.failure.said(lang) if e.failure else describe(e.step.edit, e.before, e.after, lang)
        for e in draft.history()
        if e.turn == turn
    ]


def _clock(time: Any) -> str:
    from typecut.timeline import clock

    return clock(time)


def _as_json(draft: "Draft", lang: Any) -> dict[str, Any]:
    from typecut.edits import summary
    from typecut.timeline.notation import write

    timeline = draft.timeline
    return {
        "summary": summary(timeline, lang), "duration": round(float(timeline.duration), 3),
        "width": timeline.canvas.width, "height": timeline.canvas.height,
        "fps": round(float(timeline.canvas.rate), 3), "notation": write(timeline),
        "log": [
            {"turn": e.turn, "instruction": e.instruction, "done": _lines(draft, e.turn, lang)}
            for e in draft.entries
        ],
        "undone": [u.entry.turn for u in draft.undone],
    }  # fmt: skip
