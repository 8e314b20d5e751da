"""The order of clips: move, swap, reorder, duplicate."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from typecut.edits import apply
from typecut.edits.verbs import Duplicate, Edit, Move, Reorder

from ..clause import Clause
from ..intent import Context, Intent, Outcome
from ..say import Impossible, say
from ..stage import Act, Stage
from ..tokens import Token
from ..when import edge, whens
from ..which import Which, clips, which

EXAMPLES = """
move the last clip to the beginning -> Move(clip=c, to=0)
move clip 1 to the end -> Move(clip=a, to=2)
put the third clip first -> Move(clip=c, to=0)
move clip 3 before clip 2 -> Move(clip=c, to=1)
move the first clip after the second -> Move(clip=a, to=1)
move clip 1 to position 2 -> Move(clip=a, to=1)
swap the first and last clips -> Reorder(order=[c b a])
swap clip 1 and clip 2 -> Reorder(order=[b a c])
reverse the order of the clips -> Reorder(order=[c b a])
reorder the clips: 3, 1, 2 -> Reorder(order=[c a b])
duplicate the second clip -> Duplicate(clip=b)
repeat the first clip three times -> Duplicate(clip=a, times=2)
loop clip 2 twice -> Duplicate(clip=b)
duplicate clip 1 twice -> Duplicate(clip=a, times=2)
把最后一段移到最前面 -> Move(clip=c, to=0)
把第一段放到最后 -> Move(clip=a, to=2)
交换第一段和第二段 -> Reorder(order=[b a c])
第一段和第三段互换 -> Reorder(order=[c b a])
复制第二段 -> Duplicate(clip=b)
第一段重复三遍 -> Duplicate(clip=a, times=2)
move clip 9 to the front -> ! 3 clips
"""


def _order(clause: Clause, context: Context) -> Outcome | None:
    there = tuple(c.id for c in clips(context.timeline))
    if clause.has("swap"):
        named = which(clause, context.timeline, context.language).ids
        others = tuple(c for c in there if c not in context.clips)
        if not named and clause.has("other") and context.clips:
            named = others
        if len(named) != 2:
            return None
        turned = {named[0]: named[1], named[1]: named[0]}
        swapped = _reordered(clause, tuple(turned.get(c, c) for c in there))
        return replace(swapped, clips=named)
    if not clause.has("reorder") or clause.has("title"):
        return None
    if clause.has("reverse") or any("reverse" in t.text or "倒" in t.text for t in clause.tokens):
        return _reordered(clause, tuple(reversed(there)))
    numbers = [int(t.number) for t in clause.of("number", "ordinal")]
    if len(numbers) < 2 or any(not 1 <= n <= len(there) for n in numbers):
        return None
    return _reordered(clause, tuple(there[n - 1] for n in dict.fromkeys(numbers)))


def _reordered(clause: Clause, order: tuple[str, ...]) -> Outcome:
    def build(stage: Stage) -> Sequence[Edit]:
        there = {c.id for c in clips(stage.current)}
        return (Reorder(tuple(c for c in stage.alive(order) if c in there)),)

    return Outcome((Act(clause.span, build),))


def _only_places(clause: Clause) -> bool:
    """``the last clip first``: a clip, where it shall stand, and no word more."""
    words = [t for t in clause.tokens if not t.filler]
    named = sum(t.kind == "ordinal" or t.has("first", "last") for t in words)
    return (
        named > 1
        and all(
            t.kind == "ordinal" or t.has("clip", "photo", "first", "last", "start", "end", "at")
            for t in words
        )
        and any(t.has("clip", "photo") for t in words)
    )


def _move(clause: Clause, context: Context) -> Outcome | None:
    places = _only_places(clause)
    moves = places or clause.does("move", "add", "change") or clause.has("before", "after")
    if (
        not moves
        or clause.does("remove", "cut", "trim", "keep")
        or clause.has("split", "transkind")
        or clause.has("title", "music", "transition", "logo", "quote", "volume")
    ):
        return None
    verb = clause.index("move", "add", "change")
    spot = _spot(clause, context)
    if spot is None:
        return None
    mover, goal, relation = spot
    verbless = verb < 0 and not clause.carried and not places
    if not mover.ids or (verbless and not isinstance(goal, tuple)):
        return None

    def build(stage: Stage) -> Sequence[Edit]:
        order = [c.id for c in clips(stage.current)]
        moved = stage.alive(mover.ids)[:1]
        rest = [c for c in order if c not in moved]
        if isinstance(goal, int):
            to = goal if goal >= 0 else len(rest)
            if to > len(rest):
                raise Impossible(
                    say(
                        stage.language,
                        f"There are only {len(order)} clips.",
                        f"只有{len(order)}段。",
                    )
                )
            return (Move(moved[0], to),)
        anchor = [c for c in stage.alive(goal) if c in rest]
        if not anchor:
            raise Impossible(
                say(stage.language, "A clip cannot go beside itself.", "片段不能移到自己旁边。")
            )
        place = rest.index(anchor[0]) if relation == "before" else rest.index(anchor[-1]) + 1
        return (Move(moved[0], place),)

    return Outcome((Act(clause.span, build),), "clips", mover.ids[:1])


def _ends(clause: Clause, context: Context) -> Outcome | None:
    """``start with clip 3``, ``end on the first clip``."""
    verb = clause.index("start", "end", "begins", "ends")
    if (
        verb < 0
        or not (clause.has("with", "by") or clause.tokens[verb].text.endswith((" with", " on")))
        or clause.quotes
        or whens(clause)
        or clause.has("fade", "fadein", "fadeout", "title", "music")
    ):
        return None
    chosen = which(clause, context.timeline, context.language, after=verb + 1)
    if len(chosen.ids) != 1:
        return None
    last = clause.tokens[verb].has("end", "ends")

    def build(stage: Stage) -> Sequence[Edit]:
        return (Move(stage.alive(chosen.ids)[0], len(clips(stage.current)) - 1 if last else 0),)

    return Outcome((Act(clause.span, build),), "clips", chosen.ids)


Spot = tuple[Which, int | tuple[str, ...], str]
"""Who moves; where to: an index (-1 the end), or the clips that it goes "before" or "after"."""


def _spot(clause: Clause, context: Context) -> Spot | None:
    beside = (_beside(clause, context, i) for i in range(1, len(clause.tokens)))
    return next((spot for spot in beside if spot), None) or _place(clause, context)


def _beside(clause: Clause, context: Context, i: int) -> Spot | None:
    """``clip 3 before clip 2``, ``between clip 1 and clip 3``, ``in front of the last one``."""
    token = clause.tokens[i]
    relation = _relation(clause, i) or ("between" if token.has("between") else "")
    if not relation:
        return None
    timeline, language = context.timeline, context.language
    mover = which(clause, timeline, language, until=i)
    goal = which(clause, timeline, language, after=i + 1)
    if not goal.ids and mover.ids[1:]:
        goal, mover = Which(mover.ids[1:]), Which(mover.ids[:1])
    if relation == "between" and mover.ids and not goal.ids:
        goal = _numbered(clause.tokens[i + 1 :], context)
    if not (mover.ids and goal.ids):
        return None
    if relation == "between":
        return mover, goal.ids[:1], "after"
    return mover, goal.ids, relation


def _numbered(tokens: Sequence[Token], context: Context) -> Which:
    """``between 1 and 3``: clips by their bare numbers."""
    there = [c.id for c in clips(context.timeline)]
    numbers = [int(t.number) for t in tokens if t.kind == "number"]
    return Which(tuple(there[n - 1] for n in numbers if 0 < n <= len(there)))


_POINTS = (
    "come first",
    "comes first",
    "go first",
    "goes first",
    "come last",
    "comes last",
    "go last",
    "goes last",
    "first",
    "last",
)


def _place(clause: Clause, context: Context) -> Spot | None:
    """``to the front``, ``last``, ``to position 2``, ``第一位``."""
    steps = _steps(clause)
    if steps:
        mover = which(clause, context.timeline, context.language)
        order = [c.id for c in clips(context.timeline)]
        if len(mover.ids) == 1:
            at = order.index(mover.ids[0]) + steps
            return mover, max(0, min(at, len(order) - 1)), ""
    place = clause.first("number") or next(
        (t for t in clause.tokens if t.text in ("position", "spot", "place")), None
    )
    counted = [t for t in clause.of("number", "ordinal") if place and t.start > place.start]
    if place is not None and counted:
        return _until(clause, context, place.start), int(counted[0].number) - 1, ""
    tail = [t for t in clause.tokens if not t.filler]
    while len(tail) > 1 and (tail[-1].has("clip", "at") or tail[-1].kind == "break"):
        tail.pop()
    last = tail[-1]
    if last.kind == "ordinal":
        return _until(clause, context, last.start), int(last.number) - 1, ""
    if last.has("start", "end") or last.text in _POINTS:
        at_end = last.has("end", "last") or last.text.endswith(" last")
        return _until(clause, context, last.start), -1 if at_end else 0, ""
    return None


def _steps(clause: Clause) -> int:
    """``up one``, ``back two spots``, ``往前移一位``: how many places, and which way."""
    if not clause.has("move"):
        return 0
    for i, token in enumerate(clause.tokens):
        following = clause.tokens[i + 1 : i + 2]
        count = next((int(t.number) for t in following if t.kind == "number"), 0)
        one = bool(following) and following[0].text in ("one", "a")
        if token.text in ("up", "earlier", "forward") and (count or one):
            return -(count or 1)
        if token.text in ("down", "back", "later") and (count or one):
            return count or 1
    return 0


def _until(clause: Clause, context: Context, start: int) -> Which:
    index = next(i for i, t in enumerate(clause.tokens) if t.start >= start)
    found = which(clause, context.timeline, context.language, until=index)
    if not found and context.subject == "clips" and clause.has("it"):
        return Which(context.clips)
    return found


def _relation(clause: Clause, i: int) -> str:
    token = clause.tokens[i]
    if token.text in ("before", "in front of", "ahead of", "之前", "前面"):
        return "before"
    return "after" if token.text in ("after", "behind", "following", "之后", "后面") else ""


def _duplicate(clause: Clause, context: Context) -> Outcome | None:
    again = clause.has("double", "triple") or any(t.has("times") for t in clause.of("factor"))
    played = again and any(
        t.text in ("play", "plays", "play it", "播放", "放") for t in clause.tokens
    )
    if not (clause.has("duplicate") or played) or clause.has("music", "title", "faster", "slower"):
        return None
    if clause.has("speed", "volume", "sound", "louder", "quieter"):
        return None
    chosen = which(clause, context.timeline, context.language)
    ids = chosen.ids or (context.clips if context.subject == "clips" and clause.has("it") else ())
    there = tuple(c.id for c in clips(context.timeline))
    times = _copies(clause)
    if len(ids) == 1 or len(there) == 1:
        clip = ids[0] if ids else there[0]
        place = edge(clause) if clause.has("to", "at", "move", "add") else ""
        if place in ("start", "end") and clause.has("duplicate"):
            return Outcome(
                (Act(clause.span, lambda stage: _copied_to(stage, clip, place)),), "clips", (clip,)
            )
        return Outcome(
            (Act(clause.span, lambda stage: (Duplicate(stage.alive((clip,))[0], times),)),),
            "clips",
            (clip,),
        )
    return Outcome((Act(clause.span, lambda stage: _looped(stage, ids or there, times)),))


def _copied_to(stage: Stage, clip: str, place: str) -> Sequence[Edit]:
    """``copy clip 1 to the end``."""
    edit = Duplicate(stage.alive((clip,))[0])
    before = {c.id for c in clips(stage.current)}
    after = [c.id for c in clips(apply(stage.current, edit))]
    copy = next(c for c in after if c not in before)
    wanted = len(after) - 1 if place == "end" else 0
    return (edit,) if after.index(copy) == wanted else (edit, Move(copy, wanted))


def _copies(clause: Clause) -> int:
    """How many copies are added: "three times" plays it three times, unless copies are asked."""
    factor = clause.number("factor") or Fraction(0)
    said = (
        int(factor)
        if factor >= 1
        else 2
        if clause.has("double")
        else 3
        if clause.has("triple")
        else 0
    )
    copies = any(
        t.text.startswith(("duplicat", "cop", "clon", "复制", "拷贝")) for t in clause.tokens
    )
    if not said:
        return 1
    return said if copies else max(said - 1, 1)


def _looped(stage: Stage, ids: Sequence[str], times: int) -> Sequence[Edit]:
    """A B → A B A B: every clip is copied, then the order is laid."""
    edits: list[Edit] = []
    timeline = stage.current
    rows: list[list[str]] = []
    for clip in stage.alive(ids):
        before = {c.id for c in clips(timeline)}
        edit = Duplicate(clip, times)
        timeline = apply(timeline, edit)
        edits.append(edit)
        copies = [c.id for c in clips(timeline) if c.id not in before]
        rows.append([clip, *copies])
    order = tuple(c for each in zip(*rows, strict=True) for c in each)
    return (*edits, Reorder(order)) if len(ids) > 1 else edits


INTENTS = (
    Intent("ends", 635, _ends),
    Intent("order", 640, _order),
    Intent("duplicate", 650, _duplicate),
    Intent("move", 660, _move),
)
