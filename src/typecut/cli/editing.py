"""``typecut edit``: an instruction carried out on files, and the result exported."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from typecut.errors import RequestError

from .arguments import files_and_instruction, read_rate, read_size
from .bar import progress_bar
from .options import (
    canvas_options,
    encoding_options,
    jobs_option,
    json_option,
    output_option,
    progress_option,
    settings_of,
)
from .screen import say_json
from .telling import outcome_json, report_json, shown, tell_dropped, tell_outcome, tell_report

if TYPE_CHECKING:
    from typecut.studio.hands import Hands
    from typecut.studio.project import Project
    from typecut.studio.turn import Options, Outcome

_PATH = click.Path(path_type=Path)


@click.command(name="edit")
@click.argument("words", nargs=-1, metavar='FILES... "INSTRUCTION"')
@output_option
@click.option("-i", "--instruction", metavar="TEXT", help="The instruction, if not the last word.")
@click.option("--draft", type=_PATH, metavar="FILE", help="Go on from this project or wire draft.")
@click.option("--keep-draft", type=_PATH, metavar="FILE", help="Write the project here.")
@click.option("--music", type=_PATH, metavar="FILE|DIR", help="Music of your own.")
@encoding_options
@canvas_options
@jobs_option
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of instruction and answer.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and write nothing.")
@json_option
@progress_option
def command(
    words: tuple[str, ...],
    output: Path | None,
    instruction: str | None,
    draft: Path | None,
    keep_draft: Path | None,
    music: Path | None,
    fps: str | None,
    size: str | None,
    jobs: int | None,
    lang: str | None,
    dry_run: bool,
    as_json: bool,
    json_progress: bool,
    **encoding: Any,
) -> None:
    """Edit FILES as the INSTRUCTION says, in English or Chinese.

    Videos and photos stand one after another in the order given. The last word that is not a file
    is the instruction; "-" reads it from standard input. Put -- before names that begin with a
    dash.
    """
    files, spoken = files_and_instruction(words, instruction)
    settings = settings_of(**encoding)
    options = options_of(music, fps, size, lang)
    from typecut.studio.assembly import local_hands
    from typecut.studio.output import check_output

    with local_hands(jobs or 0) as hands:
        project = open_project(draft, hands)
        if not files and project is None and output is None:
            output = _unused("typecut.mp4")
        out = _output(output, files, draft)
        if not dry_run:
            check_output(out, files)
        outcome = carry_out(files, spoken, hands, options, project)
        if not as_json:
            if project is not None and project.log_dropped:
                tell_dropped(outcome.language)
            tell_outcome(outcome)
        report = None
        if not dry_run and outcome.export:
            report = _export(outcome, out, hands, settings, encoding, as_json, json_progress)
        keep = keep_draft or draft
        if keep is not None and not dry_run:
            from typecut.studio.project import save

            save(keep, outcome.draft)
    if as_json:
        say_json(outcome_json(outcome) | (report_json(report) if report else {}))
    elif report is not None:
        tell_report(report, outcome.language)


def options_of(
    music: Path | None, fps: str | None, size: str | None, lang: str | None
) -> "Options":
    from typecut.studio.turn import Options

    return Options(
        music=music,
        size=read_size(size) if size else None,
        rate=read_rate(fps) if fps else None,
        language=lang,  # pyright: ignore[reportArgumentType]
    )


def open_project(draft: Path | None, hands: "Hands") -> "Project | None":
    if draft is None:
        return None
    from typecut.studio.project import load

    return load(draft, hands)


def carry_out(
    files: list[str], spoken: str, hands: "Hands", options: "Options", project: "Project | None"
) -> "Outcome":
    from typecut.studio.turn import edit

    return edit(files, spoken, hands, options, project.draft if project else None)


def _export(
    outcome: "Outcome", out: Path, hands: "Hands", settings: Any, encoding: dict[str, Any],
    as_json: bool, json_progress: bool,
) -> Any:  # fmt: skip
    from typecut.studio.export import export

    if outcome.quality and not any(encoding[k] is not None for k in ("quality", "preset", "crf")):
        settings = settings_of(**dict(encoding, quality=outcome.quality))
    with progress_bar(as_json=json_progress, quiet=as_json, language=outcome.language) as tell:
        return export(outcome.draft.timeline, out, hands, settings, tell)


def _output(output: Path | None, files: list[str], draft: Path | None) -> Path:
    if output is not None:
        if str(output) == "-":
            raise RequestError(
                "The video cannot be written to standard output.", hint="Name a file: -o out.mp4."
            )
        return output
    from typecut.studio.output import default_output

    first = files[0] if files else str(draft or "typecut")
    return shown(default_output(first, Path.cwd()))


def _unused(name: str) -> Path:
    from typecut.studio.output import default_output

    place = Path.cwd() / name
    return shown(place if not place.exists() else default_output(name, Path.cwd()))
