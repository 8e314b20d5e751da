"""Which clips a clause speaks of: by number, name, quantity, or as "it"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from typecut.timeline import Clip, Media, Timeline

from .clause import Clause
from .lexicon import longest
from .say import Impossible, say
from .tokens import Token

_MOST_LISTED = 1000
_ONE_MORE = ("一段", "一个", "一条", "一张")


@dataclass(frozen=True, slots=True)
class Which:
    """`ids` in the order named; `every` where all clips are meant, one by one."""

    ids: tuple[str, ...] = ()
    every: bool = False

    def __bool__(self) -> bool:
        return bool(self.ids) or self.every


def clips(timeline: Timeline) -> tuple[Clip, ...]:
    main = timeline.main
    return tuple(i for i in main.items if isinstance(i, Clip)) if main else ()


def which(
    clause: Clause, timeline: Timeline, language: str, *, after: int = 0, until: int | None = None
) -> Which:
    """The clips named between two positions; Impossible for clip 5 of 3."""
    tokens = clause.tokens[after:until]
    there = clips(timeline)
    picks: list[Clip] = []
    every = False
    i = 0
    while i < len(tokens):
        found, all_of_them, end = _pick(tokens, i, timeline, there, language)
        picks += found
        every = every or all_of_them
        i = end
    unique = tuple(dict.fromkeys(c.id for c in picks))
    if any(t.has("except") for t in tokens) and unique:
        return Which(tuple(c.id for c in there if c.id not in unique))
    return Which(unique, every and not unique)


def _pick(
    tokens: Sequence[Token], i: int, timeline: Timeline, there: Sequence[Clip], language: str
) -> tuple[list[Clip], bool, int]:
    token = tokens[i]
    if token.kind in ("file", "quote"):
        return _named(token, timeline, there), False, i + 1
    if token.kind == "ordinal" or token.has("first", "last", "penultimate"):
        return _by_ordinal(tokens, i, timeline, there, language)
    if token.has("middle") and i + 1 < len(tokens) and _one_of_them(tokens[i + 1]):
        pool = _pool(tokens[i + 1], timeline, there)
        return ([pool[len(pool) // 2]] if len(pool) % 2 else []), False, i + 2
    if token.has("clip") and (token.has("all", "every") or token.text[0] in "每各"):
        return [], True, i + 1
    if token.has("clip", "photo"):
        return _by_number(tokens, i, timeline, there, language)
    if token.has("all", "both", "other") and not token.has("end"):
        end = i + 1
        while end < len(tokens) and (
            tokens[end].filler or tokens[end].has("new", "all", "original")
        ):
            end += 1
        each = (
            end < len(tokens)
            and token.text in ("each", "every", "both")
            and tokens[end].text in ("video", "videos")
        )
        noun = each or (
            end < len(tokens) and tokens[end].has("clip", "photo") and not tokens[end].has("video")
        )
        if noun and token.has("all", "both", "other"):
            chosen = (
                _photos(timeline, there)
                if tokens[end].has("photo") and not tokens[end].has("clip")
                else []
            )
            return (
                (list(chosen), False, end + 1)
                if 0 < len(chosen) < len(there)
                else ([], True, end + 1)
            )
    counted = i + 1 < len(tokens) and tokens[i + 1].has("clip", "photo")
    if token.kind == "number" and counted and token.number == len(there) > 1:
        return [], True, i + 2
    return [], False, i + 1


def _one_of_them(token: Token) -> bool:
    """``the middle clip``, ``中间那段``."""
    return token.has("clip", "photo") or token.text == "那段"


def _by_ordinal(
    tokens: Sequence[Token], i: int, timeline: Timeline, there: Sequence[Clip], language: str
) -> tuple[list[Clip], bool, int]:
    """``the second clip``, ``first and last clips``, ``the first two clips``, ``第二段``."""
    places: list[Fraction] = []
    end = i
    last_named = i
    while end < len(tokens):
        token = tokens[end]
        if token.kind == "ordinal":
            places.append(token.number)
        elif token.has("penultimate"):
            places.append(Fraction(-2))
        elif token.has("first") and token.kind != "time":
            places.append(Fraction(1))
        elif token.has("last"):
            places.append(Fraction(-1))
        elif not (token.filler or token.has("and", "original", "new") or token.text in (",", "-")):
            break
        else:
            end += 1
            continue
        last_named = end
        end += 1
    count = _count(tokens, end)
    noun = end + (1 if count else 0)
    beside = tokens[last_named + 1].text if last_named + 1 < len(tokens) else ""
    bare = beside in _ONE_MORE and tokens[i].has("first", "last")
    if bare and not (noun < len(tokens) and tokens[noun].has("clip", "photo")):
        noun = last_named + 1  # 最后一段
    elif bare:
        bare = False
    if noun < len(tokens) and (tokens[noun].has("clip", "photo") or bare):
        pool = _pool(tokens[noun], timeline, there)
        if count > 1 and len(places) == 1 and tokens[i].has("first", "last"):
            return _several(pool, count, tokens[i], there, language), False, noun + 1
        return [_nth(pool, p, there, language) for p in places], False, noun + 1
    if _stands_alone(tokens, i, last_named):
        return [_nth(there, p, there, language) for p in places], False, last_named + 1
    return [], False, last_named + 1


def _stands_alone(tokens: Sequence[Token], i: int, end: int) -> bool:
    """``trim the second to 5 s``, ``delete the third one``: an ordinal without its noun."""
    if i and any(t.has("except") for t in tokens[max(0, i - 2) : i]):
        return end + 1 >= len(tokens)  # all clips but the last
    if tokens[i].kind != "ordinal" or any(
        t.has("title", "caption", "transition", "music", "frame") for t in tokens
    ):
        return False
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if following is None:
        return tokens[i].text != "first"
    if following.text in ("starts", "begins", "ends"):
        return True
    if following.kind == "time":
        return tokens[i].number > 1
    if following.has("start", "end", "half", "part", "intropart", "outropart"):
        return False
    return tokens[i].number != 1 or following.has("to", "at", "and", "filler")


def _count(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].kind == "number":
        return int(tokens[at].number)
    return 2 if at < len(tokens) and tokens[at].has("both") else 0


def _several(
    pool: Sequence[Clip], count: int, edge: Token, there: Sequence[Clip], language: str
) -> list[Clip]:
    if count > len(pool):
        _no_such(Fraction(count), there, language)
    first = edge.has("first") or edge.number == 1
    return list(pool[:count] if first else pool[-count:])


_PLURAL = ("clips", "shots", "scenes", "takes", "photos", "pictures", "images", "pics")


def _by_number(
    tokens: Sequence[Token], i: int, timeline: Timeline, there: Sequence[Clip], language: str
) -> tuple[list[Clip], bool, int]:
    """``clip 2``, ``clips 1, 2 and 4``, ``clips 2-4``, ``片段3``; ``the clips`` are all of them."""
    numbers, end = _listed(tokens, i + 1)
    if numbers:
        pool = _pool(tokens[i], timeline, there)
        return [_nth(pool, Fraction(n), there, language) for n in numbers], False, end
    if tokens[i].text in _PLURAL:
        part = _photos(timeline, there) if tokens[i].has("photo") else []
        return (list(part), False, i + 1) if 0 < len(part) < len(there) else ([], True, i + 1)
    return [], False, i + 1


def _listed(tokens: Sequence[Token], j: int) -> tuple[list[int], int]:
    """The numbers of a list such as ``1, 2 and 4`` or ``2-4``, and where it ends."""
    numbers: list[int] = []
    start = j
    while j < len(tokens):
        token = tokens[j]
        whole = token.kind == "number" and token.number.denominator == 1
        joins = token.has("and", "clip") or token.text in (",", "-")
        spans = token.has("to", "until") and _counts(tokens, j + 1)
        if whole and not _is_a_length(tokens, j):
            before = tokens[j - 1]
            if numbers and (before.text == "-" or before.has("to", "until")):
                numbers += range(numbers[-1] + 1, int(token.number))[:_MOST_LISTED]
            numbers.append(int(token.number))
        elif not (numbers and (joins or spans)) and not token.has("number"):
            break
        j += 1
    return numbers, max(j, start)


def _counts(tokens: Sequence[Token], j: int) -> bool:
    return j < len(tokens) and tokens[j].kind == "number" and not _is_a_length(tokens, j)


def _is_a_length(tokens: Sequence[Token], j: int) -> bool:
    """``clip to 5-10 s``: a number that a time follows over a dash."""
    return j + 2 < len(tokens) and tokens[j + 1].text == "-" and tokens[j + 2].kind == "time"


def _pool(noun: Token, timeline: Timeline, there: Sequence[Clip]) -> Sequence[Clip]:
    photos = _photos(timeline, there) if noun.has("photo") and not noun.has("clip") else []
    return photos or there


def _photos(timeline: Timeline, there: Iterable[Clip]) -> list[Clip]:
    return [c for c in there if timeline.media_of(c).kind == "image"]


def _nth(pool: Sequence[Clip], place: Fraction, there: Sequence[Clip], language: str) -> Clip:
    index = int(place) - 1 if place > 0 else len(pool) + int(place)
    if not 0 <= index < len(pool):
        _no_such(abs(place), there, language)
    return pool[index]


def _no_such(place: Fraction, there: Sequence[Clip], language: str) -> None:
    count, wanted = len(there), int(place)
    clips = "1 clip" if count == 1 else f"{count or 'no'} clips"
    raise Impossible(
        say(
            language,
            f"There {'is' if count == 1 else 'are'} {clips} on the timeline, so there is no clip {wanted}.",
            f"时间线上{f'只有{count}段' if count else '还没有片段'}，没有第{wanted}段。",
        )
    )


def _named(token: Token, timeline: Timeline, there: Sequence[Clip]) -> list[Clip]:
    media = {m.id for m in find_media(token, timeline.media)}
    return [c for c in there if c.media in media]


def find_media(token: Token, media: Iterable[Media]) -> list[Media]:
    """The media that a file name in the instruction means, best match first."""
    wanted = _name(token.literal)
    exact = [m for m in media if wanted in {_name(m.src), _name(m.name), m.id.lower()}]
    if exact:
        return exact
    stem = PurePath(wanted).stem
    called = [m for m in media if _first_word(_name(m.src)) == wanted]
    if called:
        return called
    return [
        m
        for m in media
        if stem and stem in {PurePath(_name(m.src)).stem, PurePath(_name(m.name)).stem}
    ]


def _name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1].lower()


def names(media: Iterable[Media]) -> list[str]:
    """What people may call the media: file names, stems, given names."""
    found: list[str] = []
    for m in media:
        if m.made:
            continue
        base = m.src.replace("\\", "/").rsplit("/", 1)[-1]
        stem = PurePath(base).stem
        calls = (stem, m.name, _first_word(stem))
        found += [base, *(n for n in calls if _distinct(n))]
    return found


def _first_word(stem: str) -> str:
    """``park_1080p30_6s`` is the park clip to a person."""
    found = re.match(r"[^\W\d_]{3,}", stem.lower())
    return found[0] if found else ""


def _distinct(name: str) -> bool:
    """Whether a bare name is long and odd enough not to be an ordinary word of a request."""
    if len(name) < 2 or name.isdigit():
        return False
    found = longest(name.lower(), 0)
    return not (found and found[0] == len(name)) and (len(name) > 2 or not name.isascii())
