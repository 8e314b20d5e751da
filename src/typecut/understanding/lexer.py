"""Cuts an instruction into tokens, both languages at once, without losing a position."""

import re
from collections.abc import Sequence
from fractions import Fraction

from . import lexicon, numbers
from .quotes import quote_at
from .tokens import Token

_ASPECTS = {
    (16, 9), (9, 16), (1, 1), (4, 5), (5, 4), (4, 3), (3, 4), (21, 9), (9, 21), (2, 3), (3, 2),
    (2, 1), (1, 2), (18, 9), (9, 18), (17, 9),
}  # fmt: skip
_EXTENSIONS = "mp4|mov|avi|webm|mkv|m4v|mpg|mpeg|jpe?g|png|gif|webp|bmp|tiff?|heic|mp3|wav|m4a|aac|ogg|flac|opus|srt|vtt"
_FILE = re.compile(
    rf"(?:https?://|[~/.]|[a-z]:\\)?[\w\-./\\+@%()]{{0,255}}[\w)]\.(?:{_EXTENSIONS})(?![a-z0-9])"
)
_FILE_ASCII = re.compile(
    rf"[a-z0-9_\-./\\+@%()~:]{{0,255}}[a-z0-9_)]\.(?:{_EXTENSIONS})(?![a-z0-9])"
)
_ASPECT = re.compile(r"(\d{1,2})\s*(?::|：|比|/|x|×|\s+by\s+|\s+to\s+)\s*(\d{1,2})(?![\d:：.%a-z])")
_PIXELS = re.compile(r"(\d{3,4})\s*(?:x|×|\*|乘|by)\s*(\d{3,4})(?:px|p|像素)?(?!\d)")
_LINES = re.compile(r"(2160|1440|1080|720|480|360|540)\s?[pi](?![a-z])|([248])k(?![a-z0-9])")
_GLUED_RATE = re.compile(r"(?:24|25|30|50|60)(?!\d)")
_RATE = re.compile(
    rf"({numbers.DIGITS})\s*-?(?:fps|frames per second|frames a second|帧每秒|帧/秒|帧率|帧(?![数]))"
)
_RATE_ZH = re.compile(
    r"每秒\s*(\d+(?:\.\d+)?)\s*帧|(?:帧率|fps|frame rate(?: of| to)?)\s*(?:为|设为|改成|改为|调到|到|to|=|:|：)?\s*(\d+(?:\.\d+)?)(?!\s*%)"
)
_PERCENT = re.compile(rf"([+-]?(?:{numbers.DIGITS}))\s*-?(?:%|％|percent|per cent|pct)(?![a-z])")
_PERCENT_ZH = re.compile(rf"百分之({numbers.ZH}|百)|({numbers.ZH})\s*成(?=音量|$|[，,。、的透])")
_FACTOR = re.compile(
    rf"({numbers.DIGITS})\s*(?:x|×)(?![a-z0-9])|(?:x|×)\s*({numbers.DIGITS})(?![a-z0-9%])"
)
_TIMES = re.compile(r"[\s-]+times?(?![a-z])")
_FACTOR_ZH = re.compile(rf"({numbers.ZH}|半)\s*倍(?:速度?)?")
_DEGREES = re.compile(rf"([+-]?(?:{numbers.DIGITS}))\s*-?(?:°|º|degrees?|deg|度)(?![a-z])")
_DECIBEL = re.compile(rf"([+\-−]?\s?(?:{numbers.DIGITS}))\s*(?:db|分贝)(?![a-z])")
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z])")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)(?![a-z])")
_ORDINAL_ZH = re.compile(rf"(倒数)?第\s*({numbers.ZH})(?!\s*(?:分|秒|小时|毫秒))")
_LIST_ITEM = re.compile(
    r"(?:^|(?<=[\s:：,，;；。、]))[(（]?(?:\d{1,2}|[a-h一二三四五六七八九十])[)）.、．](?=\s|[^\d\s])(?!\d)"
)
_LAST_ITEM = re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩]|(?:^|(?<=\n))\s*[-*•·–]\s+")
_ORDINAL_WORDS = {
    w: i + 1
    for i, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ]
    )
}
_EDGE_UNIT = re.compile(
    r"(hour|minute|second)(?![a-z])(?!\s+(?:clip|shot|title|scene|video|photo|one|image|part|transition)s?\b)"
)
_ORDINAL_SECOND = re.compile(
    r"(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s+second(?![a-z])"
    r"(?!\s+(?:clip|shot|title|scene|video|photo|one|image|part|transition)s?\b)"
)
_ONE = re.compile(r"ones?(?![a-z-])")
_STEP = re.compile(r"step\s+\d{1,2}\s*[:.)]")
_POSSESSIVE = re.compile(r"(?<=[\w\"”])['’](?:s|re|ll|d|ve|m)?(?![a-z0-9])")
_POINT_ZH = re.compile(r"第\s*")
_NUMBERED_SECOND = re.compile(
    rf"seconds?\s+({numbers.DIGITS})(?![\d%:.]|\s*-?\s*(?:h|m|s|ms|hours?|min\w*|sec\w*|frames?|clips?|x)\b)"
)
_BREAKS = {c: c for c in ",;.:\n"} | {
    "，": ",", "、": ",", "；": ";", "。": ".", "！": ".", "!": ".", "?": ".", "？": ".", "：": ":",
    "…": ".", "-": "-", "–": "-", "—": "-", "~": "-", "～": "-", "→": "-", "|": ";", "\r": "\n",
    "\u2028": "\n",
}  # fmt: skip
_COUNTS = ("clip", "photo", "number", "title", "at", "to", "from", "by", "volume")
"""A number after one of these belongs to it and begins no list item."""
_TRADITIONAL = str.maketrans(
    "輯標題樂後開頭結轉場間靜聲書畫麼個長顯這兩後與從則將結剪裡時鐘輸導並設為換刪訊動態滿質濾鏡調飽對亮顏色紅藍綠黃橙紫銀頁轉倒縮復製關閉響歡輕緩電風懷舊鮮豔導儲狀額幫給請讓應該還會視頻圖張輪動邊橫豎屏採選傳過條單雙變減速幾點無張現實剛節奏組織專業廣告紀錄觀裝終於疊線軸軌總寬鏈檔號碼個內來淺",
    "辑标题乐后开头结转场间静声书画么个长显这两后与从则将结剪里时钟输导并设为换删讯动态满质滤镜调饱对亮颜色红蓝绿黄橙紫银页转倒缩复制关闭响欢轻缓电风怀旧鲜艳导储状额帮给请让应该还会视频图张轮动边横竖屏采选传过条单双变减速几点无张现实刚节奏组织专业广告纪录观装终于叠线轴轨总宽链档号码个内来浅",
)
_FULLWIDTH = {ord("０") + i: str(i) for i in range(10)} | {ord("％"): "%", ord("．"): "."}


