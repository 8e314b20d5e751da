"""Tokens, credits, claims and accounts on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class TokenData(BaseModel):
    token: str
    user_id: str
    expires_at: datetime
    credits: int


class Balance(BaseModel):
    """`total` is `available` + `frozen`; frozen credits are reserved by work that is running."""

    available: int
    frozen: int
    total: int


class ClaimRequest(BaseModel):
    task_id: str = Field(default="", max_length=200)
    session_id: str = Field(max_length=200)


class Claim(BaseModel):
    claim_token: str
    expires_in: int
    claim_url: str = ""


class RegisterRequest(BaseModel):
    """`bind` is the anonymous user whose work and credits become the account's: its own token
    has to come with the request, or in `claim`. A claim link in `claim`, with or without `bind`,
    moves the one session that it opens."""

    email: str = Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
    password: str = Field(min_length=8, max_length=256)
    bind: str | None = Field(default=None, max_length=200)
    claim: str | None = Field(default=None, max_length=2000)


class LoginRequest(BaseModel):
    email: str = Field(max_length=254)
    password: str = Field(max_length=256)


class Account(BaseModel):
    """`moved`: what registering has taken over from an anonymous user."""

    user_id: str
    token: str
    expires_at: datetime
    credits: int
    moved: Literal["", "session", "everything"] = ""


class TokenRequest(BaseModel):
    """A further token of the same user with less rights, for a program that needs no more."""

    scopes: list[Literal["read", "write", "upload", "render", "*"]] = Field(
        min_length=1, max_length=5
    )
    label: str = Field(default="", max_length=200)
    days: float = Field(default=30, gt=0, le=3650)


class TokenAbout(BaseModel):
    """A token without its secret; `token_id` is for revoking it."""

    token_id: str
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    current: bool = False


class TokenMade(TokenAbout):
    """`token` is shown this once."""

    token: str


class TokenList(BaseModel):
    tokens: list[TokenAbout]


class Revoked(BaseModel):
    revoked: bool
