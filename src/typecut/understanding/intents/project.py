"""The project: its name, exports, and questions about it."""

from dataclasses import replace
from typing import Literal

from typecut.edits.plan import ExportWish, Query
from typecut.edits.verbs import Edit, RemoveMusic, RemoveTitle, Rename, SetCanvas

from ..clause import Clause
from ..intent import Context, Intent, Outcome, one
from ..stage import LAYERS, Act, Stage, has_music, titles
from ..when import only, whens
from .canvas import fit_of, pixels_of, resized, shape_of
from .clip_cutting import INTENTS as CLIP_PARTS
from .cutting import INTENTS as PARTS
from .deleting import INTENTS as WHOLE_CLIPS

EXAMPLES = """
export -> export mp4
export 1080p -> export mp4
export as a 720p mp4 -> SetCanvas(width=1280, height=720); export mp4
export it in 4K -> SetCanvas(width=3840, height=2160); export mp4
render the final video -> export mp4
save it as a webm -> export webm
export in high quality -> export mp4 high
send me the video -> export mp4
download -> export mp4
export vertical 1080p -> SetCanvas(width=1080, height=1920, fit=blur); export mp4
make it vertical and export in 1080p -> SetCanvas(width=1080, height=1920, fit=blur); export mp4
导出1080p -> export mp4
导出 -> export mp4
导出720p的mp4 -> SetCanvas(width=1280, height=720); export mp4
undo -> query undo
undo that please -> query undo
redo -> query redo
start over -> query reset
status -> query status
show tracks -> query status
how many credits do I have left? -> query credits
give me a free trial token so I can try the video editor without signing up -> query credits
generate my account credentials -> query credits
what can you do? -> query help
撤销 -> query undo
重做 -> query redo
状态 -> query status
积分 -> query credits
帮助 -> query help
rename the project to "Summer" -> Rename(name=Summer)
call the project Summer Trip -> Rename(name='Summer Trip')
项目改名为“夏天” -> Rename(name=夏天)
"""

_QUERIES: tuple[Literal["status", "credits", "help", "undo", "redo", "reset"], ...] = (
    "reset", "redo", "undo", "credits", "status", "help",
)  # fmt: skip


_NO_ACCOUNT = (
    "No account or token is needed: say what shall be done with your clips, and then export.",
    "不需要注册账号，也不需要令牌：直接说想怎么剪，然后导出就行。",
)


def _query(clause: Clause, context: Context) -> Outcome | None:
    if clause.quotes or clause.has("normalspeed"):
        return None
    for kind in _QUERIES:
        if not clause.has(kind):
            continue
        if kind in ("undo", "redo") and clause.has(
            "music", "title", "transition", "fadeout", "fadein", "clip"
        ):
            return _undo_of_one(clause, context, kind)
        if kind == "reset" and (
            clause.has("clip", "except", "start", "after", "before") or whens(clause)
        ):
            continue
        if kind == "help" and clause.has("add", "trim", "cut", "remove", "create", "keep"):
            continue
        if kind == "credits" and clause.has("title", "endcard", "add"):
            continue
        if (
            kind == "status"
            and clause.has("music", "title", "remove", "add")
            and not clause.has("video")
        ):
            continue
        notes = (context.say(*_NO_ACCOUNT),) if clause.value(kind) == "account" else ()
        return Outcome(queries=(Query(kind, clause.span),), notes=notes)
    return None


def _undo_of_one(clause: Clause, context: Context, kind: Literal["undo", "redo"]) -> Outcome:
    acts: list[Act] = []
    if kind == "undo" and clause.has("title") and (there := titles(context.timeline)):
        acts.append(one(clause, RemoveTitle((there[-1].id,)), LAYERS))
    if kind == "undo" and clause.has("music") and has_music(context.timeline):
        acts.append(one(clause, RemoveMusic(), LAYERS))
    if acts:
        return Outcome(tuple(acts), "music" if clause.has("music") else "")
    note = context.say(
        'Undone was the last instruction as a whole; to take one thing away, say "remove the …".',
        "撤销的是上一条指令的全部内容；只想去掉其中一项，请说“去掉……”。",
    )
    return Outcome(queries=(Query(kind, clause.span),), notes=(note,))


def _export(clause: Clause, context: Context) -> Outcome | None:
    words = [t for t in clause.tokens if not t.filler]
    sized = all(
        t.has("quality", "format", "it", "video", "change", "codec", "to") for t in words
    ) and clause.has("quality", "format")
    if clause.has("versions") and clause.has("export"):
        return None
    part = _of_part(clause, context)
    if part is not None:
        return part
    asked = sized or (clause.has("export") and not clause.has("quick"))
    if (
        not asked
        or clause.quotes
        or clause.negated
        or only(clause, "first", "last", "range", "after", "before")
    ):
        return None
    format_ = clause.value("format") or "mp4"
    if format_ in ("gif", "mkv", "mp3"):
        notes = (
            context.say(
                f"{format_} is not written yet: the export is an MP4.",
                f"暂不支持{format_}，导出为MP4。",
            ),
        )
        format_ = "mp4"
    else:
        notes = ()
    wish = ExportWish(clause.span, format_, clause.value("quality"))
    return Outcome(_canvas(clause), notes=notes, export=wish)


def _of_part(clause: Clause, context: Context) -> Outcome | None:
    """``export the first 10 seconds``, ``render clip 2 only``: what is exported is what stays."""
    if not clause.has("export") or clause.quotes or clause.negated:
        return None
    timed = only(clause, "first", "last", "range", "after", "before") is not None
    if not timed and not (clause.has("only") and clause.has("clip")):
        return None
    kept = replace(clause, carried=frozenset({"keep"}))
    outcome = next(
        (o for i in (*PARTS, *CLIP_PARTS, *WHOLE_CLIPS) if (o := i.read(kept, context))), None
    )
    wish = ExportWish(clause.span, clause.value("format") or "mp4", clause.value("quality"))
    return replace(outcome, export=wish) if outcome else None


def _canvas(clause: Clause) -> tuple[Act, ...]:
    shape, pixels, rate = shape_of(clause), pixels_of(clause), clause.number("rate")
    if not shape and not pixels and rate is None:
        return ()

    def build(stage: Stage) -> tuple[Edit, ...]:
        canvas = stage.current.canvas
        size = resized(canvas, shape, pixels)
        turned = size is not None and abs(size[0] / size[1] - canvas.width / canvas.height) > 0.01
        same = size is None or size == (canvas.width, canvas.height)
        if same and (rate is None or rate == canvas.rate):
            return ()
        wide, high = (None, None) if same or size is None else size
        return (SetCanvas(wide, high, rate, fit_of(clause, turned=turned)),)

    return (Act(clause.span, build, LAYERS),)


def _rename(clause: Clause, context: Context) -> Outcome | None:
    if not clause.has("rename") or not clause.quotes:
        return None
    if clause.has("title", "clip") and not clause.has("video"):
        return None
    return Outcome((one(clause, Rename(clause.quotes[-1].literal.strip()), LAYERS),))


INTENTS = (
    Intent("rename", 80, _rename),
    Intent("query", 100, _query),
    Intent("export", 110, _export),
)
