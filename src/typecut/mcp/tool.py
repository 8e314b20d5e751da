"""What a tool is: its name and schema for the model, and what it does with its arguments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar, cast

from mcp.types import ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from typecut.errors import RequestError, TypecutError
from typecut.studio.service.words import sentence

from .work import Board, Work

PATIENCE = 5.0
"""Seconds that a call waits for its work before it answers that the work goes on."""
LONGEST = 20.0
"""Seconds that a call waits at most where it was asked to."""


Language = Literal["en", "zh"]


class Tongues:
    """In which language each session is spoken to: the one that was set for it, else that of what
    was said in it last. What belongs to no session is told in the one that was heard last."""

    def __init__(self) -> None:
        self._heard: dict[str, Language] = {}
        self._last: Language = "en"

    def hear(self, session: str, language: Language) -> None:
        self._heard[session] = self._last = language

    def of(self, session: str = "") -> Language:
        return self._heard.get(session, self._last)


def said(error: TypecutError, language: Language) -> str:
    """Why, and what to do next. An error that has no Chinese of its own says its kind in Chinese
    and the rest as it is: what is wrong must not be lost."""
    if language == "en":
        return str(error)
    if error.zh and error.zh != str(error):
        return error.zh
    return f"{sentence(error, 'zh')}（{error}）"


class Arguments(BaseModel):
    """No field is passed over in silence: a model that misspells one is told."""

    model_config = ConfigDict(extra="forbid")


class InSession(Arguments):
    session: str = Field("", description="The session's name. May be left out while one is open.")


A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True, slots=True)
class Answer:
    """`data` is told as JSON; `pictures` are JPEG files. `changed` names the session whose draft
    or files are new now."""

    data: Mapping[str, Any]
    pictures: tuple[bytes, ...] = ()
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work to wait for, `seconds` at most. `told` says what came of it, or how far it is while it
    goes on. `owned`: it is stopped with the call."""

    work: Work
    told: Callable[[Work], Answer]
    seconds: float = PATIENCE
    owned: bool = True


@dataclass(frozen=True, slots=True)
class Tool(Generic[A]):
    """`run` is called with the desk (`desk.Desk`, or `remote.Afar` for those of a server), in a
    thread of its own, and returns at once; what takes long it starts."""

    name: str
    title: str
    description: str
    arguments: type[A]
    annotations: ToolAnnotations
    run: Callable[[Any, A], Answer | Waiting]
    schema: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def input_schema(self) -> dict[str, Any]:
        return dict(self.schema) or plain_schema(self.arguments)

    def call(self, desk: Any, given: Mapping[str, Any]) -> Answer | Waiting:
        """Raises RequestError that names the argument that is wrong."""
        try:
            arguments = self.arguments.model_validate(dict(given))
        except ValidationError as error:
            raise _refused(self.name, error) from None
        return self.run(desk, arguments)


def plain_schema(arguments: type[Arguments]) -> dict[str, Any]:
    """The model's schema without the titles that say the names once more."""
    made = arguments.model_json_schema()
    properties: dict[str, dict[str, Any]] = made.get("properties", {})
    short = {n: {k: v for k, v in p.items() if k != "title"} for n, p in properties.items()}
    kept = {k: v for k, v in made.items() if k not in ("title", "description")}
    return {**kept, "properties": short}


def about(
    *, reads: bool = False, destroys: bool = False, again: bool = False, world: bool = False
) -> ToolAnnotations:
    """`reads`: changes nothing. `destroys`: something is lost for good. `again`: calling it again
    changes nothing more. `world`: reaches more than this machine's files."""
    return ToolAnnotations(
        read_only_hint=reads,
        destructive_hint=destroys,
        idempotent_hint=again or reads,
        open_world_hint=world,
    )


def later(board: Board, kind: str, session: str, body: Callable[[Work], Answer]) -> Waiting:
    """Starts `body` and waits for it a moment; `wait_for` goes on with it."""
    return Waiting(board.start(kind, session, body), result_of)


def result_of(work: Work) -> Answer:
    """What came of work that ends in an answer; its error raised."""
    if work.state == "running":
        return Answer(
            {
                "state": "running",
                "work": work.id,
                "progress": work.part,
                "next": f'Call wait_for with work "{work.id}" for the result.',
            }
        )
    if work.error is not None:
        raise work.error
    return cast("Answer", work.value)


def _refused(name: str, error: ValidationError) -> RequestError:
    wrong = [f"{_place(e['loc'])}: {e['msg'].lower()}" for e in error.errors()[:5]]
    known = "; ".join(wrong)
    return RequestError(f"The arguments of {name} are wrong. {known}.")


def _place(location: tuple[int | str, ...]) -> str:
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in location)
    return text.lstrip(".") or "arguments"
