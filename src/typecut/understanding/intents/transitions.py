"""Transitions between clips: added, changed, removed."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from typecut.edits.verbs import AddTransition, Edit, RemoveTransition
from typecut.timeline import TransitionKind

from ..clause import Clause
from ..intent import Context, Intent, Outcome, removes
from ..say import Impossible, say
from ..stage import JOINTS, Act, Stage, placed
from ..when import edge, whens
from ..which import Which, clips, which

EXAMPLES = """
add crossfades between all clips -> AddTransition()
add a half-second dissolve between clips -> AddTransition(duration=0.5)
add transitions between the clips -> AddTransition()
add a quick wipe between clip 1 and clip 2 -> AddTransition(kind=wipe, duration=0.5, after=[a])
add a slide transition after the second clip -> AddTransition(kind=slide, after=[b])
put a 2 second fade through black between the second and third clips -> AddTransition(kind=fade-black, duration=2, after=[b])
zoom transitions everywhere -> AddTransition(kind=zoom)
use fade transitions -> AddTransition()
crossfade all clips -> AddTransition()
add a dissolve before clip 3 -> AddTransition(after=[b])
add crossfades | remove the transitions -> RemoveTransition()
add crossfades | make the transitions shorter, 0.5 seconds -> AddTransition(duration=0.5)
add crossfades | remove the transition between clip 1 and 2 -> RemoveTransition(after=[a])
no transitions please -> nothing
every clip should dissolve into the next -> AddTransition()
每段之间加叠化转场 -> AddTransition()
第一段和第二段之间加淡入淡出转场 -> AddTransition(after=[a])
加转场 -> AddTransition()
片段之间用擦除转场，时长0.5秒 -> AddTransition(kind=wipe, duration=0.5)
所有片段之间加1.5秒的闪黑 -> AddTransition(kind=fade-black, duration=1.5)
加叠化转场 | 去掉转场 -> RemoveTransition()
"""


def _read(clause: Clause, context: Context) -> Outcome | None:
    if _only_there(clause, context):
        return _elsewhere_none(clause, context)
    if clause.has("hardcut"):
        return _remove(clause, context, gently=True)
    again = context.subject == "transition" and clause.has("transkind") and clause.has("it", "to")
    if not _asks(clause) and not again and not _one_of_them(clause, context):
        return None
    if removes(clause):
        return _remove(clause, context)
    kind, notes = _kind(clause, context)
    length = _length(clause)
    after = _cuts(clause, context)
    others = not after and _the_others(clause, context)
    beside = () if after or others else _beside(clause, context)
    pair = () if after or others else _pair(clause, context)
    split = bool(context.parts) and not after and not others and _along(clause)
    kept = not clause.has("transkind", "fade", "fadeboth", "scale")

    def build(stage: Stage) -> Sequence[Edit]:
        if len(clips(stage.current)) < 2:
            raise Impossible(
                say(
                    stage.language,
                    "A transition needs two clips, and there is only one.",
                    "转场需要两段素材，现在只有一段。",
                )
            )
        old = _existing(stage)
        behind = _lasts(stage, after)
        if others:
            behind = _remaining(stage, context.joined)
        elif pair:
            behind = _between(stage, pair)
        elif split:
            behind = _at(stage, [p.end for p in context.parts[:-1]])
        elif beside:
            behind = _around(stage, beside)
        wanted = old[0] if old and kept else kind
        lasts = length if length is not None else _changed(clause, old[1] if old else None)
        return (AddTransition(wanted, lasts, behind),)

    act = Act(clause.span, build, JOINTS)
    recipe = frozenset[str]() if others or beside or split or pair else _open(clause, after)
    return Outcome((act,), "transition", notes=notes, recipe=recipe, joined=after)


def _the_others(clause: Clause, context: Context) -> bool:
    """``the others dissolve``: the cuts of which nothing was said."""
    if not clause.has("other"):
        return False
    if clause.has("every") and any(t.text == "other" for t in clause.tokens):
        raise Impossible(
            context.say(
                "Say between which clips, as in: a wipe between clip 1 and clip 2.",
                "请说明是哪两段之间，例如：第一段和第二段之间用擦除。",
            )
        )
    return True


def _remaining(stage: Stage, joined: Sequence[str]) -> tuple[str, ...]:
    there = [c.id for c in clips(stage.current)][:-1]
    spoken = set(stage.alive(joined)[-1:] if len(joined) == 1 else _lasts(stage, joined))
    rest = tuple(c for c in there if c not in spoken)
    if not rest:
        raise Impossible(
            say(stage.language, "There are no other cuts.", "没有其他的片段衔接处了。")
        )
    return rest if joined else ()


_SEVERAL = ("all", "every", "between", "throughout", "both", "other")


def _beside(clause: Clause, context: Context) -> tuple[str, ...]:
    """``insert x after clip 1 *with a wipe*``: the clips that the words before were about, where
    one transition is asked for with them and no other place is named."""
    return context.near if _along(clause) else ()


def _pair(clause: Clause, context: Context) -> tuple[str, ...]:
    """``swap clips 1 and 2 and put a fade between them``: between those two."""
    meant = clause.has("it") or any(t.text == "中间" for t in clause.tokens)
    named = clause.has("clip", "all", "every", "photo") or bool(clause.of("number", "ordinal"))
    between = clause.has("between") and meant and not named
    return context.near if between and len(context.near) > 1 else ()


def _between(stage: Stage, pair: Sequence[str]) -> tuple[str, ...]:
    """The cuts where one of the clips follows another of them."""
    there = [c.id for c in clips(stage.current)]
    ids = set(stage.alive(pair))
    cuts = tuple(a for a, b in pairwise(there) if a in ids and b in ids)
    if not cuts:
        raise Impossible(say(stage.language, "Those clips are not side by side.", "这几段不相邻。"))
    return cuts


def _along(clause: Clause) -> bool:
    plural = any(t.text.endswith("s") and t.has("transition", "transkind") for t in clause.tokens)
    along = clause.has("it", "there") or not clause.has("add", "change")
    return along and clause.does("add") and not plural and not clause.has(*_SEVERAL)


def _at(stage: Stage, points: Sequence[Fraction]) -> tuple[str, ...]:
    """The clips that end where the video was just split."""
    ends = {stage.moment(p) for p in points}
    return tuple(c.id for c, place in placed(stage.current) if place.end in ends)


def _around(stage: Stage, near: Sequence[str]) -> tuple[str, ...]:
    """The cuts at both ends of these clips; new clips are named by their media."""
    there = clips(stage.current)
    old = {c.id for c in clips(stage.base)}
    new = {c.id for c in there if c.id not in old and c.media in near and c.media not in old}
    ids = new | set(stage.alive([n for n in near if n in old]))
    places = [i for i, c in enumerate(there) if c.id in ids]
    cuts = sorted({k for i in places for k in (i - 1, i) if 0 <= k < len(there) - 1})
    return tuple(there[k].id for k in cuts)


def _asks(clause: Clause) -> bool:
    """Transitions by name, or what happens between clips."""
    if clause.has("transition"):
        return True
    between = clause.has("between")
    if clause.has("title", "logo", "file", "music"):
        return False
    if not clause.has("transkind"):
        return between and clause.has("fade", "fadein", "fadeout", "fadeboth", "scale", "blur")
    kind = clause.value("transkind")
    if _only_a_flash(clause):
        return False
    if kind == "fade-white" and not between and edge(clause):
        return False
    if clause.has("between", "clip", "add", "all"):
        return True
    return not clause.has("scale") and (kind == "dissolve" or not clause.has("it"))


def _only_a_flash(clause: Clause) -> bool:
    """``with a flash``: one flash, and nobody said where; ``flashes between the clips`` are many."""
    flashes = any(t.text in ("flash", "闪光") for t in clause.tokens)
    return flashes and not clause.has("between", "clip", "all", "add", "after", "before")


def _open(clause: Clause, after: Sequence[str]) -> frozenset[str]:
    """Contentless: "add transitions" may be part of a wish for the usual."""
    bare = not clause.has("transkind", "between") and not after and not whens(clause)
    return frozenset({"transitions"}) if bare else frozenset()


def _lasts(stage: Stage, after: Sequence[str]) -> tuple[str, ...]:
    """The last piece of each clip named: the cut is behind it."""
    return tuple(stage.alive((clip,))[-1] for clip in after)


def _existing(stage: Stage) -> tuple[TransitionKind, Fraction] | None:
    main = stage.current.main
    found = next((j for j, _, _ in main.transitions()), None) if main else None
    return (found.kind, found.duration) if found else None


def _changed(clause: Clause, old: Fraction | None) -> Fraction:
    if old is not None and clause.has("faster", "shorter", "quick", "less"):
        return max(old / 2, Fraction(1, 5))
    if old is not None and clause.has("slower", "longer", "more"):
        return old * 3 / 2
    if clause.has("quick", "faster", "shorter"):
        return Fraction(1, 2)
    return (
        Fraction(2)
        if clause.has("slowly", "longer") and not clause.has("transkind")
        else Fraction(1)
    )


def _length(clause: Clause) -> Fraction | None:
    parts = ("for", "bare", "to", "by", "every", "at")
    return next((w.a for w in whens(clause) if w.part in parts), None)


def _kind(clause: Clause, context: Context) -> tuple[TransitionKind, tuple[str, ...]]:
    values = [v for v in clause.values("transkind") if v]
    if clause.has("replace", "change"):
        values = values[::-1]
    known = next((v for v in values if v != "other"), "")
    if clause.has("blur") or (values and not known):
        asked = next((t.text for t in clause.tokens if t.has("transkind", "blur")), "")
        note = context.say(
            f'There is no "{asked}" transition yet; a dissolve is the nearest.',
            f"暂时没有“{asked}”转场，用了最接近的叠化。",
        )
        return "dissolve", (note,)
    kinds: dict[str, TransitionKind] = {
        k: k for k in ("dissolve", "fade-black", "fade-white", "wipe", "slide", "zoom")
    }
    if not known and clause.has("scale"):
        known = "zoom"
    if not known and any(t.has("fadeout") and "black" in t.text for t in clause.tokens):
        known = "fade-black"
    return kinds.get(known, "dissolve"), ()


def _cuts(clause: Clause, context: Context) -> tuple[str, ...]:
    """The clips behind which the transitions are asked; () are all."""
    there = [c.id for c in clips(context.timeline)]
    if (spot := _numbered(clause, context)) is not None:
        return (spot,)
    chosen: Which = which(clause, context.timeline, context.language)
    counted = clause.has("between") or (len(clause.of("number")) == 2 and clause.has("and"))
    if not chosen.ids and not counted:
        return ()
    if len(chosen.ids) > 1:
        places = sorted(there.index(c) for c in chosen.ids)
        return tuple(there[i] for i in range(places[0], places[-1]))
    if len(chosen.ids) == 1:
        place = there.index(chosen.ids[0])
        if clause.has("before") and not clause.has("after") and place:
            return (there[place - 1],)
        return chosen.ids if place < len(there) - 1 else (there[place - 1],) if place else ()
    numbers = [int(t.number) for t in clause.of("number")]
    if len(numbers) == 2 and 0 < numbers[0] < numbers[1] <= len(there):
        return tuple(there[i] for i in range(numbers[0] - 1, numbers[1] - 1))
    return ()


_ONES = ("one", "ones")


def _numbered(clause: Clause, context: Context) -> str | None:
    """``the second transition``, ``the first one`` after transitions: the clip before its cut."""
    at = next(
        (i for i, t in enumerate(clause.tokens) if t.kind == "ordinal" or t.has("last", "first")),
        -1,
    )
    main = context.timeline.main
    pictures = any(t.has("clip", "photo") and t.text not in _ONES for t in clause.tokens)
    if at < 0 or pictures or clause.has("between", "after", "before") or main is None:
        return None
    named = next((t for t in clause.tokens[at + 1 :] if not t.filler and t.text not in _ONES), None)
    spoken = context.subject == "transition" and bool(context.recent)
    if not spoken and not clause.has("transition"):
        return None
    if named is not None and not named.has(
        "transition", "transkind", "to", "change", "replace", "shorter", "longer", "for"
    ):
        return None
    token = clause.tokens[at]
    number = -1 if token.has("last") and token.kind != "ordinal" else int(token.number or 1)
    behind = [getattr(main.items[i - 1], "id", "") for _, _, i in main.transitions()]
    place = number - 1 if number > 0 else len(behind) + number
    if not 0 <= place < len(behind):
        there = len(behind)
        raise Impossible(
            context.say(
                f"There {'is' if there == 1 else 'are'} {there or 'no'} transition{'' if there == 1 else 's'}, so there is no such one.",
                f"现在{f'只有{there}个' if there else '还没有'}转场，没有这一个。",
            )
        )
    return behind[place]


def _one_of_them(clause: Clause, context: Context) -> bool:
    """``remove the first one``, right after a turn about transitions."""
    if context.subject != "transition" or not context.recent:
        return False
    words = [t for t in clause.tokens if not t.filler and t.kind != "break"]
    counted = any(t.kind == "ordinal" or t.has("first", "last") for t in words)
    return counted and all(
        t.kind in ("ordinal", "time")
        or t.text in _ONES
        or t.has(
            "first",
            "last",
            "remove",
            "change",
            "replace",
            "to",
            "transkind",
            "shorter",
            "longer",
            "quick",
            "slower",
            "faster",
            "for",
            "without",
        )
        for t in words
    )


def _only_there(clause: Clause, context: Context) -> bool:
    """``only between 1 and 2``, right after transitions everywhere."""
    about = context.subject == "transition" and bool(context.recent)
    return about and clause.has("only") and clause.has("between") and not clause.has("transkind")


def _elsewhere_none(clause: Clause, context: Context) -> Outcome | None:
    kept = _cuts(clause, context)
    main = context.timeline.main
    if not kept or main is None:
        return None
    behind = [getattr(main.items[i - 1], "id", "") for _, _, i in main.transitions()]
    gone = tuple(c for c in behind if c not in kept)
    act = Act(clause.span, lambda _: (RemoveTransition(gone),) if gone else (), JOINTS)
    return Outcome((act,), "transition")


def _remove(clause: Clause, context: Context, *, gently: bool = False) -> Outcome:
    after = _cuts(clause, context)

    def build(stage: Stage) -> Sequence[Edit]:
        if not _existing(stage):
            if gently or clause.has("without", "dont"):
                return ()
            raise Impossible(
                say(stage.language, "There is no transition to remove.", "没有可以删除的转场。")
            )
        return (RemoveTransition(_lasts(stage, after)),)

    return Outcome((Act(clause.span, build, JOINTS),))


INTENTS = (Intent("transitions", 400, _read),)
