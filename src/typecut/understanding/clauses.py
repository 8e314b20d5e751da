"""Where one thing to do ends and the next begins."""

from collections.abc import Sequence
from dataclasses import replace

from .clause import CARRIED, Clause
from .lexicon import chinese
from .tokens import Token

_VERBS = frozenset(
    "add remove keep trim cut extend split move swap reorder duplicate replace change create export "
    "rename fit ends begins faster slower slowmotion timelapse reverse freeze mute unmute rotate "
    "flip crop blur fadein fadeout fadeboth fade undo redo reset help status credits dont without "
    "louder quieter more less normalspeed improve stabilize highlight".split()
)
_OBJECTS = frozenset(
    "music title lowerthird endcard caption transition transkind fadein fadeout fadeboth logo pip "
    "orientation canvas framerate look dial sound silence voiceover fitting background plain "
    "slowmotion timelapse intropart outropart quality format".split()
)
_OBJECT_KINDS = ("size", "aspect", "rate", "file")
_ATTRIBUTES = frozenset(
    "volume opacity colour big small animation position bold scale shorter longer quick".split()
)
_CARRY_OVER = frozenset("fadein fadeout fadeboth fade silence highlight improve blur".split())
_STRONG_ZH = ("add", "remove", "export", "faster", "slower", "mute", "fadeout", "fadein", "trim")


