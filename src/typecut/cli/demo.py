"""``typecut demo``: footage of our own, edited by a sentence."""

from pathlib import Path

import click

from .bar import progress_bar
from .editing import carry_out, options_of
from .options import jobs_option
from .screen import say
from .telling import tell_outcome, tell_report


@click.command(name="demo")
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), default=Path("demo"), metavar="DIR",
    help="Folder for the footage and the result. Default: ./demo.",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", help="Language of the demo.")
@jobs_option
def command(folder: Path, lang: str, jobs: int | None) -> None:
    """Make three short clips and edit them with one sentence."""
    from typecut.studio.assembly import local_hands
    from typecut.studio.demo import OUTPUT, PROJECT, SENTENCE, SENTENCE_ZH, make_footage
    from typecut.studio.export import export
    from typecut.studio.progress import Progress
    from typecut.studio.project import save

    sentence = SENTENCE_ZH if lang == "zh" else SENTENCE
    with local_hands(jobs or 0) as hands:
        say(f"Filming three scenes of our own into {folder}/ …")
        with progress_bar(as_json=False, quiet=False, language=lang) as tell:
            clips = make_footage(folder, hands, lambda p: tell(Progress("rendering", p, 0, 0)))
        names = [str(c) for c in clips]
        out = folder / OUTPUT
        say(f"\ntypecut edit {' '.join(names)} '{sentence}' -o {out}\n")
        outcome = carry_out(names, sentence, hands, options_of(None, None, None, lang), None)
        tell_outcome(outcome)
        with progress_bar(as_json=False, quiet=False, language=lang) as tell:
            report = export(outcome.draft.timeline, out, hands, tell=tell)
        save(folder / PROJECT, outcome.draft)
    tell_report(report, outcome.language)
    say(f"\nGo on: typecut edit --draft {folder / PROJECT} \"change the title to 'City of Rain'\"")