def normalised(text: str) -> str:
    """Lower case, half-width digits, simplified characters: each in its old place."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_FULLWIDTH).translate(_TRADITIONAL)


def lex(text: str, rate: Fraction, names: Sequence[str] = ()) -> tuple[Token, ...]:
    """The tokens of an instruction; `names` are the media that it may speak of."""
    plain = normalised(text)
    known = sorted({normalised(n) for n in names if len(n) > 1}, key=len, reverse=True)
    tokens: list[Token] = []
    position = 0
    while position < len(plain):
        if plain[position] in " \t\u3000\u00a0\u200b":
            position += 1
            continue
        token = _token(text, plain, position, rate, known, tokens[-1] if tokens else None)
        tokens.append(token)
        position = token.end
    return tuple(tokens)


def _token(
    text: str, plain: str, at: int, rate: Fraction, names: Sequence[str], last: Token | None
) -> Token:
    quote = quote_at(text, at)
    if quote:
        return Token("quote", at, quote.end, plain[at : quote.end], literal=quote.text)
    if m := _POSSESSIVE.match(plain, at):
        return Token("word", at, m.end(), m[0], {"filler": ""})
    if named := _file(text, plain, at, names):
        return named
    item = _LIST_ITEM.match(plain, at) if last is None or not last.has(*_COUNTS) else None
    if m := item or _LAST_ITEM.match(plain, at) or _STEP.match(plain, at):
        return Token("break", at, m.end(), "\n")
    return (_valued(plain, at, rate, last) if _may_be_value(plain, at) else None) or _word(
        text, plain, at
    )


def _may_be_value(plain: str, at: int) -> bool:
    """Letters in the middle of a word begin no number."""
    return not (
        at
        and plain[at].isascii()
        and plain[at].isalpha()
        and plain[at - 1].isascii()
        and plain[at - 1].isalpha()
    )


def _file(text: str, plain: str, at: int, names: Sequence[str]) -> Token | None:
    for name in names:
        end = at + len(name)
        if plain.startswith(name, at) and not _inside_word(plain, at, end):
            return Token("file", at, end, name, literal=text[at:end])
    m = _FILE_ASCII.match(plain, at) or (
        None if lexicon.chinese(plain[at]) else _FILE.match(plain, at)
    )
    return Token("file", at, m.end(), m[0], literal=text[at : m.end()]) if m else None


def _inside_word(plain: str, start: int, end: int) -> bool:
    """Whether a name found there is only a piece of a longer Latin word."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    return (before.isascii() and before.isalnum() and plain[start].isalnum()) or (
        after.isascii() and (after.isalnum() or after == "_")
    )


