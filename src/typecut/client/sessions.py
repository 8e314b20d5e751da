"""One session with a server: made, found again, looked at, claimed."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from typecut.errors import NoSuchSession, NoSuchThing

from .answers import credits_of, data_of, exact, fingerprint, session_of, state_of
from .calls import Calls
from .port import Credits, Session, State
from .steps import Flow

T = TypeVar("T")
_APP = "nemo_agent"


class Sessions:
    """`current` is None until connected. `gone` is the session that the server did not know any
    more, after a new one has taken its place."""

    def __init__(self, calls: Calls, *, session_id: str, language: str) -> None:
        self.current: Session | None = None
        self.gone: Session | None = None
        self.seen = ""
        """How the session looked when it was last read, with nothing said since; else ""."""
        self._calls = calls
        self._wanted = session_id
        self._language = language

    @property
    def id(self) -> str:
        """Of the current session, for a path."""
        return quote(self.current.session_id, safe="") if self.current else ""

    def connect(self) -> Flow[Session]:
        yield from self._calls.account.ready()
        if self.current is None:
            if self._wanted:
                yield from self._resume(Session(self._wanted))
            else:
                yield from self._make()
        return self._known()

    def begin_anew(self) -> Flow[Session]:
        """Another session instead of the current one, which is gone."""
        self.gone, self.seen = self.current, ""
        return (yield from self._make())

    def within(self, flow: Callable[[], Flow[T]]) -> Flow[T]:
        """Runs `flow`; once more in a new session where the current one is gone."""
        try:
            return (yield from flow())
        except NoSuchSession:
            yield from self.begin_anew()
        return (yield from flow())

    def state(self) -> Flow[State]:
        return (yield from self.within(self.read))

    def read(self) -> Flow[State]:
        """The state of the current session, and of no other."""
        answer = yield from self._calls.call("GET", f"/api/state/{_APP}/me/{self.id}/latest")
        state = state_of(answer, self._known())
        self.current, self.seen = state.session, fingerprint(state)
        return state

    def credits(self) -> Flow[Credits]:
        return credits_of((yield from self._calls.call("GET", "/api/credits/balance/simple")))

    def claim(self) -> Flow[str]:
        return (yield from self.within(self._claim))

    def _claim(self) -> Flow[str]:
        session = self._known()
        if not session.task_id:
            session = (yield from self.read()).session
        wish = {"task_id": session.task_id, "session_id": session.session_id}
        try:
            answer = yield from self._calls.call("POST", "/api/auth/claim-token", value=wish)
        except NoSuchSession:
            raise
        except NoSuchThing:
            return ""  # a server that has no such links
        data = data_of(answer)
        secret = exact(data.get("claim_token"))
        link = exact(data.get("claim_url"))
        if link.startswith(("http://", "https://")):
            return link
        return f"{self._calls.web}/workspace/claim?ct={quote(secret, safe='')}" if secret else ""

    def _resume(self, session: Session) -> Flow[None]:
        self.current = session
        try:
            yield from self.read()
        except NoSuchSession:
            yield from self.begin_anew()
        except BaseException:
            self.current = None
            raise

    def _make(self) -> Flow[Session]:
        wish = {"task_name": "project"}
        if self._language:
            wish["language"] = self._language
        answer = yield from self._calls.call(
            "POST", f"/api/tasks/me/with-session/{_APP}", value=wish
        )
        self.current = session_of(answer)
        return self.current

    def _known(self) -> Session:
        assert self.current is not None, "not connected"  # noqa: S101
        return self.current
