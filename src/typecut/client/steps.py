"""What a flow asks of its driver; a flow itself touches neither network nor disk, and never sleeps.

A flow is a generator that yields steps and is sent what came of each:

    Ask(request)      -> Answer                     may raise Lost
    Open(request)     -> None                       begins a stream; Listen tells how that went
    Listen(seconds)   -> Head, then bytes; SILENCE after that many seconds; END; may raise Lost
    HangUp()          -> None                       ends the stream
    Wait(seconds)     -> None
    Do(work)          -> what `work()` gives        disk; in a thread where there is a loop
    Tell(event)       -> None                       hands an event to whoever iterates

Any step may raise Stopped instead: the user wants no more of it. A flow that has begun something
elsewhere ends that with a few more steps, and lets Stopped go on.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol, TypeAlias, TypeVar

from .events import Event

T = TypeVar("T")


class Body(Protocol):
    """What is sent; can be read again from its beginning. `length` in bytes."""

    @property
    def length(self) -> int: ...

    def pieces(self) -> Iterator[bytes]: ...

    def sent(self, count: int) -> None:
        """Called as bytes leave: `count` so far."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """`seconds`: how long to wait for each sign of an answer. `follows`: redirects are taken, and
    a token goes along to the same origin only."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes | Body = b""
    seconds: float = 60.0
    follows: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """How an answer begins; header names are in lower case. `url`: after redirects."""

    status: int
    headers: Mapping[str, str]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""


class Lost(Exception):
    """The connection failed. `sent`: the other side may have received some of the request."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.sent = sent


class Stopped(Exception):
    """Somebody stopped the flow. No TypecutError, so that no flow takes it for a failed attempt."""


Silence: TypeAlias = Literal["silence"]
End: TypeAlias = Literal["end"]
SILENCE: Final = "silence"
END: Final = "end"
Heard: TypeAlias = Head | bytes | Silence | End


@dataclass(frozen=True, slots=True)
class Ask:
    request: Request


@dataclass(frozen=True, slots=True)
class Open:
    request: Request


@dataclass(frozen=True, slots=True)
class Listen:
    seconds: float


@dataclass(frozen=True, slots=True)
class HangUp:
    pass


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


@dataclass(frozen=True, slots=True)
class Do:
    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Tell:
    event: Event


Step: TypeAlias = Ask | Open | Listen | HangUp | Wait | Do | Tell
Flow: TypeAlias = Generator[Step, Any, T]


def ask(request: Request) -> Flow[Answer]:
    answer: Answer = yield Ask(request)
    return answer


def listen(seconds: float) -> Flow[Heard]:
    heard: Heard = yield Listen(seconds)
    return heard


def do(work: Callable[[], T]) -> Flow[T]:
    done: T = yield Do(work)
    return done
