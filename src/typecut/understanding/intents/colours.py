"""Colour: looks and dials, blur."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from typecut.edits.verbs import AddEffect, Edit, RemoveEffects, SetColour
from typecut.timeline import Blur, Clip, Colour, Look, Timeline

from ..clause import Clause
from ..intent import Context, Intent, Outcome, amount, removes, strength, target
from ..stage import Act, Stage
from ..which import clips

EXAMPLES = """
make it black and white -> SetColour(colour=Colour(look=mono))
apply a warm cinematic look -> SetColour(colour=Colour(look=cinematic, temperature=0.2))
give it a vintage film look -> SetColour(colour=Colour(look=vintage))
make the second clip sepia -> SetColour(colour=Colour(look=sepia), clips=[b])
boost the colors -> SetColour(colour=Colour(look=vivid))
make it brighter -> SetColour(colour=Colour(brightness=0.1))
make it a little darker -> SetColour(colour=Colour(brightness=-0.05))
increase the contrast by 20% -> SetColour(colour=Colour(contrast=1.2))
lower the saturation a bit -> SetColour(colour=Colour(saturation=0.85))
brighten the first clip by 30% -> SetColour(colour=Colour(brightness=0.3), clips=[a])
make it brighter with more contrast -> SetColour(colour=Colour(brightness=0.1, contrast=1.2))
make it brighter and add contrast -> SetColour(colour=Colour(brightness=0.1)); SetColour(colour=Colour(brightness=0.1, contrast=1.2))
make it warmer -> SetColour(colour=Colour(temperature=0.3))
make the first 5 seconds black and white -> Split(at=5); SetColour(colour=Colour(look=mono), clips=[a])
make it warm | remove the filter -> SetColour(colour=None)
blur the second clip -> AddEffect(effect=Blur(), clips=[b])
make it cinematic at 50% strength -> SetColour(colour=Colour(look=cinematic, amount=0.5))
黑白 -> SetColour(colour=Colour(look=mono))
加个电影感 -> SetColour(colour=Colour(look=cinematic))
第二段调成复古色调 -> SetColour(colour=Colour(look=vintage), clips=[b])
画面调亮一点 -> SetColour(colour=Colour(brightness=0.1))
提高对比度 -> SetColour(colour=Colour(contrast=1.2))
饱和度提高20% -> SetColour(colour=Colour(saturation=1.2))
"""

_LOOKS: dict[str, Look] = {
    k: k for k in ("warm", "cool", "cinematic", "vivid", "muted", "vintage", "sepia", "mono")
}


def _look(clause: Clause, context: Context) -> Outcome | None:
    if (
        clause.has("title", "caption", "music", "transition", "endcard", "lowerthird", "logo")
        or clause.quotes
    ):
        return None
    plain = clause.has("plain") or (removes(clause) and clause.has("filter", "look", "dial"))
    if plain:
        return _on(clause, context, lambda _: None)
    looks = [_LOOKS[v] for v in clause.values("look") if v in _LOOKS]
    dials = _dials(clause)
    if not looks and not dials:
        return None
    style = clause.has("style") and clause.has("music")
    if style:
        return None
    part = amount(clause)
    looked = not dials and looks
    base = Colour(amount=part if looked and part is not None and part <= 1 else 1.0)
    main, *rest = looks or [""]
    if main in ("warm", "cool") and rest:
        main, rest = rest[0], [main]
    for tint in rest:
        if tint in ("warm", "cool"):
            dials.setdefault("temperature", 0.2 if tint == "warm" else -0.2)

    def colour(old: Colour | None) -> Colour:
        start = replace(base, look=main) if main else (old or base)
        if main and old:
            start = replace(old, look=main, amount=base.amount)
        return replace(start, **dials)

    return _on(clause, context, colour)


def _on(
    clause: Clause, context: Context, make: Callable[[Colour | None], Colour | None]
) -> Outcome:
    aim = target(clause, context)

    def build(stage: Stage) -> Sequence[Edit]:
        edits, ids = aim.resolve(stage)
        return (*edits, SetColour(make(_present(stage.current, ids)), ids))

    return Outcome((Act(clause.span, build),), "clips" if aim.which.ids else "", aim.which.ids)


def _present(timeline: Timeline, ids: Sequence[str]) -> Colour | None:
    """The colour effect that the clips share already; several dials add up to one look."""
    chosen: list[Clip] = [c for c in clips(timeline) if not ids or c.id in ids]
    found = {next((e for e in c.effects if isinstance(e, Colour)), None) for c in chosen}
    return found.pop() if len(found) == 1 else None


def _dials(clause: Clause) -> dict[str, float]:
    dials: dict[str, float] = {}
    percents = list(clause.of("percent"))
    for i, token in enumerate(clause.tokens):
        name = token.concepts.get("dial", "")
        if not name:
            continue
        dial, sign = name.rstrip("+-"), name[-1]
        up = sign == "+" or (sign != "-" and not clause.has("less"))
        if (
            dial == "temperature"
            and sign in "+-"
            and not (
                clause.does("change", "add", "more")
                or clause.has("video", "clip", "it", "slightly", "filter")
                or " it " in token.text
                or " them " in token.text
            )
        ):
            continue
        near = _percent_near(clause, i) if percents else None
        dials.setdefault(dial, _dial(clause, dial, up=up, part=near))
    return dials


def _percent_near(clause: Clause, i: int) -> tuple[float, bool] | None:
    """The percentage of this dial, and whether it is absolute."""
    token = min(clause.of("percent"), key=lambda t: abs(t.start - clause.tokens[i].start))
    before = clause.before(clause.tokens.index(token))
    absolute = before is not None and before.has("to", "at") and not clause.has("more", "less")
    return float(token.number) / 100, absolute


def _dial(clause: Clause, dial: str, *, up: bool, part: tuple[float, bool] | None) -> float:
    if dial in ("brightness", "temperature"):
        step = strength(clause, 0.05, 0.1, 0.2) * (3 if dial == "temperature" else 1)
        size = part[0] if part else round(step, 3)
        if part and part[1] and dial == "brightness":
            return round(part[0] - 1, 3)
        return size if up else -size
    if part and part[1]:
        return part[0]
    size = part[0] if part else strength(clause, 0.15 if not up else 0.1, 0.2, 0.4)
    if dial == "saturation" and part is None and up:
        size = strength(clause, 0.15, 0.3, 0.6)
    return round(1 + size if up else max(1 - size, 0), 3)


def _blur(clause: Clause, context: Context) -> Outcome | None:
    if not clause.has("blur") or clause.has("background", "transition", "person"):
        return None
    aim = target(clause, context)
    off = removes(clause)
    radius = strength(clause, 0.005, 0.01, 0.025)

    def build(stage: Stage) -> Sequence[Edit]:
        edits, ids = aim.resolve(stage)
        return (*edits, RemoveEffects(ids) if off else AddEffect(Blur(radius), ids))

    return Outcome((Act(clause.span, build),))


INTENTS = (Intent("look", 500, _look), Intent("blur", 510, _blur))
