"""Every error typecut raises on purpose.

    TypecutError                     500  exit 70   our fault unless a subclass says otherwise
    ├── RequestError                 422  exit 2    what was asked cannot be read
    │   ├── NotUnderstood            422  exit 3    no word of the instruction was understood
    │   ├── DraftError               422  exit 65   a draft breaks its schema; `path` says where
    │   ├── SettingError             422  exit 2    a setting or option has a value it cannot have
    │   ├── ClientIdMissing          400  exit 2    a request for a token without a client id
    │   └── RequestTooLarge          413  exit 2    a request's body is beyond its limit
    ├── EditError                    422  exit 4    an edit cannot be applied to this timeline
    │   └── NoSuchItem               422  exit 4    it names a clip, title or track that is not there
    ├── MediaError                   422  exit 5    a media file cannot be used
    │   ├── MediaMissing             404  exit 66   there is no such file
    │   ├── MediaRefused             415  exit 5    a type that typecut does not accept
    │   ├── MediaTooLarge            413  exit 5    beyond a size limit
    │   └── MediaBroken              422  exit 5    an accepted type that cannot be decoded
    ├── OutputError                  500  exit 73   the result cannot be written (path, disk, rights)
    ├── RenderError                  500  exit 70   a worker failed while rendering
    │   └── LimitExceeded            500  exit 75   a worker ran into its memory or time limit
    ├── NoSuchThing                  404  exit 66   no such render, upload or file (or somebody else's)
    │   └── NoSuchSession            404  exit 66   no such session (or somebody else's)
    ├── Conflict                     409  exit 75   taken, or in the way of something that goes on
    │   └── TurnRunning              409  exit 75   the session already has a running turn
    ├── TokenInvalid                 401  exit 77   a token is missing, wrong, expired or revoked
    │   └── ScopeMissing             401  exit 77   the token does not allow this
    ├── ExportBlocked                402  exit 77   an attribution header is missing, or the plan says no
    ├── RateLimited                  429  exit 75   too often; `retry_after` says how many seconds
    ├── OutOfCredits                 403  exit 77   not enough credits
    ├── StoreError                   500  exit 74   the database or the blob store cannot be used
    │   └── LeaseLost                500  exit 75   another worker has taken this job over
    ├── Unreachable                  500  exit 69   a server cannot be reached, or does not answer
    └── Cancelled                    499  exit 130  the user stopped it

Every error carries one plain sentence and, where there is one, a `hint`: what to do next; `zh` is
both of them in Chinese, where whoever raises it can say it better than its class can. `link` is a
page where it can be mended, where there is one.
"""

from typing import ClassVar


class TypecutError(Exception):
    """The root: one sentence for the user, optionally a hint on what to do."""

    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 70
    link: str = ""

    def __init__(self, message: str, *, hint: str = "", zh: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.zh = zh

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class RequestError(TypecutError):
    http_status = 422
    exit_code = 2


class NotUnderstood(RequestError):
    exit_code = 3


class DraftError(RequestError):
    """A draft breaks its schema; `path` names the place, e.g. ``t[1].sg[0].d``."""

    exit_code = 65

    def __init__(self, path: str, message: str, *, hint: str = "", zh: str = "") -> None:
        super().__init__(f"{path}: {message}" if path else message, hint=hint, zh=zh)
        self.path = path


class SettingError(RequestError):
    pass


class ClientIdMissing(RequestError):
    http_status = 400


class RequestTooLarge(RequestError):
    http_status = 413


class EditError(TypecutError):
    """`zh` is the same sentence in Chinese; without one the English sentence is said."""

    http_status = 422
    exit_code = 4

    def __init__(self, message: str, *, hint: str = "", zh: str = "") -> None:
        super().__init__(message, hint=hint)
        self.zh = zh or str(self)

    def said(self, language: str) -> str:
        """The sentence in `language` ("en" or "zh")."""
        return self.zh if language == "zh" else str(self)


class NoSuchItem(EditError):
    pass


class MediaError(TypecutError):
    http_status = 422
    exit_code = 5


class MediaMissing(MediaError):
    http_status = 404
    exit_code = 66


class MediaRefused(MediaError):
    http_status = 415


class MediaTooLarge(MediaError):
    http_status = 413


class MediaBroken(MediaError):
    pass


class OutputError(TypecutError):
    exit_code = 73


class RenderError(TypecutError):
    pass


class LimitExceeded(RenderError):
    exit_code = 75


class NoSuchThing(TypecutError):
    http_status = 404
    exit_code = 66


class NoSuchSession(NoSuchThing):
    pass


class Conflict(TypecutError):
    http_status = 409
    exit_code = 75


class TurnRunning(Conflict):
    pass


class TokenInvalid(TypecutError):
    http_status = 401
    exit_code = 77


class ScopeMissing(TokenInvalid):
    pass


class ExportBlocked(TypecutError):
    http_status = 402
    exit_code = 77


class RateLimited(TypecutError):
    """Too often; trying again makes sense after `retry_after` seconds."""

    http_status = 429
    exit_code = 75

    def __init__(self, message: str, *, retry_after: float, hint: str = "", zh: str = "") -> None:
        super().__init__(message, hint=hint, zh=zh)
        self.retry_after = retry_after


class OutOfCredits(TypecutError):
    """Not enough credits: `needed` were asked for, `available` are there."""

    http_status = 403
    exit_code = 77

    def __init__(
        self, message: str, *, needed: int, available: int, hint: str = "", zh: str = ""
    ) -> None:
        super().__init__(message, hint=hint, zh=zh)
        self.needed = needed
        self.available = available


class StoreError(TypecutError):
    """The database or the blob store cannot be used; `transient`: trying again may help."""

    exit_code = 74

    def __init__(self, message: str, *, hint: str = "", transient: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.transient = transient


class LeaseLost(StoreError):
    """Another worker has taken this job over: stop, and write nothing more."""

    exit_code = 75


class Unreachable(TypecutError):
    exit_code = 69


class Cancelled(TypecutError):
    http_status = 499
    exit_code = 130


def every_error() -> dict[str, type[TypecutError]]:
    """All error classes by name, the root included."""
    found: dict[str, type[TypecutError]] = {}
    waiting: list[type[TypecutError]] = [TypecutError]
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return found
