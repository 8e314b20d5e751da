"""One clause: the tokens of one thing to do, and questions about them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from typecut.edits.plan import Span

from .tokens import Kind, Token

CARRIED = frozenset(
    [
        "add",
        "remove",
        "keep",
        "trim",
        "cut",
        "replace",
        "change",
        "move",
        "duplicate",
        "split",
        "more",
        "less",
        "mute",
        "export",
    ]
)


@dataclass(frozen=True, slots=True)
class Clause:
    """`carried` are the verbs of an earlier clause that go on ("a title X *and a fade out*").

    `then` says that it speaks of the result so far; `item` that it begins a list item or sentence.
    """

    instruction: str
    tokens: tuple[Token, ...]
    carried: frozenset[str] = frozenset()
    then: bool = False
    item: bool = False
    after_comma: bool = False
    concepts: frozenset[str] = field(init=False, repr=False, compare=False)
    memo: dict[str, Any] = field(
        init=False, repr=False, compare=False, default_factory=dict[str, Any]
    )
    """What was already read out of the tokens: many intents ask the same."""

    def __post_init__(self) -> None:
        """Every concept said, gathered once: all intents ask."""
        said = frozenset(c for t in self.tokens for c in t.concepts)
        object.__setattr__(self, "concepts", said)

    @property
    def span(self) -> Span:
        return Span(self.tokens[0].start, self.tokens[-1].end)

    def has(self, *concepts: str) -> bool:
        return not self.concepts.isdisjoint(concepts)

    def does(self, *verbs: str) -> bool:
        """Whether one of the verbs is said, or carried over where none is said."""
        return self.has(*verbs) or not self.carried.isdisjoint(verbs)

    def first(self, *concepts: str) -> Token | None:
        return next((t for t in self.tokens if t.has(*concepts)), None)

    def index(self, *concepts: str) -> int:
        """Position of the first token with one of the concepts, or -1."""
        return next((i for i, t in enumerate(self.tokens) if t.has(*concepts)), -1)

    def value(self, concept: str) -> str:
        """The value of the first token with this concept, or ""."""
        token = self.first(concept)
        return token.concepts[concept] if token else ""

    def values(self, concept: str) -> tuple[str, ...]:
        return tuple(t.concepts[concept] for t in self.tokens if concept in t.concepts)

    def of(self, *kinds: Kind) -> tuple[Token, ...]:
        return tuple(t for t in self.tokens if t.kind in kinds)

    def number(self, kind: Kind) -> Fraction | None:
        """The value of the first token of this kind."""
        return next((t.number for t in self.tokens if t.kind == kind), None)

    @property
    def quotes(self) -> tuple[Token, ...]:
        return self.of("quote")

    @property
    def negated(self) -> bool:
        return self.has("without", "dont")

    def before(self, i: int) -> Token | None:
        """The nearest token before `i` that is no filler."""
        return next((t for t in reversed(self.tokens[:i]) if not t.filler), None)

    def after(self, i: int) -> Token | None:
        return next((t for t in self.tokens[i + 1 :] if not t.filler), None)

    def where(self, test: Callable[[Token], bool]) -> Iterator[int]:
        return (i for i, t in enumerate(self.tokens) if test(t))

    @property
    def unknown(self) -> tuple[Span, ...]:
        """Runs of words that the lexicon does not know; a reason given is not a request."""
        spans: list[Span] = []
        joined = False
        for token in self.tokens:
            if token.has("reason"):
                break
            if token.kind != "unknown" or not any(c.isalnum() for c in token.text):
                joined = joined and token.filler
                continue
            if joined and spans:
                spans[-1] = Span(spans[-1].start, token.end)
            else:
                spans.append(Span(token.start, token.end))
            joined = True
        return tuple(spans)
