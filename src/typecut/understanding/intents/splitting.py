"""Splits."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from typecut.edits.verbs import Edit, Split
from typecut.timeline import ZERO, Range

from ..clause import Clause
from ..intent import Context, Intent, Outcome, place_of
from ..say import Impossible, say, secs
from ..stage import Act, Stage, placed
from ..when import whens
from ..which import which

EXAMPLES = """
split the video every 50 seconds -> Split(at=50)
split at 0:10 -> Split(at=10)
split the video at 5 seconds and 20 seconds -> Split(at=5); Split(at=20)
split the second clip at 4 seconds -> Split(at=64)
cut the second clip in half -> Split(at=80)
cut at 0:15 -> Split(at=15)
split at 10 minutes -> ! 150 s
在第10秒处分割 -> Split(at=10)
把第二段从中间切开 -> Split(at=80)
在30秒的地方切一刀 -> Split(at=30)
"""


_MOST = 200
"""More pieces than that are not what somebody means."""


def _read(clause: Clause, context: Context) -> Outcome | None:
    times = [w for w in whens(clause) if w.part in ("at", "bare", "to", "after", "for")]
    halves = clause.has("cut") and clause.has("half") and not clause.does("remove", "keep")
    pieces = (
        clause.has("split")
        or halves
        or (
            clause.has("cut")
            and any(w.part == "at" for w in times)
            and not clause.does("remove", "keep")
        )
    )
    if not pieces or clause.has("title", "music") or clause.has("ends", "begins"):
        return None
    chosen = which(clause, context.timeline, context.language)
    place = place_of(context, chosen.ids[0]) if chosen.ids else None
    half = place.start + place.duration / 2 if place else context.duration / 2
    offset = place.start if place else ZERO
    points: list[Fraction] = [offset + w.a for w in times] or (
        [half] if clause.has("half", "middle", "split") else []
    )
    total = place.end if place else context.duration
    step = next((w.a for w in whens(clause) if w.part == "every"), None)
    if step and step > 0 and total / step <= _MOST:
        points = [
            offset + step * n
            for n in range(1, int((total - offset) / step) + 1)
            if offset + step * n < total
        ]

    def build(stage: Stage) -> Sequence[Edit]:
        for point in points:
            if not ZERO < point < total:
                length = secs(context.duration)
                raise Impossible(
                    say(
                        stage.language,
                        f"The video is {length} long, so it cannot be split there.",
                        f"视频只有{secs(context.duration, 'zh')}，无法在那里分割。",
                    )
                )
        now = [stage.moment(point) for point in points]
        if step:  # every so often: where a cut is already, none is needed
            now = [at for at in now if any(p.start < at < p.end for _, p in placed(stage.current))]
        return tuple(Split(at) for at in now)

    whole = place or Range(ZERO, context.duration)
    ends = [whole.start, *sorted(p for p in points if whole.start < p < whole.end), whole.end]
    parts = tuple(Range.between(a, b) for a, b in pairwise(ends))
    if not points:
        return None
    subject = "clips" if chosen.ids else ""
    return Outcome((Act(clause.span, build),), subject, chosen.ids, parts=parts)


INTENTS = (Intent("splitting", 600, _read),)
