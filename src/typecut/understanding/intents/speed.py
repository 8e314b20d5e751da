"""Speed: faster, slower, reverse, freeze, fitted to a length."""

from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.verbs import Edit, FitDuration, Freeze, Reverse, SetSpeed
from typecut.timeline import ZERO

from ..clause import Clause
from ..intent import Context, Intent, Outcome, on_clips, part_of, place_of, strength, target
from ..say import Impossible, say, secs
from ..stage import LENGTH, STRUCTURE, Act, Stage
from ..when import edge, only, whens
from ..which import clips, which

EXAMPLES = """
speed it up 2x -> SetSpeed(speed=2)
speed up the second clip by 50% -> SetSpeed(speed=1.5, clips=[b])
slow down clip 1 to half speed -> SetSpeed(speed=0.5, clips=[a])
make the last clip 25% faster -> SetSpeed(speed=1.25, clips=[c])
play the first clip in slow motion -> SetSpeed(speed=0.5, clips=[a])
make a 10x timelapse -> SetSpeed(speed=10)
slow the video to 75% -> SetSpeed(speed=0.75)
double the speed of clip 2 -> SetSpeed(speed=2, clips=[b])
speed up the video to 30 seconds -> FitDuration(duration=30)
make it fit 60 seconds by speeding it up -> FitDuration(duration=60)
slow down from 0:10 to 0:20 -> Split(at=10); Split(at=20); SetSpeed(speed=0.5, clips=[a.2])
slow it down 4x -> SetSpeed(speed=0.25)
speed up the second clip | set it back to normal speed -> SetSpeed(speed=1)
reverse the second clip -> Reverse(clips=[b])
play the video backwards -> Reverse()
freeze the frame at 0:08 for 2 seconds -> Freeze(at=8, duration=2)
freeze the last frame for 3 seconds -> Freeze(at=150, duration=3)
加速两倍 -> SetSpeed(speed=2)
第二段慢放一半 -> SetSpeed(speed=0.5, clips=[b])
把第一段放慢到0.5倍速 -> SetSpeed(speed=0.5, clips=[a])
1.5倍速播放 -> SetSpeed(speed=1.5)
加速到30秒 -> FitDuration(duration=30)
最后一段倒放 -> Reverse(clips=[c])
在第8秒定格2秒 -> Freeze(at=8, duration=2)
"""


def _speed(clause: Clause, context: Context) -> Outcome | None:
    if clause.has("transition", "transkind", "fadein", "fadeout") or clause.has("music", "title"):
        return None
    asked = (
        clause.has("faster", "slower", "slowmotion", "timelapse", "normalspeed")
        or (
            clause.has("speed")
            and not clause.has("pace")
            and (
                clause.of("factor", "percent")
                or _plain(clause)
                or clause.has("half", "double", "triple", "third", "quarter", "more", "less")
            )
        )
        or (
            bool(clause.of("factor"))
            and not clause.has("scale", "volume", "sound", "louder", "duplicate", "big", "small")
            and not any(t.has("times") for t in clause.of("factor"))
        )
    )
    if not asked:
        return None
    wanted = only(clause, "to", "for", "bare")
    if wanted and not clause.of("factor", "percent") and not clause.has("ends"):
        return _fitted(clause, context, wanted.a)
    if (now := _pace_now(clause, context)) is not None:
        return _relative(clause, context, now)
    speed = _factor(clause)
    return on_clips(clause, context, lambda ids: SetSpeed(speed, ids))


def _pace_now(clause: Clause, context: Context) -> Fraction | None:
    """The speed of the clips meant where it is not their own, and more or less of it is asked."""
    comparing = clause.has("faster", "slower") and not clause.has(
        "slowmotion", "timelapse", "normalspeed", "half", "third", "quarter"
    )
    measured = clause.of("factor", "degrees") or _plain(clause)
    percent = clause.of("percent")
    if percent:
        before = clause.before(clause.tokens.index(percent[0]))
        measured = measured or (before is not None and before.has("to", "at", "speed"))
    if not comparing or measured:
        return None
    aim = target(clause, context)
    if aim.span is not None:
        return None
    there = [c for c in clips(context.timeline) if not aim.which.ids or c.id in aim.which.ids]
    speeds = {abs(c.speed) for c in there}
    return speeds.pop() if len(speeds) == 1 and speeds != {Fraction(1)} else None


def _relative(clause: Clause, context: Context, now: Fraction) -> Outcome:
    """``slower`` on a clip that runs at 2x: slower than that."""
    slow = clause.has("slower") and not clause.has("faster")
    percent = clause.number("percent")
    if percent is not None:
        part = max(1 - percent / 100, Fraction(1, 10)) if slow else 1 + percent / 100
    elif clause.has("double", "triple"):
        number = Fraction(2 if clause.has("double") else 3)
        part = 1 / number if slow else number
    elif _a_little(clause):
        part = Fraction("0.8") if slow else Fraction("1.25")
    else:
        plain = strength(clause, 0.8, 2 / 3, 0.5) if slow else strength(clause, 1.25, 1.5, 2)
        part = Fraction(plain).limit_denominator(20)
    step = 10 if now * part >= 1 else 20
    speed = Fraction(round(now * part * step), step)
    was = f"{float(now):g}"
    reading = context.say(f"it was at {was} times", f"之前是{was}倍")
    return on_clips(clause, context, lambda ids: SetSpeed(speed, ids), reading=reading)


