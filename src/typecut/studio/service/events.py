"""The events of a session: making those of a turn, and reading them from any number on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from typecut.store import events, sessions, turns
from typecut.store.turns import Turn
from typecut.studio.service.conversation import Change
from typecut.studio.service.service import Service
from typecut.wire.events import call, event, response, text

_MOST = 500


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its number in the session."""

    number: int
    turn_id: str | None
    frame: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """`over`: nothing more is coming, because no message is being worked on. `gone`: there is no
    such session any more. `more`: there is more to be read at once."""

    told: tuple[Told, ...] = ()
    over: bool = False
    gone: bool = False
    more: bool = False


def invocation(turn_id: str) -> str:
    """What the frames of a turn have in common."""
    return f"e-{turn_id}"


def frames(
    turn: Turn,
    now: float,
    changes: Sequence[Change],
    words: str,
    *,
    state: Mapping[str, Any] | None = None,
    error: tuple[str, str] | None = None,
    outcome: str = "",
) -> list[dict[str, Any]]:
    """The frames of a turn in order: each change as a call and its response, then the words."""
    parts = [*_parts(turn, changes), text(words)]
    last = len(parts) - 1
    return [
        event(
            f"{turn.id}-{turn.attempt}-{index}",
            invocation(turn.id),
            now,
            [part],
            state=state if index == last else None,
            error=error if index == last else None,
            outcome=outcome if index == last else "",
        )
        for index, part in enumerate(parts)
    ]


def _parts(turn: Turn, changes: Sequence[Change]) -> Iterator[dict[str, Any]]:
    for index, change in enumerate(changes):
        call_id = f"call-{turn.id}-{index}"
        yield call(call_id, change.name, change.args)
        yield response(call_id, change.name, {"status": "success", "summary": change.said})


def read(
    service: Service, user_id: str, session_id: str, after: int, turn_id: str | None = None
) -> Batch:
    """What came after number `after`, of one turn or of all, as of one moment. Blocks."""
    with service.database.read() as tx:
        if sessions.find(tx, user_id, session_id) is None:
            return Batch(over=True, gone=True)
        found = events.after(tx, user_id, session_id, after, turn_id=turn_id, limit=_MOST)
        if turn_id is not None:
            turn = turns.by_id(tx, turn_id)
            over = turn is None or turn.is_over
        else:
            over = turns.active(tx, session_id) is None
    told = tuple(Told(e.seq, e.turn_id, e.data) for e in found)
    more = len(told) == _MOST
    return Batch(told, over=over and not more, more=more)
