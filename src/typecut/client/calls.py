"""Requests with a token, and the rules by which they are sent once more."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from typecut.errors import RateLimited, ScopeMissing, TokenInvalid, TypecutError

from .account import Account
from .answers import json_of, strange
from .events import Alive
from .faults import fault_of, unreachable
from .limits import Limits
from .steps import Answer, Body, Flow, Lost, Request, Tell, Wait, ask


class Rules:
    """What has been tried for one request: a new token and one wait, each at most once."""

    def __init__(self, account: Account, limits: Limits) -> None:
        self._account = account
        self._limits = limits
        self._has_renewed = False
        self._has_waited = False

    def settle(self, fault: TypecutError, token: str) -> Flow[None]:
        """Returns where the request may be sent again, raises the error where it may not."""
        match fault:
            case ScopeMissing():
                raise fault
            case TokenInvalid() if not self._has_renewed:
                self._has_renewed = True
                if not (yield from self._account.renew(token)):
                    raise self._account.explained(fault)
            case TokenInvalid():
                raise self._account.explained(fault)
            case RateLimited(retry_after=seconds) if (
                not self._has_waited and seconds <= self._limits.rate_most
            ):
                self._has_waited = True
                yield from patience(seconds, self._limits.alive)
            case _:
                raise fault


class Calls:
    """JSON in, JSON out, to one server."""

    def __init__(
        self, base: str, headers: Mapping[str, str], account: Account, limits: Limits, web: str
    ) -> None:
        self.base = base
        self.account = account
        self.limits = limits
        self.web = web
        self._headers = headers

    def rules(self) -> Rules:
        return Rules(self.account, self.limits)

    def request(
        self,
        method: str,
        path: str,
        *,
        value: Any = None,
        content: bytes | Body = b"",
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        seconds: float = 0.0,
    ) -> Request:
        """`path` below the server's address; `value` is sent as JSON. Only what is read follows
        redirects: a message that is sent on elsewhere might be carried out twice."""
        url = f"{self.base}{path}" + (f"?{urlencode(query)}" if query else "")
        own = {**self._headers, "Authorization": f"Bearer {self.account.token}"}
        if value is not None:
            content = json.dumps(value, ensure_ascii=False).encode()
            own["Content-Type"] = "application/json"
        return Request(
            method, url, own | dict(headers or {}), content,
            seconds or self.limits.answer, follows=method in ("GET", "HEAD"),
        )  # fmt: skip

    def call(
        self,
        method: str,
        path: str,
        *,
        value: Any = None,
        content: bytes | Body = b"",
        headers: Mapping[str, str] | None = None,
        seconds: float = 0.0,
    ) -> Flow[Answer]:
        """The answer, if it is a good one; else the error it is."""
        rules = self.rules()
        while True:
            token = self.account.token
            request = self.request(
                method, path, value=value, content=content, headers=headers, seconds=seconds
            )
            answer = yield from self.reach(request)
            fault = self.fault(answer)
            if fault is None and answer.body.strip() and json_of(answer) is None:
                raise strange("The server's answer cannot be read.")
            if fault is None:
                return answer
            yield from rules.settle(fault, token)

    def reach(self, request: Request) -> Flow[Answer]:
        """Whatever the server answers. Tried again where it never heard of the request, or where
        it only reads."""
        reads = request.method in ("GET", "HEAD", "OPTIONS")
        for wait in (*self.limits.again, None):
            try:
                return (yield from ask(request))
            except Lost as lost:
                if wait is None or (lost.sent and not reads):
                    raise unreachable(lost, self.base) from None
            yield Wait(wait)
        raise AssertionError("the last wait is None")

    def fault(self, answer: Answer) -> TypecutError | None:
        return fault_of(answer, web=self._register())

    def _register(self) -> str:
        """Where an anonymous user registers."""
        user = self.account.user_id
        return f"{self.web}/register?bind={user}" if user.startswith("anon_") else ""


def patience(seconds: float, alive: float) -> Flow[None]:
    """Waits, and says at least every `alive` seconds that somebody still does."""
    while seconds > 0:
        yield Wait(min(seconds, alive))
        yield Tell(Alive())
        seconds -= alive
