"""``typecut probe``: what media files really are."""

from typing import TYPE_CHECKING, Any

import click

from typecut.errors import TypecutError

from .options import json_option
from .screen import complain, say, say_json, size_words

if TYPE_CHECKING:
    from typecut.render import SourceFacts
    from typecut.studio.hands import Hands


@click.command(name="probe")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@json_option
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Measure FILES: streams, sizes, rates, real durations, oddities.

    A file that cannot be used is told and the others are still measured; the exit status is that
    of the first failure.
    """
    from typecut.studio.assembly import local_hands

    found: list[dict[str, Any]] = []
    status = 0
    with local_hands() as hands:
        for name in files:
            try:
                facts = _facts(name, hands)
            except TypecutError as error:
                status = status or error.exit_code
                found.append({"file": name, "error": error.message, "hint": error.hint})
                if not as_json:
                    complain(f"typecut: {error}")
                continue
            found.append({"file": name, **_as_json(facts)})
            if not as_json:
                _tell(name, facts)
    if as_json:
        say_json({"files": found})
    ctx.exit(status)


def _facts(name: str, hands: "Hands") -> "SourceFacts":
    from typecut.studio.media import open_media

    return open_media([name], hands)[0].facts


def _as_json(facts: "SourceFacts") -> dict[str, Any]:
    from typecut.timeline.codec import encode

    picture = facts.picture
    shown = {"shown": list(picture.shown)} if picture else {}
    return {
        "kind": facts.kind, "seconds": float(facts.duration) if facts.duration else None,
        **shown, "facts": encode(facts),
    }  # fmt: skip


def _tell(name: str, facts: "SourceFacts") -> None:
    from typecut.timeline import clock

    length = f", {clock(facts.duration)}" if facts.duration is not None else ""
    say(f"{name}: {facts.kind}, {facts.container}{length}, {size_words(facts.size)}")
    if facts.picture:
        say(f"  picture: {', '.join(_picture(facts.picture))}")
    if facts.sound:
        sound = facts.sound
        offset = facts.sound.start - (facts.picture.start if facts.picture else facts.sound.start)
        late = f", begins {float(offset):+.3f} s" if abs(offset) >= 0.001 else ""
        say(f"  sound: {sound.codec}, {sound.rate} Hz, {sound.layout or sound.channels}{late}")
    for note in facts.notes:
        say(f"  note: {note}")


def _picture(picture: Any) -> list[str]:
    width, height = picture.shown
    words = [picture.codec, f"{width}x{height}"]
    if picture.rate:
        variable = " (variable)" if picture.variable else ""
        words.append(f"{float(picture.rate):.5g} fps{variable}")
    words.append(picture.pixel_format)
    if picture.turn or picture.mirror:
        words.append(f"turned {picture.turn}°" + (", mirrored" if picture.mirror else ""))
    if picture.sample_aspect != 1:
        words.append(f"pixels {picture.sample_aspect}")
    if picture.transfer != "sdr":
        words.append(picture.transfer.upper())
    if picture.keyframes:
        words.append(f"{len(picture.keyframes)} keyframes")
    return words
