"""Single frames of a draft as small pictures: titles, transitions and motion as they are there."""

import contextlib
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from typecut.errors import EditError, SettingError
from typecut.jobs import Limits, Request
from typecut.render import ChunkSpec, SourceFacts
from typecut.render.chunks import chunk, key
from typecut.render.picture import layers
from typecut.render.spec import Encoding
from typecut.timeline import Canvas, Timeline, clock
from typecut.timeline.codec import encode

from .hands import Hands, content
from .media import facts_of
from .output import discard

SMALLEST, LARGEST = 64, 1920
MOST_CELLS = 64
_LIMITS = Limits(seconds=60.0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG. `times` are the seconds that are seen in it, on the frame grid, row by row."""

    data: bytes
    width: int
    height: int
    times: tuple[Fraction, ...]


def frame(
    timeline: Timeline, at: Fraction, hands: Hands, width: int = 960,
    check: Callable[[], None] = content,
) -> Picture:  # fmt: skip
    """The frame that is seen `at` seconds; a time beyond the end shows the last one.

    `width` is of the longer side, in pixels, and never more than the draft's own. Raises EditError
    where the timeline is empty, SettingError for a width out of bounds.
    """
    made = _planned(timeline, [at], hands, width)
    (path,) = _rendered(made, hands, check)
    return Picture(path.read_bytes(), made.canvas.width, made.canvas.height, made.times)


def contact_sheet(
    timeline: Timeline, times: Sequence[Fraction], columns: int, hands: Hands, width: int = 1200,
    check: Callable[[], None] = content,
) -> Picture:  # fmt: skip
    """Frames side by side, `columns` to a row, each with its time. `width` is the sheet's."""
    if not 1 <= len(times) <= MOST_CELLS or not 1 <= columns <= MOST_CELLS:
        raise SettingError(f"A contact sheet has 1 to {MOST_CELLS} pictures.")
    columns = min(columns, len(times))
    _check_width(width)
    canvas = timeline.canvas
    side = width // columns
    longer = side if canvas.width >= canvas.height else side * canvas.height // canvas.width
    made = _planned(timeline, times, hands, max(SMALLEST, min(longer, LARGEST)))
    pictures = _rendered(made, hands, check)
    rows = -(-len(times) // columns)
    with _room(hands) as out:
        args = {
            "pictures": [str(p) for p in pictures], "labels": [clock(t) for t in made.times],
            "columns": columns, "out": str(out),
        }  # fmt: skip
        request = Request("sheet", "sheet", args, "Drawing the contact sheet", _LIMITS)
        hands.workers.call(request, check=check)
        data = out.read_bytes()
    return Picture(data, columns * made.canvas.width, rows * made.canvas.height, made.times)


def spread(timeline: Timeline, count: int) -> tuple[Fraction, ...]:
    """The middles of `count` equal parts of the timeline."""
    return tuple(timeline.duration * (2 * n + 1) / (2 * count) for n in range(count))


@dataclass(frozen=True, slots=True)
class _Planned:
    canvas: Canvas
    times: tuple[Fraction, ...]
    specs: tuple[ChunkSpec, ...]


def _planned(timeline: Timeline, times: Sequence[Fraction], hands: Hands, side: int) -> _Planned:
    """A chunk of one frame for each time, on a small canvas."""
    _check_width(side)
    if timeline.duration <= 0:
        raise EditError("There is nothing on the timeline to look at.", hint="Add a clip first.")
    small = replace(timeline, canvas=_within(timeline.canvas, side))
    facts: Mapping[str, SourceFacts] = facts_of(small.media, hands)
    seen = layers(small, facts, hands.fonts)
    canvas, last = small.canvas, max(seen.frames - 1, 0)
    numbers = [min(max(int(t * canvas.rate), 0), last) for t in times]
    specs = tuple(chunk(seen, n, n + 1, canvas, Encoding(), hands.engine_version) for n in numbers)
    return _Planned(canvas, tuple(n / canvas.rate for n in numbers), specs)


def _check_width(width: int) -> None:
    if not SMALLEST <= width <= LARGEST:
        raise SettingError(f"The width must lie between {SMALLEST} and {LARGEST}, not {width}.")


def _within(canvas: Canvas, side: int) -> Canvas:
    part = min(Fraction(side, max(canvas.width, canvas.height)), Fraction(1))
    return replace(
        canvas,
        width=max(16, 2 * round(canvas.width * part / 2)),
        height=max(16, 2 * round(canvas.height * part / 2)),
    )


def _rendered(made: _Planned, hands: Hands, check: Callable[[], None]) -> list[Path]:
    """The picture of each frame; what was looked at before is not rendered again."""
    wanted = {key(spec): spec for spec in made.specs}
    with contextlib.ExitStack() as held:
        held.enter_context(hands.cache.lease(wanted))
        found = {name: hands.cache.find("stills", name) for name in wanted}
        requests = [
            _request(name, spec, held.enter_context(_room(hands)), hands)
            for name, spec in wanted.items()
            if found[name] is None
        ]
        with contextlib.closing(hands.workers.run(requests, check=check)) as answers:
            for answer in answers:
                answer.result()
                name, out = answer.request.key, Path(str(answer.request.args["out"]))
                found[name] = hands.cache.keep("stills", name, out)
    return [path for spec in made.specs if (path := found[key(spec)]) is not None]


def _request(name: str, spec: ChunkSpec, out: Path, hands: Hands) -> Request:
    args = {"spec": encode(spec), "out": str(out), "cache": str(hands.cache.folder)}
    return Request(name, "still", args, "Drawing a frame", _LIMITS)


@contextlib.contextmanager
def _room(hands: Hands) -> Generator[Path, None, None]:
    out = hands.cache.room(".jpg")
    try:
        yield out
    finally:
        discard(out)
