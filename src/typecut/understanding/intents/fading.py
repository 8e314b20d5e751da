"""Fades of the whole video at its beginning and end."""

from fractions import Fraction

from typecut.edits.verbs import FadeIn, FadeOut

from ..clause import Clause
from ..intent import Context, Intent, Outcome, one, removes
from ..stage import LAYERS
from ..when import edge, whens

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
    place = edge(clause)
    out = clause.has("fadeout", "fadeboth")
    into = clause.has("fadein", "fadeboth")
    if not out and not into:
        words = {t.text for t in clause.tokens}
        out = "out" in words or place == "end"
        into = "in" in words or place == "start"
        if not out and not into:
            out, into = True, True
    if removes(clause):
        length = Fraction(0)
    acts = [one(clause, FadeIn(length), LAYERS)] if into else []
    if out:
        acts.append(one(clause, FadeOut(length), LAYERS))
    return Outcome(tuple(acts))


def _length(clause: Clause) -> Fraction:
    parts = ("for", "bare", "first", "last", "to", "by", "every")
    found = next((w.a for w in whens(clause) if w.part in parts), None)
    if found is not None:
        return found
    if clause.has("quick") and not clause.has("slowly"):
        return Fraction(1, 2)
    return Fraction(2) if clause.has("slowly") else Fraction(1)


INTENTS = (Intent("fading", 420, _read),)
