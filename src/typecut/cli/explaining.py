"""``typecut explain``: what an export would do, span by span, and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .arguments import exists, files_and_instruction
from .editing import carry_out, open_project, options_of
from .options import canvas_options, encoding_options, json_option, settings_of
from .screen import say, say_json
from .tables import table
from .telling import outcome_json, tell_outcome

if TYPE_CHECKING:
    from typecut.studio.explain import Explanation
    from typecut.timeline import Timeline

_PATH = click.Path(path_type=Path)


@click.command(name="explain")
@click.argument("words", nargs=-1, metavar='FILES... "INSTRUCTION" | DRAFT.json')
@click.option("-i", "--instruction", metavar="TEXT", help="The instruction, if not the last word.")
@click.option("--draft", type=_PATH, metavar="FILE", help="Go on from this project or wire draft.")
@click.option("--music", type=_PATH, metavar="FILE|DIR", help="Music of your own.")
@encoding_options
@canvas_options
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of instruction and answer.")
@json_option
def command(
    words: tuple[str, ...],
    instruction: str | None,
    draft: Path | None,
    music: Path | None,
    fps: str | None,
    size: str | None,
    lang: str | None,
    as_json: bool,
    **encoding: Any,
) -> None:
    """Print the render plan: which spans are copied or encoded and why, and what is cached.

    Takes what edit takes, or a project or wire draft alone. Writes nothing.
    """
    settings = settings_of(**encoding)
    from typecut.studio.assembly import local_hands
    from typecut.studio.explain import explain

    alone = len(words) == 1 and instruction is None and draft is None and _is_draft(words[0])
    with local_hands() as hands:
        told: dict[str, Any] = {}
        if alone:
            timeline: Timeline = _loaded(Path(words[0]), hands)
        else:
            files, spoken = files_and_instruction(words, instruction)
            options = options_of(music, fps, size, lang)
            outcome = carry_out(files, spoken, hands, options, open_project(draft, hands))
            timeline, told = outcome.draft.timeline, outcome_json(outcome)
            if not as_json:
                tell_outcome(outcome)
        found = explain(timeline, hands, settings)
    if as_json:
        say_json(told | _as_json(found))
    else:
        _tell(found)


def _is_draft(word: str) -> bool:
    return word.lower().endswith(".json") and exists(word)


def _loaded(path: Path, hands: Any) -> "Timeline":
    from typecut.studio.project import load

    return load(path, hands).draft.timeline


def _tell(found: "Explanation") -> None:
    from typecut.timeline import clock

    say(f"{found.width}x{found.height}, {float(found.rate):g} fps, {clock(found.duration)}")
    rows = [
        (f"{clock(r.begin)}-{clock(r.end)}", r.treatment, ", ".join(r.reasons), _state(r))
        for r in found.rows
    ]
    aim = f"towards {found.loudness:g} LUFS" if found.loudness is not None else "as recorded"
    heard = f"{found.sounds} sounds, {aim}" if found.sounds else "silence"
    rows.append(
        ("sound", "mix" if found.sounds else "none", heard, "cached" if found.sound_cached else "")
    )
    table(("span", "", "why", ""), rows)
    fresh = sum(1 for r in found.rows if r.treatment == "encode" and not r.cached)
    say(f"{fresh} of {len(found.rows)} chunks to render")


def _state(row: Any) -> str:
    return "cached" if row.cached else ""


def _as_json(found: "Explanation") -> dict[str, Any]:
    return {
        "width": found.width, "height": found.height, "fps": round(float(found.rate), 3),
        "duration": round(float(found.duration), 3),
        "sound": {"sounds": found.sounds, "loudness": found.loudness, "cached": found.sound_cached},
        "chunks": [
            {
                "begin": round(float(r.begin), 3), "end": round(float(r.end), 3),
                "frames": r.frames, "treatment": r.treatment, "why": list(r.reasons),
                "cached": r.cached, "key": r.key,
            }
            for r in found.rows
        ],
    }  # fmt: skip
