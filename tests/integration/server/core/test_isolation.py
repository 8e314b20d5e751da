"""Nobody reaches what is somebody else's: every route of the app is tried, or named as open.

A new route without an entry here fails the first test. For everything that names something of a
user, a stranger gets the same answer as for a thing that does not exist.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from typecut.render import SourceFacts
from typecut.store import media, renders
from typecut.timeline.codec import encode

OPEN = {
    "GET /health", "GET /ready", "GET /metrics", "GET /openapi.json", "HEAD /openapi.json",
    "POST /api/auth/anonymous-token", "POST /api/auth/register", "POST /api/auth/login",
    "GET /register", "POST /register", "OPTIONS /api/uploads", "OPTIONS /api/uploads/",
    # Opened by a secret in the link instead of a token.
    "GET /workspace/claim",
    "GET /api/render/file/{key}/{name}", "HEAD /api/render/file/{key}/{name}",
    "GET /files/{token}/{name}", "HEAD /files/{token}/{name}",
    "GET /thumbnails/{token}/{name}", "HEAD /thumbnails/{token}/{name}",
}  # fmt: skip
"""Routes that want no token."""

OWN = {
    "GET /api/auth/tokens", "POST /api/auth/tokens", "POST /api/auth/revoke-token",
    "GET /api/credits/balance/simple", "GET /list-apps",
}  # fmt: skip
"""Routes that want a token and name nothing: they can only be about the user themselves."""

TITLE = {"id": "s", "s": 0, "d": 200, "m": {"name": "x"}, "tx": {"text": "x"}}
DRAFT = {
    "v": 1, "m": {"title": "x", "width": 320, "height": 180, "fps": 25}, "d": 200,
    "t": [{"id": "t", "tt": 7, "m": {"name": "Title", "role": "title"}, "d": 200, "sg": [TITLE]}],
}  # fmt: skip


@dataclass(frozen=True)
class Things:
    """The ids of one user, or ids of nothing."""

    user: str
    session: str
    render: str
    media: str
    digest: str
    upload: str
    token: str


NOTHING = Things(
    user="anon_" + "0" * 32,
    session="2235408237592604000",
    render="render_0",
    media="m_" + "0" * 32,
    digest="0" * 64,
    upload="up_" + "0" * 32,
    token="tok_" + "0" * 32,
)

Build = Callable[[Things], tuple[str, dict[str, Any]]]
SKILL = {"X-Skill-Source": "t", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}
STATE = "/api/state/nemo_agent"
RENDERS = "/api/render/proxy"
UPLOAD = "/api/upload-video/nemo_agent"
ADK = "/apps/nemo_agent/users"


def message(t: Things, user: str = "me") -> dict[str, Any]:
    parts = [{"text": "status"}]
    return {
        "app_name": "nemo_agent", "user_id": user, "session_id": t.session,
        "new_message": {"role": "user", "parts": parts},
    }  # fmt: skip


PIECE = {
    "Tus-Resumable": "1.0.0",
    "Content-Type": "application/offset+octet-stream",
    "Upload-Offset": "0",
}


def tus(t: Things) -> dict[str, str]:
    named = {"filename": "a.mp4", "session_id": t.session}
    metadata = ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in named.items())
    return {"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Metadata": metadata}


CASES: dict[str, list[Build]] = {
    "DELETE /api/auth/tokens/{token_id}": [lambda t: (f"/api/auth/tokens/{t.token}", {})],
    "POST /api/auth/claim-token": [
        lambda t: ("/api/auth/claim-token", {"json": {"session_id": t.session}}),
    ],
    "POST /api/tasks/{owner}/with-session/nemo_agent": [
        lambda t: (f"/api/tasks/{t.user}/with-session/nemo_agent", {"json": {}}),
    ],
    "GET /api/state/nemo_agent/{owner}/{session_id}/latest": [
        lambda t: (f"{STATE}/me/{t.session}/latest", {}),
        lambda t: (f"{STATE}/{t.user}/{t.session}/latest", {}),
    ],
    "GET /api/state/nemo_agent/{owner}/{session_id}/versions": [
        lambda t: (f"{STATE}/me/{t.session}/versions", {}),
    ],
    "GET /api/state/nemo_agent/{owner}/{session_id}/{version:int}": [
        lambda t: (f"{STATE}/me/{t.session}/0", {}),
    ],
    "PUT /api/state/nemo_agent/{owner}/{session_id}/draft": [
        lambda t: (f"{STATE}/me/{t.session}/draft", {"json": {"draft": DRAFT}}),
    ],
    "POST /run_sse": [
        lambda t: ("/run_sse", {"json": message(t)}),
        lambda t: ("/run_sse", {"json": message(t, t.user)}),
    ],
    "POST /run": [lambda t: ("/run", {"json": message(t, t.user)})],
    "GET /api/events/{session_id}": [
        lambda t: (f"/api/events/{t.session}", {"params": {"follow": "false"}}),
    ],
    "GET /apps/{app_name}/users/{user_id}/sessions/{session_id}": [
        lambda t: (f"{ADK}/{t.user}/sessions/{t.session}", {}),
        lambda t: (f"{ADK}/me/sessions/{t.session}", {}),
    ],
    "POST /api/render/proxy/lambda": [
        lambda t: (
            f"{RENDERS}/lambda",
            {"json": {"id": "mine", "sessionId": t.session, "draft": DRAFT}, "headers": SKILL},
        ),
    ],
    "GET /api/render/proxy/lambda/{render_id}": [lambda t: (f"{RENDERS}/lambda/{t.render}", {})],
    "GET /api/render/proxy/{render_id}/download": [
        lambda t: (f"{RENDERS}/{t.render}/download", {}),
    ],
    "HEAD /api/render/proxy/{render_id}/download": [
        lambda t: (f"{RENDERS}/{t.render}/download", {}),
    ],
    "POST /api/render/proxy/lambda/{render_id}/cancel": [
        lambda t: (f"{RENDERS}/lambda/{t.render}/cancel", {}),
    ],
    "POST /api/upload-video/nemo_agent/{owner}/{session_id}": [
        lambda t: (f"{UPLOAD}/me/{t.session}", {"files": {"files": ("a.mp4", b"no film")}}),
        lambda t: (f"{UPLOAD}/{t.user}/{t.session}", {"files": {"files": ("a.mp4", b"no film")}}),
        lambda t: (f"{UPLOAD}/me/{t.session}", {"json": {"urls": ["http://127.0.0.1:9/a.mp4"]}}),
    ],
    "POST /api/uploads": [lambda t: ("/api/uploads", {"headers": tus(t)})],
    "POST /api/uploads/": [lambda t: ("/api/uploads/", {"headers": tus(t)})],
    "HEAD /api/uploads/{upload_id}": [
        lambda t: (f"/api/uploads/{t.upload}", {"headers": {"Tus-Resumable": "1.0.0"}}),
    ],
    "GET /api/uploads/{upload_id}": [lambda t: (f"/api/uploads/{t.upload}", {})],
    "PATCH /api/uploads/{upload_id}": [
        lambda t: (f"/api/uploads/{t.upload}", {"headers": PIECE, "content": b"x"}),
    ],
    "GET /api/preview/{session_id}/{version}": [
        lambda t: (f"/api/preview/{t.session}/latest", {}),
        lambda t: (f"/api/preview/{t.session}/1", {}),
    ],
    "GET /api/preview/{session_id}/{version}/playlist.m3u8": [
        lambda t: (f"/api/preview/{t.session}/1/playlist.m3u8", {}),
        lambda t: (f"/api/preview/{t.session}/latest/playlist.m3u8", {}),
    ],
    "GET /api/preview/{session_id}/{version}/header.mp4": [
        lambda t: (f"/api/preview/{t.session}/1/header.mp4", {}),
    ],
    "GET /api/preview/{session_id}/{version}/{index}.m4s": [
        lambda t: (f"/api/preview/{t.session}/1/0.m4s", {}),
    ],
}
WITHOUT_OWNER = ("/download", "/header.mp4", "/{index}.m4s")
"""Where the owner's own request would be long, or find no file: it is not made."""

