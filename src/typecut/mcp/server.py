"""The protocol's side of the door: requests become calls of tools, their results become answers."""

import asyncio
import base64
import json
import logging
import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import anyio
from anyio.to_thread import run_sync
from mcp.server.lowlevel import Server
from mcp.server.session import ServerSession
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler
from mcp.shared.exceptions import MCPError
from mcp.shared.subscriptions import ResourcesListChanged, ResourceUpdated
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    EmptyResult,
    GetPromptRequestParams,
    GetPromptResult,
    ImageContent,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListRootsRequest,
    ListRootsResult,
    ListToolsResult,
    NotificationParams,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    SubscribeRequestParams,
    TextContent,
    UnsubscribeRequestParams,
)
from mcp.types import Tool as Told

from typecut import __version__
from typecut.errors import TypecutError

from . import editing, exporting, looking, prompts, resources
from .desk import Desk
from .ground import Ground
from .tool import Answer, Language, Tool, Waiting, said

TOOLS: Mapping[str, Tool[Any]] = {
    tool.name: tool for tool in (*editing.TOOLS, *looking.TOOLS, *exporting.TOOLS)
}
INSTRUCTIONS = """\
typecut edits video, photos and sound of this machine; nothing is uploaded.
Usual order: session_open, media_import, say (words, en or zh) or apply_edits (exact), then look at \
contact_sheet or preview_frame, undo what is wrong, export_start, export_status until done, verify.
Times are seconds on the timeline. Every change can be undone; source files are never changed.
An answer with state "running" goes on in the background: call wait_for with its id."""
_LOOK = 0.25
_ASK = 3.0
_MOST_WATCHED = 1000
_SPEAKS_PARTS = ("export", "verify")
if TYPE_CHECKING:  # an HTTP client, which only `--server` needs
    from .remote import Afar
_log = logging.getLogger("typecut.mcp")

Context = Any
"""`mcp.server.context.ServerRequestContext`, whose own type names what its lifespan gives."""