def _valued(plain: str, at: int, rate: Fraction, last: Token | None) -> Token | None:
    return (
        _picture_size(plain, at, last)
        or _amount(plain, at)
        or _time(plain, at, rate, last)
        or _counted(plain, at, last)
    )


def _picture_size(plain: str, at: int, last: Token | None) -> Token | None:
    if m := _PIXELS.match(plain, at):
        return Token("size", at, m.end(), m[0], size=(int(m[1]), int(m[2])))
    if (
        last is not None
        and last.kind == "size"
        and at == last.end
        and (m := _GLUED_RATE.match(plain, at))
    ):
        return Token("rate", at, m.end(), m[0], number=Fraction(m[0]))
    if m := _LINES.match(plain, at):
        height = int(m[1]) if m[1] else {"2": 1440, "4": 2160, "8": 4320}[m[2]]
        return Token("size", at, m.end(), m[0], size=(0, height))
    if (m := _ASPECT.match(plain, at)) and (int(m[1]), int(m[2])) in _ASPECTS:
        words = " to " in m[0] or " by " in m[0]
        if not (
            words and (int(m[1]), int(m[2])) not in {(16, 9), (9, 16), (4, 3), (4, 5), (21, 9)}
        ):
            return (
                None
                if _is_clock(plain, m, last)
                else Token("aspect", at, m.end(), m[0], size=(int(m[1]), int(m[2])))
            )
    if (m := _RATE.match(plain, at)) and not (last and last.has("freeze")):
        return Token("rate", at, m.end(), m[0], number=numbers.decimal(m[1]))
    if m := _RATE_ZH.match(plain, at):
        return Token(
            "rate",
            at,
            m.end(),
            m[0],
            number=numbers.decimal(m[1] or m[2]),
            concepts={"framerate": ""},
        )
    return None


def _is_clock(plain: str, m: re.Match[str], last: Token | None) -> bool:
    """``9:16`` is a time beside another clock or after a word that wants a time."""
    if len(m[2]) < 2 or m[0] not in (f"{m[1]}:{m[2]}", f"{m[1]}：{m[2]}") or int(m[2]) >= 60:
        return False
    after = re.match(
        r"\s*(?:-|–|—|~|to|and|until|till|到|至)\s*\d{1,2}[:：]\d{2}", plain[m.end() :]
    )
    return bool(after) or (
        last is not None
        and (
            last.unit == "clock"
            or last.text in ("-", "at", "from", "after", "before", "until", "在", "从")
        )
    )


def _amount(plain: str, at: int) -> Token | None:
    if m := _PERCENT.match(plain, at) or _PERCENT_ZH.match(plain, at):
        raw = next(g for g in m.groups() if g)
        number = (
            Fraction(100)
            if raw == "百"
            else numbers.decimal(raw)
            if raw[0] in "+-"
            else numbers.value(raw)
        )
        return Token("percent", at, m.end(), m[0], number=number * (10 if "成" in m[0] else 1))
    if m := _DECIBEL.match(plain, at):
        return Token("decibel", at, m.end(), m[0], number=numbers.decimal(m[1].replace(" ", "")))
    if m := _DEGREES.match(plain, at):
        return Token("degrees", at, m.end(), m[0], number=numbers.decimal(m[1]))
    if m := _FACTOR.match(plain, at):
        return Token("factor", at, m.end(), m[0], number=numbers.decimal(m[1] or m[2]))
    if m := _FACTOR_ZH.match(plain, at):
        number = Fraction(1, 2) if m[1] == "半" else numbers.value(m[1])
        return Token("factor", at, m.end(), m[0], number=number)
    if m := _HEX.match(plain, at):
        code = m[1] if len(m[1]) == 6 else "".join(c * 2 for c in m[1])
        return Token("word", at, m.end(), m[0], {"colour": f"#{code}"})
    return None


