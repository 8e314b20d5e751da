"""Numbers and stretches of time as English and Chinese write them."""

import re
from fractions import Fraction

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: i for i, word in enumerate(_SMALL)} | {
    word: 20 + 10 * i for i, word in enumerate(_TENS)
}
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_PHRASE = rf"(?:(?:{_WORD}|an?)[\s-]+hundred(?:[\s-]+and)?(?:[\s-]+(?:{_WORD}))*|(?:{_WORD})(?:[\s-](?:{_WORD}))?)(?![a-z])"

DIGITS = r"\d+(?:\.\d+)?|\.\d+"
ZH = r"\d+(?:\.\d+)?|[零〇一二两俩三四五六七八九十百千]+(?:点[零〇一二两三四五六七八九]+)?"
ENGLISH = re.compile(rf"(?:{DIGITS})|{_PHRASE}")
CHINESE = re.compile(rf"(?:{ZH})")

_ZH_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_ZH_UNIT = {"十": 10, "百": 100, "千": 1000}


MOST = 10_000_000
"""Larger numbers are read as this one: nothing in a video is counted or timed so far."""
_PLACES = 9


def decimal(text: str) -> Fraction:
    """The number in digits, however many; with a sign and a point perhaps."""
    sign = -1 if text[:1] in ("-", "−") else 1
    whole, _, part = text.lstrip("+-−").partition(".")
    whole = whole.lstrip("0")
    if len(whole) > len(str(MOST)):
        return Fraction(sign * MOST)
    return sign * min(Fraction(f"{whole or 0}.{part[:_PLACES] or 0}"), Fraction(MOST))


def value(text: str) -> Fraction:
    """The number that `text`, matched by ENGLISH or CHINESE, stands for."""
    if text[0].isdigit() or text[0] == ".":
        return decimal(text)
    return min(_chinese(text) if text[0] > "\u3000" else _english(text), Fraction(MOST))


def _english(text: str) -> Fraction:
    total = 0
    for word in re.split(r"[\s-]+", text):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in WORDS:
            total += WORDS[word]
    return Fraction(total)


def _chinese(text: str) -> Fraction:
    whole, _, part = text.partition("点")
    total = current = 0
    if not any(c in _ZH_UNIT for c in whole):
        return decimal(".".join("".join(str(_ZH_DIGIT[c]) for c in n) for n in (whole, part)))
    for c in whole:
        if c in _ZH_UNIT:
            total += (current or 1) * _ZH_UNIT[c]
            current = 0
        else:
            current = _ZH_DIGIT[c]
    total += current
    decimals = "".join(str(_ZH_DIGIT[c]) for c in part)
    return Fraction(f"{total}.{decimals}" if decimals else total)


_SECONDS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
_ORDER = ["h", "m", "s", "ms"]
_UNIT = re.compile(
    r"[\s-]*(?:(?P<h>hours?|hrs?|h)|(?P<ms>milliseconds?|msecs?|ms)|(?P<m>minutes?|mins?|m)"
    r"|(?P<s>seconds?|secs?|s|secnds?|secodns?|seocnds?|seconsd|sconds?|secons?)|(?P<f>frames?(?!\s+per\s)))(?![a-z0-9])"
)
_HALF = re.compile(r"(?:a\s+)?(?P<part>half|quarter)(?:[\s-]+(?:of[\s-]+)?an?)?(?=[\s-]+[a-z])")
_COUPLE = re.compile(r"(?P<few>a couple(?: of)?|couple(?: of)?|a few)(?=\s)")
_ARTICLE = re.compile(
    r"(?:an?|one)(?=\s+(?:(?:full|whole|single)\s+)?(?:hour|minute|min|sec|second)\b)"
)
_AND_A_HALF = re.compile(r"[\s-]+and[\s-]+a[\s-]+(half|quarter)(?![a-z])")
_FULL = re.compile(r"\s+(?:full|whole|single)(?=\s)")
_JOINT = re.compile(r"(?:\s*,)?\s*(?:and\s+)?")

Stretch = tuple[Fraction, str, int]
"""Seconds, the unit of the last part, and where it ends."""


