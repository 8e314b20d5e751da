"""An instruction in English or Chinese becomes a plan of edits."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from typecut.edits.plan import ExportWish, Language, Plan, Query, Refusal, Span, Step, Wish
from typecut.edits.verbs import AddMusic, Edit, SetSpeed
from typecut.timeline import Media, Timeline

from .account import unaccounted
from .clause import Clause
from .clauses import joined, listed, split
from .intent import Context, Outcome
from .intents import every_intent
from .interjections import asks_from, takes_back
from .lexer import lex
from .recent import begun
from .say import Impossible, language_of
from .stage import Act, play
from .texts import with_texts
from .units import with_units
from .which import names
from .wishes import find_wish, logo_in, wish_after


def understand(
    instruction: str,
    timeline: Timeline,
    library: Sequence[Media] = (),
    language: Language | None = None,
    recent: Sequence[Edit] = (),
) -> Plan:
    """What the instruction means on this timeline. `library` is media at hand that is not on it,
    `recent` are the edits of the turn before: "a bit louder", "no, 3 seconds" speak of them.

    Never raises for any text: what cannot be done is refused with the reason, what is not
    understood is listed by its words, and the rest is planned.
    """
    spoken = language or language_of(instruction)
    known = names((*timeline.media, *library))
    begin = asks_from(instruction)
    lexed = lex(instruction, timeline.canvas.rate or Fraction(30), known)
    tokens = with_texts(instruction, [t for t in lexed if t.start >= begin])
    clauses = listed(instruction, joined(instruction, split(instruction, with_units(tokens))))
    talk = _Talk(instruction, begun(Context(timeline, tuple(library), spoken), recent))
    before = wish_after(clauses, timeline)
    for clause in clauses[:before]:
        talk.hear(clause)
    clauses = clauses[before:]
    talk.begin_story(clauses)
    clauses = clauses[talk.story :]
    for i, clause in enumerate(clauses):
        if i >= _MOST_CLAUSES or talk.size >= _MOST:
            talk.leave(clauses[i:])
            break
        talk.hear(clause)
    return talk.plan()


_MOST_CLAUSES = 1000
"""Clauses that are read, also those that ask for nothing."""
_MOST = 120
"""Wishes of one message; whoever says more is asked to say the rest in the next one."""


class _Talk:
    """The plan as it grows, clause by clause."""

    def __init__(self, instruction: str, context: Context) -> None:
        self.instruction = instruction
        self.context = context
        self.acts: list[Act] = []
        self.steps: list[Step] = []
        self.refusals: list[Refusal] = []
        self.lost: list[Span] = []
        self.queries: list[Query] = []
        self.notes: tuple[str, ...] = ()
        self.wish: Wish | None = None
        self.export: ExportWish | None = None
        self.heard = False
        self.recipes: list[tuple[Span, frozenset[str], tuple[Act, ...]]] = []
        self.story = 0
        """How many clauses the wish for a whole video takes."""

    def begin_story(self, clauses: Sequence[Clause]) -> None:
        """The wish that the clauses begin with; what was asked for before is done first."""
        context = self.context
        if self.acts:
            self.settle()
            context = self.context
        try:
            found = find_wish(clauses, context.timeline, context.language, context.library)
        except Impossible as impossible:
            self.refusals.append(Refusal(clauses[0].span, str(impossible)))
            self.story = len(clauses)
            return
        if found is None:
            return
        earlier = tuple(step.edit for step in self.steps)
        self.wish = replace(found.wish, first=(*earlier, *found.wish.first))
        self.notes += found.notes
        self.steps, self.story = [], found.used
        for clause in clauses[: found.used]:
            laid = logo_in(clause)
            outcome = read(laid, context) if laid is not None else None
            self.acts += outcome.acts if outcome is not None else ()

    def hear(self, clause: Clause) -> None:
        if clause.then:
            self.settle()
        try:
            outcome = read(clause, self.context)
        except Impossible as impossible:
            self.refusals.append(Refusal(clause.span, str(impossible)))
            return
        except OverflowError:
            reason = self.context.say("A number there is too large.", "其中的数字太大了。")
            self.refusals.append(Refusal(clause.span, reason))
            return
        if outcome is None:
            self.lost += _lost(clause)
            return
        if outcome.recipe:
            self.recipes.append((clause.span, outcome.recipe, outcome.acts))
        else:
            self.acts += outcome.acts
        self.heard = True
        self.lost += () if outcome.queries else clause.unknown
        self.lost += unaccounted(clause, self.context, outcome, read)
        self.queries += outcome.queries
        self.notes += outcome.notes
        self.refusals += outcome.refusals
        self.export = outcome.export or self.export
        self.context = outcome.after(self.context)

    @property
    def size(self) -> int:
        """Edits so far, about."""
        return len(self.acts) + len(self.steps)

    def leave(self, clauses: Sequence[Clause]) -> None:
        """What is too much for one message is told, and not read."""
        self.lost.append(Span(clauses[0].span.start, clauses[-1].span.end))
        self.notes += (
            self.context.say(
                f"One message may hold {_MOST} wishes; please say the rest in the next one.",
                f"一条消息最多处理{_MOST}个要求，其余的请在下一条消息里说。",
            ),
        )

    def settle(self) -> None:
        """Carries out what was said so far: what comes next speaks of the result."""
        self._resolve_recipes()
        played = play(self.acts, self.context.timeline, self.context.language)
        self.steps += played.steps
        self.refusals += played.refusals
        self.context = replace(self.context, timeline=played.current)
        self.acts = []

    def _resolve_recipes(self) -> None:
        """ "Add transitions" alone is an edit; beside "trim" it is part of a wish for the usual."""
        wishes = [r for r in self.recipes if r[1] != frozenset({"transitions"})]
        if not wishes:
            self.acts += [act for _, _, acts in self.recipes for act in acts]
        else:
            kinds = frozenset[str]().union(*(r[1] for r in self.recipes))
            span = Span(self.recipes[0][0].start, self.recipes[-1][0].end)
            self.wish = self.wish or Wish("recipe", span)
            self.wish = replace(self.wish, trim="trim" in kinds, transitions="transitions" in kinds)
        self.recipes = []

    def _add_music_once(self) -> None:
        """Music that was asked for in words is not added by the usual as well."""
        asked = any(isinstance(step.edit, AddMusic) for step in self.steps)
        if asked and self.wish and self.wish.occasion == "recipe":
            self.wish = replace(self.wish, without=(*self.wish.without, "music"))

    def plan(self) -> Plan:
        """The whole plan; words that are nothing but politeness ask for nothing either."""
        self.settle()
        self._add_music_once()
        text = self.instruction
        if takes_back(text):
            self.lost = []
            self.notes = (self.context.say(*_NOTHING_ASKED),)
        elif not (self.heard or self.wish or self.refusals or self.lost) and text.strip():
            self.lost.append(Span(len(text) - len(text.lstrip()), len(text.rstrip())))
        return Plan(
            self.instruction,
            self.context.language,
            tuple(_without_repeats(self.steps)),
            self.wish,
            tuple(self.refusals),
            _merged(self.lost, self.instruction),
            self.export,
            tuple(self.queries),
            tuple(dict.fromkeys(self.notes)),
        )


def read(clause: Clause, context: Context) -> Outcome | None:
    """What the first intent that claims the clause makes of it."""
    if _forbids(clause):
        return Outcome()
    for intent in every_intent():
        outcome = intent.read(clause, context)
        if outcome is not None:
            return outcome
    return None


_NOTHING_ASKED = (
    'Nothing was changed. To take the last change back, say "undo".',
    "没有做任何改动；想撤回上一步，请说“撤销”。",
)
_ACTIONS = (
    "change", "cut", "trim", "remove", "move", "replace", "speed", "faster", "slower", "rotate",
    "split", "swap", "reorder", "crop", "flip", "duplicate", "extend", "mute", "reverse", "blur",
)  # fmt: skip


def _forbids(clause: Clause) -> bool:
    """``don't cut the last clip``, ``不要改变第一段``: what shall not be done."""
    at = clause.index("dont", "without")
    following = clause.after(at) if at >= 0 else None
    return following is not None and following.has(*_ACTIONS) and not following.has("add")


