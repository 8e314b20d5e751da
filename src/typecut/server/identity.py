"""Who the client is: the token of a request becomes a user, or 1001."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from typecut.errors import ExportBlocked, NoSuchSession, TokenInvalid
from typecut.store import sessions as session_rows
from typecut.store.database import Transaction
from typecut.store.sessions import Session
from typecut.studio.service.accounts import User, read_user, scope_missing, user_of
from typecut.studio.service.service import Service
from typecut.studio.service.words import language_of

Scope = Literal["read", "write", "upload", "render"]
ATTRIBUTION = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")


async def service_of(request: Request) -> Service:
    return request.app.state.service


ServiceDep: TypeAlias = Annotated[Service, Depends(service_of)]

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token of POST /api/auth/anonymous-token, /register or /login.",
)
_Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


async def given_token(given: _Credentials) -> str:
    """The token of the request, valid or not; empty where there is none."""
    return given.credentials if given else ""


GivenToken: TypeAlias = Annotated[str, Depends(given_token)]


def current_user(request: Request, service: ServiceDep, given: GivenToken) -> User:
    """The user of the request's token; TokenInvalid (1001) for any other token, or none."""
    return _known(request, user_of(service, given))


CurrentUser: TypeAlias = Annotated[User, Depends(current_user)]


def read_reader(tx: Transaction, request: Request, given: str) -> User:
    """`Reader` inside a transaction, for what is asked so often that one transaction and one
    thread have to do for all of it. Take `GivenToken` as well: it describes the route."""
    user = _known(request, read_user(tx, given))
    if not user.may("read"):
        raise scope_missing("read")
    return user


def _known(request: Request, user: User | None) -> User:
    if user is None:
        raise TokenInvalid("")
    request.state.user = user
    return user


def allowed(scope: Scope) -> Callable[[User], Coroutine[Any, Any, User]]:
    """A dependency: the user, whose token has to have `scope`."""

    async def check(user: CurrentUser) -> User:
        if not user.may(scope):
            raise scope_missing(scope)
        return user

    return check


Reader: TypeAlias = Annotated[User, Depends(allowed("read"))]
Writer: TypeAlias = Annotated[User, Depends(allowed("write"))]
Uploader: TypeAlias = Annotated[User, Depends(allowed("upload"))]
Renderer: TypeAlias = Annotated[User, Depends(allowed("render"))]


def own_session(request: Request, service: Service, user: User, key: str) -> Session:
    """The user's session of this id, or NoSuchSession (1002). From here on errors of this
    request are told in the session's language. Blocks: not for the event loop."""
    with service.database.read() as tx:
        return read_session(tx, request, user, key)


def read_session(tx: Transaction, request: Request, user: User, key: str) -> Session:
    """The same in a transaction that has more to read."""
    session = session_rows.get(tx, user.id, key)
    speak(request, session.language)
    return session


def speak(request: Request, tag: str) -> None:
    """Errors of this request are told in the language `tag`, if there is one."""
    if tag:
        request.state.language = language_of(tag)


def check_owner(owner: str, user: User) -> None:
    """The path's user is `me` or one's own id; else there is nothing to be found (1002)."""
    if owner not in ("me", user.id):
        raise NoSuchSession("")


def path_session(
    request: Request, service: ServiceDep, user: CurrentUser, session_id: str
) -> Session:
    """The user's own session that the path's `session_id` names."""
    owner = request.path_params.get("owner", "me")
    check_owner(owner, user)
    return own_session(request, service, user, session_id)


OwnSession: TypeAlias = Annotated[Session, Depends(path_session)]


def attribution(request: Request) -> None:
    """ExportBlocked (402) unless the request says which skill it comes from. Only for export."""
    missing = [name for name in ATTRIBUTION if not request.headers.get(name, "").strip()]
    if missing:
        names = ", ".join(missing)
        raise ExportBlocked(
            f"The export needs the header {names}."
            if len(missing) == 1
            else f"The export needs the headers {names}.",
            hint="Send X-Skill-Source, X-Skill-Version and X-Skill-Platform with it.",
            zh=f"导出请求缺少请求头 {names}。请同时发送 X-Skill-Source、X-Skill-Version 和 X-Skill-Platform。",
        )
