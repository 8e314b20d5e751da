"""Tokens, credits, claims and accounts on the wire."""

from datetime import datetime

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
    task_id: str = ""
    session_id: str


class Claim(BaseModel):
    claim_token: str
    expires_in: int
    claim_url: str = ""


class RegisterRequest(BaseModel):
    """`bind` is the anonymous user whose work and credits become the account's; its own token
    has to come with the request."""

    email: str = Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
    password: str = Field(min_length=8, max_length=256)
    bind: str | None = None


class LoginRequest(BaseModel):
    email: str = Field(max_length=254)
    password: str = Field(max_length=256)


class Account(BaseModel):
    user_id: str
    token: str
    expires_at: datetime
    credits: int
