"""Looks words up: the longest form of the vocabulary at a place in the text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from .vocabulary import LITTLE, NOUNS, VERBS
from .vocabulary_values import FILLER, VALUES

Concepts = Mapping[str, str]
_VOWELS = "aeiou"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|#(?!\d)|&|@")
_DIGITS = re.compile(r"\d+(?![^\W_])")
_AMPERSAND = re.compile(r"\s*&\s*")
_BLANK = re.compile(r"[ \t]+|-(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    english: Mapping[str, Concepts]
    chinese: Mapping[str, Concepts]
    starts: Mapping[str, int]
    """The most words a form that begins with this word has."""
    heads: Mapping[str, int]
    """The same for the first character of Chinese forms, in characters."""


def chinese(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff"


def longest(text: str, position: int) -> tuple[int, Concepts] | None:
    """The end of the longest known form at `position`, and what it means."""
    lexicon = _lexicon()
    found = _chinese_form(lexicon, text, position)
    if found or chinese(text[position]):
        return found
    ends, words = _words(text, position, lexicon)
    for count in range(len(words), 0, -1):
        concepts = lexicon.english.get(" ".join(words[:count]))
        if concepts is not None:
            return ends[count - 1], concepts
    return None


def word_end(text: str, position: int) -> int:
    """The end of the word at `position`, known or not; at least one character."""
    if chinese(text[position]):
        return position + 1
    m = WORD.match(text, position)
    if not m:
        return position + 1
    first = next((i for i in range(position, m.end()) if chinese(text[i])), m.end())
    with_digits = _DIGITS.match(text, first) if first == m.end() else None
    if with_digits and text[position : with_digits.end()] in _lexicon().starts:
        return with_digits.end()
    return max(first, position + 1)


def _chinese_form(lexicon: _Lexicon, text: str, position: int) -> tuple[int, Concepts] | None:
    for length in range(lexicon.heads.get(text[position], 0), 0, -1):
        concepts = lexicon.chinese.get(text[position : position + length])
        if concepts is not None:
            return min(position + length, len(text)), concepts
    return None


def _words(text: str, position: int, lexicon: _Lexicon) -> tuple[list[int], list[str]]:
    ends: list[int] = []
    words: list[str] = []
    limit = 1
    while len(words) < limit and position < len(text):
        end = word_end(text, position)
        word = text[position:end].replace("’", "'")
        if not words:
            limit = lexicon.starts.get(word, 0)
        if not WORD.match(word):
            break
        words.append(word)
        ends.append(end)
        blank = _BLANK.match(text, end)
        if not blank and "&" not in (word, text[end : end + 1]):
            break
        position = blank.end() if blank else end
    return ends, words


def misspelt(word: str) -> Concepts | None:
    """What a word of the lexicon means that was written with two letters exchanged, one too many
    or one too few. Other slips could be other words (store, score)."""
    if not 5 <= len(word) <= 24 or not word.isascii() or not word.isalpha():
        return None
    english = _lexicon().english
    swapped = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1))
    shorter = (word[:i] + word[i + 1 :] for i in range(1, len(word)) if len(word) > 5)
    missing: Mapping[str, str] = _one_letter_short() if len(word) > 5 else {}
    doubled = (word[:-1],) if word[-1] == word[-2] else ()
    for form in (*doubled, *swapped, *shorter):
        if len(form) > 3 and form in english:
            return english[form]
    return english[missing[word]] if word in missing else None


@lru_cache(maxsize=1)
def _one_letter_short() -> Mapping[str, str]:
    """Every longer word of the lexicon with a letter left out."""
    found: dict[str, str] = {}
    for form in _lexicon().english:
        if len(form) > 6 and form.isalpha():
            for i in range(1, len(form)):
                found.setdefault(form[:i] + form[i + 1 :], form)
    return found


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    english: dict[str, dict[str, str]] = {}
    hanzi: dict[str, dict[str, str]] = {}
    for concept, form in _forms():
        name, _, value = concept.partition("=")
        table = hanzi if any(chinese(c) for c in form) else english
        table.setdefault(form, {}).setdefault(name, value)
    starts: dict[str, int] = {}
    heads: dict[str, int] = {}
    for form in english:
        words = form.split(" ")
        starts[words[0]] = max(starts.get(words[0], 0), len(words))
    for form in hanzi:
        heads[form[0]] = max(heads.get(form[0], 0), len(form))
    return _Lexicon(_frozen(english), _frozen(hanzi), starts, heads)


def _frozen(table: dict[str, dict[str, str]]) -> Mapping[str, Concepts]:
    return MappingProxyType({form: MappingProxyType(values) for form, values in table.items()})


def _forms() -> Iterator[tuple[str, str]]:
    tables = (VERBS, NOUNS, LITTLE, VALUES, {"filler": FILLER})
    for concept, forms in (entry for table in tables for entry in table.items()):
        for raw in forms.split(","):
            form = raw.strip().lower().replace("-", " ").replace("’", "'")
            form = _AMPERSAND.sub(" & ", form)
            if form:
                yield from ((concept, each) for each in _inflected(form))


def _inflected(form: str) -> tuple[str, ...]:
    if not form.endswith("~"):
        return (form,)
    base = form[:-1]
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    es = "es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s"
    doubled = base + base[-1] if _doubles(base) else base
    return base, base + es, f"{doubled}ed", f"{doubled}ing", f"{base}ed", f"{base}ing"


def _doubles(base: str) -> bool:
    """trim → trimming: a single vowel before a final consonant."""
    return (
        len(base) > 2
        and base[-1] not in "aeiouwxy"
        and base[-2] in _VOWELS
        and base[-3] not in _VOWELS
    )