def _fitted(clause: Clause, context: Context, length: Fraction) -> Outcome:
    chosen = which(clause, context.timeline, context.language)
    if chosen.ids:
        return Outcome(
            (Act(clause.span, lambda stage: (FitDuration(length, stage.alive(chosen.ids)),)),),
            "clips",
            chosen.ids,
        )
    return Outcome((Act(clause.span, lambda _: (FitDuration(length),), LENGTH),))


def _factor(clause: Clause) -> Fraction:
    slow = clause.has("slower", "slowmotion", "less") and not clause.has("faster", "timelapse")
    factor, percent = clause.number("factor") or _plain(clause), clause.number("percent")
    if clause.has("normalspeed"):
        return Fraction(1)
    if percent is not None:
        return _by_percent(clause, percent / 100, slow)
    if factor is not None and factor > 0:
        if any(t.text.startswith(("too ", "太")) for t in clause.tokens):
            return factor
        if slow and factor == 1:
            return Fraction(1, 2)
        if slow and factor > 1:
            return 1 / factor
        return Fraction(2) if factor == 1 and clause.has("faster") else factor
    if clause.has("third", "quarter"):
        return Fraction(1, 3) if clause.has("third") else Fraction(1, 4)
    if clause.has("half"):
        as_fast = any(t.text == "as fast" for t in clause.tokens)
        return Fraction(1, 2) if slow or as_fast or not clause.has("faster") else Fraction(3, 2)
    if clause.has("double") or clause.has("triple"):
        number = Fraction(2 if clause.has("double") else 3)
        return 1 / number if slow else number
    if clause.has("timelapse"):
        return Fraction(8)
    if _a_little(clause):
        return Fraction("0.8") if slow else Fraction("1.25")
    plain = strength(clause, 0.8, 0.5, 0.25) if slow else strength(clause, 1.25, 1.5, 2.5)
    return Fraction(str(plain))


def _a_little(clause: Clause) -> bool:
    """``慢一点``, ``放慢一些``."""
    for i, token in enumerate(clause.tokens):
        if token.has("faster", "slower"):
            following = clause.tokens[i + 1].text if i + 1 < len(clause.tokens) else ""
            return token.text[-1] in "点些" or following in ("一点", "一些", "一点点", "点", "些")
    return False


def _plain(clause: Clause) -> Fraction | None:
    """``at 1.5 speed``: the bare number before the word."""
    for i in clause.where(lambda t: t.kind == "number"):
        after = clause.after(i)
        if after is not None and after.has("speed"):
            return clause.tokens[i].number
    return None


def _by_percent(clause: Clause, part: Fraction, slow: bool) -> Fraction:
    """``50 % faster`` is 1.5, ``slow to 50 %`` and ``at 50 % speed`` are 0.5, ``150 %`` is 1.5."""
    token = clause.of("percent")[0]
    before = clause.before(clause.tokens.index(token))
    absolute = before is not None and before.has(
        "to", "at", "change", "from", "speed", "normalspeed"
    )
    if slow:
        return (
            part
            if absolute or part > 1 or clause.has("slowmotion")
            else max(1 - part, Fraction(1, 10))
        )
    by = clause.has("faster", "more") and not absolute
    return 1 + part if by and (part <= 1 or clause.has("by")) else part


def _reverse(clause: Clause, context: Context) -> Outcome | None:
    if not clause.has("reverse") or clause.has("reorder", "undo"):
        return None
    halved = clause.has("half") and part_of(clause, context) is None
    if not (
        clause.of("factor", "percent")
        or halved
        or clause.has("faster", "slower", "double", "slowmotion")
    ):
        return on_clips(clause, context, Reverse)
    turned, faster = (
        on_clips(clause, context, Reverse),
        on_clips(clause, context, lambda ids: SetSpeed(_factor(clause), ids)),
    )
    return Outcome(turned.acts + faster.acts, turned.subject, turned.clips)


def _freeze(clause: Clause, context: Context) -> Outcome | None:
    if not clause.has("freeze"):
        return None
    times = whens(clause)
    lasting = next((w.a for w in times if w.part in ("for", "bare", "by")), None)
    point = next((w.a for w in times if w.part in ("at", "after", "to", "before")), None)
    if point is None and len(times) > 1:
        point, lasting = times[0].a, times[1].a
    chosen = which(clause, context.timeline, context.language)
    aim = target(clause, context, timed=False) if not clause.has("frame") or chosen.ids else None
    place = place_of(context, aim.which.ids[0]) if aim and aim.which.ids else None
    ends = (
        edge(clause) == "end"
        or clause.has("last")
        or (point is None and edge(clause) != "start" and not clause.has("first"))
    )

    def build(stage: Stage) -> Sequence[Edit]:
        length = lasting or Fraction(2)
        if point is None:
            return (Freeze(_edge_of(stage, aim.which.ids if aim else (), ends), length),)
        at = point + (place.start if place else ZERO)
        if at > context.duration:
            raise Impossible(
                say(
                    stage.language,
                    f"The video is {secs(context.duration)} long.",
                    f"视频只有{secs(context.duration, 'zh')}。",
                )
            )
        return (Freeze(stage.moment(at), length),)

    phase = STRUCTURE if point is not None or place else LENGTH
    return Outcome((Act(clause.span, build, phase),), "freeze")


def _edge_of(stage: Stage, ids: Sequence[str], ends: bool) -> Fraction:
    if ids:
        found = stage.current.find(stage.alive(ids)[-1])
        if found:
            return found[2].end if ends else found[2].start
    return stage.end if ends else ZERO


INTENTS = (
    Intent("reverse", 580, _reverse),
    Intent("freeze", 570, _freeze),
    Intent("speed", 590, _speed),
)
