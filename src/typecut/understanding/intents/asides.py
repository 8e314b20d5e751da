"""What is said but asks for nothing that can be done: constraints, wishes without content, and
things that typecut does not do yet."""

from ..clause import Clause
from ..intent import Context, Intent, Outcome
from ..say import Impossible
from ..when import whens
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
_STABLE = ("Stabilising and noise reduction are not possible yet.", "暂时不支持防抖和降噪。")
_BEATS = ("Cutting to the beat is not possible yet.", "暂时不支持卡点剪辑。")
_PERSON = (
    "Finding people and things in the picture is not possible yet; name a clip or a time.",
    "暂时不能识别画面内容，请说出第几段或时间。",
)
_INTRO = (
    "Say how many seconds that is, as in: remove the first 5 seconds.",
    "请说明是多少秒，例如：去掉前5秒。",
)


def _cannot(clause: Clause, context: Context) -> Outcome | None:
    sentences = None
    times = whens(clause)
    if clause.quotes:
        return None
    if clause.has("highlight") and not times:
        sentences = _HIGHLIGHT
    elif clause.has("highlight") and clause.does("cut", "keep", "trim", "create", "change"):
        sentences = _HIGHLIGHT
    elif clause.has("silence"):
        sentences = _SILENCE
    elif clause.has("voiceover") and not clause.of("file"):
        sentences = None if clause.negated or clause.does("remove") else _VOICE
    elif clause.has("caption") and not clause.has("remove", "without", "dont", "change"):
        sentences = _CAPTIONS
    elif clause.has("stabilize"):
        sentences = _STABLE
    elif clause.has("beatsync"):
        sentences = _BEATS
    elif clause.has("person") and clause.does("remove", "cut", "keep", "blur"):
        sentences = _PERSON
    elif (
        clause.has("intropart", "outropart")
        and clause.does("remove", "cut", "trim")
        and not times
        and not which(clause, context.timeline, context.language)
    ):
        sentences = _INTRO
    if sentences is None:
        return None
    raise Impossible(context.say(*sentences))


def _constraint(clause: Clause, context: Context) -> Outcome | None:
    """``keep the rest as it is``, ``don't touch the sound``."""
    if clause.has("unchanged"):
        return Outcome()
    if clause.has("dont", "without") and (
        clause.has(
            "remove",
            "cut",
            "trim",
            "change",
            "mute",
            "crop",
            "add",
            "sound",
            "other",
            "transition",
            "logo",
            "video",
            "caption",
            "voiceover",
            "blur",
            "look",
            "filter",
            "fadein",
            "fadeout",
            "fade",
            "speed",
            "faster",
            "slower",
        )
    ):
        return Outcome()
    if (
        clause.does("keep")
        and clause.has("other", "sound", "original", "video", "canvas", "same")
        and not whens(clause)
    ):
        return Outcome()
    return None


def _recipe(clause: Clause, context: Context) -> Outcome | None:
    """Nothing said but that something be done."""
    if (
        clause.quotes
        or clause.of("time", "percent", "factor", "file", "number", "ordinal")
        or clause.negated
    ):
        return None
    specific = (
        "music",
        "title",
        "caption",
        "logo",
        "fadein",
        "fadeout",
        "transition",
        "sound",
        "look",
        "dial",
        "speed",
        "export",
        "position",
        "intropart",
        "outropart",
    )
    if clause.has(*specific) or (clause.unknown and not clause.has("improve")):
        return None
    if clause.has("improve"):
        return Outcome(recipe=frozenset({"improve"}))
    words = [t for t in clause.tokens if not t.filler]
    if clause.has("trim", "cut", "change", "create") and all(
        t.has(
            "trim",
            "cut",
            "change",
            "create",
            "video",
            "clip",
            "photo",
            "it",
            "all",
            "library",
            "slightly",
            "new",
            "both",
            "in",
            "for",
        )
        for t in words
    ):
        trims = clause.has("trim") or any(t.text in ("cut", "trim", "修剪", "裁剪") for t in words)
        edits = (
            clause.has("video", "clip", "it", "photo")
            or clause.has("trim")
            or any(t.has("cut") or t.text.startswith("edit") for t in words)
        )
        return Outcome(recipe=frozenset({"trim"} if trims else {"improve"})) if edits else None
    if len(words) == 1 and words[0].text in ("edit",):
        return Outcome(recipe=frozenset({"improve"}))
    return None


INTENTS = (
    Intent("cannot", 250, _cannot),
    Intent("constraint", 910, _constraint),
    Intent("recipe", 950, _recipe),
)
