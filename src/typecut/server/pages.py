"""The few pages the server draws itself: the claimed session, and registering."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from typecut.edits import Language
from typecut.errors import TypecutError
from typecut.server import drawing
from typecut.server.addresses import client_address
from typecut.server.answers import code_of, failure, language_for
from typecut.server.auth import attempts
from typecut.server.faults import faults
from typecut.server.identity import ServiceDep, speak
from typecut.store import claims
from typecut.studio.service import accounts, sessions
from typecut.wire.accounts import RegisterRequest

router = APIRouter(tags=["pages"])

_HTML: dict[int | str, dict[str, Any]] = {
    404: {"content": {"text/html": {"schema": {"type": "string"}}}, "description": "No such link"}
}
_REFUSED: dict[int | str, dict[str, Any]] = {
    status: {**_HTML[404], "description": "The form again, with what was wrong"}
    for status in (401, 409, 422, 429)
}
_Link = Annotated[str, Query(description="The claim token.", max_length=2000)]


@router.get("/workspace/claim", response_class=HTMLResponse, responses=_HTML)
def claim_page(request: Request, service: ServiceDep, ct: _Link = "") -> HTMLResponse:
    """The session of a claim link, to look at."""
    opened = accounts.claimed(service, ct)
    if opened is None:
        return _page(drawing.no_such_link(language_for(request)), language_for(request), 404)
    found = sessions.snapshot(service, opened.user_id, opened.session_id)
    speak(request, found.session.language)
    language = language_for(request)
    return _page(drawing.session(found, ct, language), language)


@router.get("/register", response_class=HTMLResponse)
def register_page(
    request: Request,
    bind: Annotated[str, Query(max_length=200)] = "",
    ct: _Link = "",
) -> HTMLResponse:
    """A form to make an account, and to take an anonymous user's work into it."""
    language = language_for(request)
    return _page(drawing.register(language, bind=bind, claim=ct), language)


@router.post("/register", response_class=HTMLResponse, responses=_REFUSED)
def register_by_form(
    request: Request,
    service: ServiceDep,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    bind: Annotated[str, Form()] = "",
    claim: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """What the form of `/register` sends."""
    language = language_for(request)
    try:
        attempts(request).check(client_address(request))
        wish = RegisterRequest(
            email=email.strip(), password=password, bind=bind or None, claim=claim or None
        )
        made = accounts.register(
            service, wish.email, wish.password, bind=wish.bind, claim=claim, given=""
        )
    except ValidationError as error:
        told = faults(error.errors(), language).message
        return _page(_again(language, told, email, bind, claim), language, 422)
    except TypecutError as error:
        told = failure(error, request).message
        return _page(_again(language, told, email, bind, claim), language, code_of(error).status)
    return _page(drawing.registered(made, language), language)


def _again(language: Language, told: str, email: str, bind: str, claim: str) -> drawing.Drawn:
    """The form once more; a token that was typed into it is not sent back."""
    claim = claim if claims.PREFIX in claim else ""
    return drawing.register(language, bind=bind, claim=claim, email=email, told=told)


def _page(drawn: drawing.Drawn, language: Language, status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        drawing.page(drawn, language),
        status,
        {
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
            "img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "X-Robots-Tag": "noindex",
        },
    )
