"""Whether a new thing to do begins after a connector."""

from collections.abc import Sequence

from .grammar import ATTRIBUTES, OBJECT_KINDS, OBJECTS, VERBS, is_modifier, is_object, is_verb
from .tokens import Token

_QUALITIES = (
    "reverse", "slowmotion", "faster", "slower", "mute", "look", "dial", "louder", "quieter",
    "flip", "blur",
)  # fmt: skip


_FAR = 120
"""No connector is looked for beyond that many words."""


class Joint:
    """What stands between two clauses."""

    __slots__ = ("comma", "elliptical", "hard", "heading", "item", "then", "word")

    def __init__(self, *, item: bool = False) -> None:
        self.hard = item
        self.item = item
        self.then = False
        self.comma = False
        self.elliptical = False
        self.heading = False
        self.word = ""


def opens(
    left: Sequence[Token],
    tokens: Sequence[Token],
    at: int,
    after: int,
    joint: Joint,
    fresh: Joint,
) -> bool:
    """Whether a new thing to do begins at `after`."""
    right = _segment(tokens, after)
    content = [t for t in right if not t.filler]
    if not content or not any(not t.filler for t in left):
        return False
    if joint.word == "zh":
        return True
    if right[0].text in _DO_IT and any(t.has("undo", "redo") for t in left):
        return True
    if _listed_to_undo(left, right, joint):
        return False
    if joint.heading and not any(map(is_verb, left)):
        return False
    if not (_says_something(left) or fresh.elliptical):
        return False
    if joint.word == "with" and not joint.comma:
        return _with_opens(left, content, tokens[at])
    if joint.comma and _names_a_place_for_a_clip(left) and _names_a_place_for_a_clip(content):
        return True  # the last clip first, the first clip last
    return not _goes_on(left, right, content) and _begins(left, content, joint, fresh)


def _listed_to_undo(left: Sequence[Token], right: Sequence[Token], joint: Joint) -> bool:
    """``undo the title and the music``: both."""
    listed = joint.word == "and" and not (joint.comma or joint.then or joint.hard)
    undone = any(t.has("undo") for t in left)
    return listed and undone and not any(is_verb(t) for t in right)


_DO_IT = ("do", "try", "use", "apply", "对", "给", "把")
"""``undo that and do it to clip 3``."""


def _goes_on(left: Sequence[Token], right: Sequence[Token], content: Sequence[Token]) -> bool:
    """Whether the words are surely still about what stands on the left."""
    first = next(i for i, t in enumerate(right) if not t.filler)
    bounds = content[0].has("ends", "begins") and any(t.has("music", "title") for t in left)
    return (
        _tells_source(left, content)
        or (content[0].has("move") and _places_words(left, content))
        or _range_goes_on(left, content)
        or is_modifier(right, first)
        or (bounds and not any(t.has("it", "video") for t in content))
    )


def _begins(left: Sequence[Token], content: Sequence[Token], joint: Joint, fresh: Joint) -> bool:
    """Whether the words have a verb, a thing or a measure of their own."""
    head = content[0]
    more = _attribute(left, content)
    mild = head.has("more", "less", "louder", "quieter") and more
    if is_verb(head) and not _noun_like(left, content) and not mild:
        return True
    if head.has("with"):
        return _with_opens(left, content[1:], head)
    if more:
        return False
    described = head.has("all", "new", "between", "style", "it", "colour")
    if is_object(head) or (described and any(map(is_object, content[1:4]))):
        return not _same_object(left, content)
    said = any(t.kind == "factor" or t.concepts.keys() & (VERBS | OBJECTS) for t in left)
    verbal = fresh.elliptical or said or (joint.comma and _only_a_clip_and_a_time(left))
    if verbal and _elliptical(left, content):
        joint.elliptical = True
        return True
    if joint.comma or joint.then:
        strange = head.kind == "unknown" and not any(t.kind == "quote" for t in content)
        own = any(is_verb(t) or is_object(t) for t in content)
        return own or (joint.comma and strange) or joint.then
    return verbal and _prefixed_verb(content)


