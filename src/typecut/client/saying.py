"""A message and the stream that answers it: sent once, followed, and found again where it breaks."""

import uuid
from collections.abc import Callable, Iterable
from typing import Literal

from typecut.errors import Conflict, NoSuchSession, TurnRunning, TypecutError

from .answers import fingerprint, json_of
from .calls import Calls, patience
from .dialects import Interpreter
from .events import Alive, Event, Problem, Recovered, Text
from .faults import unreachable
from .hearing import Hearing
from .limits import Limits
from .sessions import Sessions
from .steps import (
    END,
    SILENCE,
    Answer,
    Flow,
    HangUp,
    Head,
    Heard,
    Lost,
    Open,
    Request,
    Tell,
    Wait,
    listen,
)
from .values import is_list

_GATEWAY = (502, 504)
"""A gateway lost the server: the message may have arrived there."""
_MOST_ANSWER = 4 * 1024 * 1024
_GONE = {
    "en": "The session from before is gone, so this is a new one. "
    "Files from before have to be brought again.",
    "zh": "之前的会话已不存在，已新建会话。之前的文件需要重新上传。",
}
_Ended = Literal["whole", "broken"]
_Sent = Literal["open", "whole", "broken"]


class Saying:
    def __init__(
        self,
        calls: Calls,
        sessions: Sessions,
        *,
        clock: Callable[[], float],
        language: str,
    ) -> None:
        self._calls = calls
        self._limits: Limits = calls.limits
        self._sessions = sessions
        self._clock = clock
        self._language = "zh" if language.lower().startswith(("zh", "cmn", "chinese")) else "en"
        self._last_ids: dict[str, str] = {}
        self._told = 0.0
        self._before = ""

    def say(self, message: str) -> Flow[None]:
        """Tells the events of the answer, the last of them when the stream ends. Takes the time
        of `Limits.turn` at most, and of the looks at the state after a break."""
        yield from self._look_before()
        self._told = self._clock()
        until = self._told + self._limits.turn
        ended = yield from self._send(message, until)
        self._sessions.seen = ""
        hearing = Hearing(self._last_ids.get(self._sessions.id, ""))
        if ended == "open":
            ended = yield from self._follow(hearing, until)
        if ended == "broken":
            yield from self._recover(hearing, until)

    # -- sending -------------------------------------------------------------------------------

    def _look_before(self) -> Flow[None]:
        """How the session looks before the message, to see afterwards whether it changed; "" where
        that cannot be found out. The message itself will tell what is wrong then."""
        try:
            if not self._sessions.seen:
                yield from self._sessions.read()
        except NoSuchSession:
            yield from self._anew()
            return
        except TypecutError:
            self._sessions.seen = ""
        self._before = self._sessions.seen

    def _anew(self) -> Flow[None]:
        """Another session, because the current one is gone; the user is told."""
        yield from self._sessions.begin_anew()
        yield Tell(Text(_GONE[self._language]))
        self._before = ""

    def _send(self, message: str, until: float) -> Flow[_Sent]:
        """Opens the stream; "broken" where the connection broke and nobody knows whether the
        message arrived."""
        rules, key, is_new = self._calls.rules(), uuid.uuid4().hex, False
        waits = iter((*self._limits.again, None))
        while True:
            token = self._calls.account.token
            try:
                yield Open(self._request(message, key))
                head = yield from self._head(until)
                if head is None or _is_stream(head):
                    return "broken" if head is None else "open"
                answer = yield from self._rest(head, until)
            except Lost as lost:
                yield HangUp()
                if lost.sent:
                    return "broken"
                if (wait := next(waits)) is None:
                    raise unreachable(lost, self._calls.base) from None
                yield Wait(wait)
                continue
            yield HangUp()
            if answer.status in _GATEWAY and self._before:
                return "broken"
            fault = self._calls.fault(answer)
            if isinstance(fault, Conflict):
                raise TurnRunning(fault.message, hint=fault.hint, zh=fault.zh)
            if fault is None:
                yield from self._plain(answer)
                return "whole"
            if isinstance(fault, NoSuchSession) and not is_new:
                is_new = True
                yield from self._anew()
            else:
                yield from rules.settle(fault, token)

    def _request(self, message: str, key: str) -> Request:
        session = self._sessions.current
        value = {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": session.session_id if session else "",
            "new_message": {"role": "user", "parts": [{"text": message}]},
        }
        # The key makes the same words, said twice, two messages for servers that look for twins.
        headers = {"Accept": "text/event-stream", "Idempotency-Key": key}
        return self._calls.request(
            "POST", "/run_sse", value=value, headers=headers, seconds=self._limits.turn
        )

    def _head(self, until: float) -> Flow[Head | None]:
        """The head of the answer; None where it does not come in time."""
        while self._clock() < until:
            heard = yield from self._hear(until)
            if isinstance(heard, Head):
                return heard
            yield from self._tell([Alive()])
        return None

    def _rest(self, head: Head, until: float) -> Flow[Answer]:
        """The whole of an answer that is no stream."""
        body = b""
        while len(body) < _MOST_ANSWER and self._clock() < until:
            heard = yield from self._hear(until)
            if heard == END:
                break
            if isinstance(heard, bytes):
                body += heard
            elif heard == SILENCE:
                yield from self._tell([Alive()])
        return Answer(head.status, head.headers, body, head.url)

    def _plain(self, answer: Answer) -> Flow[None]:
        """An answer that came in one piece: ADK's `/run` gives a list of events."""
        interpreter, found = Interpreter(), json_of(answer)
        if found is None and answer.body.strip():
            yield Tell(Text(answer.body.decode("utf-8", "replace")))
        for value in found if is_list(found) else [found]:
            yield from self._tell(interpreter.value(value))
        yield from self._tell(interpreter.end())

    # -- following -----------------------------------------------------------------------------

    def _follow(self, hearing: Hearing, until: float) -> Flow[_Ended]:
        """Tells events until the stream ends; "broken" where it does not end as it should."""
        try:
            while self._clock() < until:
                heard = yield from self._hear(until)
                if heard == END:
                    yield from self._tell(hearing.end())
                    return "whole"
                if isinstance(heard, bytes):
                    yield from self._tell(hearing.feed(heard))
                elif heard == SILENCE:
                    yield from self._tell([Alive()])
            return "broken"
        except Lost:
            return "broken"
        finally:
            if hearing.last_id:
                self._last_ids[self._sessions.id] = hearing.last_id

    def _hear(self, until: float) -> Flow[Heard]:
        """What comes next; silence is noticed so long after the last event that was told."""
        quiet = self._clock() - self._told
        left = min(self._limits.alive - quiet, until - self._clock())
        return (yield from listen(max(0.0, left)))

    def _tell(self, events: Iterable[Event]) -> Flow[None]:
        for event in events:
            self._told = self._clock()
            yield Tell(event)

    # -- recovering ----------------------------------------------------------------------------

    def _recover(self, hearing: Hearing, until: float) -> Flow[None]:
        """What the rest of the stream would have told: from the server's events where it numbers
        them, else from the state. The message is not sent again."""
        yield HangUp()
        yield from self._tell(hearing.broke())
        is_late, is_whole = self._clock() >= until, False
        if hearing.last_id and not is_late:
            is_whole = yield from self._attach(hearing, until)
        if is_late or is_whole:
            changed = yield from self._changed()
        else:
            changed = yield from self._look()
        yield Tell(Recovered(changed, is_whole))

    def _attach(self, hearing: Hearing, until: float) -> Flow[bool]:
        """Whether the events went on after the last one that arrived, to their end."""
        for wait in self._limits.attach:
            yield from patience(wait, self._limits.alive)
            yield HangUp()
            try:
                yield Open(self._events_after(hearing.last_id))
                head = yield from self._head(until)
            except Lost:
                continue
            if head is None or not _is_stream(head):
                yield HangUp()
                if head is not None and head.status >= 500:
                    continue
                return False
            hearing = Hearing(hearing.last_id)
            ended = yield from self._follow(hearing, until)
            if ended == "whole":
                return True
            yield from self._tell(hearing.broke())
        yield HangUp()
        return False

    def _events_after(self, last_id: str) -> Request:
        return self._calls.request(
            "GET",
            f"/api/events/{self._sessions.id}",
            query={"follow": "false"},
            headers={"Accept": "text/event-stream", "Last-Event-ID": last_id},
            seconds=self._limits.turn,
        )

    def _look(self) -> Flow[bool | None]:
        """The documents' way: the state after half a minute, then after each minute, five times."""
        changed: bool | None = None
        for wait in self._limits.look:
            yield from patience(wait, self._limits.alive)
            found = yield from self._changed()
            if found:
                return True
            changed = found if found is not None else changed
        return changed

    def _changed(self) -> Flow[bool | None]:
        try:
            state = yield from self._sessions.read()
        except NoSuchSession as error:
            yield Tell(Problem(str(error), "1002"))
            return None
        except TypecutError:
            return None  # the server may be on its way back
        return fingerprint(state) != self._before if self._before else None


def _is_stream(head: Head) -> bool:
    kind = head.headers.get("content-type", "").partition(";")[0].strip().lower()
    return 200 <= head.status < 300 and not kind.endswith("json")
