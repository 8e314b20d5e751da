"""A message comes in: it begins a turn, or belongs to one that was begun before."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from typecut.edits import Language
from typecut.errors import OutOfCredits, RequestError
from typecut.store import events, ledger, media, turns
from typecut.store import sessions as session_rows
from typecut.store.database import Transaction
from typecut.store.sessions import Session
from typecut.store.turns import Begun, Turn
from typecut.studio.arrivals import shown
from typecut.studio.service.bell import MESSAGES
from typecut.studio.service.conversation import MOST_CHARACTERS, AtHand, would_edit
from typecut.studio.service.drafts import Kept, beside, latest
from typecut.studio.service.material import media_of_file
from typecut.studio.service.service import Service
from typecut.studio.service.wired import BLOB
from typecut.studio.service.words import language_of
from typecut.understanding.say import language_of as language_of_words

TWIN_SECONDS = 60.0
"""So long after a turn has ended, and nobody received its end, the same message is its twin."""


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said. `attributed`: the request had what an export asks for. `trace_id` is
    the request's, for the log. `key` is the client's own name for this message, if it has one."""

    text: str
    attributed: bool = False
    trace_id: str = ""
    key: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "attributed": self.attributed, "trace_id": self.trace_id}

    @classmethod
    def of(cls, turn: Turn) -> "Message":
        kept = cast("Mapping[str, Any]", turn.message)
        attributed, trace = bool(kept.get("attributed")), str(kept.get("trace_id", ""))
        return cls(str(kept.get("text", "")), attributed, trace)

    @property
    def fingerprint(self) -> str:
        """Equal for a message that is sent again."""
        return hashlib.sha256(f"{self.key}\0{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Accepted:
    """The turn of a message, which is now certain to end; its events after number `after` are
    what the client has not seen."""

    turn: Turn
    after: int = 0


def message(text: str, *, attributed: bool = False, trace_id: str = "", key: str = "") -> Message:
    """A message of what a client sent; RequestError for one that says nothing, or too much."""
    clean = text.encode("utf-8", "replace").decode().replace("\0", "").strip()
    if not clean:
        raise RequestError(
            "The message has no words.",
            hint="Put them into new_message.parts[0].text.",
            zh="消息没有文字内容。请把文字放在 new_message.parts[0].text 中。",
        )
    if len(clean) > MOST_CHARACTERS:
        raise RequestError(
            f"The message has {len(clean)} characters, and {MOST_CHARACTERS} are read.",
            hint="Say it in several messages.",
            zh=f"消息有 {len(clean)} 个字符，超过了 {MOST_CHARACTERS} 个。请分几条发送。",
        )
    return Message(clean, attributed, trace_id, key)


def accept(
    service: Service, user_id: str, session: Session, said: Message, last_event: int | None = None
) -> Accepted:
    """Begins the turn of a message, with its price reserved; or finds the turn it began before.

    `last_event` is the number of the last event that a client has that lost its stream. TurnRunning
    while another message is worked on, OutOfCredits where the message asks for edits.
    """
    if last_event is not None:
        seen = _seen(service, user_id, session.id, last_event)
        if seen is not None and seen.message_key == said.fingerprint:
            return Accepted(seen, last_event)
    try:
        begun = _begin(service, user_id, session, said, price(service))
    except OutOfCredits:
        if would_edit(said.text, at_hand(service, user_id, session.id), language(said, session)):
            raise
        begun = _begin(service, user_id, session, said, 0)
    if not begun.is_twin:
        service.bell.ring(MESSAGES)
    return Accepted(begun.turn)


def price(service: Service) -> int:
    """What a turn costs that changes something."""
    return service.settings.price_edit if service.settings.credits else 0


def reference(turn: Turn) -> str:
    """The name under which a turn's price is reserved."""
    return f"turn:{turn.id}"


def language(said: Message, session: Session) -> Language:
    """The message's own language where it is Chinese, else the session's."""
    spoken = language_of_words(said.text)
    return spoken if spoken == "zh" else language_of(session.language, spoken)


def at_hand(service: Service, user_id: str, session_id: str) -> AtHand:
    with service.database.read() as tx:
        return read_at_hand(tx, user_id, session_id)[0]


def read_at_hand(tx: Transaction, user_id: str, session_id: str) -> tuple[AtHand, Kept]:
    """What a message in this session is about, and the version that was read."""
    kept = latest(tx, user_id, session_id)
    files = media.of_session(tx, user_id, session_id)
    timeline = kept.draft.timeline
    on_it = shown(timeline)
    used = {m.src for m in timeline.media if m.id in on_it}
    library = tuple(media_of_file(f) for f in files if BLOB + f.digest not in used)
    names = {BLOB + f.digest: f.filename for f in files}
    return AtHand(kept.draft, library, names, *beside(tx, user_id, session_id, kept)), kept


def mark_delivered(service: Service, session_id: str, turn_id: str) -> None:
    """A client has received the end of this turn: the same words again are a new wish."""
    service.database.transact(lambda tx: turns.mark_delivered(tx, turn_id))
    service.deliveries.noted(session_id, turn_id)


def forget_session(tx: Transaction, user_id: str, session_id: str) -> bool:
    """Deletes a session; what a message in it has reserved is given back."""
    session_rows.hold(tx, user_id, session_id)
    turn = turns.active(tx, session_id)
    if turn is not None and ledger.reservation(tx, reference(turn)) is not None:
        ledger.refund(tx, reference(turn), "session deleted")
    return session_rows.delete(tx, user_id, session_id)


def _begin(service: Service, user_id: str, session: Session, said: Message, cost: int) -> Begun:
    def begin(tx: Transaction) -> Begun:
        for turn_id in service.deliveries.of(session.id):
            turns.mark_delivered(tx, turn_id)
        begun = turns.begin(
            tx, user_id, session.id, said.to_json(), said.fingerprint, twin_window=TWIN_SECONDS
        )
        if cost and not begun.is_twin:
            ledger.reserve(tx, user_id, cost, reference(begun.turn))
        return begun

    return service.database.transact(begin)


def _seen(service: Service, user_id: str, session_id: str, number: int) -> Turn | None:
    """The turn that event `number` belongs to."""
    with service.database.read() as tx:
        found = events.after(tx, user_id, session_id, number - 1, limit=1)
        if not found or found[0].seq != number or found[0].turn_id is None:
            return None
        return turns.by_id(tx, found[0].turn_id)
