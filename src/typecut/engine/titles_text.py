"""A title's words made safe to set: lines, language, direction, and the words that stay whole."""

import re
import unicodedata
from collections import Counter

LONGEST = 4000
"""Characters kept; more than this is never readable in one frame."""

_BREAKS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("[\t\u00a0]")
# Where a line may break without a space: Han, kana, Hangul, and scripts split by dictionary.
_LOOSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u318f\u31a0-\ua4cf\uac00-\ud7ff\uf900-\ufaff"
    "\uff00-\uffef\U00020000-\U0003ffff\U0001f000-\U0001faff]"
)
_SCRIPTS = {
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
    "CYRILLIC": "ru",
    "GREEK": "el",
}
TALL = frozenset(
    {"ar", "hi", "bn", "ta", "te", "gu", "pa", "kn", "ml", "si", "th", "lo", "km", "my"}
)
"""Languages whose marks above and below the letters want more room between rows."""
DENSE = frozenset({"zh", "ja", "ko"})


def lines(text: str) -> list[str]:
    """The lines as written, without control characters; empty where there is nothing to see."""
    kept = [_clean(line) for line in _BREAKS.split(text[:LONGEST])]
    while kept and not visible(kept[0]):
        kept.pop(0)
    while kept and not visible(kept[-1]):
        kept.pop()
    if kept and len(text) > LONGEST:
        kept[-1] += "…"
    return kept


def _clean(line: str) -> str:
    return unicodedata.normalize("NFC", _ODD.sub("", _SPACES.sub(" ", line))).strip(" \u3000")


def visible(text: str) -> bool:
    """Whether any character leaves ink."""
    return any(unicodedata.category(char)[0] not in "ZC" for char in text)


def language(text: str) -> str:
    """The language code of the script that most letters are in; kana make Han Japanese."""
    found = Counter(
        _SCRIPTS.get(unicodedata.name(char, "").partition(" ")[0], "en")
        for char in text
        if unicodedata.category(char)[0] == "L"
    )
    if not found:
        return "en"
    if found["ja"] and found["zh"]:
        return "ja"
    # A few Han characters weigh as much as a Latin word.
    for code in DENSE & set(found):
        found[code] *= 3
    return max(sorted(found), key=lambda code: found[code])


def right_to_left(text: str) -> bool:
    """The direction of the first letter that has one, as the Unicode algorithm's rule P2."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def whole_words(text: str) -> list[str]:
    """The longest words, which no row break may split, longest first."""
    words = {word for part in text.split() for word in _LOOSE.split(part) if len(word) > 4}
    return sorted(words, key=lambda word: (-len(word), word))[:24]
