"""Who uses the server: tokens, accounts, credits and claim links."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from typecut.errors import (
    ClientIdMissing,
    Conflict,
    NoSuchThing,
    RequestError,
    ScopeMissing,
    TokenInvalid,
)
from typecut.store import accounts, claims, ledger, sessions, tokens
from typecut.store.database import Transaction
from typecut.store.tokens import Limits, Token
from typecut.studio.service.service import Service
from typecut.studio.service.settings import DAY
from typecut.wire.accounts import Account, Balance, TokenAbout, TokenData, TokenMade

EVERYTHING = "*"
ANONYMOUS_SCOPES = ("read", "write", "upload", "render")
_UUID = re.compile(r"(?i)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
_TOKEN = re.compile(re.escape(tokens.PREFIX) + r"[\w-]{20,200}")
_CLAIM = re.compile(re.escape(claims.PREFIX) + r"[\w-]{20,100}")
# Each hash takes 19 MiB and a core: more of them at once help nobody.
_hashing = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class User:
    """Who is asking. `token` is the token's id, never its secret."""

    id: str
    kind: Literal["anonymous", "registered"]
    token: str
    scopes: frozenset[str]
    client_id: str | None

    @property
    def is_anonymous(self) -> bool:
        return self.kind == "anonymous"

    def may(self, scope: str) -> bool:
        return scope in self.scopes or EVERYTHING in self.scopes


def user_of(service: Service, secret: str) -> User | None:
    """The user of a token, if it is valid."""
    if not _may_be_one(secret):
        return None
    with service.database.read() as tx:
        return read_user(tx, secret)


def read_user(tx: Transaction, secret: str) -> User | None:
    """The same in a transaction that has more to read."""
    token = tokens.verify(tx, secret) if _may_be_one(secret) else None
    found = accounts.find(tx, token.user_id) if token else None
    if token is None or found is None:
        return None
    return User(found.id, found.kind, token.id, token.scope_set, token.client_id)


def _may_be_one(secret: str) -> bool:
    return secret.isascii() and secret.startswith(tokens.PREFIX)


def anonymous_token(service: Service, client_id: str, address: str, ended: str = "") -> TokenData:
    """A token for this client: of a new user, or of the one whose expired token is `ended`.

    A client's id alone does not open anybody's work: it is no secret.
    """
    if not _UUID.fullmatch(client_id.strip()):
        raise ClientIdMissing("")
    client = client_id.strip().lower().replace("-", "")
    settings = service.settings
    limits = Limits(
        settings.tokens_per_client,
        settings.tokens_per_address,
        settings.token_window_days * DAY,
    )

    def work(tx: Transaction) -> TokenData:
        tokens.check_limits(tx, client, address, limits)
        user_id = _former_user(tx, client, ended) or accounts.create_anonymous(tx).id
        made = tokens.issue(
            tx,
            user_id,
            scopes=ANONYMOUS_SCOPES,
            lifetime=settings.token_days * DAY,
            client_id=client,
            address=address,
        )
        credit = settings.anonymous_credits
        ledger.grant(tx, user_id, credit, f"welcome:{made.token.id}", "anonymous token")
        return TokenData(
            token=made.secret,
            user_id=user_id,
            expires_at=moment(made.token.expires),
            credits=ledger.balance(tx, user_id).available,
        )

    return service.database.transact(work)


def my_tokens(service: Service, user: User) -> list[TokenAbout]:
    with service.database.read() as tx:
        found = tokens.of_user(tx, user.id)
    return [_about(token, user) for token in found]


def new_token(
    service: Service, user: User, scopes: Sequence[str], label: str, days: float
) -> TokenMade:
    """A further token of the user, with at most the rights of the one that asks."""
    missing = [scope for scope in scopes if not user.may(scope)]
    if missing:
        raise ScopeMissing(
            f"This token does not have the scope {missing[0]} and cannot give it away.",
            hint="Log in, or ask for less.",
            zh=f"这个令牌没有 {missing[0]} 权限，不能授予该权限。请登录，或申请较少的权限。",
        )
    lifetime = days * DAY

    def work(tx: Transaction) -> TokenMade:
        longest = None
        if user.is_anonymous:
            longest = max((t.expires for t in tokens.of_user(tx, user.id)), default=tx.now)
        seconds = lifetime if longest is None else min(lifetime, longest - tx.now)
        made = tokens.issue(tx, user.id, scopes=scopes, lifetime=seconds, label=label)
        return TokenMade(token=made.secret, **_about(made.token, user).model_dump())

    return service.database.transact(work)


def revoke_token(service: Service, user: User, token_id: str) -> None:
    """End one of the user's tokens now."""
    if not service.database.transact(lambda tx: tokens.revoke(tx, user.id, token_id)):
        raise NoSuchThing(
            "There is no such token.",
            hint="GET /api/auth/tokens lists yours.",
            zh="没有这个令牌。可用 GET /api/auth/tokens 查看你的令牌。",
        )


def register(
    service: Service, email: str, password: str, *, bind: str | None, claim: str, given: str
) -> Account:
    """A new account with a token, and what it takes over from an anonymous user.

    The user's own token (`given`, or in `claim`) moves everything that the user `bind` has; a
    claim link in `claim` moves its one session, and nothing else. An id alone moves nothing.
    """
    if not service.settings.registration:
        raise RequestError(
            "This server takes no registrations.",
            hint="Ask whoever runs it.",
            zh="这台服务器未开放注册。请联系管理员。",
        )
    gift = _gift(service, bind, claim, given)
    with _hashing:
        hashed = accounts.hash_password(password)

    def work(tx: Transaction) -> Account:
        account = accounts.register(tx, email, hashed)
        credit = service.settings.register_credits
        ledger.grant(tx, account.id, credit, f"register:{account.id}", "registration")
        gift.move(tx, account.id)
        return _account(service, tx, account.id, gift.kind)

    return service.database.transact(work)