def english_time(text: str, position: int, rate: Fraction) -> Stretch | None:
    """``2 and a half minutes``, ``1 min 30``, ``half a second``, ``12 frames`` at `position`."""
    total, unit, end, at = Fraction(0), "", position, position
    while (part := _english_part(text, at, rate)) is not None:
        seconds, found, stop = part
        if unit and (found not in _ORDER or _ORDER.index(found) <= _ORDER.index(unit)):
            break
        total, unit, end = total + seconds, found, stop
        if found not in ("h", "m"):
            break
        joint = _JOINT.match(text, end)
        at = joint.end() if joint else end
    return (total, unit, end) if unit else None


def _english_part(text: str, position: int, rate: Fraction) -> Stretch | None:
    counted = _count(text, position)
    if counted is None:
        return None
    number, end = counted
    full = _FULL.match(text, end)
    unit = _UNIT.match(text, full.end() if full else end)
    if not unit or not unit.lastgroup:
        return None
    size = 1 / rate if unit.lastgroup == "f" else _SECONDS[unit.lastgroup]
    end = unit.end()
    if half := _AND_A_HALF.match(text, end):
        number += _part_of(half[1])
        end = half.end()
    return number * size, unit.lastgroup, end


def _count(text: str, position: int) -> tuple[Fraction, int] | None:
    if m := _HALF.match(text, position):
        return _part_of(m["part"]), m.end()
    if m := _COUPLE.match(text, position):
        return Fraction(3 if "few" in m["few"] else 2), m.end()
    if m := ENGLISH.match(text, position):
        number = value(m[0])
        half = _AND_A_HALF.match(text, m.end())
        return (number + _part_of(half[1]), half.end()) if half else (number, m.end())
    if m := _ARTICLE.match(text, position):
        return Fraction(1), m.end()
    return None


def _part_of(word: str) -> Fraction:
    return Fraction(1, 2) if word == "half" else Fraction(1, 4)


_N = rf"(?:{ZH}|半|几)"
_ZH_TIME = re.compile(
    rf"(?:(?P<h>{_N})\s*个?(?P<hh>半)?\s*(?:小时|钟头))?\s*"
    rf"(?:(?P<m>{_N})\s*(?:分钟|分(?![成割开屏辨别段离贝之]))(?P<mh>半)?钟?(?:(?P<tail>\d{{1,2}})(?![\d.秒毫%]|\s*秒))?)?\s*零?"
    rf"(?:(?P<s>{_N})\s*个?(?:秒钟|秒)(?P<sh>半)?(?:(?P<st>\d)(?!\d))?)?\s*"
    rf"(?:(?P<ms>{_N})\s*毫秒)?"
)


def chinese_time(text: str, position: int) -> Stretch | None:
    """``两分半``, ``1分30秒``, ``半秒``, ``一个半小时`` at `position`."""
    m = _ZH_TIME.match(text, position)
    if not m or not m[0].strip():
        return None
    total, unit = Fraction(0), ""
    for name, half in (("h", "hh"), ("m", "mh"), ("s", "sh"), ("ms", "")):
        if m[name]:
            extra = Fraction(1, 2) if half and m[half] else Fraction(0)
            total += (_zh_number(m[name]) + extra) * _SECONDS[name]
            unit = name
    if m["tail"]:
        total, unit = total + int(m["tail"]), "s"
    if m["st"]:
        total += Fraction(int(m["st"]), 10)
    end = position + len(m[0].rstrip())
    return (total, unit, end) if unit else None


def _zh_number(text: str) -> Fraction:
    return Fraction(1, 2) if text == "半" else Fraction(3) if text == "几" else value(text)


_CLOCK = re.compile(r"(\d{1,3})[:：](\d{2})(?:[:：](\d{2}))?(?:[.,](\d{1,3}))?(?!\d|[:：]\d)")


def clock_time(text: str, position: int) -> Stretch | None:
    """``0:05``, ``00:01:02.5`` at `position`."""
    m = _CLOCK.match(text, position)
    if not m:
        return None
    parts = [int(p) for p in (m[1], m[2], m[3]) if p is not None]
    if any(p >= 60 for p in parts[1:]):
        return None
    total = Fraction(0)
    for p in parts:
        total = total * 60 + p
    if m[4]:
        total += Fraction(f"0.{m[4]}")
    return total, "clock", m.end()