def _lost(clause: Clause) -> tuple[Span, ...]:
    """The words of a clause that no intent claimed, politeness at its ends left out."""
    kept = [t for t in clause.tokens if not t.filler and t.kind != "break"]
    if not kept or all(t.has("and", "then", "reason") for t in kept):
        return ()
    return (Span(kept[0].start, kept[-1].end),)


def _merged(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The spans in order; those with nothing between them are one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        last = merged[-1] if merged else None
        if last and not text[last.end : span.start].strip():
            merged[-1] = Span(last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _overrides(edit: Edit, last: Edit) -> bool:
    """``too slow, make it 1.5x``: the number says what the words before it asked for."""
    return isinstance(edit, SetSpeed) and isinstance(last, SetSpeed) and edit.clips == last.clips


def _without_repeats(steps: Sequence[Step]) -> list[Step]:
    """The same thing said twice in a row is done once."""
    kept: list[Step] = []
    for step in steps:
        repeatable = type(step.edit).__name__ in (
            "SetCanvas",
            "SetColour",
            "AddTransition",
            "FadeIn",
            "FadeOut",
            "AddMusic",
            "Mute",
        )
        if kept and _overrides(step.edit, kept[-1].edit):
            kept[-1] = step
        elif not (kept and repeatable and kept[-1].edit == step.edit):
            kept.append(step)
    return kept