@dataclass(frozen=True, slots=True)
class _Gift:
    """What a new account takes over: all of an anonymous user, one session, or nothing."""

    user_id: str = ""
    session_id: str = ""

    @property
    def kind(self) -> Literal["", "session", "everything"]:
        return "session" if self.session_id else "everything" if self.user_id else ""

    def move(self, tx: Transaction, account_id: str) -> None:
        """Conflict where it belongs to an account already."""
        if self.session_id:
            moved = accounts.bind_session(tx, self.session_id, account_id)
        else:
            moved = not self.user_id or accounts.bind(tx, self.user_id, account_id)
        if not moved:
            raise Conflict(
                "This work belongs to an account already.",
                hint="Log in to that account.",
                zh="这些内容已经属于某个账号。请登录该账号。",
            )


def login(service: Service, email: str, password: str) -> Account:
    """A new token of the account; TokenInvalid for a wrong address and a wrong password alike."""
    with _hashing:
        user = accounts.login(service.database, email, password)
    if user is None:
        raise TokenInvalid(
            "E-mail address or password is wrong.",
            hint="Correct them, or register.",
            zh="邮箱或密码错误。请修改后重试，或注册账号。",
        )
    return service.database.transact(lambda tx: _account(service, tx, user.id))


def read_balance(tx: Transaction, user: User) -> Balance:
    found = ledger.balance(tx, user.id)
    return Balance(available=found.available, frozen=found.frozen, total=found.total)


def claim(service: Service, user: User, session_id: str) -> tuple[str, int]:
    """A secret that opens this session in the editor, and for how many seconds."""
    seconds = service.settings.claim_days * DAY
    secret = service.database.transact(
        lambda tx: claims.make(tx, user.id, sessions.get(tx, user.id, session_id).id, seconds)
    )
    return secret, int(seconds)


def claimed(service: Service, text: str) -> claims.Claim | None:
    """What a claim link, or the token in it, opens."""
    found = _CLAIM.search(text)
    if found is None:
        return None
    with service.database.read() as tx:
        return claims.resolve(tx, found[0])


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _former_user(tx: Transaction, client: str, ended: str) -> str | None:
    """The anonymous user whose token has expired, if this client had it and shows it."""
    token = tokens.remember(tx, ended) if ended.startswith(tokens.PREFIX) else None
    if token is None or token.client_id != client or token.revoked is not None:
        return None
    user = accounts.find(tx, token.user_id)
    return user.id if user is not None and user.is_anonymous else None


def _gift(service: Service, bind: str | None, claim: str, given: str) -> _Gift:
    """What the proofs are good for. TokenInvalid where something is to be bound and none is."""
    pasted = _TOKEN.search(claim)
    user = user_of(service, pasted[0] if pasted else given) if bind else None
    if user is not None and bind is not None and _is_now(service, bind, user.id):
        missing = [scope for scope in ANONYMOUS_SCOPES if not user.may(scope)]
        if missing:
            raise scope_missing(*missing)
        return _Gift(user_id=bind)
    opened = claimed(service, claim)
    if opened is not None and (bind is None or _is_now(service, bind, opened.user_id)):
        return _Gift(session_id=opened.session_id)
    if bind is None and not claim:
        return _Gift()
    raise TokenInvalid(
        "Taking over this work needs a proof that it is yours.",
        hint="Send the anonymous user's own token for all of it, or the claim link of one session.",
        zh="接管这些内容需要证明它属于你。请发送该匿名用户自己的令牌（接管全部内容），"
        "或某个会话的认领链接（只接管该会话）。",
    )


def _is_now(service: Service, named: str, user_id: str) -> bool:
    """Whether the user that was `named` is this one, be it after binding."""
    with service.database.read() as tx:
        return accounts.resolve(tx, named) == user_id


def scope_missing(*scopes: str) -> ScopeMissing:
    """1001 for a token that is valid, and has not these scopes."""
    names = ", ".join(scopes)
    return ScopeMissing(
        f"This token does not have the scope {names}."
        if len(scopes) == 1
        else f"This token does not have the scopes {names}.",
        hint="Use one that has: POST /api/auth/tokens makes tokens with the scopes you name.",
        zh=f"这个令牌没有 {'、'.join(scopes)} 权限。请换用有该权限的令牌：POST /api/auth/tokens 可以创建带指定权限的令牌。",
    )


def _account(
    service: Service,
    tx: Transaction,
    user_id: str,
    moved: Literal["", "session", "everything"] = "",
) -> Account:
    lifetime = service.settings.account_token_days * DAY
    made = tokens.issue(tx, user_id, scopes=(EVERYTHING,), lifetime=lifetime)
    return Account(
        user_id=user_id,
        token=made.secret,
        expires_at=moment(made.token.expires),
        credits=ledger.balance(tx, user_id).available,
        moved=moved,
    )


def _about(token: Token, user: User) -> TokenAbout:
    return TokenAbout(
        token_id=token.id,
        label=token.label,
        scopes=sorted(token.scope_set),
        created_at=moment(token.created),
        expires_at=moment(token.expires),
        current=token.id == user.token,
    )