NAMES_A_USER = {
    "GET /apps/{app_name}/users/{user_id}/sessions": lambda t: (f"{ADK}/{t.user}/sessions", {}),
    "POST /apps/{app_name}/users/{user_id}/sessions": lambda t: (f"{ADK}/{t.user}/sessions", {}),
    "POST /apps/{app_name}/users/{user_id}/sessions/{session_id}": lambda t: (
        f"{ADK}/{t.user}/sessions/s_1",
        {},
    ),
}
"""ADK lets a client write any name here; whatever it is, it is about the user of the token."""

LAST: dict[str, list[Build]] = {
    "DELETE /api/uploads/{upload_id}": [
        lambda t: (f"/api/uploads/{t.upload}", {"headers": {"Tus-Resumable": "1.0.0"}}),
    ],
    "DELETE /apps/{app_name}/users/{user_id}/sessions/{session_id}": [
        lambda t: (f"{ADK}/{t.user}/sessions/{t.session}", {}),
        lambda t: (f"{ADK}/me/sessions/{t.session}", {}),
    ],
}
"""Cases that end the thing when its owner asks."""


def every_route(routes, prefix=""):
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from every_route(inner.routes, prefix + route.include_context.prefix)
        else:  # a mounted app or a web socket has no methods, and is listed as what it is
            methods = getattr(route, "methods", None) or [type(route).__name__]
            yield from (f"{method} {prefix}{route.path}" for method in sorted(methods))


def test_every_route_is_listed_here(server):
    from typecut.server.app import create_app

    found = set(every_route(create_app(server.service).routes))
    known = OPEN | OWN | set(CASES) | set(NAMES_A_USER) | set(LAST)
    assert found - known == set(), "add a case for each of these routes"
    assert known - found == set(), "these routes are gone"


