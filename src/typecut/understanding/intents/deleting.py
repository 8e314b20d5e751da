"""Whole clips taken away, or all others."""

from collections.abc import Sequence

from typecut.edits.verbs import Edit, RemoveClip
from typecut.timeline import Clip

from ..clause import Clause
from ..intent import Context, Intent, Outcome, removes
from ..say import Impossible, say
from ..stage import Act, Stage
from ..when import whens
from ..which import Which, clips, which

EXAMPLES = """
delete the second clip -> RemoveClip(clip=b)
remove clips 1 and 3 -> RemoveClip(clip=a); RemoveClip(clip=c)
get rid of the last clip -> RemoveClip(clip=c)
drop city.mp4 -> RemoveClip(clip=c)
keep only the first clip -> RemoveClip(clip=b); RemoveClip(clip=c)
remove all clips except the second -> RemoveClip(clip=a); RemoveClip(clip=c)
delete clip 7 -> ! 3 clips
删除第二段 -> RemoveClip(clip=b)
不要最后一段 -> RemoveClip(clip=c)
只留第一段和第三段 -> RemoveClip(clip=b)
把片段2删掉 -> RemoveClip(clip=b)
add logo.png top right | remove the logo -> RemoveClip(clip=logo)
"""


def _read(clause: Clause, context: Context) -> Outcome | None:
    if whens(clause) or clause.has("title", "music", "sound", "transition", "caption"):
        return None
    keeps = (clause.does("keep") or clause.has("only")) and not removes(clause)
    if not (removes(clause) or clause.does("cut") or keeps):
        return None
    if clause.has("logo", "pip", "overlay"):
        return _overlays(clause, context) if not keeps else None
    chosen = which(clause, context.timeline, context.language)
    if not chosen and context.subject == "clips" and clause.has("it"):
        chosen = Which(context.clips)
    if not chosen.ids:
        return None
    there = tuple(c.id for c in clips(context.timeline))
    gone = tuple(c for c in there if c not in chosen.ids) if keeps else chosen.ids

    def build(stage: Stage) -> Sequence[Edit]:
        ids = stage.alive(gone)
        if len(ids) >= len(clips(stage.current)):
            raise Impossible(
                say(
                    stage.language,
                    "Nothing would be left of the video.",
                    "这样视频就什么都不剩了。",
                )
            )
        return tuple(RemoveClip(clip) for clip in ids)

    return Outcome((Act(clause.span, build),), "clips", chosen.ids if keeps else ())


def _overlays(clause: Clause, context: Context) -> Outcome:
    def build(stage: Stage) -> Sequence[Edit]:
        items = [
            i.id
            for t in stage.current.tracks
            if t.role == "overlay"
            for i in t.items
            if isinstance(i, Clip)
        ]
        if not items:
            if clause.has("without", "dont"):
                return ()
            raise Impossible(
                say(
                    stage.language,
                    "There is no logo or overlay to remove.",
                    "没有可以删除的水印或叠加画面。",
                )
            )
        return tuple(RemoveClip(clip) for clip in items)

    return Outcome((Act(clause.span, build),))


INTENTS = (Intent("deleting", 720, _read),)
