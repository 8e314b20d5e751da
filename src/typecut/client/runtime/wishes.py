"""Wishes for a file: whether a few words ask for one, and what it shall be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from typecut.client.port import ExportWish

from .quoting import language_of
from .steps import Export, Say, Step

_LEAD = re.compile(
    r"""
    (?: (?:ok(?:ay)?|now|please|pls|then|finally|lastly|just|also|and|so|great|perfect|thanks?|yes
    |yeah|nice|good|cool|hey|hi|well|alright|first|next
    |(?:can|could|would|will)\s+you(?:\s+please)?|(?:can|could|may)\s+i(?:\s+please)?
    |i(?:['’]d|\s+would)\s+like(?:\s+you)?\s+to|i\s+wan(?:t|na)(?:\s+you)?(?:\s+to)?|i\s+need\s+to
    |let['’]?s|let\s+us|go\s+ahead\s+and|how\s+(?:do|can)\s+i|(?:i['’]?m\s+)?ready\s+to
    |it['’]?s\s+time\s+to)(?![\w-])[\s,:]*
    | \d{1,2}[.)、](?!\d)\s*
    | (?:不对|不行|请|麻烦|帮我|帮忙|现在|最后|然后|可以|能不能|能否|能|我想要|我想|我要|想要|直接|好了?|那就?
    |就|先|再|怎么|如何)[\s，]* )+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TALK = re.compile(
    r"(?:that|this|it|all)?(?:['’]?s|\s+is|\s+looks?|\s+seems?)?\s*(?:it|all|all\s+good|good|great|perfect|nice|fine|done|enough|lovely|awesome)"
    r"(?:\s+(?:now|to\s+me))?|looks?\s+(?:good|great|perfect|nice|fine)|i['’]?m\s+(?:done|happy|good|satisfied)(?:\s+with\s+(?:it|this|that))?"
    r"|never\s*mind|love\s+it|i\s+(?:like|love)\s+(?:it|this)|thank\s+you(?:\s+(?:so|very)\s+much)?"
    r"|(?:我)?(?:上传|传|剪|弄|改)(?:完|好)了|好了|可以了|就这样|算了|不错|很好|完美|谢谢|挺好的?|没问题|行|好的?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"""
    (?:export|download|render|save)(?![\w-])
    | (?P<me>(?:send|give|get)\s+(?:it\s+to\s+)?me|(?:have|get)(?=\s+(?:the|my)\s))(?![\w-])
    | (?:把|将)?\s*(?P<what>(?:这个|这段|我的|最终的?)?\s*(?:视频|成片|片子|影片|文件|结果|它)?)\s*
      (?P<do>导出|下载|输出|渲染|保存|另存|存为|存成|发给我|发我|传给我)
    | 给我(?=.*(?:视频|成片|片子|文件))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOUN = re.compile(r"(?<!\w)(?:export|mp4|render|download)(?![\w-])|导出|成片", re.IGNORECASE)
_FILE = re.compile(
    r"(?<!\w)(?:video|file|movie|film|clip|mp4|result|export|render|link|cut|download|master)(?![\w-])"
    r"|视频|成片|片子|文件",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"""
    (?<![\w-])(?:it|this|that|the|my|our|a|an|final|finished|edited|result|video|videos?|movie|film
    |clip|file|link|project|edit|cut|version|master|copy|everything|all|whole|full|complete|please|pls
    |now|here|for|me|us|free|at|in|as|with|to|into|of|quality|resolution|format|and|thanks|thank
    |you|again|immediately|asap|away|right|when|once|you(?:['’]re|\s+are)|it['’]?s|is|done|ready
    |so|i|can|watch|share|post|high-quality|settings?|sound|audio|computer|desktop|disk|phone
    |machine|local(?:ly)?|downloads|youtube|tiktok|instagram|reels?|shorts|vimeo|facebook|twitter
    |timeline|sequence|then|go|export|render|download|size|ratio|frame\s?rate|rate|version
    |just|only|be|one|ok(?:ay)?|mode|definition|yet)(?![\w-])
    | 这个|这段|那个|我的|视频|成片|片子|影片|文件|项目|结果|一下|一个|一份|格式|画质|质量|清晰度
    | 分辨率|比例|帧率|到|本地|电脑|桌面|手机|吧|吗|呢|啊|呀|了|为|成|以|用|的|给|我|请|谢谢|现在
    | 全部|整个|完整|最终|它|要|版本?|出来|去|抖音|小红书|即可|就行|导出|下载|看看?|声音|模式
    | [\s,.!?，。！？、:：_-]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIDE = re.compile(r"(?<![\d.])(360|480|540|720|1080|1440|2160)\s*(?:p|P)(?![a-zA-Z])")
_NAMED: Mapping[str, str] = {
    "4k": r"4\s*k|uhd|ultra\s*hd", "1440p": r"2\s*k|qhd", "1080p": r"f(?:ull)?\s*-?\s*hd",
    "720p": "hd",
}  # fmt: skip
_SIZE = re.compile(r"(?<!\d)(\d{2,5})\s*[x×*]\s*(\d{2,5})(?!\d)", re.IGNORECASE)
_FPS = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d{1,3})?)\s*(?:fps|frames\s*(?:per\s*second|/\s*s)|hz|帧(?:每秒|/秒)?)",
    re.IGNORECASE,
)
_QUALITY: Mapping[str, str] = {
    "best": r"(?:best|highest|max(?:imum)?|top|lossless|ultra|very\s+high)(?:[\s-]+(?:possible\s+)?quality)?"
    r"|最高(?:画质|质量|清)?|最佳(?:画质|质量)?|最好(?:的?画质|的?质量)?|超清|无损",
    "draft": r"(?:draft|preview|quick|fast|rough|low(?:est)?|proxy)(?:[\s-]+quality)?"
    r"|草稿|快速|低(?:画质|质量|清)|预览",
    "standard": r"(?:standard|normal|medium|regular|default)(?:[\s-]+quality)?"
    r"|标准|普通|中等(?:画质|质量)?|一般",
    "high": r"(?:high(?:er)?|good|great)(?:[\s-]+(?:quality|res(?:olution)?|definition))?"
    r"|高清|高(?:画质|质量|品质)",
}
_FORMAT = re.compile(
    r"(?<![A-Za-z0-9_])\.?(mp4|mov|webm|gif|mkv|avi|mp3|wav|m4a|srt|vtt|ass|edl|xml|fcpxml|otio|aaf|prproj|jpe?g|png|h\.?264)(?![A-Za-z0-9_])",
    re.IGNORECASE,
)
_SHAPE: Mapping[str, str] = {
    "vertical": r"vertical(?:ly)?|portrait|9\s*:\s*16|竖屏|竖版|竖的?",
    "horizontal": r"horizontal(?:ly)?|landscape|16\s*:\s*9|横屏|横版",
    "square": r"square|1\s*:\s*1|方形|正方形",
}
_PARTS = re.compile(
    r"subtitles?|captions?|frames?|stills?|audio|music|字幕|画面|音频", re.IGNORECASE
)
_NAME = re.compile(
    r"(?:\b(?:(?:to|as|into|called|named|(?:and\s+)?(?:call|name)\s+(?:it|the\s+file)|(?:(?:with|under|by|use)\s+)?(?:the\s+)?(?:file\s*-?)?(?:name|title)"
    r"(?:\s+(?:is|of|it))?)[:：=]?\s+|(?:file\s*-?)?(?:name)?[:：=]\s*)"
    r"|(?:(?:文件名?|名称|名字)?(?:命名|取名|起名|存|名)?(?:叫做?|为|是|成(?!片)|到|作)|文件名?|名称|名字|命名|取名|起名)\s*[:：=]?\s*)?((?:~|\.{1,2})?[^\s\"“”：，,。!?！？]*?[\w\u3400-\u9fff)\]-]\.mp4)(?![A-Za-z0-9_])",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"(?:don['’]?t|do\s+not|no\s+need\s+to|without|never|not)\s+(?:export|download|render|save)\w*"
    r"(?:ing)?(?:\s+(?:it|anything|the\s+video))?(?:\s+yet)?|(?:先)?(?:不要|别|不用|无需)(?:导出|下载|渲染)",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"(?:only\s+|just\s+)?((?:the\s+)?(?:first|last|final)\s+\d.*|(?:from\s+)?\d[\d:.]*\s*s?\w*\s+to\s+\d.*"
    r"|(?:the\s+)?(?:clips?|shots?)\s+\d+(?:\s*(?:,|and|to|-|&)\s*\d+)*(?:\s+only)?|(?:the\s+)?(?:first|second|third|fourth|fifth|last|\d+(?:st|nd|rd|th))"
    r"\s+(?:clip|shot|minute).*)$"
    r"|((?:最?[前后]|第).*\d*.*(?:秒|分钟|段|个|片段).*)$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"(?:it|this|(?:the\s+|my\s+)?video)?\s*without\s+(?:the\s+|any\s+)?(.+)$", re.IGNORECASE
)
_WITH = re.compile(r"(?:it|this|(?:the\s+|my\s+)?video)?\s*with\s+(.+)$", re.IGNORECASE)
_AS = re.compile(
    r"(?:it|this|(?:the\s+|my\s+)?video)?\s*(?:in|as)\s+(black\s+and\s+white|slow\s+motion|reverse|sepia)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a wish, and the words that were not."""

    step: Export
    shape: str
    rest: str
    named: bool


def export_of(piece: str, *, alone: bool = False) -> tuple[Step, ...]:
    """The steps towards a file that a piece asks for; none where it asks for something else.

    ``export the first 10 seconds`` changes the timeline before it is exported, as the words say.
    """
    wanted = _object(piece.strip())
    if wanted is None:
        return _noun(piece) if alone else ()
    read = _read(wanted)
    if not read.rest or (read.step.format and not _PARTS.sub("", read.rest)):
        return _shaped(read, piece)
    if _asks_for_it(piece):
        return ()
    edit = _edit(_without_options(wanted))
    return (Say(edit), read.step) if edit else ()


def options_of(piece: str) -> tuple[Export, str] | None:
    """What a piece that is nothing but options says ("30 fps", "high quality"), and the shape."""
    read = _read(piece)
    return (read.step, read.shape) if read.named and not read.rest else None


def refused(piece: str) -> bool:
    """Whether a piece says that there shall be no file ("don't export yet")."""
    text = _after_lead(piece.strip())
    found = _NEVER.match(text)
    return bool(found) and not _FILLER.sub("", text[found.end() :] if found else text)


def merged(step: Export, more: Export) -> Export:
    """A wish with what a later piece adds to it."""
    usual = ExportWish()
    added = {
        name: value
        for name in ("quality", "resolution", "width", "height", "fps")
        if (value := getattr(more.wish, name)) != getattr(usual, name)
    }
    return Export(replace(step.wish, **added), more.name or step.name, more.format or step.format)


def idle(piece: str) -> bool:
    """Whether a piece is politeness and nothing else ("please", "ok")."""
    rest = _after_lead(piece.strip()).strip(" .!。！~～")
    return not rest or bool(_TALK.fullmatch(rest))


def bare(piece: str) -> bool:
    """Whether a piece is the verb alone, which may be a word in a row of words."""
    found = _VERB.match(_after_lead(piece.strip()))
    return bool(found) and not _after_lead(piece.strip())[found.end() if found else 0 :].strip(
        " .!。！"
    )


def _after_lead(text: str) -> str:
    found = _LEAD.match(text)
    return text[found.end() :] if found else text


def _asks_for_it(piece: str) -> bool:
    """Whether the verb is "send me" and not "export": with more words it asks for other things."""
    found = _VERB.match(_after_lead(piece.strip()))
    return bool(found and found["me"])


def _object(text: str) -> str | None:
    """What follows the verb that asks for a file; None where there is no such verb."""
    rest = _after_lead(text)
    found = _VERB.match(rest)
    if found is None:
        return None
    wanted = (found["what"] or "") + rest[found.end() :]
    if (found["me"] or rest.startswith("给我")) and not _FILE.search(wanted):
        return None if not re.search(r"it\s+to\s+me", found[0], re.IGNORECASE) else ""
    if re.match(r"\s*(?:button|as\s+a\s+word|的)", wanted, re.IGNORECASE):
        return None
    return wanted


def _noun(piece: str) -> tuple[Step, ...]:
    """``1080p MP4, please``, ``mp4 export``: a file is named and nothing else."""
    if not _NOUN.search(piece) or _NAME.search(piece):
        return ()
    read = _read(_after_lead(piece.strip()))
    return _shaped(read, piece) if not read.rest else ()


_SAID = {
    "vertical": ("make it vertical", "改成竖屏"),
    "horizontal": ("make it horizontal", "改成横屏"),
    "square": ("make it square", "改成方形"),
}


def only_shapes(message: str) -> bool:
    """Whether a message is our own words for a shape that was wished of a file: that nothing
    changed then is as good."""
    return any(message in said for said in _SAID.values())


def _shaped(read: _Read, piece: str) -> tuple[Step, ...]:
    """A shape is a change of the timeline, and said as one."""
    if not read.shape:
        return (read.step,)
    return (Say(_SAID[read.shape][language_of(piece) == "zh"]), read.step)


def _read(text: str) -> _Read:
    """Takes every option out of the words; `rest` is what is neither option nor filler."""
    name, text = _take(_NAME, text)
    size, text = _take(_SIZE, text)
    fps, text = _take(_FPS, text)
    resolution, text = _resolution(text)
    quality, text = _one_of(_QUALITY, text)
    shape, text = _one_of(_SHAPE, text)
    format_, text = _take(_FORMAT, text)
    width, _, height = (
        size.lower().replace("×", "x").replace("*", "x").replace(" ", "").partition("x")
    )
    wish = ExportWish(
        quality=quality or "high", resolution=resolution, width=int(width or 0),
        height=int(height or 0), fps=re.sub(r"[^\d.]", "", fps),
    )  # fmt: skip
    format_ = format_.lower().lstrip(".")
    other = "" if format_ in ("", "mp4", "h264", "h.264") else format_
    named = any((name, size, fps, resolution, quality, shape, format_))
    return _Read(Export(wish, name, other), shape, _FILLER.sub("", text), named)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return "", text
    group = found[1] if pattern in (_NAME, _FORMAT) else found[0]
    return group, text[: found.start()] + " " + text[found.end() :]


def _resolution(text: str) -> tuple[str, str]:
    found = _SIDE.search(text)
    if found:
        return f"{found[1]}p", text[: found.start()] + " " + text[found.end() :]
    return _one_of(_NAMED, text)


def _one_of(table: Mapping[str, str], text: str) -> tuple[str, str]:
    for value, pattern in table.items():
        found = re.search(rf"(?<![A-Za-z\d])(?:{pattern})(?![A-Za-z])", text, re.IGNORECASE)
        if found:
            return value, text[: found.start()] + " " + text[found.end() :]
    return "", text


def _without_options(text: str) -> str:
    for pattern in (_SIDE, _FPS):
        text = pattern.sub("", text)
    text = re.sub(r"\b(?:in|at|as)?\s*(?:4k|mp4)\b", "", text, flags=re.IGNORECASE)
    return re.sub(r"\s+(?:in|at|as|please)?\s*$", "", text).strip(" .!。！")


def _edit(rest: str) -> str:
    """The change that must come before the file; "" where the words say something else."""
    if found := _KEEP.match(rest):
        kept = re.sub(r"\s+only$", "", found[1] or "")
        return f"keep only {kept}" if kept else f"只保留{found[2]}"
    if found := _WITHOUT.match(rest):
        return f"remove the {found[1]}"
    if found := _AS.match(rest):
        return f"make it {found[1]}"
    if found := _WITH.match(rest):
        return f"add {found[1]}"
    return ""