def test_a_new_route_would_be_noticed(server):
    from fastapi import APIRouter, FastAPI

    from typecut.server.app import create_app

    def nothing() -> None:
        pass

    app = create_app(server.service)
    before = set(every_route(app.routes))
    inner, outer = APIRouter(prefix="/inner"), APIRouter(prefix="/outer")
    inner.add_api_route("/{session_id}", nothing, methods=["PUT"])
    inner.add_api_websocket_route("/talk", nothing)
    outer.include_router(inner)
    app.include_router(outer, prefix="/api")
    app.add_api_route("/plain", nothing, include_in_schema=False)
    app.mount("/mounted", FastAPI())
    assert set(every_route(app.routes)) - before == {
        "PUT /api/outer/inner/{session_id}", "APIWebSocketRoute /api/outer/inner/talk",
        "GET /plain", "Mount /mounted",
    }  # fmt: skip


@pytest.fixture
def things(server, person) -> Things:
    """Something of everything that a user can have."""
    session = person.session()
    digest = person.id[-32:] * 2
    saved = person.http.put(f"{STATE}/me/{session}/draft", json={"draft": DRAFT})
    assert saved.status_code == 200, saved.text
    with server.service.database.write() as tx:
        facts = encode(SourceFacts("a.png", digest, 1, "image", "png", None))
        media.describe(tx, digest, size=1, kind="image", media_type="image/png", facts=facts)
        file = media.register(tx, person.id, session, digest, "a.png")
        job = renders.submit(
            tx,
            person.id,
            "render_1",
            session_id=session,
            body_hash="x",
            draft=DRAFT,
            version=1,
            settings={},
            name="x",
        ).render
        renders.cancel(tx, person.id, job.client_id)
    mine = replace(NOTHING, session=session)
    upload = person.http.post("/api/uploads/", headers=tus(mine)).headers["location"]
    token = person.http.post("/api/auth/tokens", json={"scopes": ["read"]}).json()["data"]
    return Things(
        person.id,
        session,
        "render_1",
        file.id,
        digest,
        upload.rpartition("/")[2],
        token["token_id"],
    )


@pytest.mark.parametrize("route", sorted(CASES | LAST))
def test_a_stranger_finds_nothing(server, person, stranger, things, route):
    method = route.split()[0]
    for build in (CASES | LAST)[route]:
        theirs = refusal(stranger.http, method, *build(things))
        nothing = refusal(stranger.http, method, *build(NOTHING))
        assert theirs == nothing
        assert theirs[0] == 404
        assert theirs[1] in (1002, 1003, "adk", "head"), theirs
    if not route.endswith(WITHOUT_OWNER):
        # And the owner does find it, or this case would prove nothing.
        path, options = build(things)
        status = person.http.request(method, path, **options).status_code
        assert status != 404 or "/tasks/" in path or "urls" in str(options)


@pytest.mark.parametrize("route", sorted(CASES | LAST))
def test_without_a_token_nobody_learns_anything(server, things, route):
    method = route.split()[0]
    for build in (CASES | LAST)[route]:
        path, options = build(things)
        answer = server.http.request(method, path, **options)
        assert answer.status_code == 401
        if method != "HEAD":
            assert answer.json()["code"] == 1001


@pytest.mark.parametrize("route", sorted(OWN))
def test_what_names_nothing_wants_a_token(server, route):
    method, path = route.split()
    assert server.http.request(method, path, json={"scopes": ["read"]}).status_code == 401


def test_a_name_in_a_path_does_not_make_somebody_else_of_you(server, person, stranger, things):
    path, _ = NAMES_A_USER["GET /apps/{app_name}/users/{user_id}/sessions"](things)
    answer = stranger.http.get(path)
    assert things.session not in answer.text
    made = stranger.http.post(path, json={})
    if made.status_code == 200:
        state = f"{STATE}/me/{made.json()['id']}/latest"
        assert person.http.get(state).status_code == 404


def test_the_owners_things_are_untouched(server, person, stranger, things):
    for route, builds in (CASES | LAST).items():
        for build in builds:
            path, options = build(things)
            stranger.http.request(route.split()[0], path, **options)
    state = person.http.get(f"{STATE}/me/{things.session}/latest").json()["data"]
    assert [f["filename"] for f in state["state"]["video_infos"]] == ["a.png"]
    tokens = person.http.get("/api/auth/tokens").json()["data"]["tokens"]
    assert things.token in [t["token_id"] for t in tokens]


def refusal(http, method, path, options):
    """Status and code of an answer, without what differs because the question did."""
    answer = http.request(method, path, **options)
    if method == "HEAD":
        return answer.status_code, "head", ""
    body = json.loads(answer.text)
    if "detail" in body:
        told = body["detail"].split(":")[0]
        return answer.status_code, "adk", told
    return answer.status_code, body["code"], body["message"]
