"""One turn from its beginning to its end: what it changed, what it cost and what it said are
written together or not at all."""

import logging
from dataclasses import dataclass, replace
from typing import Any

from typecut.edits import Language
from typecut.errors import Conflict, LeaseLost, OutOfCredits, StoreError, TypecutError
from typecut.store import events, ledger, sessions, turns
from typecut.store.database import Transaction
from typecut.store.sessions import Session
from typecut.store.turns import Turn
from typecut.studio.service.conversation import AtHand, Reply, reply
from typecut.studio.service.drafts import Kept, keep, way_on
from typecut.studio.service.events import frames
from typecut.studio.service.messages import Message, language, price, read_at_hand, reference
from typecut.studio.service.renders import BELL, Order, enqueue, order
from typecut.studio.service.replies import Facts, say, words
from typecut.studio.service.service import Service
from typecut.studio.service.words import sentence
from typecut.wire.renders import OutputWish

_log = logging.getLogger("typecut.turns")
MOST_ATTEMPTS = 3
"""A message that has killed so many workers is not tried again."""
_OUR_FAULT = ("failed", "too_long")
_TRIES = 20
"""So often a reply is thought over because the session changed meanwhile."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A reply ready to be written down, and what it was made from. `file` is the export that was
    asked for, or a sentence about it."""

    session: Session
    said: Message
    hand: AtHand
    kept: Kept
    reply: Reply
    file: Order | str = ""


def answer(service: Service, turn: Turn) -> None:
    """Carries a turn that we hold to its end, whatever happens. Raises only StoreError: then the
    turn is unfinished, and taken again when its lease has run out."""
    try:
        if turn.attempt > MOST_ATTEMPTS:
            fail(service, turn, "failed")
        else:
            _answer(service, turn)
    except LeaseLost:
        _log.info("turn %s belongs to another worker now", turn.id)
    except StoreError:
        raise
    except OutOfCredits:
        fail(service, turn, "no_credits")
    except Exception:  # noqa: BLE001  the message ends, whatever was wrong with it
        _log.exception("turn %s failed", turn.id, extra={"trace_id": trace_of(turn)})
        fail(service, turn, "failed")


def fail(service: Service, turn: Turn, why: str) -> None:
    """Ends a turn without any change, with its price given back and a sentence that says why;
    where it is our fault, with the trace id that is in the log as well."""
    trace = trace_of(turn)
    if why in _OUR_FAULT:
        _log.warning("turn %s ends: %s", turn.id, why, extra={"trace_id": trace})

    def end(tx: Transaction) -> None:
        turns.fence(tx, turn)
        session = sessions.by_id(tx, turn.session_id)
        spoken: Language = language(Message.of(turn), session) if session else "en"
        sentence = say(spoken, why)
        if why in _OUR_FAULT:
            space = "" if spoken == "zh" else " "
            sentence += space + say(spoken, "trace", trace)
        _pay(tx, turn, 0)
        told = frames(turn, tx.now, (), sentence, error=("TURN_FAILED", sentence))
        events.append(tx, turn, told)
        turns.finish(tx, turn, "failed", error={"reason": why})

    try:
        service.database.transact(end)
    except LeaseLost:
        return
    service.bell.ring(turn.session_id)


def trace_of(turn: Turn) -> str:
    """The trace id of the request that began the turn."""
    return Message.of(turn).trace_id or f"turn-{turn.id}"


def _answer(service: Service, turn: Turn) -> None:
    for attempt in range(_TRIES):
        done = _thought_over(service, turn)
        try:
            service.database.transact(lambda tx, done=done: _write(tx, service, turn, done))
        except Conflict:
            if attempt == _TRIES - 1:
                raise
            continue
        service.bell.ring(turn.session_id)
        if isinstance(done.file, Order):
            service.bell.ring(BELL)
        return


