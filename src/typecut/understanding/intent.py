"""An intent: reads one clause and says what it means, or that it is not its business.

A module of `intents` holds ``INTENTS`` (each with a name, its place in the order of asking and a
function) and ``EXAMPLES``, which are its tests. A line of examples is ``instruction -> edits`` as
`brief` writes them, separated by ``;``. ``given | instruction`` carries out another instruction
first. ``! words`` is a refusal that says these words, ``export``, ``query NAME`` and ``wish …``
are those, ``nothing`` is nothing at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from typecut.edits import apply
from typecut.edits.plan import ExportWish, Language, Query, Refusal
from typecut.edits.verbs import Edit
from typecut.timeline import ZERO, Media, Range, Timeline, clock

from .clause import Clause
from .lexicon import chinese
from .say import Impossible, say, secs
from .stage import STRUCTURE, Act, Stage, isolated, picture_end, titles
from .when import When, whens
from .which import Which, clips, which


@dataclass(frozen=True, slots=True)
class Context:
    """What the clauses before have set up. `subject` is what "it" may be: "music", "title",
    "overlay", "clips" (then see `clips`), or "" for the whole video. `coming` names what this
    sentence has already added."""

    timeline: Timeline
    library: tuple[Media, ...] = ()
    language: Language = "en"
    subject: str = ""
    clips: tuple[str, ...] = ()
    coming: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()
    """The clips that the clause right before was about: Chinese leaves them out the next time."""
    parts: tuple[Range, ...] = ()
    """What a split in this sentence has made, as ranges of the timeline before it."""
    joined: tuple[str, ...] = ()
    """The clips whose cuts were spoken of: "the other" transitions are elsewhere."""
    recent: tuple[Edit, ...] = ()
    """The edits of the turn before."""

    def say(self, en: str, zh: str) -> str:
        return say(self.language, en, zh)

    @property
    def duration(self) -> Fraction:
        return picture_end(self.timeline)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a clause was found to mean; empty: understood, and there is nothing to do."""

    acts: tuple[Act, ...] = ()
    subject: str = ""
    clips: tuple[str, ...] = ()
    coming: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()
    export: ExportWish | None = None
    parts: tuple[Range, ...] = ()
    recipe: frozenset[str] = frozenset()
    """For contentless wishes: "trim", "transitions", "improve"."""
    joined: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """Parts of the clause that cannot be done, while the rest is."""

    def after(self, context: Context) -> Context:
        """The context that the next clause finds."""
        coming = context.coming | self.coming
        changed = replace(
            context,
            coming=coming,
            parts=self.parts or context.parts,
            near=self.clips,
            joined=context.joined + self.joined,
        )
        return replace(changed, subject=self.subject, clips=self.clips) if self.subject else changed


@dataclass(frozen=True, slots=True)
class Intent:
    name: str
    order: int
    read: Callable[[Clause, Context], Outcome | None]


def one(clause: Clause, edit: Edit, phase: int = STRUCTURE, reading: str = "") -> Act:
    """An act of one edit that does not depend on what comes before it."""
    return Act(clause.span, lambda _: (edit,), phase, reading)


def bounded(
    span: Range, total: Fraction, language: str, en: str = "The video", zh: str = "视频"
) -> Range:
    """The range, ending at `total` at the latest by a hair; Impossible with the real length."""
    if span.start < 0 or span.end > total + Fraction(1, 20) or span.start >= total:
        named = span.end if span.end > total else span.start
        if span.start < 0:
            named = span.duration
            raise Impossible(
                say(
                    language,
                    f"{en} is only {secs(total)} long, shorter than {secs(named)}.",
                    f"{zh}只有{secs(total, 'zh')}，不到{secs(named, 'zh')}。",
                )
            )
        raise Impossible(
            say(
                language,
                f"{en} is {secs(total)} long, so {clock(named)} lies beyond its end.",
                f"{zh}只有{secs(total, 'zh')}，{clock(named)} 超出了结尾。",
            )
        )
    end = min(span.end, total)
    if end <= span.start:
        raise Impossible(say(language, "That range is empty.", "这个时间范围是空的。"))
    return Range.between(span.start, end)


