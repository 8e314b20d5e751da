"""Music: added, changed, removed, faded."""

from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.verbs import AddMusic, ChangeMusic, Edit, RemoveMusic
from typecut.timeline import ZERO, Media, Range

from ..clause import Clause
from ..intent import Context, Intent, Outcome, bounded, one, range_of, removes, strength
from ..say import Impossible, say
from ..scores import composed, music_file, nearest_note, style_of
from ..stage import LAYERS, Act, Stage, has_music
from ..when import edge, whens

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


def _about_music(clause: Clause, context: Context) -> bool:
    if clause.has("music"):
        return not clause.has("title") or not clause.quotes
    if clause.has(
        "title",
        "transition",
        "fadeboth",
        "video",
        "clip",
        "transkind",
        "orientation",
        "canvas",
        "dial",
        "scale",
        "logo",
        "intropart",
        "improve",
    ):
        return False
    if music_file_named(clause, context):
        return True
    if clause.has(
        "look", "position", "blur", "export", "caption", "speed", "crop", "highlight", "filter"
    ):
        return False
    style = (
        clause.has("style")
        and clause.does("add", "replace", "change")
        and not clause.quotes
        and not clause.of("time", "size", "factor")
    )
    lofi = any(v in ("lofi", "jazz") for v in clause.values("style"))
    if style and (lofi or (context.subject == "music" and clause.has("it", "replace", "change"))):
        return True
    if context.subject != "music" or clause.has("sound", "original") and not clause.has("volume"):
        return False
    nothing_else = not clause.has(
        "faster", "slower", "reverse", "add", "remove", "cut", "trim", "keep"
    )
    about = (
        clause.has("volume", "louder", "quieter")
        or (
            clause.has("it")
            and clause.has("fade", "fadein", "fadeout", "less", "more", "remove", "replace", "mute")
        )
        or bool(clause.of("percent", "decibel"))
    )
    return about and (nothing_else or clause.has("it", "volume"))


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
    if _takes_away(clause):
        return _remove(clause, context, there)
    if clause.has("dont"):
        return Outcome(notes=(context.say("Left the music as it is.", "音乐保持不变。"),))
    if there and _changes(clause, context):
        return _change(clause, context)
    if clause.does("keep") and not clause.has("style", "add", "volume", "percent"):
        return Outcome(subject="music")
    return _add(clause, context)


def _takes_away(clause: Clause) -> bool:
    if clause.has("fade", "fadein", "fadeout") and not clause.has("without", "dont"):
        return False
    if clause.has("without"):
        return not clause.has("replace")
    if clause.has("dont"):
        return not clause.has("remove", "mute", "change", "replace", "louder", "quieter")
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
        clause.has("volume") or bool(clause.of("percent", "decibel")) or clause.has("it")
    )


def _volume(clause: Clause) -> tuple[float | None, float | None]:
    """The volume asked for, and the factor where it is relative."""
    percent, factor, decibel = (clause.number(k) for k in ("percent", "factor", "decibel"))
    words = {t.text for t in clause.tokens}
    up = clause.has("louder", "more") or "up" in words
    down = clause.has("quieter", "less") or "down" in words
    if decibel is not None:
        sign = -1 if down and decibel > 0 else 1
        return None, round(10 ** (sign * float(decibel) / 20), 3)
    if percent is not None:
        part = float(percent) / 100
        token = clause.of("percent")[0]
        before = clause.before(clause.tokens.index(token))
        relative = (up or down) and not (before is not None and before.has("to", "at", "change"))
        if relative or (before is not None and before.has("by") and (up or down)):
            return None, round(1 + part if up else max(1 - part, 0), 3)
        return part, None
    if clause.has("half"):
        return None, 0.5
    if factor is not None or clause.has("double", "triple"):
        number = float(factor) if factor is not None else 2.0 if clause.has("double") else 3.0
        return None, round(1 / number, 3) if down else number
    if up:
        return None, strength(clause, 1.2, 1.4, 2.0)
    return (None, strength(clause, 0.85, 0.7, 0.4)) if down else (None, None)


volume_of = _volume


def _fades(clause: Clause) -> tuple[Fraction | None, Fraction | None]:
    """Fade in and out of the music, where the clause asks for them."""
    if not clause.has("fade", "fadein", "fadeout", "fadeboth"):
        return None, None
    if clause.has("without"):
        return ZERO, ZERO
    long = next(
        (
            w.a
            for w in reversed(whens(clause))
            if w.part in ("for", "bare", "to", "last", "first", "by", "at")
        ),
        None,
    )
    span = long if long is not None else Fraction(2)
    entry = clause.has("fadein", "fadeboth") or (
        clause.has("fade")
        and not clause.has("fadeout")
        and (clause.has("start", "in") or edge(clause) == "start")
    )
    leave = (
        clause.has("fadeout", "fadeboth")
        or (clause.has("fade") and not entry)
        or (clause.has("fade") and clause.has("out"))
    )
    return (span if entry else None), (span if leave else None)


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
    volume, by = _volume(clause)
    if by is not None:
        volume = min(0.35 * by, 1.0)
    entry, leave = _fades(clause)
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


def _span(clause: Clause, context: Context) -> Range | None:
    """The part of the video that the music is asked for."""
    for w in whens(clause):
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


def _change(clause: Clause, context: Context) -> Outcome:
    media: Media | None = None
    notes: tuple[str, ...] = ()
    if (clause.has("replace", "change", "new", "style") or clause.of("file")) and _other_music(
        clause, context
    ):
        media, notes, _ = _media(clause, context)
    volume, by = _volume(clause)
    if media is not None and by is not None:
        by = None
    entry, leave = _fades(clause)
    if media is None and volume is None and by is None and entry is None and leave is None:
        media, notes, _ = _media(clause, context)
    edit = ChangeMusic(media, volume, by, entry, leave)
    return Outcome((one(clause, edit, LAYERS),), "music", notes=notes)


def _other_music(clause: Clause, context: Context) -> bool:
    return (
        clause.has("style")
        or (clause.has("replace") and not clause.of("percent"))
        or bool(clause.of("file"))
    )


INTENTS = (Intent("music", 300, _read),)
