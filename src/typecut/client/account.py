"""Whose token goes with requests: a given one, or an anonymous one of our own, renewed by itself."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from typecut.errors import RateLimited, TokenInvalid

from .answers import data_of, envelope, exact, number, strange
from .faults import fault_of, unreachable
from .keeping import Identity, Keeping
from .limits import Limits
from .steps import Answer, Flow, Lost, Request, Wait, ask, do

_EARLY = 60.0
"""Seconds before its end from which a token counts as expired."""
_SIBLING = (0.5, 1.0, 2.0)


class Account:
    """`token` is "" until `ready` has run. `source` names where a given token came from."""

    def __init__(
        self,
        base: str,
        headers: Mapping[str, str],
        keeping: Keeping,
        limits: Limits,
        *,
        token: str = "",
        source: str = "",
        client_id: str = "",
        now: Callable[[], float],
    ) -> None:
        self.token = token
        self.user_id = ""
        self.is_given = bool(token)
        self._source = source
        self._url = f"{base}/api/auth/anonymous-token"
        self._base = base
        self._headers = headers
        self._keeping = keeping
        self._limits = limits
        self._client_id = client_id
        self._now = now

    def ready(self) -> Flow[None]:
        """A token that is good as far as we know."""
        if self.token:
            return
        kept = yield from do(lambda: self._keeping.identity(self._client_id))
        if not self._is_good(kept):
            kept = yield from self._issue(kept)
        self.token, self.user_id = kept.token, kept.user_id

    def renew(self, refused: str) -> Flow[bool]:
        """After 1001 for the token `refused`: whether there is another one now."""
        if self.is_given:
            return False
        if self.token == refused:
            kept = yield from do(lambda: self._keeping.identity(self._client_id))
            if kept.token == refused or not self._is_good(kept):
                kept = yield from self._issue(kept)
            self.token, self.user_id = kept.token, kept.user_id
        return self.token != refused

    def explained(self, error: TokenInvalid) -> TokenInvalid:
        """What to do about a given token that is refused: it is never replaced silently."""
        if self.is_given:
            error.hint = (
                f"{self._source} is not taken by this server. Give a valid one, or leave it out to "
                "go on with an anonymous one."
            )
            error.zh = f"服务器不接受 {self._source}。请换用有效的令牌，或去掉它以匿名方式继续。"
        return error

    def _is_good(self, kept: Identity) -> bool:
        return bool(kept.token) and (not kept.expires or kept.expires - _EARLY > self._now())

    def _issue(self, kept: Identity) -> Flow[Identity]:
        """A new anonymous token, with the same client id wherever the server takes it."""
        old, is_new_client, has_waited = kept.token, False, False
        while True:
            answer = yield from self._ask(kept.client_id, old)
            fault = fault_of(answer)
            if fault is None:
                found = _identity(answer, kept.client_id, self._now())
                return (yield from do(lambda i=found: self._keeping.keep(i)))
            if isinstance(fault, TokenInvalid) and old:
                old = ""  # a server that does not want to see what has expired
            elif _wants_client_id(answer) and not is_new_client:
                is_new_client, old = True, ""
                kept = yield from do(self._keeping.new_client_id)
            elif isinstance(fault, RateLimited) and not has_waited:
                has_waited = True
                sibling = yield from self._of_a_sibling(kept)
                if sibling is not None:
                    return sibling
                if fault.retry_after > self._limits.rate_most:
                    raise fault
                yield Wait(fault.retry_after)
            else:
                raise fault

    def _ask(self, client_id: str, old: str) -> Flow[Answer]:
        headers = {**self._headers, "X-Client-Id": client_id}
        if old:
            # Our own server goes on with the same user then, and with that user's sessions.
            headers["Authorization"] = f"Bearer {old}"
        request = Request(
            "POST", self._url, headers, seconds=self._limits.answer, follows=False
        )  # fmt: skip
        for wait in (*self._limits.again, None):
            try:
                return (yield from ask(request))
            except Lost as lost:
                if wait is None:
                    raise unreachable(lost, self._base) from None
                yield Wait(wait)
        raise AssertionError("the last wait is None")

    def _of_a_sibling(self, known: Identity) -> Flow[Identity | None]:
        """The token that another process of this user got a moment ago: servers give one only."""
        for wait in _SIBLING:
            kept = yield from do(self._keeping.identity)
            if kept.token != known.token and self._is_good(kept):
                return kept
            yield Wait(wait)
        return None


def _wants_client_id(answer: Answer) -> bool:
    return 400 in (answer.status, number(envelope(answer).get("code")))


def _identity(answer: Answer, client_id: str, now: float) -> Identity:
    data = data_of(answer)
    token = data.get("token")
    if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
        raise strange("The server gave no token.")
    return Identity(client_id, token, exact(data.get("user_id")), _moment(data, now))


def _moment(data: Mapping[str, Any], now: float) -> float:
    """When a token ends, in seconds since 1970; 0 where the server does not say."""
    said = data.get("expires_at")
    if isinstance(said, int | float) and not isinstance(said, bool):
        return float(said) / (1000 if said > 1e11 else 1)
    if isinstance(said, str):
        try:
            moment = datetime.fromisoformat(said)
        except ValueError:
            return 0.0
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    lasting = data.get("expires_in")
    return now + lasting if isinstance(lasting, int | float) else 0.0
