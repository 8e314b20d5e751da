"""The application: routers, failures and the runners that live as long as the server."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager
from typing import TypeAlias

from anyio import to_thread
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute

from typecut import __version__
from typecut.server import (
    adk,
    answers,
    auth,
    chat,
    files,
    links,
    operations,
    pages,
    preview,
    renders,
    sessions,
    state,
    tus,
    uploads,
)
from typecut.server.attempts import Attempts
from typecut.server.gate import Gate
from typecut.server.metrics import Metrics
from typecut.server.openapi import DESCRIPTION, describe
from typecut.studio.service import analyses, resuming, retention, runner, turns
from typecut.studio.service.service import Service

Runner: TypeAlias = Callable[[Service], AbstractContextManager[object]]

ROUTERS = (
    auth.router, sessions.router, state.router, chat.router, adk.router, uploads.router,
    tus.router, files.router, renders.router, links.router, preview.router, pages.router,
    operations.router,
)  # fmt: skip

RUNNERS: tuple[Runner, ...] = (
    turns.running, resuming.running, analyses.running, runner.running, retention.running,
)  # fmt: skip
"""Context managers, entered in a thread when the server starts and left when it stops, the last
one first. `service.stopping` is set some time before."""

_EXPOSED = (
    "Content-Disposition", "Content-Range", "Location", "Retry-After", "Tus-Extension",
    "Tus-Max-Size", "Tus-Resumable", "Tus-Version", "Upload-Expires", "Upload-Length",
    "Upload-Offset", "X-Trace-Id",
)  # fmt: skip


def create_app(service: Service, ready: Callable[[], None] | None = None) -> FastAPI:
    """The whole server over an open service; the runners start with the app's lifespan, and then
    `ready` is called."""
    app = FastAPI(
        title="typecut",
        version=__version__,
        description=DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,  # the page would load scripts from elsewhere
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        redirect_slashes=False,
        strict_content_type=False,  # `curl -d` of hand-made clients says nothing or form
    )
    app.state.service = service
    app.state.ready = ready
    app.state.attempts = Attempts(service.settings.logins_per_minute)
    app.state.metrics = Metrics()
    app.state.metrics.watch(service)
    answers.register(app)
    for router in ROUTERS:
        app.include_router(router)
    app.state.patterns = [
        (route.path_regex, route.methods)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
    ]
    app.add_middleware(Gate, metrics=app.state.metrics, body_limit=service.settings.json_limit)
    if service.settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=service.settings.cors_origins,
            allow_methods=("*",),
            allow_headers=("*",),
            expose_headers=_EXPOSED,
            max_age=3600,
        )
    describe(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    service: Service = app.state.service
    with ExitStack() as stack:
        for running in RUNNERS:
            await to_thread.run_sync(stack.enter_context, running(service))
        if app.state.ready is not None:
            app.state.ready()
        yield
        service.stopping.set()
        await to_thread.run_sync(stack.close)


def _operation_id(route: APIRoute) -> str:
    return route.name
