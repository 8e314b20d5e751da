"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from typecut.errors import SettingError

Command = TypeVar("Command", bound=Callable[..., Any])


def stack(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Where the video goes; an existing file is replaced. Default: <first file>-edit.mp4 here.",
)  # fmt: skip

encoding_options = stack(
    click.option(
        "--quality", type=click.Choice(["draft", "small", "standard", "high", "best"]),
        help="draft is quick, small saves space, best is slow and large. Default: standard.",
    ),
    click.option("--preset", help="x264 preset, from ultrafast to slower."),
    click.option("--crf", type=float, help="x264 quality: 18 is near lossless, 28 is small."),
    click.option("--no-loudness", is_flag=True, help="Leave the loudness of the mix as it is."),
    click.option("--no-copy", is_flag=True, help="Encode also what could be copied as it is."),
)  # fmt: skip

canvas_options = stack(
    click.option("--fps", metavar="RATE", help="Frames per second of the result."),
    click.option("--size", metavar="WxH", help="Size of the result in pixels, as in 1920x1080."),
)

jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N",
    help="How many worker processes render at once. Default: one per core.",
)  # fmt: skip

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object for machines.")

progress_option = click.option(
    "--json-progress", is_flag=True, help="Progress as JSON lines on standard error."
)


def settings_of(
    quality: str | None, preset: str | None, crf: float | None, no_loudness: bool, no_copy: bool
) -> Any:
    """Settings of the studio; wrong ones are told before any work begins."""
    from typecut.studio.settings import ENCODINGS, Settings

    if quality is not None and quality not in ENCODINGS:
        raise SettingError(f"There is no quality {quality!r}.")
    settings = Settings(quality or "standard", preset, crf, not no_loudness, not no_copy)  # pyright: ignore[reportArgumentType]
    settings.encoding()
    return settings
