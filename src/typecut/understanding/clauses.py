"""Where one thing to do ends and the next begins."""

from collections.abc import Sequence
from dataclasses import replace

from .clause import CARRIED, Clause
from .grammar import OBJECTS, VERBS, is_modifier
from .lexicon import chinese
from .openings import Joint, opens
from .tokens import Token

_CARRY_OVER = frozenset(
    ("blur", "fade", "fadeboth", "fadein", "fadeout", "highlight", "improve", "silence")
)
_TEXTS = frozenset(("caption", "lowerthird", "endcard", "heading"))
_STRONG_ZH = ("add", "remove", "export", "faster", "slower", "mute", "fadeout", "fadein", "trim")


_LONGEST = 60
"""A clause of more words than that says no one thing: it is cut, so that the time it takes to read
a text grows no faster than the text."""


def split(instruction: str, tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """The clauses of an instruction, in order, empty ones left out."""
    clauses: list[Clause] = []
    start = 0
    fresh = Joint(item=True)
    i = 0
    while i < len(tokens):
        joint, after = _joint(tokens, i)
        if joint is None and i - start < _LONGEST:
            i += 1
            continue
        if joint is None:
            _close(clauses, instruction, tokens[start:i], fresh)
            start, fresh, i = i, Joint(item=True), i + 1
            continue
        left = tokens[start:i]
        if after >= len(tokens) or joint.hard or opens(left, tokens, i, after, joint, fresh):
            _close(clauses, instruction, left, fresh)
            start, fresh = after, joint
        elif joint.then and not left:
            start, fresh = after, joint
        i = max(after, i + 1)
    _close(clauses, instruction, tokens[start:], fresh)
    return tuple(clauses)


def joined(instruction: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """前8秒太拖了，剪掉: what is found fault with, and then what shall be done to it."""
    found: list[Clause] = []
    for clause in clauses:
        if found and _finds_fault(found[-1]) and _bare_verb(clause):
            about = tuple(t for t in found[-1].tokens if not t.has("remark"))
            found[-1] = Clause(instruction, (*about, *clause.tokens), item=found[-1].item)
        else:
            found.append(clause)
    return tuple(found)


def _finds_fault(clause: Clause) -> bool:
    named = clause.has("clip", "part") or bool(clause.of("time"))
    return clause.has("remark") and named and clause.concepts.isdisjoint(VERBS)


def _bare_verb(clause: Clause) -> bool:
    words = [t for t in clause.tokens if not t.filler and t.kind != "break"]
    acts = any(t.has("remove", "cut", "trim", "faster") for t in words)
    return acts and all(t.has("remove", "cut", "trim", "faster", "it", "out") for t in words)


def listed(instruction: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """``clip 3, then clip 1, then clip 2`` is one clause: an order."""
    names = all(
        t.filler or t.has("clip", "and", "then") or t.kind in ("number", "ordinal", "break")
        for c in clauses
        for t in c.tokens
    )
    tokens = tuple(t for c in clauses for t in c.tokens)
    counted = [t for t in tokens if t.kind in ("number", "ordinal")]
    clips = sum(t.has("clip") for t in tokens)
    ordered = len(clauses) > 1 or any(t.has("then") for t in tokens)
    if not ordered or not names or len(counted) < 2 or not clips:
        return clauses
    order = replace(counted[0], kind="word", text="order", concepts={"reorder": ""})
    return (Clause(instruction, (order, *tokens), item=True),)


def _joint(tokens: Sequence[Token], i: int) -> tuple[Joint | None, int]:
    """The connector at `i` with all that follow it directly, and where the words go on."""
    joint = Joint()
    j = i
    while j < len(tokens):
        token = tokens[j]
        if token.kind == "break" and token.text in (";", ".", "\n"):
            joint.hard = joint.item = True
        elif token.kind == "break" and token.text in (",", ":"):
            joint.comma = True
            joint.heading = token.text == ":" and j == i
        elif _is_then(tokens, j, j > i or i == 0):
            joint.then = True
        elif token.has("and", "but") and not token.has("add"):
            joint.word = joint.word or "and"
        elif j == i and token.has("with", "without"):
            joint.word = "with"
            return joint, i if token.has("without") else i + 1
        elif j == i and (_implicit(tokens, i) or _typed_on(tokens, i)):
            joint.word = "zh"
            return joint, i
        else:
            break
        j += 1
    return (joint, j) if j > i else (None, i)


def _is_then(tokens: Sequence[Token], j: int, leading: bool) -> bool:
    token = tokens[j]
    if token.text == "再" and _still_more(tokens, j):
        return False
    if token.has("then"):
        return leading or token.text not in ("next", "following")
    last_of_all = token.has("last") and token.text in ("最后", "last")
    if not (last_of_all and leading and j + 1 < len(tokens)):
        return False
    following = tokens[j + 1]
    if following.has("add") and any(t.kind == "quote" for t in tokens[j + 2 : j + 4]):
        return False
    return bool(following.concepts.keys() & VERBS) and not following.has(
        "fadeout", "fadein", "freeze"
    )


_DEGREES = (
    "louder", "quieter", "faster", "slower", "longer", "shorter", "big", "small", "more", "less",
    "slightly",
)  # fmt: skip


def _still_more(tokens: Sequence[Token], j: int) -> bool:
    """音乐再大声一点: still louder, and not a second thing to do."""
    if not 0 < j < len(tokens) - 1:
        return False
    named = bool(tokens[j - 1].concepts.keys() & OBJECTS)
    return named and tokens[j + 1].has(*_DEGREES)


def _implicit(tokens: Sequence[Token], i: int) -> bool:
    """Chinese goes from verb to verb without a connector: 去掉前30秒 | 加上音乐."""
    token = tokens[i]
    if not (chinese(token.text[0]) and token.has(*_STRONG_ZH)) or is_modifier(tokens, i):
        return False
    begin = i
    while (
        begin > max(i - _LONGEST, 0)
        and tokens[begin - 1].kind != "break"
        and not tokens[begin - 1].has("then", "and")
    ):
        begin -= 1
    before = tokens[begin:i]
    verb = next(
        (
            k
            for k, t in enumerate(before)
            if t.concepts.keys() & VERBS and not is_modifier(before, k)
        ),
        None,
    )
    if verb is None or before[verb].has("replace", "change", "move", "reorder", "create", "split"):
        return False
    done = before[verb + 1 :]
    if (
        token.has("add")
        and any(t.has("add") for t in before)
        and not any(t.kind in ("quote", "time", "file") for t in before)
    ):
        return False
    full = any(t.kind in ("time", "quote", "factor") or t.concepts.keys() & OBJECTS for t in done)
    attribute = token.has("fadein", "fadeout") and any(t.has("music", "title") for t in before)
    return full and not attribute and not (done and done[-1].has("without"))


_ORDERS = frozenset((
    "add", "put", "insert", "remove", "delete", "export", "mute", "unmute", "speed up", "slow down", "trim",
    "make", "make it", "crop", "rotate", "flip", "mirror", "reverse", "split", "freeze", "use",
))  # fmt: skip
_NO_ORDER = frozenset((
    "to", "a", "an", "the", "don't", "do not", "dont", "not", "never", "of", "for", "with", "by", "no", "without",
    "each", "every", "my", "that", "you", "i", "we", "can", "please", "it's", "one", "which", "quick", "hard",
))  # fmt: skip


def _typed_on(tokens: Sequence[Token], i: int) -> bool:
    """``trim first 5s add lofi make it vertical``: an order after a whole one, as thumbs type."""
    token = tokens[i]
    if token.text not in _ORDERS or not i or i + 1 >= len(tokens) + (token.text == "export"):
        return False
    if tokens[i - 1].text in _NO_ORDER or tokens[i - 1].kind == "break":
        return False
    begin = i
    while begin > max(i - _LONGEST, 0) and not (
        tokens[begin - 1].kind == "break" or tokens[begin - 1].has("then", "and", "but", "reason")
    ):
        begin -= 1
    before = tokens[begin:i]
    verb = next((k for k, t in enumerate(before) if t.concepts.keys() & VERBS), None)
    if verb is None or before[verb].has("replace", "create", "dont", "without", "help", "begins"):
        return False
    return any(_told(t) for t in before[verb:])


def _told(token: Token) -> bool:
    """Whether the word says what is done, or to what: then the order before it is complete."""
    values = ("time", "quote", "factor", "percent", "file", "ordinal", "number", "aspect", "size")
    return (
        token.kind in values
        or token.has("clip", "it", "video")
        or bool(token.concepts.keys() & OBJECTS)
    )


_LAID = frozenset(("title", "caption", "endcard", "lowerthird", "music", "transition"))


def _lays(tokens: Sequence[Token]) -> bool:
    """Whether the words tell something new to lay over the picture: a text, a fade."""
    return any(t.kind == "quote" or t.has("fadein", "fadeout", "fadeboth") for t in tokens)


def _cuts_picture(clause: Clause) -> bool:
    """``delete clip 2``: after that "a title" is no title to delete."""
    laid = not clause.concepts.isdisjoint(_LAID)
    return clause.has("clip", "video") and not laid and not _lays(clause.tokens)


def _close(clauses: list[Clause], instruction: str, tokens: Sequence[Token], joint: Joint) -> None:
    kept = list(tokens)
    while kept and kept[-1].kind == "break":
        kept.pop()
    if not any(not t.filler and t.kind != "break" for t in kept):
        return
    own = frozenset(c for t in kept for c in t.concepts if c in VERBS)
    carried: frozenset[str] = frozenset()
    if joint.word == "with" and not own & {"without", "dont"}:
        carried = frozenset({"add"})
    elif (
        not (own - _CARRY_OVER)
        and clauses
        and not joint.then
        and not any(t.has("look", "dial") and not t.has("filter") for t in kept)
        and not (joint.item and joint.hard and not joint.comma)
        and next(t for t in kept if not t.filler).kind != "unknown"
    ):
        last = clauses[-1]
        said = frozenset(c for t in last.tokens for c in t.concepts)
        carried = (said & CARRIED) or (last.carried & CARRIED)
        if _lays(kept) and _cuts_picture(last):
            carried -= {"remove", "cut", "trim", "keep"}
        if kept[0].kind == "quote":
            carried |= (said & _TEXTS) or (last.carried & _TEXTS)
    clauses.append(Clause(instruction, tuple(kept), carried, joint.then, joint.item, joint.comma))
