"""Fades of the whole video at its beginning and end."""

from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.verbs import Animate, Edit, FadeIn, FadeOut, SetSoundFades
from typecut.timeline import Curve, Keyframe

from ..clause import Clause
from ..intent import Context, Intent, Outcome, one, removes
from ..stage import LAYERS, Act, Stage
from ..when import edge, whens
from ..which import clips, which

EXAMPLES = """
fade out at the end -> FadeOut()
fade in at the start -> FadeIn()
fade in and out -> FadeIn(); FadeOut()
fade to black at the end over 2 seconds -> FadeOut(duration=2)
add a 1.5 second fade in -> FadeIn(duration=1.5)
add a fade at the end -> FadeOut()
start with a fade from black -> FadeIn()
add a title 'X' and a fade out -> AddTitle(text=X); FadeOut()
fade out at the end | remove the fade out -> FadeOut(duration=0)
fade the video out over the last 3 seconds -> FadeOut(duration=3)
结尾淡出 -> FadeOut()
开头淡入2秒 -> FadeIn(duration=2)
加上淡入淡出 -> FadeIn(); FadeOut()
最后渐黑 -> FadeOut()
片尾慢慢变黑 -> FadeOut()
"""


def _read(clause: Clause, context: Context) -> Outcome | None:
    if not clause.has("fade", "fadein", "fadeout", "fadeboth") or clause.has(
        "transition", "between"
    ):
        return None
    if clause.has("music", "title", "transkind") and clause.has("transition"):
        return None
    length = _length(clause)
    into, out = ways(clause)
    if removes(clause):
        length = Fraction(0)
    chosen = which(clause, context.timeline, context.language)
    if chosen.ids and not _at_the_ends(context, chosen.ids, into=into, out=out):
        acts = tuple(_of_clip(clause, clip, length, into=into, out=out) for clip in chosen.ids)
        return Outcome(acts, "clips", chosen.ids)
    acts = [one(clause, FadeIn(length), LAYERS)] if into else []
    if out:
        acts.append(one(clause, FadeOut(length), LAYERS))
    return Outcome(tuple(acts))


def _at_the_ends(context: Context, ids: Sequence[str], *, into: bool, out: bool) -> bool:
    """The first clip fading in and the last one fading out are fades of the whole video."""
    there = [c.id for c in clips(context.timeline)]
    begins = ids[0] == there[0] and not out
    ends = ids[-1] == there[-1] and not into
    return len(ids) == 1 and (begins or ends)


def _of_clip(clause: Clause, clip: str, length: Fraction, *, into: bool, out: bool) -> Act:
    """A clip within the video fades by its opacity, and its sound with it."""

    def build(stage: Stage) -> Sequence[Edit]:
        current = stage.alive((clip,))[0]
        found = stage.current.find(current)
        whole = found[2].duration if found else length
        span = min(length, whole / 2 if into and out else whole)
        frames = [Keyframe(Fraction(0), 0.0), Keyframe(span, 1.0)] if into else []
        if out:
            frames += [Keyframe(whole - span, 1.0), Keyframe(whole, 0.0)]
        unique = {k.at: k for k in frames}
        curve = Curve(tuple(unique[at] for at in sorted(unique)))
        sound = SetSoundFades(span if into else None, span if out else None, (current,))
        return (Animate(current, "opacity", curve), sound)

    return Act(clause.span, build, LAYERS)


def ways(clause: Clause) -> tuple[bool, bool]:
    """Whether it fades in, and whether it fades out."""
    out = clause.has("fadeout", "fadeboth")
    into = clause.has("fadein", "fadeboth")
    if out or into:
        return into, out
    if clause.has("both"):
        return True, True
    words, place = {t.text for t in clause.tokens}, edge(clause)
    out = "out" in words or place == "end"
    into = "in" in words or place == "start"
    return (into, out) if into or out else (True, True)


def _length(clause: Clause) -> Fraction:
    parts = ("for", "bare", "first", "last", "to", "by", "every")
    found = next((w.a for w in whens(clause) if w.part in parts), None)
    if found is not None:
        return found
    if clause.has("quick") and not clause.has("slowly"):
        return Fraction(1, 2)
    return Fraction(2) if clause.has("slowly") else Fraction(1)


INTENTS = (Intent("fading", 420, _read),)
