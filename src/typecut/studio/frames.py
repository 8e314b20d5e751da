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
from typecut.render.picture import Layers, layers
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
    """Frames `numbers` of what is `seen` on a small canvas, with the key of each."""

    canvas: Canvas
    seen: Layers
    numbers: tuple[int, ...]
    keys: tuple[str, ...]

    @property
    def times(self) -> tuple[Fraction, ...]:
        return tuple(n / self.canvas.rate for n in self.numbers)


def _planned(timeline: Timeline, times: Sequence[Fraction], hands: Hands, side: int) -> _Planned:
    _check_width(side)
    if timeline.duration <= 0:
        raise EditError("There is nothing on the timeline to look at.", hint="Add a clip first.")
    small = replace(timeline, canvas=_within(timeline.canvas, side))
    facts: Mapping[str, SourceFacts] = facts_of(small.media, hands)
    seen = layers(small, facts, hands.fonts)
    canvas, last = small.canvas, max(seen.frames - 1, 0)
    numbers = tuple(min(max(int(t * canvas.rate), 0), last) for t in times)
    keys = tuple(key(_spec(seen, n, n + 1, canvas, hands)) for n in numbers)
    return _Planned(canvas, seen, numbers, keys)


def _spec(seen: Layers, begin: int, end: int, canvas: Canvas, hands: Hands) -> ChunkSpec:
    return chunk(seen, begin, end, canvas, Encoding(), hands.engine_version)


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
    with contextlib.ExitStack() as held:
        held.enter_context(hands.cache.lease(made.keys))
        found = {name: hands.cache.find("stills", name) for name in made.keys}
        missing = {n: k for n, k in zip(made.numbers, made.keys, strict=True) if found[k] is None}
        groups = dict(enumerate(_groups(sorted(missing), hands.workers.count)))
        rooms = {i: [held.enter_context(_room(hands)) for _ in g] for i, g in groups.items()}
        requests = [_request(i, g, rooms[i], made, hands) for i, g in groups.items()]
        with contextlib.closing(hands.workers.run(requests, check=check)) as answers:
            for answer in answers:
                answer.result()
                index = int(answer.request.key)
                for number, out in zip(groups[index], rooms[index], strict=True):
                    found[missing[number]] = hands.cache.keep("stills", missing[number], out)
    return [path for name in made.keys if (path := found[name]) is not None]


def _groups(numbers: Sequence[int], count: int) -> list[list[int]]:
    """Neighbours together, because who decodes up to one frame is near the next; a group for each
    worker."""
    groups: list[list[int]] = []
    for worker in range(count):
        part = numbers[len(numbers) * worker // count : len(numbers) * (worker + 1) // count]
        if part:
            groups.append(list(part))
    return groups


def _request(
    index: int, group: Sequence[int], rooms: Sequence[Path], made: _Planned, hands: Hands
) -> Request:
    begin = group[0]
    args = {
        "spec": encode(_spec(made.seen, begin, group[-1] + 1, made.canvas, hands)),
        "frames": [n - begin for n in group],
        "outs": [str(room) for room in rooms],
        "cache": str(hands.cache.folder),
    }
    return Request(str(index), "stills", args, "Drawing frames", _LIMITS)


@contextlib.contextmanager
def _room(hands: Hands) -> Generator[Path, None, None]:
    out = hands.cache.room(".jpg")
    try:
        yield out
    finally:
        discard(out)
