"""All flows of one connection to a server, put together from what the user gave."""

import contextlib
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from typecut import __version__
from typecut.errors import SettingError

from .account import Account
from .answers import base_of, origin
from .attribution import Attribution
from .calls import Calls
from .exporting import Exporting
from .keeping import Keeping, config_folder
from .limits import Limits
from .port import Session
from .saying import Saying
from .sessions import Sessions
from .uploading import Uploading

_TOKENS = ("NEMO_TOKEN", "TYPECUT_TOKEN")


class Flows:
    """One of each, sharing token and session."""

    def __init__(
        self,
        base_url: str,
        *,
        attribution: Attribution | None,
        token: str | None,
        session_id: str | None,
        language: str,
        config: Path | str | None,
        client_id: str | None,
        web_url: str | None,
        limits: Limits,
        clock: Callable[[], float],
        now: Callable[[], float] = time.time,
    ) -> None:
        self.base = base_of(base_url)
        self.limits = limits
        keeping = Keeping(config_folder(config), origin(self.base))
        headers = _headers(attribution or Attribution(), language)
        given, source = _token(token)
        self.account = Account(
            self.base, headers, keeping, limits,
            token=given, source=source, client_id=_client_id(client_id), now=now,
        )  # fmt: skip
        web = base_of(web_url or os.environ.get("NEMO_WEB_URL") or self.base)
        self.calls = Calls(self.base, headers, self.account, limits, web)
        self.sessions = Sessions(self.calls, session_id=session_id or "", language=language)
        self.saying = Saying(self.calls, self.sessions, clock=clock, language=language)
        self.uploading = Uploading(self.calls, self.sessions, keeping)
        self.exporting = Exporting(self.calls, self.sessions, now)


class Connected:
    """What both clients tell of their connection."""

    counts_credits = True

    def __init__(self, flows: Flows) -> None:
        self._flows = flows

    @property
    def base_url(self) -> str:
        return self._flows.base

    @property
    def session(self) -> Session | None:
        """None until connected."""
        return self._flows.sessions.current

    @property
    def gone(self) -> Session | None:
        """The session that the server did not know any more, where a new one took its place."""
        return self._flows.sessions.gone

    @property
    def silence(self) -> float:
        return self._flows.limits.silence


def _token(given: str | None) -> tuple[str, str]:
    """The token to use, and what the user calls the place it came from."""
    named = [("the given token", given), *((n, os.environ.get(n)) for n in _TOKENS)]
    source, token = next(((n, t.strip()) for n, t in named if t and t.strip()), ("", ""))
    if not (token.isascii() and (token.isprintable() or not token)) or " " in token:
        raise SettingError(
            f"{source} cannot be a token: it has characters that no token has.",
            hint="Copy it again, without quotes or line breaks.",
            zh=f"{source} 不是有效的令牌。请重新复制，不要包含引号或换行。",
        )
    return token, source


def _client_id(given: str | None) -> str:
    """The given one, else NEMO_CLIENT_ID where that is a UUID, else "": one is made and kept."""
    if given:
        try:
            return str(uuid.UUID(given))
        except ValueError:
            raise SettingError(
                "The client id is not a UUID.",
                hint="Leave it out, and one is made and kept.",
                zh="客户端 id 不是 UUID。可以不填，会自动生成并保存。",
            ) from None
    with contextlib.suppress(ValueError):
        return str(uuid.UUID(os.environ.get("NEMO_CLIENT_ID", "").strip()))
    return ""


def _headers(attribution: Attribution, language: str) -> dict[str, str]:
    headers = {name: _plain(value) for name, value in attribution.headers().items()}
    headers["User-Agent"] = f"typecut/{__version__}"
    headers["Accept"] = "application/json"
    if language:
        headers["Accept-Language"] = _plain(language)
    return headers


def _plain(value: str) -> str:
    """As a header may have it."""
    return "".join(c if " " <= c <= "~" else "_" for c in value).strip() or "unknown"