def _time(plain: str, at: int, rate: Fraction, last: Token | None) -> Token | None:
    if found := numbers.clock_time(plain, at):
        return Token("time", at, found[2], plain[at : found[2]], number=found[0], unit="clock")
    point = _POINT_ZH.match(plain, at)
    start = point.end() if point else at
    found = numbers.chinese_time(plain, start) if start < len(plain) else None
    if found is None and not point:
        found = numbers.english_time(plain, at, rate)
    if found:
        concepts = {"at": ""} if point else {}
        return Token("time", at, found[2], plain[at : found[2]], concepts, found[0], found[1])
    if (m := _NUMBERED_SECOND.match(plain, at)) and not (
        last and last.kind in ("number", "ordinal")
    ):
        return Token("time", at, m.end(), m[0], {"at": ""}, numbers.decimal(m[1]), "s")
    if last and last.has("first", "last") and (m := _EDGE_UNIT.match(plain, at)):
        size = {"hour": 3600, "minute": 60, "second": 1}[m[1]]
        return Token("time", at, m.end(), m[0], number=Fraction(size), unit=m[1][0])
    return None


def _counted(plain: str, at: int, last: Token | None) -> Token | None:
    if m := _ORDINAL.match(plain, at):
        return Token("ordinal", at, m.end(), m[0], number=numbers.decimal(m[1]))
    if m := _ORDINAL_ZH.match(plain, at):
        number = numbers.value(m[2])
        return Token("ordinal", at, m.end(), m[0], number=-number if m[1] else number)
    pointed = last is not None and (
        last.kind == "ordinal" or last.has("first", "last", "other", "all")
    )
    if pointed and (m := _ONE.match(plain, at)):
        return Token("word", at, m.end(), m[0], {"clip": ""})
    if m := numbers.ENGLISH.match(plain, at):
        if times := _TIMES.match(plain, m.end()):
            return Token(
                "factor",
                at,
                times.end(),
                plain[at : times.end()],
                {"times": ""},
                numbers.value(m[0]),
            )
        return Token("number", at, m.end(), m[0], number=numbers.value(m[0]))
    return None


def _word(text: str, plain: str, at: int) -> Token:
    end = lexicon.word_end(plain, at)
    found = lexicon.longest(plain, at)
    if plain[at] in _BREAKS and not found:
        return Token("break", at, at + 1, _BREAKS[plain[at]])
    if m := _ORDINAL_SECOND.match(plain, at):
        number = Fraction(_ORDINAL_WORDS.get(m[1]) or int(re.sub(r"\D", "", m[1])))
        return Token("time", at, m.end(), m[0], {"at": ""}, number, "s")
    ordinal = _ORDINAL_WORDS.get(plain[at:end])
    if ordinal and not (found and found[0] > end):
        concepts = {"first": ""} if ordinal == 1 else {}
        return Token("ordinal", at, end, plain[at:end], concepts, Fraction(ordinal))
    if found and found[0] > at:
        return Token("word", at, found[0], plain[at : found[0]], found[1])
    if m := numbers.CHINESE.match(plain, at):
        times = plain[m.end() : m.end() + 1] in ("次", "遍", "回")
        stop = m.end() + (1 if times else 0)
        kind = "factor" if times else "number"
        return Token(
            kind, at, stop, plain[at:stop], {"times": ""} if times else {}, numbers.value(m[0])
        )
    slip = lexicon.misspelt(plain[at:end]) if text[at].islower() else None
    if slip is not None:
        return Token("word", at, end, plain[at:end], slip)
    return Token("unknown", at, end, plain[at:end])