def range_of(when: When, total: Fraction) -> Range | None:
    """The range that a time means on something `total` long; None for points and lengths."""
    match when.part:
        case "range":
            return Range.between(when.a, when.b)
        case "first":
            return Range(ZERO, when.a)
        case "middle":
            return Range((total - when.a) / 2, when.a)
        case "last":
            return Range(total - when.a, when.a)
        case "after":
            return Range.between(when.a, max(total, when.a))
        case "before":
            return Range(ZERO, when.a)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Target:
    """What part of the picture a clause is about: clips, a stretch of time, or everything."""

    which: Which
    span: Range | None

    @property
    def everything(self) -> bool:
        return not self.which.ids and self.span is None

    def resolve(self, stage: Stage) -> tuple[list[Edit], tuple[str, ...]]:
        """Edits that first cut the clips free, and the ids; () are all clips."""
        if self.span is not None:
            edits: list[Edit] = []
            ids: tuple[str, ...] = ()
            shadow = stage
            for piece in stage.now(self.span):
                more, found = isolated(shadow, piece)
                edits += more
                ids += found
                shadow = replace(shadow, current=_applied(shadow.current, more))
            if not ids:
                raise Impossible(
                    say(
                        stage.language,
                        "Nothing of that range is left.",
                        "这段时间里已经没有内容了。",
                    )
                )
            return edits, ids
        return [], stage.alive(self.which.ids) if self.which.ids else ()


def _applied(timeline: Timeline, edits: Sequence[Edit]) -> Timeline:
    for edit in edits:
        timeline = apply(timeline, edit)
    return timeline


_OTHERS = (
    "rest",
    "the rest",
    "everything else",
    "other",
    "others",
    "其他",
    "其余",
    "其它",
    "别的",
    "其他的",
    "其余的",
)


def named(clause: Clause, context: Context) -> Which:
    """The clips that the clause names; "it" and "the others" are told by the clauses before."""
    chosen = which(clause, context.timeline, context.language)
    if chosen or context.subject != "clips":
        return chosen
    others = clause.first("other")
    if others is not None and others.text in _OTHERS:
        there = clips(context.timeline)
        return Which(tuple(c.id for c in there if c.id not in context.clips))
    return Which(context.clips) if clause.has("it") and not clause.has("video", "all") else chosen


def target(clause: Clause, context: Context, *, timed: bool = True) -> Target:
    """The clips or the stretch of time that the clause names, "it" included."""
    chosen = named(clause, context)
    bare = context.language == "zh" or not clause.concepts.isdisjoint(_QUALITIES)
    if not chosen and context.near and bare and _says_no_object(clause):
        chosen = Which(context.near)
    part = part_of(clause, context) if timed else None
    if part is not None:
        return Target(Which(), part)
    found = (
        next((w for w in whens(clause) if range_of(w, ZERO) is not None), None) if timed else None
    )
    if found is None:
        return Target(chosen, None)
    if len(chosen.ids) == 1:
        place = place_of(context, chosen.ids[0])
        span = range_of(found, place.duration)
        if span is None:
            return Target(chosen, None)
        inside = bounded(span, place.duration, context.language, *clip_name(context, chosen.ids[0]))
        return Target(Which(), inside.shifted(place.start))
    span = range_of(found, context.duration)
    return Target(Which(), bounded(span, context.duration, context.language) if span else None)


_QUALITIES = frozenset(("dial", "look"))


def _says_no_object(clause: Clause) -> bool:
    """``第二段加速，然后静音``: the second clause is still about the clip."""
    if clause.carried and clause.has("dial", "look") and not clause.has(*clause.carried):
        return not clause.has("video", "all", "clip", "it") and not whens(clause)
    if not clause.has("dial", "look") and not any(chinese(t.text[0]) for t in clause.tokens):
        return False
    return not clause.has("video", "all", "clip", "music", "photo", "other", "it") and not whens(
        clause
    )


