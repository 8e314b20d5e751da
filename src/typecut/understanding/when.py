"""Times in a clause and the part they play: a range, an edge, a point, a length."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .clause import Clause
from .tokens import Token

Part = Literal[
    "range",  # from `a` to `b`
    "first",  # the first `a` seconds
    "middle",  # `a` seconds in the middle
    "last",  # the last `a` seconds
    "after",  # everything from `a` on
    "before",  # everything up to `a`
    "at",  # the point `a`
    "for",  # a length
    "to",  # a target length, or a point: the intent knows
    "by",  # a difference
    "every",
    "bare",
]


@dataclass(frozen=True, slots=True)
class When:
    """`index` is the position of the first token that says it, `until` that of the last."""

    part: Part
    a: Fraction
    b: Fraction = Fraction(0)
    index: int = 0
    until: int = 0


_FACTOR = {"h": 3600, "m": 60, "s": 1, "ms": Fraction(1, 1000)}
_LINKS = ("to", "until")


def whens(clause: Clause) -> tuple[When, ...]:
    """Every time of the clause, in order."""
    if "whens" not in clause.memo:
        clause.memo["whens"] = _whens(clause.tokens)
    return clause.memo["whens"]


def _whens(tokens: Sequence[Token]) -> tuple[When, ...]:
    found: list[When] = []
    i = 0
    while i < len(tokens):
        one = _range(tokens, i) or _open_range(tokens, i) or _single(tokens, i)
        if one is None:
            i += 1
            continue
        if (other := _other_edge(tokens, one)) is not None:
            found.append(other)
        found.append(one)
        i = one.until + 1
    return tuple(found)


def _other_edge(tokens: Sequence[Token], one: When) -> When | None:
    """``the first and last 3 seconds``: the length is said once for both."""
    if one.part != "last" or tokens[one.index].kind == "time":
        return None
    joint = _next(tokens, one.index, -1)
    edge_at = _next(tokens, joint, -1) if joint > 0 and tokens[joint].has("and") else -1
    if edge_at < 0 or not tokens[edge_at].has("first") or tokens[edge_at].kind == "time":
        return None
    return When("first", one.a, index=edge_at, until=edge_at)


def _next(tokens: Sequence[Token], i: int, step: int = 1) -> int:
    """The nearest position in that direction that is no filler, or -1."""
    i += step
    while 0 <= i < len(tokens):
        token = tokens[i]
        if not token.filler and not (token.has("video") and step > 0 and token.text == "video"):
            return i
        i += step
    return -1


def _range(tokens: Sequence[Token], i: int) -> When | None:
    """``0:05 to 0:10``, ``5-10 s``, ``between 5 and 10 seconds``, ``从5秒到10秒``."""
    if not _timelike(tokens[i]) or (tokens[i].kind == "number" and _counts_clips(tokens, i)):
        return None
    link = _next(tokens, i)
    while (
        link > 0
        and tokens[link].has("at", "after", "start", "onward")
        and not tokens[link].has("to")
        and tokens[i].kind == "time"
        and link + 1 < len(tokens)
        and _is_link(tokens, i, _next(tokens, link))
    ):
        link = _next(tokens, link)  # 第5秒处到第10秒, 5秒开始到10秒
    verb = (
        _next(tokens, link)
        if link > 0 and tokens[link].has("cut", "keep", "trim", "remove", "add", "fit")
        else -1
    )
    if (
        verb > 0
        and tokens[verb].has("to")
        and any(t.has("from") for t in tokens[max(0, i - 2) : i])
    ):
        link = verb  # 从5秒剪到15秒
    if link < 0 or not _is_link(tokens, i, link):
        return None
    end = _next(tokens, link)
    if end > 0 and tokens[end].has("at", "first") and tokens[end].kind != "time":
        end = _next(tokens, end)
    if (
        end < 0
        or not _timelike(tokens[end])
        or (tokens[i].kind == tokens[end].kind == "number" and not _bare_range(tokens, i))
    ):
        return None
    if tokens[end].kind == "number" and tokens[i].kind == "time" and tokens[i].unit != "s":
        return None
    a, b = _seconds(tokens[i], tokens[end]), _seconds(tokens[end], tokens[i])
    return When("range", a, b, i, end) if a < b else None


def _counts_clips(tokens: Sequence[Token], i: int) -> bool:
    """``trim clip 2 to 12 seconds``: the number names a clip."""
    before = tokens[_next(tokens, i, -1)] if _next(tokens, i, -1) >= 0 else None
    return before is not None and before.has("clip", "photo", "number", "title", "and")


def _timelike(token: Token) -> bool:
    return token.kind in ("time", "number")


def _is_link(tokens: Sequence[Token], i: int, link: int) -> bool:
    if link < 0:
        return False
    token = tokens[link]
    if token.kind == "break":
        return token.text == "-"
    if token.has("and"):
        return any(t.has("between", "from") for t in tokens[max(0, i - 3) : i])
    if tokens[i].kind == "time" and any(t.has("by", "for") for t in tokens[max(0, i - 1) : i]):
        return False
    return token.has(*_LINKS)


def _bare_range(tokens: Sequence[Token], i: int) -> bool:
    """``from 5 to 10``: seconds are meant, unless clips are counted."""
    return any(t.has("from", "between") for t in tokens[max(0, i - 2) : i]) and not any(
        t.has("clip", "photo", "speed", "volume") for t in tokens
    )


def _seconds(token: Token, other: Token) -> Fraction:
    if token.kind == "time":
        return token.number
    return token.number * Fraction(_FACTOR.get(other.unit, 1))


def _open_range(tokens: Sequence[Token], i: int) -> When | None:
    """``from the start to 0:10``, ``from 0:30 to the end``, ``0:30 onwards``."""
    token = tokens[i]
    if token.kind == "time":
        link = _next(tokens, i)
        if link > 0 and (tokens[link].has(*_LINKS) or tokens[link].text == "-"):
            end = _next(tokens, link)
            if end > 0 and tokens[end].has("end") and tokens[end].kind != "time":
                return When("after", token.number, index=i, until=end)
        return None
    if token.has("start") and not token.has("add"):
        link = _next(tokens, i)
        if link > 0 and (tokens[link].has(*_LINKS) or tokens[link].text == "-"):
            end = _next(tokens, link)
            if end > 0 and tokens[end].kind == "time":
                return When("before", tokens[end].number, index=i, until=end)
    return None


def _single(tokens: Sequence[Token], i: int) -> When | None:
    token = tokens[i]
    if token.kind != "time":
        return _at_number(tokens, i)
    before = tokens[_next(tokens, i, -1)] if _next(tokens, i, -1) >= 0 else None
    after_index = _next(tokens, i)
    after = tokens[after_index] if after_index > 0 else None
    part, used = _part(tokens, i, token, before, after)
    start = _next(tokens, i, -1) if before is not None and part != "bare" and not used else i
    return When(
        part,
        token.number,
        index=max(start, 0),
        until=after_index if used and after_index > 0 else i,
    )


def _at_number(tokens: Sequence[Token], i: int) -> When | None:
    """``split at 5`` and ``freeze at 8``: a bare number after "at" counts seconds."""
    token = tokens[i]
    if token.kind != "number" or not i:
        return None
    before = tokens[_next(tokens, i, -1)] if _next(tokens, i, -1) >= 0 else None
    follows = tokens[i + 1] if i + 1 < len(tokens) else None
    if (
        before is not None
        and before.has("first", "last")
        and (follows is None or follows.kind == "break" or follows.has("and"))
    ):
        return When("first" if before.has("first") else "last", token.number, index=i - 1, until=i)
    if before is not None and before.has("to") and follows is None and _of_a_clip(tokens):
        return When("to", token.number, index=i - 1, until=i)
    if (
        before is not None
        and before.has("at")
        and before.text in ("at", "at the", "在", "@")
        and any(t.has("split", "freeze", "cut", "add") for t in tokens[:i])
    ):
        return When("at", token.number, index=i, until=i)
    return None


def _of_a_clip(tokens: Sequence[Token]) -> bool:
    """``the second one to 8``: seconds, since nothing else is measured there."""
    measured = (
        "volume",
        "sound",
        "speed",
        "opacity",
        "size",
        "scale",
        "framerate",
        "music",
        "title",
    )
    named = any(t.kind == "ordinal" or t.has("clip", "first", "last") for t in tokens)
    return named and not any(t.has(*measured, "move", "number", "swap") for t in tokens)


def _among_clips(tokens: Sequence[Token]) -> bool:
    """``片段中间1秒叠化``: between clips, and no part of the video."""
    return any(t.has("clip", "transition", "transkind", "fade", "fadeboth", "add") for t in tokens)


def _part(
    tokens: Sequence[Token], i: int, token: Token, before: Token | None, after: Token | None
) -> tuple[Part, bool]:
    """The part the time plays, and whether the token behind it says so."""
    behind = _behind(tokens, i, token, after)
    if before is not None and _touches(tokens, i):
        if before.has("first") and not (before.has("before") and behind):
            return "first", False
        if before.text in ("last", "lasts") and _is_verb(tokens, _next(tokens, i, -1)):
            return "for", False
        if before.has("last") and before.kind != "time":
            return "last", False
    if behind is not None:
        return behind, True
    if token.has("at"):
        return "at", False
    if before is None:
        return "bare", False
    if before.has("middle") and not (before.has("between") and _among_clips(tokens)):
        return "middle", False
    if before.has("every") and not before.has("for"):
        return "every", False
    if before.text.endswith(("成", "到", "为", "至")):
        return "to", False
    for part, concepts in _PREPOSITIONS:
        if before.has(*concepts):
            return part, False
    return "bare", False


_PREPOSITIONS: tuple[tuple[Part, tuple[str, ...]], ...] = (
    ("after", ("after",)),
    ("before", ("before",)),
    ("by", ("by",)),
    ("for", ("for",)),
    ("to", ("to", "change", "fit")),
    ("before", ("until",)),
    ("at", ("from", "begins")),
    ("before", ("ends",)),
    ("at", ("at",)),
)


def _is_verb(tokens: Sequence[Token], i: int) -> bool:
    """``the video last 20 s``, but ``the last 20 s``."""
    return (
        i > 0
        and tokens[i - 1].has(
            "video", "clip", "it", "title", "music", "caption", "photo", "transition", "all"
        )
    ) or (
        (i > 0 and tokens[i - 1].kind in ("quote", "number"))
        or (i > 0 and tokens[i - 1].text in ("should", "must", "to", "will"))
    )


def _touches(tokens: Sequence[Token], i: int) -> bool:
    """Whether only fillers stand between the time and the word before it."""
    previous = _next(tokens, i, -1)
    return previous >= 0


def _behind(tokens: Sequence[Token], i: int, token: Token, after: Token | None) -> Part | None:
    """What the word after the time makes of it: ``10秒之后``, ``5 seconds long``, ``30秒前``."""
    if after is None:
        return None
    following = _next(tokens, i)
    beyond = _next(tokens, following)
    timed = beyond > 0 and tokens[beyond].kind == "time"
    if after.text in ("long", "in length", "in duration", "的时长", "长"):
        return "for"
    if after.has("onward") and (after.text != "on" or _ends_after(tokens, following)):
        return "after"
    if (
        after.text in ("以前", "之前", "前", "以前的", "之前的")
        and not timed
        and not token.has("first")
    ):
        return "before"
    if after.text in ("以后", "之后", "后", "过后", "往后", "以后的", "之后的") and not timed:
        return "after"
    if after.text in (
        "处",
        "时",
        "的时候",
        "的位置",
        "位置",
        "那里",
        "的地方",
        "的时刻",
        "时候",
    ):
        return "at"
    if after.text == "in" and _ends_after(tokens, following) and not _lasts(tokens, i):
        return "at"  # ten seconds in
    return None


def _lasts(tokens: Sequence[Token], i: int) -> bool:
    """``for 2 seconds in white``: a length."""
    before = _next(tokens, i, -1)
    return before >= 0 and tokens[before].has("for")


def _ends_after(tokens: Sequence[Token], i: int) -> bool:
    return i == len(tokens) - 1 or tokens[i + 1].kind == "break"


def edge(clause: Clause) -> str:
    """``start``, ``end`` or ``middle`` where the clause names one that no length belongs to."""
    used = {k for w in whens(clause) for k in range(w.index, w.until + 1)}
    for i, token in enumerate(clause.tokens):
        if i in used or token.kind != "word":
            continue
        for name in ("start", "end", "middle"):
            if token.has(name) and not (name == "start" and token.text in ("begin", "begins")):
                return name
    return ""


def until_end(clause: Clause) -> bool:
    """``make it stay till the end``: as far as the end, and not at it."""
    at = next((i for i, t in enumerate(clause.tokens) if t.has("end") and t.kind == "word"), -1)
    before = clause.before(at) if at > 0 else None
    if before is None or clause.has("move", "fade", "fadeout"):
        return False
    lasts = clause.has("for", "extend", "keep", "longer", "throughout")
    return (before.has("until") and not before.has("to")) or (before.has("until", "to") and lasts)


def only(clause: Clause, *parts: Part) -> When | None:
    """The first time of the clause that plays one of these parts."""
    return next((w for w in whens(clause) if w.part in parts), None)


def length(clause: Clause) -> Fraction | None:
    """How long something is to last or take: ``for 3 s``, ``a 3-second fade``."""
    found = only(clause, "for") or only(clause, "bare")
    return found.a if found else None