def split(instruction: str, tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """The clauses of an instruction, in order, empty ones left out."""
    clauses: list[Clause] = []
    start = 0
    fresh = _Joint(item=True)
    i = 0
    while i < len(tokens):
        joint, after = _joint(tokens, i)
        if joint is None:
            i += 1
            continue
        left = tokens[start:i]
        if after >= len(tokens) or joint.hard or _opens(left, tokens, i, after, joint, fresh):
            _close(clauses, instruction, left, fresh)
            start, fresh = after, joint
        elif joint.then and not left:
            start, fresh = after, joint
        i = max(after, i + 1)
    _close(clauses, instruction, tokens[start:], fresh)
    return tuple(clauses)


class _Joint:
    """What stands between two clauses."""

    __slots__ = ("comma", "elliptical", "hard", "item", "then", "word")

    def __init__(self, *, item: bool = False) -> None:
        self.hard = item
        self.item = item
        self.then = False
        self.comma = False
        self.elliptical = False
        self.word = ""


def _joint(tokens: Sequence[Token], i: int) -> tuple[_Joint | None, int]:
    """The connector at `i` with all that follow it directly, and where the words go on."""
    joint = _Joint()
    j = i
    while j < len(tokens):
        token = tokens[j]
        if token.kind == "break" and token.text in (";", ".", "\n"):
            joint.hard = joint.item = True
        elif token.kind == "break" and token.text in (",", ":"):
            joint.comma = True
        elif _is_then(tokens, j, j > i or i == 0):
            joint.then = True
        elif token.has("and", "but") and not token.has("add"):
            joint.word = joint.word or "and"
        elif j == i and token.has("with", "without"):
            joint.word = "with"
            return joint, i if token.has("without") else i + 1
        elif j == i and _implicit(tokens, i):
            joint.word = "zh"
            return joint, i
        else:
            break
        j += 1
    return (joint, j) if j > i else (None, i)


def _is_then(tokens: Sequence[Token], j: int, leading: bool) -> bool:
    token = tokens[j]
    if token.has("then"):
        return leading or token.text not in ("next", "following")
    last_of_all = token.has("last") and token.text in ("最后", "last")
    if not (last_of_all and leading and j + 1 < len(tokens)):
        return False
    following = tokens[j + 1]
    return bool(following.concepts.keys() & _VERBS) and not following.has(
        "fadeout", "fadein", "freeze"
    )


def _implicit(tokens: Sequence[Token], i: int) -> bool:
    """Chinese goes from verb to verb without a connector: 去掉前30秒 | 加上音乐."""
    token = tokens[i]
    if not (chinese(token.text[0]) and token.has(*_STRONG_ZH)) or _is_modifier(tokens, i):
        return False
    begin = i
    while (
        begin > 0
        and not tokens[begin - 1].kind == "break"
        and not tokens[begin - 1].has("then", "and")
    ):
        begin -= 1
    before = tokens[begin:i]
    verb = next(
        (
            k
            for k, t in enumerate(before)
            if t.concepts.keys() & _VERBS and not _is_modifier(before, k)
        ),
        None,
    )
    if verb is None or before[verb].has("replace", "change", "move", "reorder", "create", "split"):
        return False
    done = before[verb + 1 :]
    full = any(t.kind in ("time", "quote", "factor") or t.concepts.keys() & _OBJECTS for t in done)
    attribute = token.has("fadein", "fadeout") and any(t.has("music", "title") for t in before)
    return full and not attribute and not (done and done[-1].has("without"))


def _is_modifier(tokens: Sequence[Token], i: int) -> bool:
    """显示3秒 says how long, and is no new thing to do."""
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return token.has("for") and following is not None and following.kind in ("time", "number")


def _segment(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    """The words up to the next connector."""
    for j in range(start, len(tokens)):
        token = tokens[j]
        if (token.kind == "break" and token.text != "-") or token.has("then"):
            return tokens[start:j]
        if token.has("and", "but") and j > start and not token.has("add"):
            return tokens[start:j]
    return tokens[start:]


def _opens(
    left: Sequence[Token],
    tokens: Sequence[Token],
    at: int,
    after: int,
    joint: _Joint,
    fresh: _Joint,
) -> bool:
    """Whether a new thing to do begins at `after`."""
    right = _segment(tokens, after)
    content = [t for t in right if not t.filler]
    if not content or not any(not t.filler for t in left):
        return False
    if joint.word == "zh":
        return True
    if not (_says_something(left) or fresh.elliptical):
        return False
    if joint.word == "with" and not joint.comma:
        return _with_opens(left, content, tokens[at])
    if _tells_source(left, content):
        return False
    if _range_goes_on(left, content) or _is_modifier(
        right, next(i for i, t in enumerate(right) if not t.filler)
    ):
        return False
    head = content[0]
    if head.concepts.keys() & _VERBS and not _noun_like(left, content):
        return True
    if head.has("with"):
        return _with_opens(left, content[1:], head)
    if _attribute(left, content):
        return False
    if _is_object(head) or (
        head.has("all", "new", "between", "style", "it", "colour")
        and any(map(_is_object, content[1:4]))
    ):
        return not _same_object(left, content)
    if _elliptical(left, content):
        joint.elliptical = True
        return True
    if joint.comma or joint.then:
        return (
            any(t.concepts.keys() & _VERBS or _is_object(t) for t in content)
            or (
                joint.comma
                and head.kind == "unknown"
                and not any(t.kind == "quote" for t in content)
            )
            or joint.then
        )
    return _prefixed_verb(content)


def _prefixed_verb(content: Sequence[Token]) -> bool:
    """``and at the end fade out``, ``and the second clip sped up``: a verb after a place."""
    if not content[0].has(
        "at", "start", "end", "in", "from", "for", "after", "before", "every"
    ) and content[0].kind not in ("ordinal", "time"):
        return False
    return any(t.concepts.keys() & _VERBS for t in content[1:])


def _says_something(left: Sequence[Token]) -> bool:
    """A clause of its own needs more than a place or a time ("At the end, …")."""
    return any(
        t.concepts.keys() & (_VERBS | _OBJECTS | _ATTRIBUTES - {"position"})
        or t.kind in (*_OBJECT_KINDS, "quote", "factor", "percent", "unknown")
        or t.has("speed", "improve", "style", "promo", "slideshow", "introvideo")
        for t in left
    )


def _noun_like(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """``warm and more …`` opens; ``half and half``, ``slide and zoom transitions`` do not."""
    head = content[0]
    if head.has("transkind") and any(t.has("transition") for t in content[1:3]):
        return any(t.has("transkind") for t in left[-1:])
    if head.has("fadein", "fadeout", "fade", "fadeboth") and not any(
        t.has("add") for t in content[:1]
    ):
        return _about_music_list(left)
    return False


def _about_music_list(left: Sequence[Token]) -> bool:
    """加音乐，音量10%，结尾淡出: after an attribute of the music the fade is one too."""
    breaks = [i for i, t in enumerate(left) if t.kind == "break" and t.text == ","]
    if not any(t.has("music") for t in left) or not breaks:
        return False
    return any(t.has("volume") or t.kind == "percent" for t in left[breaks[-1] :])


def _attribute(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """``音量10%``, ``in white``: more about what the clause on the left is about."""
    if any(t.has("fadein", "fadeout", "fadeboth", "fade") for t in content) and not any(
        t.has("add", "video") for t in content
    ):
        return _about_music_list(left) or (
            content[0].has("with") and any(t.has("music", "title") for t in left)
        )
    shaped = any(t.has("orientation", "canvas") or t.kind in ("aspect", "size") for t in left)
    if shaped and all(
        t.has("fitting", "background", "colour", "blur", "with", "add", "and") for t in content
    ):
        return True
    if any(
        t.concepts.keys() & (_VERBS - {"more", "less", "louder", "quieter", "blur"})
        for t in content
    ):
        return False
    subject = any(
        t.has("music", "title", "caption", "lowerthird", "endcard", "logo", "pip", "sound")
        or t.kind in ("quote", "file")
        for t in left
    )
    objects = [
        t
        for t in content
        if _is_object(t) and not t.concepts.keys() & _ATTRIBUTES and t.kind != "quote"
    ]
    return subject and not objects and any(t.concepts.keys() & _ATTRIBUTES for t in content[:4])


def _is_object(token: Token) -> bool:
    return bool(token.concepts.keys() & _OBJECTS) or token.kind in _OBJECT_KINDS


def _same_object(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """``slide and wipe transitions``, ``TikTok and Reels``: a list, not another thing to do."""
    head = content[0]
    both = (
        left[-1].concepts.keys()
        & head.concepts.keys()
        & {"orientation", "transkind", "look", "fitting"}
    )
    if both:
        return True
    caption = (
        head.has("caption", "title")
        and any(t.has("title") for t in left)
        and not any(t.kind == "quote" for t in left)
    )
    return caption and any(t.kind == "quote" for t in content)


def _with_opens(left: Sequence[Token], content: Sequence[Token], token: Token) -> bool:
    if token.has("without"):
        return len(content) > 1
    near = content[:5]
    if not any(_is_object(t) or t.has("style") for t in near) or any(
        t.has("replace", "swap", "create") for t in left
    ):
        return False
    if any(t.has("fadein", "fadeout", "fadeboth", "fade", "look", "dial") for t in near[:3]):
        mixed = near[0].has("dial") or any(t.has("dial", "look") for t in near[:3])
        if mixed and any(t.has("dial", "look", "filter") for t in left):
            return False
        return not any(
            t.has(
                "music", "title", "caption", "transition", "logo", "endcard", "lowerthird", "sound"
            )
            for t in left
        )
    if any(t.has("background", "orientation", "fitting") or t.kind == "size" for t in near[:3]):
        return False
    if any(t.has("transition", "transkind") for t in near) and any(
        t.has("music", "title") for t in left
    ):
        return not any(t.has("animation") for t in near)
    titled = any(t.has("title", "caption", "lowerthird", "endcard", "logo") for t in left)
    return not (titled and any(t.has("title", "caption") for t in near))


def _tells_source(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """换成 city.mp4，从第 10 秒开始截取: from where the new material is taken. And 片尾卡片，
    显示“…”: the words of the title just announced."""
    put = any(t.has("replace", "add") for t in left) and any(t.kind == "file" for t in left)
    taken = content[0].has("from", "start", "keep") and all(
        t.has("from", "start", "keep", "onward", "at", "to") or t.kind in ("time", "number")
        for t in content
    )
    titled = any(t.has("title", "endcard", "lowerthird", "caption") for t in left) and not any(
        t.kind == "quote" for t in left
    )
    shown = (
        content[0].has("add", "colour")
        and any(t.kind == "quote" for t in content)
        and not any(t.has("title", "endcard", "lowerthird", "caption", "music") for t in content)
    )
    return (put and taken) or (titled and shown)


def _range_goes_on(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """``between 0:45 and 1:30``, ``clips 2 and 3``, ``first and last clip``."""
    head = content[0]
    if (
        head.kind == "time"
        and any(t.has("between", "from") for t in left[-5:])
        and len([t for t in left if t.kind == "time"]) % 2
    ):
        return len(content) < 2 or not any(t.has("to", "until") for t in content[1:2])
    return head.kind in ("number", "ordinal") and not any(
        t.kind in ("time", "factor", "percent") for t in content
    )


def _elliptical(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """``the first 5 s *and the last 10 s*``, ``clip 1 to 5 s *and clip 2 to 8 s*``."""
    timed = ("time", "factor", "percent", "degrees")
    had = any(t.kind in timed for t in left)
    has = [t for t in content if t.kind in timed or t.kind == "quote"]
    head = content[0]
    if head.kind == "quote":
        return len(content) > 1 and any(t.kind == "quote" for t in left)
    if not (had and has):
        return False
    if (
        head.has("first", "last", "after", "before")
        or head.kind == "ordinal"
        or head.has("clip", "all", "other")
    ):
        return any(t.kind in timed for t in content)
    if any(t.has("keep", "only") for t in left) or (
        any(t.has("cut", "trim") for t in left) and len(has) > 1
    ):
        return False
    if head.has("from", "between") and len(has) > 1:
        return True
    return (
        head.kind == "time"
        and len(content) > 2
        and (content[1].has("to", "until") or content[1].text == "-")
    )


def _close(clauses: list[Clause], instruction: str, tokens: Sequence[Token], joint: _Joint) -> None:
    kept = list(tokens)
    while kept and kept[-1].kind == "break":
        kept.pop()
    if not any(not t.filler and t.kind != "break" for t in kept):
        return
    own = frozenset(c for t in kept for c in t.concepts if c in _VERBS)
    carried: frozenset[str] = frozenset()
    if joint.word == "with" and not own & {"without", "dont"}:
        carried = frozenset({"add"})
    elif (
        not (own - _CARRY_OVER) and clauses and not (joint.item and joint.hard and not joint.comma)
    ):
        last = clauses[-1]
        carried = (
            frozenset(c for t in last.tokens for c in t.concepts if c in CARRIED) or last.carried
        )
    clause = Clause(instruction, tuple(kept), carried, joint.then, joint.item, joint.comma)
    clauses.append(replace(clause))