def part_of(clause: Clause, context: Context) -> Range | None:
    """``the second half``, ``the first part`` of what was just split, as a range of the base."""
    if (
        context.parts
        and clause.has("before", "after", "other")
        and not whens(clause)
        and not clause.has("clip")
    ):
        return context.parts[0 if clause.has("before") else -1]
    halves = (
        clause.first("half") if not (len(context.parts) == 2 and not clause.has("clip")) else None
    )
    noun = clause.first("part", "half") if context.parts else None
    if halves is None and noun is None:
        return None
    at = clause.tokens.index(halves or noun) if (halves or noun) else 0  # pyright: ignore[reportArgumentType]
    before = clause.before(at)
    if before is None or before.has("to", "at", "by", "cut", "split"):
        return None
    whole = Range(ZERO, context.duration)
    chosen = which(clause, context.timeline, context.language) if halves else Which()
    if len(chosen.ids) == 1:
        whole = place_of(context, chosen.ids[0])
    middle = whole.start + whole.duration / 2
    parts = (
        (Range.between(whole.start, middle), Range.between(middle, whole.end))
        if halves
        else context.parts
    )
    if before.has("last"):
        return parts[-1]
    if before.has("middle") and len(parts) == 3:
        return parts[1]
    place = 1 if before.has("first") else int(before.number) if before.kind == "ordinal" else 0
    return parts[place - 1] if 0 < place <= len(parts) else None


def on_clips(
    clause: Clause,
    context: Context,
    make: Callable[[tuple[str, ...]], Edit],
    *,
    reading: str = "",
    timed: bool = True,
) -> Outcome:
    """An edit of the clips that the clause is about, cut free first where it names a time."""
    aim = target(clause, context, timed=timed)

    def build(stage: Stage) -> Sequence[Edit]:
        edits, ids = aim.resolve(stage)
        return (*edits, make(ids[-1:] if _means_the_copy(clause) else ids))

    acts = (Act(clause.span, build, STRUCTURE, reading),)
    if aim.which.ids:
        return Outcome(acts, subject="clips", clips=aim.which.ids)
    return Outcome(acts)


def _means_the_copy(clause: Clause) -> bool:
    return any(t.text in ("the copy", "the duplicate", "that copy") for t in clause.tokens)


def place_of(context: Context, clip: str) -> Range:
    found = context.timeline.find(clip)
    return found[2] if found else Range(ZERO, ZERO)


def clip_name(context: Context, clip: str) -> tuple[str, str]:
    """``Clip 2`` and ``第2段``."""
    ids = [c.id for c in clips(context.timeline)]
    number = ids.index(clip) + 1 if clip in ids else 0
    return f"Clip {number}", f"第{number}段"


def removes(clause: Clause) -> bool:
    """Whether the clause takes something away, in so many words or by "no …"."""
    if clause.does("remove") or clause.has("without", "dont"):
        return True
    return clause.has("keep", "cut", "trim", "change") and _taken_out(clause)


def _taken_out(clause: Clause) -> bool:
    """``take the middle part out``, ``cut 5 seconds off``."""
    words = [t.text for t in clause.tokens]
    last = next((t for t in reversed(clause.tokens) if not t.filler), None)
    if "off" in words and not clause.has("add"):
        return True
    return "out" in words and last is not None and (last.text == "out" or "of" in words)


def to_part(clause: Clause) -> bool:
    """``cut it to the part between …``: the part stays."""
    before = clause.before(clause.index("part"))
    return before is not None and before.has("to")


def strength(clause: Clause, little: float, normal: float, much: float) -> float:
    """`normal`, unless the clause says "a bit" or "much"."""
    if clause.has("slightly"):
        return little
    return much if clause.has("much") else normal


def percent_at(clause: Clause, *concepts: str) -> Fraction | None:
    """The percentage that stands next to a word of these concepts, when there are several things
    that it could measure."""
    for i, token in enumerate(clause.tokens):
        if token.kind == "percent":
            near = [t for t in (clause.before(i), clause.after(i)) if t is not None]
            if any(t.has(*concepts) for t in near):
                return token.number
    return None


def under_music(clause: Clause) -> bool:
    """``turn the original sound down under the music``: the clips' sound is meant."""
    sound = clause.index("sound")
    music = clause.index("music")
    if not 0 <= sound < music:
        return False
    between = clause.tokens[sound + 1 : music]
    return any(t.text in ("under", "below", "beneath", "behind", "so") for t in between)


def amount(clause: Clause) -> float | None:
    """A percentage or factor as a number: 35 % is 0.35, 2x is 2."""
    percent, factor = clause.number("percent"), clause.number("factor")
    if percent is not None:
        return float(percent) / 100
    return float(factor) if factor is not None else None


def known_titles(context: Context) -> bool:
    """Whether there are titles, or this sentence has made one."""
    return bool(titles(context.timeline)) or "title" in context.coming