def _thought_over(service: Service, turn: Turn) -> _Done:
    with service.database.read() as tx:
        session = _session(tx, turn)
        hand, kept = read_at_hand(tx, session.user_id, session.id)
    said = Message.of(turn)
    made = reply(said.text, hand, language(said, session))
    return _Done(session, said, hand, kept, made, _file(service, turn, said, made))


def _session(tx: Transaction, turn: Turn) -> Session:
    """The turn's session as it is now: it may have become an account's meanwhile."""
    session = sessions.by_id(tx, turn.session_id)
    if session is None:
        raise turns.lease_lost()
    return session


def _file(service: Service, turn: Turn, said: Message, made: Reply) -> Order | str:
    """The export that the message asks for, of the draft that the message makes; or a sentence
    where there can be none, or the client has to order it."""
    if made.export is None:
        return ""
    if made.draft.timeline.duration <= 0:
        return say(made.language, "nothing_to_render")
    if not said.attributed:
        return say(made.language, "how_to_render", turn.id, turn.session_id)
    try:
        wish = OutputWish(quality=made.export.quality or "high")
        return order(service, f"render_{turn.id}", made.draft.timeline, wish)
    except TypecutError as error:
        return say(made.language, "not_rendering", sentence(error, made.language))


def _ordered(tx: Transaction, service: Service, done: _Done, version: int) -> str:
    """Queues the export together with all else that the turn leaves behind: a turn that is not
    written exports nothing, and one that is done over again exports once."""
    if isinstance(done.file, str):
        return done.file
    spoken = done.reply.language
    try:
        render = enqueue(tx, service, done.session, done.file, version)
    except StoreError:
        raise
    except TypecutError as error:
        return say(spoken, "not_rendering", sentence(error, spoken))
    return say(spoken, "rendering", render.client_id)


def _write(tx: Transaction, service: Service, turn: Turn, done: _Done) -> None:
    """Everything a turn leaves behind. Conflict when the draft is not the one it was made for."""
    turns.fence(tx, turn)
    done = replace(done, session=_session(tx, turn))
    session, made = done.session, done.reply
    version = done.kept.version
    if made.changed:
        version = _keep(tx, turn, done)
    _pay(tx, turn, price(service) if made.costs else 0)
    file = _ordered(tx, service, done, version)
    text = words(made, _facts(tx, service, done, version, file))
    state: dict[str, Any] = {"version": version} if made.changed else {}
    told = frames(turn, tx.now, made.changes, text, state=state, outcome=made.outcome)
    events.append(tx, turn, told)
    turns.finish(tx, turn, "done", result={"version": version, "changed": made.changed})
    if made.draft.timeline.name != made.before.timeline.name:
        sessions.update(tx, session.user_id, session.id, name=made.draft.timeline.name)


def _keep(tx: Transaction, turn: Turn, done: _Done) -> int:
    made, kept = done.reply, done.kept
    owner = done.session.user_id
    added = keep(
        tx,
        turn.session_id,
        made.draft,
        origin="turn" if made.costs else "undo",
        language=made.language,
        turn_id=turn.id,
        expect=kept.version,
        way=way_on(tx, owner, turn.session_id, kept, made.went, edited=made.costs),
    )
    return added.number


def _pay(tx: Transaction, turn: Turn, cost: int) -> None:
    """Charges `cost` of what was reserved and gives the rest back."""
    held = ledger.reservation(tx, reference(turn))
    if held is None and cost:
        # Nobody expected this message to change anything when it came.
        held = ledger.reserve(tx, _session(tx, turn).user_id, cost, reference(turn))
    if held is None:
        return
    if cost:
        ledger.settle(tx, reference(turn), min(cost, held.amount))
    else:
        ledger.refund(tx, reference(turn))


def _facts(tx: Transaction, service: Service, done: _Done, version: int, file: str) -> Facts:
    counted = service.settings.credits
    balance = ledger.balance(tx, done.session.user_id) if counted else None
    return Facts(
        done.session.id,
        version,
        balance,
        file,
        files=tuple(done.hand.names.get(m.src, m.name) for m in done.hand.library),
    )
