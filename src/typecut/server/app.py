"""The application: routers, failures and the runners that live as long as the server."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute

from typecut import __version__
from typecut.server import answers
from typecut.server.attempts import Attempts
from typecut.server.gate import Gate
from typecut.server.metrics import Metrics
from typecut.server.openapi import DESCRIPTION, describe
from typecut.studio.service.service import Service

Runner: TypeAlias = Callable[[Service], AbstractContextManager[object]]

ROUTERS = (
    "auth", "sessions", "state", "chat", "adk", "uploads", "tus", "files", "renders", "links",
    "preview", "pages", "operations",
)  # fmt: skip
"""Modules of this package with a `router`."""

RUNNERS = ("turns", "resuming", "analyses", "runner", "retention")
"""Modules of the service with a `running(service)`: a context manager, entered in a thread when
the server starts and left when it stops. `service.stopping` is set some time before."""

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
    routers = _routers()
    for router in routers:
        app.include_router(router)
    app.state.patterns = [
        (route.path_regex, route.methods)
        for router in routers
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
        # The runners end in the order opposite to this.
        for running in _runners():
            await to_thread.run_sync(stack.enter_context, running(service))
        if app.state.ready is not None:
            app.state.ready()
        yield
        service.stopping.set()
        await to_thread.run_sync(stack.close)


def _routers() -> list[APIRouter]:
    return [module.router for module in _present("typecut.server", ROUTERS)]


def _runners() -> list[Runner]:
    modules = _present("typecut.studio.service", RUNNERS)
    return [module.running for module in modules if hasattr(module, "running")]


def _present(package: str, names: tuple[str, ...]) -> list[Any]:
    places = [f"{package}.{name}" for name in names]
    return [import_module(place) for place in places if find_spec(place) is not None]


def _operation_id(route: APIRoute) -> str:
    return route.name
