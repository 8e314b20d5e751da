"""Music: added, changed, removed, faded."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from typecut.edits.verbs import AddMusic, ChangeMusic, Edit, Mute, RemoveMusic
from typecut.timeline import ZERO, Clip, Media, Range

from ..clause import Clause
from ..intent import (
    Context,
    Intent,
    Outcome,
    bounded,
    one,
    part_of,
    place_of,
    range_of,
    strength,
    under_music,
)
from ..levels import fades_of, volume_of
from ..say import Impossible, say, secs
from ..scores import composed, music_file, nearest_note, style_of
from ..stage import LAYERS, Act, Stage, has_music
from ..tokens import Kind
from ..when import whens
from ..which import which

EXAMPLES = """
put lo-fi music under it at 35% -> AddMusic(media=compose:lofi?seed=1)
add upbeat background music at 20% volume -> AddMusic(media=compose:upbeat?seed=1, volume=0.2)
add some calm piano music that fades out over 4 seconds -> AddMusic(media=compose:calm?seed=1, fade_out=4)
add song.mp3 as background music -> AddMusic(media=song)
add background music -> AddMusic(media=song)
throw in a chill beat -> AddMusic(media=compose:lofi?seed=1)
play jazz music in the background -> AddMusic(media=compose:lofi?seed=1)
add music from 0:10 to 0:40 -> AddMusic(media=song, range=10-40)
add lofi music and fade it in over 2 seconds -> AddMusic(media=compose:lofi?seed=1); ChangeMusic(fade_in=2)
add lofi music | turn the music down to 20% -> ChangeMusic(volume=0.2)
add lofi music | make the music louder -> ChangeMusic(by=1.4)
add lofi music | lower the music by 30% -> ChangeMusic(by=0.7)
add lofi music | make the music a bit quieter -> ChangeMusic(by=0.85)
add lofi music | remove the music -> RemoveMusic()
add lofi music | replace the music with something upbeat -> ChangeMusic(media=compose:upbeat?seed=1)
add lofi music | fade out the music over 3 seconds -> ChangeMusic(fade_out=3)
add lofi music | no music -> RemoveMusic()
no music please -> nothing
don't add music -> nothing
remove the music -> ! no music
配上35%音量的lo-fi音乐 -> AddMusic(media=compose:lofi?seed=1)
加一段轻柔的背景音乐,音量10%,结尾淡出3秒 -> AddMusic(media=compose:calm?seed=1, volume=0.1, fade_out=3)
加点欢快的配乐 -> AddMusic(media=compose:upbeat?seed=1)
加上song.mp3，音量 15% -> AddMusic(media=song, volume=0.15)
加lofi音乐 | 换一个欢快一点的背景音乐 -> ChangeMusic(media=compose:upbeat?seed=1)
加lofi音乐 | 音乐小声一点 -> ChangeMusic(by=0.7)
加lofi音乐 | 把音乐音量调到20% -> ChangeMusic(volume=0.2)
加lofi音乐 | 去掉音乐 -> RemoveMusic()
加lofi音乐 | 不要音乐 -> RemoveMusic()
不要音乐 -> nothing
加音乐，百分之二十的音量 -> AddMusic(media=song, volume=0.2)
"""


_ELSE = (
    "title", "transition", "fadeboth", "video", "clip", "transkind", "orientation", "canvas",
    "dial", "scale", "logo", "intropart", "improve",
)  # fmt: skip
_PICTURE = ("look", "position", "blur", "export", "caption", "speed", "crop", "highlight")
_WORK = ("faster", "slower", "reverse", "add", "remove", "cut", "trim", "keep")


def _about_music(clause: Clause, context: Context) -> bool:
    if clause.has("music"):
        return not (clause.has("title") and clause.quotes) and not under_music(clause)
    if clause.has(*_ELSE):
        return False
    if music_file_named(clause, context):
        return True
    if clause.has(*_PICTURE) or (clause.has("filter") and not clause.has("style")):
        return False
    return _names_a_style(clause, context) or _goes_on(clause, context)


def _names_a_style(clause: Clause, context: Context) -> bool:
    """``add some lo-fi``, ``give it a chill vibe``: a style and nothing else."""
    if not clause.has("style") or not clause.does("add", "replace", "change") or clause.quotes:
        return False
    if clause.of("time", "size", "factor"):
        return False
    alone = clause.has("add") and all(
        t.filler
        or t.has("style", "add", "volume", "at", "new", "replace", "more")
        or t.kind == "percent"
        for t in clause.tokens
    )
    feel = any(t.text in ("vibe", "feel", "mood", "感觉", "氛围") for t in clause.tokens)
    sure = any(v in ("lofi", "jazz") for v in clause.values("style"))
    again = context.subject.startswith("music") and clause.has("it", "replace", "change")
    return alone or feel or sure or again


def _goes_on(clause: Clause, context: Context) -> bool:
    """Whether the clause still speaks of the music of the clause before: its volume, its fades."""
    if not context.subject.startswith("music"):
        return False
    fades = clause.has("fadein", "fadeout", "fade")
    if context.subject == "music fade" and fades:
        return True
    if clause.has("original") or any(t.text in _RECORDED for t in clause.tokens):
        return False
    it = clause.has("it")
    if it and (fades or clause.has("less", "more", "remove", "replace", "mute")):
        return True
    levels = clause.has("volume", "louder", "quieter") or bool(clause.of("percent", "decibel"))
    said = clause.has("sound") and clause.has("less", "more", "volume")
    return (levels or said) and (it or clause.has("volume", "sound") or not clause.has(*_WORK))


def music_file_named(clause: Clause, context: Context) -> bool:
    named = bool(clause.of("file")) or any(
        q.literal.lower().endswith((".mp3", ".wav", ".m4a", ".ogg", ".aac", ".flac"))
        for q in clause.quotes
    )
    return (
        named
        and music_file(clause, context.library) is not None
        and not clause.has("voiceover")
        and any(
            m.kind == "audio" and t.literal
            for t in clause.of("file", "quote")
            for m in context.library
            if t.literal.lower()
            in (
                m.src.lower().rsplit("/", 1)[-1],
                m.name.lower(),
                m.src.lower().rsplit("/", 1)[-1].rsplit(".", 1)[0],
            )
        )
    )


def _read(clause: Clause, context: Context) -> Outcome | None:
    if not _about_music(clause, context):
        return None
    there = has_music(context.timeline) or "music" in context.coming
    if there and (ended := _bounded_music(clause, context)):
        return ended
    if _takes_away(clause) and there and (part := _silent_part(clause, context)):
        return part
    if _takes_away(clause):
        return _remove(clause, context, there)
    alone = not clause.has("style", "volume", "half", "part") and not clause.of("file", "time")
    if _only(clause) and alone:
        music = Outcome(subject="music") if there else _add(clause, context)
        return replace(music, acts=(one(clause, Mute()), *music.acts))
    if not there and _needs_music(clause):
        raise Impossible(
            context.say(
                "There is no music yet; add some first, as in: add lo-fi music.",
                "还没有音乐，请先添加，例如：加lo-fi音乐。",
            )
        )
    if clause.has("dont") and clause.has("louder", "quieter", "big") and not clause.has("change"):
        soft = _too(clause, "quieter") or (
            clause.has("louder", "big") and not _too(clause, "louder")
        )
        coming = "music" in context.coming
        edit = (
            ChangeMusic(volume=sensible(clause, louder=not soft))
            if coming
            else ChangeMusic(by=0.7 if soft else 1.4)
        )
        return Outcome((one(clause, edit, LAYERS),), "music")
    if clause.has("dont"):
        return Outcome(notes=(context.say("Left the music as it is.", "音乐保持不变。"),))
    if there and _changes(clause, context):
        return _change(clause, context)
    fresh = clause.has("add", "style", "new", "library", "other") or clause.of("file")
    if has_music(context.timeline) and not fresh and (span := _span(clause, context)):
        return Outcome((Act(clause.span, lambda stage: _again(stage, span), LAYERS),), "music")
    if clause.does("keep") and not clause.has("style", "add", "volume", "percent"):
        return Outcome(subject="music")
    if has_music(context.timeline) and _asks_nothing_new(clause):
        note = context.say(
            "There is music already; it stays. Name a style or a file for other music.",
            "已经有音乐了，保持不变；想换的话请说风格或文件名。",
        )
        return Outcome(subject="music", notes=(note,))
    return _add(clause, context)


def _too(clause: Clause, concept: str) -> bool:
    """``too loud`` is found fault with, and means quieter."""
    return any(t.has(concept) and t.text.startswith(("too ", "太")) for t in clause.tokens)


def _asks_nothing_new(clause: Clause) -> bool:
    """``edit it with transitions and music``, where there is music."""
    said = clause.has("style", "new", "library", "other") or bool(clause.of("file", "number"))
    return not (said or clause.of(*_MEASURES) or whens(clause) or clause.has("clip"))


def _only(clause: Clause) -> bool:
    """``music only``, ``只要音乐``."""
    recorded = clause.has("sound") or any(word in clause.instruction for word in _RECORDED)
    kept = any(t.has("keep") and t.text[0] in "只仅就" for t in clause.tokens)
    return clause.has("only") or (kept and recorded)


def _needs_music(clause: Clause) -> bool:
    """``make the music louder``: speaks of music that is there."""
    if clause.does("add", "create", "replace") or clause.has("style") or clause.of("file"):
        return False
    if clause.has("half") and not (clause.of("percent") or clause.has("volume", "at")):
        before = clause.before(clause.index("half"))
        if before is not None and (before.has("first", "last") or before.kind == "ordinal"):
            return False  # music in the first half
    return clause.has("music", "it") and clause.has(
        "louder", "quieter", "more", "less", "half", "double", "fade", "fadein", "fadeout",
        "fadeboth",
    )  # fmt: skip


_MEASURES: tuple[Kind, ...] = ("percent", "factor", "decibel")

_RECORDED = (
    "原声",
    "原音",
    "人声",
    "视频声音",
    "视频原声",
    "原视频声音",
    "原有声音",
    "同期声",
    "现场声",
    "voice",
    "voices",
    "speech",
    "dialogue",
    "original audio",
    "original sound",
    "clip audio",
    "video audio",
)


def _takes_away(clause: Clause) -> bool:
    if clause.has("fade", "fadein", "fadeout") and not clause.has("without", "dont"):
        return False
    if clause.has("without"):
        return not clause.has("replace")
    if clause.has("dont"):
        return not clause.has("remove", "mute", "change", "replace", "louder", "quieter")
    if clause.has("only"):
        return False
    if clause.has("cut") and not whens(clause):
        return True
    plain = clause.does("remove") and not (clause.has("add") and not clause.has("off"))
    return (
        plain or clause.has("mute") or any(t.has("off") for t in clause.tokens if t.text == "off")
    )


def _remove(clause: Clause, context: Context, there: bool) -> Outcome:
    if not there:
        if clause.has("without", "dont"):
            return Outcome(notes=(context.say("No music, as asked.", "按要求不加音乐。"),))
        raise Impossible(
            say(context.language, "There is no music to remove.", "没有可以删除的音乐。")
        )
    return Outcome((one(clause, RemoveMusic(), LAYERS),), subject="music")


def _changes(clause: Clause, context: Context) -> bool:
    if clause.has(
        "replace",
        "change",
        "louder",
        "quieter",
        "more",
        "less",
        "fade",
        "fadein",
        "fadeout",
        "half",
        "double",
    ):
        return True
    added = clause.has("add") and (clause.has("style", "new") or clause.of("file"))
    return not added and (
        clause.has("volume", "big", "small", "up", "down")
        or bool(clause.of("percent", "decibel"))
        or volume_of(clause)[0] is not None
        or clause.has("it")
    )


def _media(clause: Clause, context: Context) -> tuple[Media, tuple[str, ...], str]:
    """The music, notes, and how an open wish was read."""
    found = music_file(clause, context.library)
    if found:
        return found, (), ""
    style, wanted = style_of(clause)
    if style:
        notes = (nearest_note(wanted, style, context.language),) if wanted else ()
        return composed(style), notes, ""
    missing = clause.of("file")
    if missing:
        raise Impossible(
            say(
                context.language,
                f"There is no file {missing[0].literal} among the media.",
                f"素材里没有 {missing[0].literal} 这个文件。",
            )
        )
    return (
        composed("lofi"),
        (),
        context.say("no style was named: Lo-fi", "没有指定风格，用了 Lo-fi"),
    )


def _add(clause: Clause, context: Context) -> Outcome:
    media, notes, reading = _media(clause, context)
    volume, by = volume_of(clause)
    if by is not None and clause.of("decibel"):
        volume = by
    elif by is not None and clause.of("percent"):
        volume = float(clause.number("percent") or 0) / 100
    elif by is not None:
        volume = sensible(clause, louder=by > 1)
    entry, leave = fades_of(clause)
    span = _span(clause, context)

    def build(stage: Stage) -> Sequence[Edit]:
        place = stage.now(span) if span else []
        return (
            AddMusic(
                media,
                0.35 if volume is None else round(volume, 3),
                ZERO if entry is None else entry,
                Fraction(2) if leave is None else leave,
                place[0] if place else span,
                layer=clause.has("other") and clause.has("add"),
            ),
        )

    return Outcome(
        (Act(clause.span, build, LAYERS, reading),),
        "music",
        coming=frozenset({"music"}),
        notes=notes,
    )


def sensible(clause: Clause, *, louder: bool) -> float:
    """``quietly``, ``nice and loud``: a level, where no number was said."""
    return strength(clause, 0.45, 0.5, 0.7) if louder else strength(clause, 0.25, 0.2, 0.1)


def _span(clause: Clause, context: Context) -> Range | None:
    """The part of the video that the music is asked for."""
    times = whens(clause)
    if (half := part_of(clause, context)) is not None:
        return half
    if len(times) == 2 and clause.has("ends") and times[0].part == "at":
        return bounded(
            Range.between(times[0].a, max(times[1].a, times[0].a)),
            context.duration,
            context.language,
        )
    if not times and clause.has("clip", "photo"):
        return _under_clips(clause, context)
    for w in times:
        fading = clause.has("fade", "fadein", "fadeout", "fadeboth") and w.part in ("last", "first")
        if w.part in ("range", "first", "last", "after", "before") and not fading:
            found = range_of(w, context.duration)
            return bounded(found, context.duration, context.language) if found else None
        if (
            w.part == "at"
            and 0 < w.a < context.duration
            and not clause.has("fade", "fadein", "fadeout")
        ):
            return Range.between(w.a, context.duration)
    return None


def _under_clips(clause: Clause, context: Context) -> Range | None:
    """``music under clips 2 and 3``, ``from the second clip on``."""
    ids = which(clause, context.timeline, context.language).ids
    if not ids:
        return None
    start, end = place_of(context, ids[0]).start, place_of(context, ids[-1]).end
    if clause.has("from") and clause.has("onward", "at", "start"):
        end = context.duration
    return Range.between(start, end) if start < end else None


def _silent_part(clause: Clause, context: Context) -> Outcome | None:
    """``no music in the first 5 seconds``: it plays in the rest, as long as that is one stretch."""
    when = next((w for w in whens(clause) if w.part in ("first", "before", "last", "after")), None)
    if when is None:
        return None
    total = context.duration
    rest = {
        "first": Range.between(when.a, total), "before": Range.between(when.a, total),
        "last": Range(ZERO, total - when.a), "after": Range(ZERO, when.a),
    }[when.part]  # fmt: skip
    span = bounded(rest, total, context.language)
    return Outcome((Act(clause.span, lambda stage: _again(stage, span), LAYERS),), "music")


_STOPS = ("stop", "stops", "end", "ends", "结束")


def _bounded_music(clause: Clause, context: Context) -> Outcome | None:
    """``stop the music at 20 seconds``: it plays up to then."""
    stops = any(t.text.split()[:1] == [s] for t in clause.tokens for s in _STOPS)
    stops = stops or clause.has("ends", "halts")
    point = next((w.a for w in whens(clause) if w.part in ("at", "before", "after", "to")), None)
    fades = clause.has("fade", "fadein", "fadeout", "fadeboth", "from", "start", "add")
    if not stops or point is None or fades or len(whens(clause)) > 1:
        return None
    bounded(Range(ZERO, point), context.duration, context.language)

    def build(stage: Stage) -> Sequence[Edit]:
        start = next(
            (r.start for t in stage.current.tracks if t.role == "music" for _, r in t.placed()),
            ZERO,
        )
        end = stage.moment(point)
        if end <= start:
            raise Impossible(
                say(
                    stage.language,
                    f"The music begins at {secs(start)} only.",
                    f"音乐从{secs(start, 'zh')}才开始。",
                )
            )
        return _again(stage, Range.between(start, end))

    return Outcome((Act(clause.span, build, LAYERS),), "music")


def _again(stage: Stage, span: Range) -> Sequence[Edit]:
    """The music there is, in another part of the video."""
    for track in stage.current.tracks:
        for item in track.items if track.role == "music" else ():
            if isinstance(item, Clip):
                media = stage.current.media_of(item)
                return (AddMusic(media, item.volume, item.fade_in, item.fade_out, span),)
    return ()


def _change(clause: Clause, context: Context) -> Outcome:
    media: Media | None = None
    notes: tuple[str, ...] = ()
    if (clause.has("replace", "change", "new", "style") or clause.of("file")) and _other_music(
        clause, context
    ):
        media, notes, _ = _media(clause, context)
    span = (
        None
        if media is not None or clause.has("fade", "fadein", "fadeout", "fadeboth")
        else _span(clause, context)
    )
    if span is not None:
        return Outcome((Act(clause.span, lambda stage: _again(stage, span), LAYERS),), "music")
    volume, by = volume_of(clause)
    if media is not None and by is not None:
        by = None
    if by is not None and "music" in context.coming and not clause.of(*_MEASURES):
        volume, by = sensible(clause, louder=by > 1), None
    entry, leave = fades_of(clause)
    if media is None and by is not None and clause.has("fade") and not whens(clause):
        return _other_fades(clause, by)
    if media is None and volume is None and by is None and entry is None and leave is None:
        media, notes, _ = _media(clause, context)
    edit = ChangeMusic(media, volume, by, entry, leave)
    only_fades = volume is None and by is None and media is None
    return Outcome(
        (one(clause, edit, LAYERS),), "music fade" if only_fades else "music", notes=notes
    )


def _other_fades(clause: Clause, by: float) -> Outcome:
    """``double the length of the music fade``."""

    def build(stage: Stage) -> Sequence[Edit]:
        for track in stage.current.tracks:
            for item in track.items if track.role == "music" else ():
                if isinstance(item, Clip):
                    factor = Fraction(by).limit_denominator(100)
                    return (
                        ChangeMusic(
                            None,
                            None,
                            None,
                            item.fade_in * factor or None,
                            item.fade_out * factor or None,
                        ),
                    )
        return ()

    return Outcome((Act(clause.span, build, LAYERS),), "music fade")


def _other_music(clause: Clause, context: Context) -> bool:
    return (
        clause.has("style")
        or (clause.has("replace") and not clause.of("percent"))
        or bool(clause.of("file"))
    )


INTENTS = (Intent("music", 300, _read),)
