"""Words that are meant verbatim although nobody quoted them: ``a title that says Welcome``."""

from collections.abc import Sequence
from functools import lru_cache

from .lexicon import chinese
from .tokens import Token

_SAYS = {
    "says",
    "say",
    "saying",
    "reads",
    "reading",
    "read",
    "titled",
    "entitled",
    "captioned",
    "labeled",
    "labelled",
}
_CALLED = {"called", "named"}
_ZH_SAYS = {
    "写着",
    "写上",
    "写",
    "写的是",
    "内容是",
    "内容为",
    "文字是",
    "文字为",
    "标题是",
    "标题为",
    "叫",
    "叫做",
    "名为",
    "题为",
    "说",
    "叫作",
    "文字内容是",
}
_BECOMES = ("change", "replace", "rename", "to")
_TEXTUAL = ("title", "caption", "lowerthird", "endcard")
_VERBS = (
    "add", "remove", "keep", "trim", "cut", "split", "move", "swap", "duplicate", "replace",
    "change", "export", "rename", "faster", "slower", "mute", "fadein", "fadeout", "rotate",
    "crop", "reverse", "create",
)  # fmt: skip
_MODIFIERS = ("for", "from", "at", "until", "in", "to", "throughout", "with", "every", "onward")
_GREETINGS = (
    "hello",
    "hi",
    "hey",
    "thanks",
    "thank you",
    "good",
    "happy",
    "yes",
    "please",
    "let's",
    "what",
    "where",
    "who",
    "my",
    "our",
    "you",
    "we",
    "i'm",
)
_WRITES = ("write", "writes", "type", "打上", "打出", "写")
_NO_TEXT = (
    "at", "for", "from", "to", "in", "add", "change", "replace", "move", "position", "start", "end",
    "first", "last", "colour", "big", "small", "remove", "more", "less", "with", "animation", "fade",
    "fadein", "fadeout", "title", "caption", "after", "before", "throughout", "bold", "music",
)  # fmt: skip
_VALUES = (
    "first", "last", "start", "end", "middle", "position", "colour", "big", "small", "music",
    "animation", "fade", "fadein", "fadeout", "fadeboth", "bold", "throughout", "transition", "style",
    "all", "clip", "lowerthird", "video",
)  # fmt: skip


_LONGEST = 80
"""Words; nobody shows more without quotes around them."""


