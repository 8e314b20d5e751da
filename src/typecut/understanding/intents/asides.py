"""What is said but asks for nothing that can be done: constraints, wishes without content, and
things that typecut does not do yet."""

from ..clause import Clause
from ..intent import Context, Intent, Outcome, part_of, removes
from ..say import Impossible
from ..when import edge, whens
from ..which import which

EXAMPLES = """
edit my video clips -> wish recipe
generate my text or images -> wish slideshow
make it look better -> wish recipe
trim, add transitions, and export -> wish recipe trim transitions; export mp4
帮我剪一下 -> wish recipe
美化一下 -> wish recipe
剪辑这个视频 -> wish recipe
remove the silences -> ! silence
make a highlight reel -> ! highlights
add subtitles automatically -> ! words
trim the intro -> ! seconds
去掉停顿 -> ! 停顿
don't mute the clips -> nothing
keep the rest as it is -> nothing
make me a sandwich -> ?
哈哈哈 -> ?
"""

_SILENCE = (
    "Finding silence, pauses and filler words is not possible yet; name the times, as in: remove 0:05 to 0:08.",
    "暂时不能自动查找静音和停顿，请说出时间，例如：删掉第5秒到第8秒。",
)
_HIGHLIGHT = (
    "Finding the highlights is not possible yet; name the times to keep, as in: keep 0:10 to 0:25.",
    "暂时不能自动找精彩片段，请说出要保留的时间，例如：只保留10秒到25秒。",
)
_VOICE = (
    "Speaking voices are not possible yet; a recording can be added as a file.",
    "暂时不能生成配音，可以添加录好的音频文件。",
)
_CAPTIONS = (
    'Captions from speech are not possible yet; say the words, as in: add the caption "Hello" at 0:05.',
    "暂时不能自动识别字幕，请说出文字，例如：在第5秒加字幕“你好”。",
)
_DUCKING = (
    "Lowering the music under speech is not possible yet; its volume can be set, as in: music at 15%.",
    "暂时不能让音乐自动避让人声，可以直接调低音量，例如：音乐音量15%。",
)
_VERSIONS = (
    "One file can be exported at a time; ask for the next one afterwards.",
    "一次只能导出一个文件，完成后再导出下一个。",
)
_BLANK = ("Blank screens cannot be inserted yet.", "暂时不能插入空白画面。")
_STABLE = ("Stabilising and noise reduction are not possible yet.", "暂时不支持防抖和降噪。")
_BEATS = ("Cutting to the beat is not possible yet.", "暂时不支持卡点剪辑。")
_REPEAT = (
    "One of the repeats cannot be named yet; repeat the clip first, then change the copy by its number.",
    "暂时不能单独指定某一遍，请先重复该片段，再按第几段修改。",
)
_PERSON = (
    "Finding people and things in the picture is not possible yet; name a clip or a time.",
    "暂时不能识别画面内容，请说出第几段或时间。",
)
_LENGTH = (
    "Say how long it shall be, as in: make it 30 seconds long.",
    "请说明想要多长，例如：剪到30秒。",
)
_EDGE = (
    "Say how many seconds that is, as in: slow down the last 5 seconds.",
    "请说明是多少秒，例如：最后5秒慢放。",
)
_INTRO = (
    "Say how many seconds that is, as in: remove the first 5 seconds.",
    "请说明是多少秒，例如：去掉前5秒。",
)


def _cannot(clause: Clause, context: Context) -> Outcome | None:
    if clause.quotes:
        return None
    sentences = _unable(clause) or _unclear(clause, context)
    if sentences is None:
        return None
    raise Impossible(context.say(*sentences))


def _unable(clause: Clause) -> tuple[str, str] | None:
    """What cannot be done yet."""
    acts = clause.does("cut", "keep", "trim", "create", "change")
    tests = (
        (clause.has("highlight") and (acts or not whens(clause)), _HIGHLIGHT),
        (clause.has("silence"), _SILENCE),
        (clause.has("voiceover") and not (clause.of("file") or removes(clause)), _VOICE),
        (
            clause.has("caption") and not clause.has("remove", "without", "dont", "change"),
            _CAPTIONS,
        ),
        (clause.has("ducking") and not clause.has("add", "percent"), _DUCKING),
        (clause.has("blank"), _BLANK),
        (_of_a_repeat(clause), _REPEAT),
        (clause.has("versions") and clause.has("export", "number"), _VERSIONS),
        (clause.has("stabilize") and not (whens(clause) and removes(clause)), _STABLE),
        (clause.has("beatsync"), _BEATS),
        (clause.has("person") and clause.does("remove", "cut", "keep", "blur"), _PERSON),
    )
    return next((sentences for asked, sentences in tests if asked), None)


def _of_a_repeat(clause: Clause) -> bool:
    """``the second time in reverse``."""
    said = clause.span.of(clause.instruction).lower()
    return any(words in said for words in ("second time", "third time", "第二遍", "第三遍"))


