"""``typecut render``: a draft exported as it is."""

from pathlib import Path
from typing import Any

import click

from .bar import progress_bar
from .options import (
    encoding_options,
    jobs_option,
    json_option,
    output_option,
    progress_option,
    settings_of,
)
from .screen import say, say_json
from .telling import report_json, shown, tell_report


@click.command(name="render")
@click.argument("draft", type=click.Path(path_type=Path), metavar="DRAFT.json")
@output_option
@encoding_options
@jobs_option
@json_option
@progress_option
def command(
    draft: Path,
    output: Path | None,
    jobs: int | None,
    as_json: bool,
    json_progress: bool,
    **encoding: Any,
) -> None:
    """Export a project or a wire draft to a video file."""
    settings = settings_of(**encoding)
    from typecut.edits import summary
    from typecut.studio.assembly import local_hands
    from typecut.studio.export import export
    from typecut.studio.output import default_output
    from typecut.studio.project import load

    with local_hands(jobs or 0) as hands:
        timeline = load(draft, hands).draft.timeline
        out = output or shown(default_output(str(draft), Path.cwd()))
        if not as_json:
            say(summary(timeline))
        with progress_bar(as_json=json_progress, quiet=as_json) as tell:
            report = export(timeline, out, hands, settings, tell)
    if as_json:
        say_json({"summary": summary(timeline), **report_json(report)})
    else:
        tell_report(report)