def with_texts(instruction: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with each unquoted text as one quote token."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        result.append(tokens[i])
        start = _text_start(instruction, tokens, i)
        i += 1
        if start is None:
            continue
        end = _text_end(instruction, tokens, start)
        if end == start:
            continue
        result.extend(tokens[i:start])
        first, last = tokens[start].start, tokens[end - 1].end
        literal = instruction[first:last].strip()
        result.append(Token("quote", first, last, literal.lower(), unit="bare", literal=literal))
        i = end
    return tuple(result)


def _text_start(instruction: str, tokens: Sequence[Token], i: int) -> int | None:
    """Where an unquoted text begins that token `i` announces."""
    at = i + 1
    if at >= len(tokens) or tokens[i].kind not in ("word", "unknown"):
        return None
    colon = tokens[at].text == ":"
    after = at + 1 if colon else at
    if after >= len(tokens) or _quote_follows(tokens, after):
        return None
    token = tokens[i]
    textual = _textual_before(tokens, i)
    if (
        colon
        and not tokens[after].has("colour", "position", "animation")
        and (
            token.has(*_TEXTUAL) or token.text in _ZH_SAYS | _SAYS or (token.has("add") and textual)
        )
    ):
        return after
    if token.text in _SAYS or token.text in _ZH_SAYS or (token.text in _CALLED and textual):
        return _after_words(tokens, after)
    if (
        token.text in _WRITES
        and instruction[tokens[after].start].isupper()
        and not _shouted(instruction)
    ):
        return after
    if token.has("rename") and _free_words(instruction, tokens, after, textual=False):
        return after
    if token.has(*_BECOMES) and textual and _free_words(instruction, tokens, after, textual=False):
        return after
    if token.has(*_TEXTUAL) and _free_words(instruction, tokens, after, textual=True):
        return after
    return None


def _after_words(tokens: Sequence[Token], at: int) -> int | None:
    """After ``says``: anything may be the text, but not a time or a mark."""
    token = tokens[at]
    return None if token.kind in ("break", "time", "quote") else at


def _quote_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a quoted text comes before the clause is over."""
    for token in tokens[at : at + 6]:
        if token.kind == "quote":
            return True
        if token.kind == "break":
            return False
    return False


def _textual_before(tokens: Sequence[Token], i: int) -> bool:
    for token in reversed(tokens[max(0, i - 7) : i]):
        if token.kind == "break" and token.text != ":":
            return False
        if token.has(*_TEXTUAL, "rename", "create", "video"):
            return token.has(*_TEXTUAL, "rename", "create")
    return False


def _free_words(instruction: str, tokens: Sequence[Token], at: int, *, textual: bool) -> bool:
    """Whether words stand here that can only be a text: unknown ones, or a capitalised name."""
    token = tokens[at]
    if token.kind in ("break", "quote", "time", "percent", "size", "aspect", "factor"):
        return False
    if token.kind == "file" and "." in token.text:
        return False
    shouting = _shouted(instruction)
    if instruction[token.start].isupper() and not shouting and not token.has("orientation", "look"):
        return True
    if (
        chinese(instruction[token.start])
        and token.has("filler", "colour", "add")
        and textual is False
    ):
        return _holds_unknown(instruction, tokens, at)
    if (
        chinese(instruction[token.start])
        and token.filler
        and token.text in ("我", "我的", "你", "你好", "这", "我们", "咱们")
    ):
        return _holds_unknown(instruction, tokens, at)
    if (
        textual
        and chinese(instruction[token.start])
        and not token.has(*_NO_TEXT)
        and not token.filler
    ):
        return _holds_unknown(instruction, tokens, at)
    if textual and token.filler and token.text in _GREETINGS:
        return True
    return token.kind in ("unknown", "file") and (
        chinese(instruction[token.start]) or not _subordinate(token)
    )


def _holds_unknown(instruction: str, tokens: Sequence[Token], at: int) -> bool:
    near = (t.kind == "unknown" for t in tokens[at : at + _LONGEST])
    if not any(near):
        return False
    return any(t.kind == "unknown" for t in tokens[at : _text_end(instruction, tokens, at)])


@lru_cache(maxsize=4)
def _shouted(instruction: str) -> bool:
    """ALL CAPITALS: then a capital letter begins no name."""
    return instruction.isupper()


def _subordinate(token: Token) -> bool:
    return token.text in {"that", "which", "about", "card"}


def _text_end(instruction: str, tokens: Sequence[Token], start: int) -> int:
    far = min(start + _LONGEST, len(tokens))
    for j in range(start, far):
        token = tokens[j]
        if token.kind == "break" and token.text != "-":
            if instruction[token.start] in "!?！？…":
                return j + 1
            if token.text == ":" or (token.text == "," and _name_goes_on(instruction, tokens, j)):
                continue
            if (
                token.text == "."
                and j + 1 < len(tokens)
                and tokens[j + 1].start == token.end
                and not chinese(instruction[tokens[j + 1].start])
            ):
                continue
            return j
        if j > start and _leaves_text(tokens, j):
            return j
    return far


def _name_goes_on(instruction: str, tokens: Sequence[Token], comma: int) -> bool:
    """``Hello, World``: an unknown capitalised word after the comma is still the text."""
    if comma + 1 >= len(tokens):
        return False
    token = tokens[comma + 1]
    return token.kind == "unknown" and instruction[token.start].isupper()


def _leaves_text(tokens: Sequence[Token], j: int) -> bool:
    """Whether the instruction goes on at `j`, after the text: with a verb, a time, a place."""
    token = tokens[j]
    following = [t for t in tokens[j + 1 : j + 5] if not t.filler]
    after = following[0] if following else None
    if token.has("and", "then", "but"):
        return after is not None and (
            after.has(*_VERBS, "dont", "without")
            or after.has("then", "music", "export", "transition", "transkind")
        )
    if token.has(*_TEXTUAL) and after is not None and after.text == ":":
        return True
    if token.has("throughout"):
        return True
    if token.has("position", "start", "end") and token.text.startswith(("at ", "in ", "on ")):
        return True
    if token.text in ("across", "along", "the", "for the") and after is not None:
        return after.has("throughout") or (token.text != "the" and after.has("position"))
    if token.has("for") and not token.has("with") and after is not None and after.kind == "time":
        return True
    if token.has(*_MODIFIERS) and after is not None:
        return after.kind in ("time", "ordinal", "size", "percent") or after.has(*_VALUES)
    return False