def _unclear(clause: Clause, context: Context) -> tuple[str, str] | None:
    """What lacks a number or a place."""
    if whens(clause):
        return None
    cuts = clause.has("intropart", "outropart") and clause.does("remove", "cut", "trim")
    if cuts and not which(clause, context.timeline, context.language):
        return _INTRO
    if _edge_of_unknown_length(clause) and not which(clause, context.timeline, context.language):
        return _EDGE
    longer = clause.has("shorter", "longer") or any(t.text == "long" for t in clause.tokens)
    whole = clause.has("video", "it") and not clause.has("title", "music", "transition")
    if longer and whole:
        return _LENGTH
    return _PERSON if _vague_part(clause, context) else None


def _edge_of_unknown_length(clause: Clause) -> bool:
    """``make the ending slow motion``: how much of it?"""
    changed = clause.has("faster", "slower", "slowmotion", "reverse", "mute", "look", "blur")
    laid = clause.has(
        "title", "music", "transition", "fadein", "fadeout", "fade", "add", "freeze", "highlight"
    )
    return changed and not laid and bool(edge(clause)) and not clause.has("throughout", "all")


def _vague_part(clause: Clause, context: Context) -> bool:
    """``the boring parts``: a stretch that only seeing would find."""
    acts = clause.does("remove", "cut", "keep", "trim") or clause.has("faster", "slower", "mute")
    if not (clause.has("part") and acts) or whens(clause) or clause.has("other"):
        return False
    return part_of(clause, context) is None and not which(
        clause, context.timeline, context.language
    )


_FORBIDDEN = (
    "remove", "cut", "trim", "change", "mute", "crop", "add", "sound", "other", "transition",
    "logo", "video", "caption", "voiceover", "blur", "look", "filter", "fadein", "fadeout", "fade",
    "speed", "faster", "slower",
)  # fmt: skip
_SPECIFIC = (
    "music", "title", "caption", "logo", "fadein", "fadeout", "transition", "sound", "look",
    "dial", "speed", "export", "position", "intropart", "outropart",
)  # fmt: skip
_EMPTY = (
    "trim", "cut", "change", "create", "video", "clip", "photo", "it", "all", "library",
    "slightly", "new", "both", "in", "for",
)  # fmt: skip


def _constraint(clause: Clause, context: Context) -> Outcome | None:
    """``keep the rest as it is``, ``don't touch the sound``, ``here are three clips``."""
    if clause.has("levels"):
        note = context.say("The mix is levelled at every export.", "导出时会自动统一响度。")
        return Outcome(notes=(note,))
    joined = clause.has("join") and not clause.has("transition", "transkind", "title", "music")
    kept = clause.does("keep") and clause.has(
        "other", "sound", "original", "video", "canvas", "same"
    )  # fmt: skip
    asks_nothing = (
        joined
        or (_only_names(clause) and not context.recent)
        or clause.has("remark")
        or (clause.has("unchanged") and not _back_to_normal(clause, context))
        or (clause.has("fit") and not whens(clause))
        or (clause.has("dont", "without") and clause.has(*_FORBIDDEN))
        or (kept and not whens(clause))
    )
    return Outcome() if asks_nothing else None


def _back_to_normal(clause: Clause, context: Context) -> bool:
    """``back to normal``, which nobody has found out about."""
    return bool(context.recent) and any(t.text in ("normal", "正常") for t in clause.tokens)


def _only_names(clause: Clause) -> bool:
    """``these are my clips``."""
    named = ("clip", "photo", "video", "it", "library")
    return all(
        t.filler or t.kind == "number" or (t.has(*named) and not t.has("change", "add"))
        for t in clause.tokens
    )


def _recipe(clause: Clause, context: Context) -> Outcome | None:
    """Nothing said but that something be done."""
    if clause.quotes or clause.of("time", "percent", "factor", "file", "number", "ordinal"):
        return None
    if clause.negated or clause.has(*_SPECIFIC) or any(t.text == "version" for t in clause.tokens):
        return None
    if clause.has("improve"):
        return Outcome(recipe=frozenset({"improve"}))
    words = [t for t in clause.tokens if not t.filler]
    if clause.unknown or not all(t.has(*_EMPTY) for t in words):
        return None
    trims = clause.has("trim") or any(t.text in ("cut", "裁剪") for t in words)
    edits = clause.has("cut", "trim") or any(t.text.startswith("edit") for t in words)
    about = clause.has("change", "create") and clause.has("video", "clip", "it", "photo")
    if not edits and not about:
        return None
    return Outcome(recipe=frozenset({"trim"} if trims else {"improve"}))


INTENTS = (
    Intent("cannot", 250, _cannot),
    Intent("constraint", 910, _constraint),
    Intent("recipe", 950, _recipe),
)