def _segment(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    """The words up to the next connector."""
    end = min(start + _FAR, len(tokens))
    for j in range(start, end):
        token = tokens[j]
        if (token.kind == "break" and token.text != "-") or token.has("then"):
            return tokens[start:j]
        if token.has("and", "but") and j > start and not token.has("add"):
            listed = j + 1 < len(tokens) and (
                tokens[j + 1].kind in ("ordinal", "number") or tokens[j + 1].has("clip")
            )
            if listed:
                continue
            return tokens[start:j]
    return tokens[start:end]


def _prefixed_verb(content: Sequence[Token]) -> bool:
    """``and at the end fade out``, ``and the second clip sped up``: a verb after a place."""
    if not content[0].has(
        "at", "start", "end", "in", "from", "for", "after", "before", "every"
    ) and content[0].kind not in ("ordinal", "time"):
        return False
    return any(t.concepts.keys() & VERBS for t in content[1:])


def _says_something(left: Sequence[Token]) -> bool:
    """A clause of its own needs more than a place or a time ("At the end, …")."""
    return any(
        t.concepts.keys() & (VERBS | OBJECTS | ATTRIBUTES - {"position"})
        or t.kind in (*OBJECT_KINDS, "quote", "factor", "percent", "unknown")
        or t.has("only", "speed", "improve", "style", "promo", "slideshow", "introvideo")
        for t in left
    ) or _names_a_place_for_a_clip(left)


def _names_a_place_for_a_clip(left: Sequence[Token]) -> bool:
    """``the last clip first``: two words of place, and no preposition before them."""
    content = [t for t in left if not t.filler]
    if not content or content[0].has(
        "at", "in", "for", "from", "during", "after", "between", "to", "with"
    ):
        return False
    places = [
        t
        for t in content
        if t.kind in ("ordinal", "time") or t.has("first", "last", "start", "end", "before")
    ]
    if any(t.has("video") for t in content) and any(t.kind == "time" for t in content):
        return True
    return any(t.has("clip") for t in content) and len(places) > 1


def _only_a_clip_and_a_time(left: Sequence[Token]) -> bool:
    """``first clip 10 seconds``, and more of the kind."""
    content = [t for t in left if not t.filler]
    clip = any(t.has("clip") for t in content)
    return clip and len(content) < 5 and content[-1].kind == "time"


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
    if any(t.has("export") for t in left) and all(
        t.has("quality", "format", "to", "in", "codec") or t.kind in ("size", "rate")
        for t in content
    ):
        return True
    shaped = any(t.has("orientation", "canvas") or t.kind in ("aspect", "size") for t in left)
    if shaped and all(
        t.has("fitting", "background", "colour", "blur", "with", "add", "and", "crop")
        for t in content
    ):
        return True
    if _places_words(left, content):
        return True
    if any(
        t.concepts.keys() & (VERBS - {"more", "less", "louder", "quieter", "blur"}) for t in content
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
        if is_object(t) and not t.concepts.keys() & ATTRIBUTES and t.kind != "quote"
    ]
    return subject and not objects and any(t.concepts.keys() & ATTRIBUTES for t in content[:4])


def _places_words(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """加文字“…”，放在画面底部，用红色: where and how the words stand that were just quoted."""
    timed = any(t.kind == "time" for t in content)
    quoted = any(t.kind == "quote" for t in left) and not any(
        t.has("change", "replace", "it") for t in content
    )
    verbs = {v for t in content for v in t.concepts if v in VERBS}
    styled = any(
        t.has("position", "colour", "animation", "big", "small", "throughout")
        or t.text in ("中间", "正中间")
        for t in content
    )
    others = any(
        is_object(t) and not t.has("fade", "dial", "look", "fadein", "fadeout", "fadeboth")
        for t in content
    )
    return (
        quoted
        and (styled or timed)
        and not any(t.kind == "file" for t in content)
        and verbs <= {"move", "add", "fadein", "fadeout", "fadeboth", "fade"}
        and not others
        and not any(
            t.kind == "quote" or (t.has("clip", "video") and t.text not in ("画面",))
            for t in content
        )
    )


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
    if any(t.has("animation") for t in content[:3]):
        return False
    near = content[:5]
    if not any(is_object(t) or t.has("style") for t in near) or any(
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
    titled = any(
        t.has("title", "endcard", "lowerthird", "caption", "introvideo", "intropart", "outropart")
        for t in left
    ) and not any(t.kind == "quote" for t in left)
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
        and not any(t.has("start", "end") for t in content)
    ):
        return len(content) < 2 or not any(t.has("to", "until") for t in content[1:2])
    if (
        content[-1].kind == "number"
        and any(t.has("to") for t in content)
        and head.kind == "ordinal"
    ):
        return False
    if head.kind == "number" and left and left[-1].kind == "number":
        return True
    listed = head.kind == "ordinal" and bool(left) and left[-1].has("clip")
    if listed and any(t.has("reorder") for t in content):
        return True
    between = [i for i, t in enumerate(content) if t.has("between")]
    if head.kind == "ordinal" and left[-1].has("clip") and between and between[0] < 4:
        return True
    return head.kind in ("number", "ordinal") and not any(
        t.kind in ("time", "factor", "percent") or t.concepts.keys() & VERBS for t in content
    )


_TIMED = ("time", "factor", "percent", "degrees")


def _elliptical(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """``the first 5 s *and the last 10 s*``, ``clip 1 to 5 s *and clip 2 to 8 s*``."""
    head = content[0]
    quoted = any(t.kind == "quote" for t in left) and any(t.kind == "quote" for t in content)
    if head.kind == "quote":
        return len(content) > 1 and quoted
    if quoted and (head.kind == "ordinal" or head.has("clip")):
        return True
    return _same_of_another(left, content) or _measures_again(left, content)


def _same_of_another(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """``clip 1 in reverse *and clip 2 in slow motion*``, ``twice as fast *and half as loud*``."""
    head = content[0]
    names_clip = head.kind == "ordinal" or head.has("clip", "first", "last")
    alike = any(t.has(*_QUALITIES) for t in left) and any(t.has(*_QUALITIES) for t in content)
    if names_clip and alike and any(t.has("clip") for t in content):
        return True
    measures = ("volume", "speed", "faster", "slower", "quick")
    return head.has("half", "double", "triple", "third") and any(t.has(*measures) for t in content)


def _measures_again(left: Sequence[Token], content: Sequence[Token]) -> bool:
    """The same verb with another time or amount."""
    head = content[0]
    to = any(t.has("to") for t in content)
    edge = head.has("first", "last")
    numbers = [t for t in content if t.kind == "number" and (edge or (to and t is content[-1]))]
    has = [t for t in content if t.kind in _TIMED or t in numbers]
    if not has or not any(t.kind in _TIMED for t in left):
        return False
    if head.kind == "ordinal" or head.has(
        "first", "last", "after", "before", "clip", "all", "other"
    ):
        return True
    kept = any(t.has("keep", "only") for t in left)
    if kept or (any(t.has("cut", "trim") for t in left) and len(has) > 1):
        return False
    if head.has("from", "between") and len(has) > 1:
        return True
    ends = any(t.has("start", "end") for t in content) and any(t.has("start", "end") for t in left)
    linked = len(content) > 2 and (content[1].has("to", "until") or content[1].text == "-")
    return head.kind == "time" and (ends or linked)