class Door:
    """One server for all its connections. With `trusting`, the folders that a client calls its
    roots are allowed as well: right for a client that started us with its own rights."""

    def __init__(self, desk: "Desk | Afar", *, trusting: bool = False) -> None:
        self.desk = desk
        self._tools, instructions = (
            (TOOLS, INSTRUCTIONS) if isinstance(desk, Desk) else (desk.tools, desk.instructions)
        )
        self._trusting = trusting
        self._ground: Ground = desk.ground
        self._asked: set[int] = set()
        self._bus = InMemorySubscriptionBus()
        self._listen = ListenHandler(self._bus)
        self._watchers: dict[tuple[int, str], ServerSession] = {}
        self.server: Server[Any] = Server(
            "typecut",
            version=__version__,
            title="typecut: video editing",
            instructions=instructions,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            **(self._shelves() if isinstance(desk, Desk) else {}),
        )
        self.server.add_notification_handler(
            "notifications/roots/list_changed", NotificationParams, self._roots_changed
        )

    @property
    def _here(self) -> Desk:
        """The desk, where it is of this machine: only then there are resources."""
        assert isinstance(self.desk, Desk)  # noqa: S101
        return self.desk

    def _shelves(self) -> dict[str, Any]:
        """Resources and prompts, which speak of sessions of this machine."""
        return {
            "on_list_resources": self._list_resources,
            "on_list_resource_templates": self._list_templates,
            "on_read_resource": self._read_resource,
            "on_subscribe_resource": self._subscribe,
            "on_unsubscribe_resource": self._unsubscribe,
            "on_subscriptions_listen": self._listen,
            "on_list_prompts": self._list_prompts,
            "on_get_prompt": self._get_prompt,
        }

    def attend(self) -> None:
        """From now on changes are told to subscribers; call inside the event loop."""
        loop = asyncio.get_running_loop()

        def changed(name: str) -> None:
            asyncio.run_coroutine_threadsafe(self._publish(name), loop)

        self.desk.changed = changed

    def close(self) -> None:
        self.desk.changed = lambda _: None
        self._listen.close()

    # -- tools ---------------------------------------------------------------------------------

    async def _list_tools(
        self, _ctx: Context, _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(
            tools=[
                Told(
                    name=t.name,
                    title=t.title,
                    description=t.description,
                    input_schema=t.input_schema,
                    annotations=t.annotations,
                )
                for t in self._tools.values()
            ]
        )

    async def _call_tool(self, ctx: Context, params: CallToolRequestParams) -> CallToolResult:
        tool = self._tools.get(params.name)
        if tool is None:
            known = ", ".join(self._tools)
            raise MCPError(INVALID_PARAMS, f"There is no tool {params.name!r}, only {known}.")
        await self._ask_for_roots(ctx)
        try:
            made = await run_sync(tool.call, self.desk, params.arguments or {})
            answer = await _waited(ctx, made) if isinstance(made, Waiting) else made
        except TypecutError as error:
            return _failed(error, self._spoken(params))
        except Exception as error:  # noqa: BLE001  a model gets a sentence
            where = bool(os.environ.get("TYPECUT_DEBUG"))
            _log.error("%s failed: %r", params.name, error, exc_info=where)
            return _failed(_ours(error), self._spoken(params))
        if answer.changed:
            await self._publish(answer.changed)
        return _shown(answer)

    def _spoken(self, params: CallToolRequestParams) -> Language:
        return self.desk.tongues.of(str((params.arguments or {}).get("session") or ""))

    # -- resources -----------------------------------------------------------------------------

    async def _list_resources(
        self, _ctx: Context, _params: PaginatedRequestParams | None
    ) -> ListResourcesResult:
        return ListResourcesResult(resources=await run_sync(resources.listed, self._here))

    async def _list_templates(
        self, _ctx: Context, _params: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        return ListResourceTemplatesResult(resource_templates=resources.templates())

    async def _read_resource(
        self, _ctx: Context, params: ReadResourceRequestParams
    ) -> ReadResourceResult:
        uri = str(params.uri)
        try:
            return await run_sync(resources.read, self._here, uri)
        except TypecutError as error:
            raise MCPError(INVALID_PARAMS, str(error), data={"uri": uri}) from error

    async def _subscribe(self, ctx: Context, params: SubscribeRequestParams) -> EmptyResult:
        if len(self._watchers) >= _MOST_WATCHED:
            self._watchers.pop(next(iter(self._watchers)))
        self._watchers[_connection(ctx), str(params.uri)] = ctx.session
        return EmptyResult()

    async def _unsubscribe(self, ctx: Context, params: UnsubscribeRequestParams) -> EmptyResult:
        self._watchers.pop((_connection(ctx), str(params.uri)), None)
        return EmptyResult()

    async def _publish(self, name: str) -> None:
        """Tells subscribers that a session has changed: by their own request, or, on protocol
        versions that have one, on their listening stream."""
        uris = resources.uris_of(name)
        for (connection, uri), watcher in list(self._watchers.items()):
            if uri in uris:
                try:
                    await watcher.send_resource_updated(uri)
                except (MCPError, anyio.ClosedResourceError, anyio.BrokenResourceError):
                    self._watchers.pop((connection, uri), None)
        for uri in uris:
            await self._bus.publish(ResourceUpdated(uri))
        await self._bus.publish(ResourcesListChanged())

    # -- prompts -------------------------------------------------------------------------------

    async def _list_prompts(
        self, _ctx: Context, _params: PaginatedRequestParams | None
    ) -> ListPromptsResult:
        return ListPromptsResult(prompts=prompts.listed())

    async def _get_prompt(self, _ctx: Context, params: GetPromptRequestParams) -> GetPromptResult:
        try:
            return prompts.prompt(params.name, params.arguments or {})
        except TypecutError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error

    # -- the client's folders ------------------------------------------------------------------

    async def _ask_for_roots(self, ctx: Context) -> None:
        """Once for each connection that has some and can be asked (versions before 2026-07-28)."""
        session: ServerSession = ctx.session
        connection, able = _connection(ctx), session.client_capabilities
        if not self._trusting or not session.can_send_request or connection in self._asked:
            return
        if able is None or able.roots is None:
            return
        self._asked.add(connection)
        try:
            told = await session.send_request(ListRootsRequest(), ListRootsResult, _ASK)
        except MCPError as error:
            _log.warning("The client did not say its roots: %s", error)
            return
        self.desk.ground = self._ground.also([str(r.uri) for r in told.roots])

    async def _roots_changed(self, ctx: Context, _params: NotificationParams) -> None:
        self._asked.discard(_connection(ctx))


def _connection(ctx: Context) -> int:
    """What a connection's requests have in common: the client's own introduction."""
    return id(ctx.session.client_params)


async def _waited(ctx: Context, waiting: Waiting) -> Answer:
    """What came of the work, or how far it is; with progress for clients that want it."""
    work = waiting.work
    begun, last = time.monotonic(), 0.0
    try:
        while (left := begun + waiting.seconds - time.monotonic()) > 0:
            if await run_sync(work.wait, min(left, _LOOK), abandon_on_cancel=True):
                break
            speaks = work.kind in _SPEAKS_PARTS
            now = (work.part or 0.0) if speaks else time.monotonic() - begun
            if now > last:
                last = now
                await ctx.session.report_progress(now, 1.0 if speaks else None, work.stage or None)
    except anyio.get_cancelled_exc_class():
        if waiting.owned:
            work.stop()
        raise
    return waiting.told(work)


def _shown(answer: Answer) -> CallToolResult:
    """Pictures first; the data once for programs, and once as text for models that read text."""
    pictures = [
        ImageContent(type="image", mime_type="image/jpeg", data=base64.b64encode(picture).decode())
        for picture in answer.pictures
    ]
    data = dict(answer.data)
    text = TextContent(type="text", text=json.dumps(data, ensure_ascii=False))
    return CallToolResult(content=[*pictures, text], structured_content=data)


def _failed(error: TypecutError, language: Language) -> CallToolResult:
    """A model reads why, and what to do next; never a traceback."""
    text = TextContent(type="text", text=said(error, language))
    return CallToolResult(content=[text], is_error=True)


def _ours(error: Exception) -> TypecutError:
    return TypecutError(
        f"Something went wrong inside typecut: {type(error).__name__}: {error}",
        hint="This is our fault; the draft is as it was.",
    )
