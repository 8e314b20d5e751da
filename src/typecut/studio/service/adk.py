"""Sessions as Google ADK's own clients know them: with an id of their choice, a state, events."""

import json
from collections.abc import Mapping
from typing import Any, cast

from typecut.errors import RequestError
from typecut.store import events, sessions, turns, versions
from typecut.store.database import Transaction
from typecut.store.sessions import Session
from typecut.store.turns import Turn
from typecut.studio.service.events import invocation
from typecut.studio.service.messages import Message, forget_session
from typecut.studio.service.service import Service
from typecut.wire.events import event, text

_PAGE = 1000
_MOST_EVENTS = 20_000
_MOST_STATE = 100_000


def create(
    service: Service, user_id: str, name: str | None, state: Mapping[str, Any]
) -> dict[str, Any]:
    """A new session; Conflict when the user has one of that name."""
    try:
        size = len(json.dumps(state, allow_nan=False))
    except (ValueError, RecursionError):
        size = _MOST_STATE + 1
    if size > _MOST_STATE:
        raise RequestError(
            "This state cannot be kept: it is too large, or holds what is no JSON.",
            hint="Send less.",
            zh="无法保存这个 state：内容过大，或包含无效的 JSON。请减少内容。",
        )
    created = service.database.transact(
        lambda tx: sessions.create(tx, user_id, alias=name, state=state)
    )
    return _described(created, 0, "")


def listed(service: Service, user_id: str) -> list[dict[str, Any]]:
    """The user's sessions without their events, the latest changed first."""
    with service.database.read() as tx:
        return [_described(s, s.version, "") for s in sessions.of_user(tx, user_id)]


def found(service: Service, user_id: str, name: str) -> dict[str, Any]:
    """A session with all that was said in it."""
    with service.database.read() as tx:
        session = sessions.get(tx, user_id, name)
        latest = versions.at(tx, user_id, session.id)
        about = _described(session, session.version, latest.summary if latest else "")
        return {**about, "events": _history(tx, user_id, session.id)}


def delete(service: Service, user_id: str, name: str) -> None:
    def work(tx: Transaction) -> None:
        forget_session(tx, user_id, sessions.get(tx, user_id, name).id)

    service.database.transact(work)


def _described(session: Session, version: int, summary: str) -> dict[str, Any]:
    state = {**session.state, "version": version}
    if summary:
        state["timeline_summary"] = summary
    return {
        "id": session.alias or session.id,
        "state": state,
        "events": [],
        "lastUpdateTime": session.updated,
    }


def _history(tx: Transaction, user_id: str, session_id: str) -> list[Mapping[str, Any]]:
    """What people said and what they were told, in order."""
    said = [(t.created, 0, 0, _asked(t)) for t in turns.of_session(tx, user_id, session_id)]
    told: list[tuple[float, int, int, Mapping[str, Any]]] = []
    page = events.after(tx, user_id, session_id, limit=_PAGE)
    while page and len(told) < _MOST_EVENTS:
        told += [(e.created, 1, e.seq, cast("Mapping[str, Any]", e.data)) for e in page]
        page = events.after(tx, user_id, session_id, page[-1].seq, limit=_PAGE)
    return [frame for *_, frame in sorted([*said, *told], key=lambda row: row[:3])]


def _asked(turn: Turn) -> dict[str, Any]:
    words = [text(Message.of(turn).text)]
    frame = event(f"{turn.id}-user", invocation(turn.id), turn.created, words)
    return {**frame, "author": "user", "content": {"role": "user", "parts": words}}
