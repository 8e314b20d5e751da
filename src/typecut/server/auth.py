"""Tokens, accounts and claim links."""

from typing import Annotated

from fastapi import APIRouter, Header, Request

from typecut.server.addresses import client_address, web_base
from typecut.server.answers import fails, success
from typecut.server.attempts import Attempts
from typecut.server.identity import (
    CurrentUser,
    GivenToken,
    Reader,
    ServiceDep,
    own_session,
    read_reader,
)
from typecut.studio.service import accounts
from typecut.wire.accounts import (
    Account,
    Balance,
    Claim,
    ClaimRequest,
    LoginRequest,
    RegisterRequest,
    Revoked,
    TokenData,
    TokenList,
    TokenMade,
    TokenRequest,
)
from typecut.wire.envelope import Envelope

router = APIRouter(tags=["accounts"])


@router.post("/api/auth/anonymous-token", responses=fails(400, 429))
def anonymous_token(
    request: Request,
    service: ServiceDep,
    given: GivenToken,
    x_client_id: Annotated[
        str, Header(description="A UUID that the client makes once and keeps.")
    ] = "",
) -> Envelope[TokenData]:
    """A token of a new anonymous user, with credits.

    A client whose token has expired may send it along (Authorization) and goes on with its work.
    """
    address = client_address(request)
    return success(accounts.anonymous_token(service, x_client_id, address, given))


@router.get("/api/auth/tokens", responses=fails(401))
def list_tokens(service: ServiceDep, user: CurrentUser) -> Envelope[TokenList]:
    """The user's valid tokens, without their secrets."""
    return success(TokenList(tokens=accounts.my_tokens(service, user)))


@router.post("/api/auth/tokens", responses=fails(401, 422))
def create_token(wish: TokenRequest, service: ServiceDep, user: CurrentUser) -> Envelope[TokenMade]:
    """A further token of the same user, with no more rights than the one that asks."""
    return success(accounts.new_token(service, user, wish.scopes, wish.label, wish.days))


@router.delete("/api/auth/tokens/{token_id}", responses=fails(401, 404))
def delete_token(token_id: str, service: ServiceDep, user: CurrentUser) -> Envelope[Revoked]:
    """End one of the user's tokens now."""
    accounts.revoke_token(service, user, token_id)
    return success(Revoked(revoked=True))


@router.post("/api/auth/revoke-token", responses=fails(401))
def revoke_token(service: ServiceDep, user: CurrentUser) -> Envelope[Revoked]:
    """End the token that this request came with."""
    accounts.revoke_token(service, user, user.token)
    return success(Revoked(revoked=True))


@router.post("/api/auth/claim-token", responses=fails(401, 404, 422))
def claim_token(
    wish: ClaimRequest, request: Request, service: ServiceDep, user: Reader
) -> Envelope[Claim]:
    """A link that opens this session in a browser, without a token in it."""
    session = own_session(request, service, user, wish.session_id)
    secret, seconds = accounts.claim(service, user, session.id)
    url = f"{web_base(request)}/workspace/claim?ct={secret}"
    return success(Claim(claim_token=secret, expires_in=seconds, claim_url=url))


@router.post("/api/auth/register", responses=fails(401, 409, 422, 429))
def register(
    wish: RegisterRequest, request: Request, service: ServiceDep, given: GivenToken
) -> Envelope[Account]:
    """A new account. With `bind` and that anonymous user's token (Authorization) all its work and
    credits become the account's; with a claim link one session does."""
    attempts(request).check(client_address(request))
    claim = wish.claim or ""
    return success(
        accounts.register(
            service, wish.email, wish.password, bind=wish.bind, claim=claim, given=given
        )
    )


@router.post("/api/auth/login", responses=fails(401, 422, 429))
def login(wish: LoginRequest, request: Request, service: ServiceDep) -> Envelope[Account]:
    """A new token of an account."""
    attempts(request).check(client_address(request))
    return success(accounts.login(service, wish.email, wish.password))


@router.get("/api/credits/balance/simple", responses=fails(401))
def balance(request: Request, service: ServiceDep, given: GivenToken) -> Envelope[Balance]:
    """The user's credits; frozen ones are reserved by work that is running."""
    with service.database.read() as tx:
        found = accounts.read_balance(tx, read_reader(tx, request, given))
    return success(found)


def attempts(request: Request) -> Attempts:
    """The limit on guessing passwords, shared by the API and the pages."""
    return request.app.state.attempts
