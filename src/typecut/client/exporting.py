"""An export: asked for with an id of our own, watched, stopped, fetched."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from typecut.errors import (
    Cancelled,
    Conflict,
    NoSuchSession,
    NoSuchThing,
    RateLimited,
    RenderError,
    RequestError,
    TypecutError,
    Unreachable,
)

from .answers import data_of, envelope, exact, number
from .calls import Calls, patience
from .downloading import Downloading, Source
from .faults import hint_for, retry_after
from .port import Exported, ExportWish, OnProgress, Progress, State
from .sessions import Sessions
from .steps import Answer, Flow, Lost, Stopped, Wait, ask
from .values import is_object

Status = Literal["pending", "processing", "completed", "failed", "cancelled"]
_PATH = "/api/render/proxy/lambda"
_GROWS = 1.5
_WORDS: Mapping[str, Status] = {
    "pending": "pending", "queued": "pending", "submitted": "pending", "created": "pending",
    "completed": "completed", "complete": "completed", "done": "completed",
    "success": "completed", "succeeded": "completed", "finished": "completed",
    "failed": "failed", "failure": "failed", "error": "failed", "timeout": "failed",
    "cancelled": "cancelled", "canceled": "cancelled", "aborted": "cancelled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Render:
    """An export on the server. `done` from 0 to 1; `duration` in seconds, `size` in bytes, both 0
    where nobody said; `url` once it is completed; `error` in the server's words. `ask_again`: after
    how many seconds the server wants to be asked again, 0 where it does not say."""

    id: str
    status: Status
    done: float = 0.0
    url: str = ""
    duration: float = 0.0
    size: int = 0
    error: str = ""
    ask_again: float = 0.0

    @property
    def is_over(self) -> bool:
        return self.status in ("completed", "failed", "cancelled")


class Exporting:
    def __init__(self, calls: Calls, sessions: Sessions, now: Callable[[], float]) -> None:
        self._calls = calls
        self._sessions = sessions
        self._now = now
        self._last = 0
        self._downloading = Downloading(calls)

    def export(
        self, out: Path | None, wish: ExportWish | None, tell: OnProgress | None
    ) -> Flow[Exported]:
        render = yield from self.submit(wish)
        try:
            render = yield from self._watch(render, tell)
        except (Stopped, Cancelled, KeyboardInterrupt):
            yield from self._give_up(render.id)
            raise
        render = _good(render)
        if out is None:
            return Exported(render.id, None, render.url, render.duration, render.size)
        return (yield from self._fetch(render, out, tell))

    def submit(self, wish: ExportWish | None) -> Flow[Render]:
        """Begins an export of the draft as it is. An id that is taken is replaced by another one,
        once. A session that is gone is replaced, and there is nothing to export in the new one."""
        try:
            state = yield from self._sessions.read()
            _check(state)
            return (yield from self._ask(state, wish or ExportWish()))
        except NoSuchSession as error:
            yield from self._sessions.begin_anew()
            raise _nothing_left(error) from None

    def look(self, render_id: str) -> Flow[Render]:
        answer = yield from self._calls.call("GET", f"{_PATH}/{_safe(render_id)}")
        return _render(answer, render_id)

    def cancel(self, render_id: str) -> Flow[Render]:
        answer = yield from self._calls.call("POST", f"{_PATH}/{_safe(render_id)}/cancel")
        return _render(answer, render_id)

    def download(self, render_id: str, out: Path, tell: OnProgress | None) -> Flow[Exported]:
        render = yield from self.look(render_id)
        if not render.is_over:
            raise Conflict(
                "The export is not finished yet.", hint="Wait for it.", zh="导出尚未完成。请稍候。"
            )
        return (yield from self._fetch(_good(render), out, tell))

    # -- submitting ----------------------------------------------------------------------------

    def _ask(self, state: State, wish: ExportWish) -> Flow[Render]:
        value: dict[str, Any] = {
            "sessionId": state.session.session_id,
            "output": _output(wish),
        }
        if not state.version:
            # A server that counts versions exports its latest; the documents send the draft.
            value["draft"] = state.draft
        try:
            return (yield from self._post(value))
        except Conflict:
            return (yield from self._post(value))

    def _post(self, value: Mapping[str, Any]) -> Flow[Render]:
        render_id = self._new_id()
        wish = {"id": render_id, **value}
        try:
            answer = yield from self._calls.call("POST", _PATH, value=wish)
        except Stopped:
            yield from self._give_up(render_id)
            raise
        except Unreachable as lost:
            # It may have arrived: sending it again might render twice.
            try:
                return (yield from self.look(render_id))
            except NoSuchThing:
                answer = yield from self._calls.call("POST", _PATH, value=wish)
            except TypecutError:
                raise lost from None
        return _render(answer, render_id)

    def _give_up(self, render_id: str) -> Flow[None]:
        """Tells the server that nobody waits for it any more, as far as it can be told."""
        for _ in range(2):
            try:
                return (yield from self._call_off(render_id))
            except Stopped:
                continue  # by the same wish: who stops listening to progress stops us as well

    def _call_off(self, render_id: str) -> Flow[None]:
        path, seconds = f"{_PATH}/{_safe(render_id)}/cancel", self._calls.limits.goodbye
        for wait in (1.0, None):
            try:
                answer = yield from ask(self._calls.request("POST", path, seconds=seconds))
            except Lost:
                return
            if wait is None or not isinstance(self._calls.fault(answer), NoSuchThing):
                return
            yield Wait(wait)  # the order itself may still be on its way

    def _new_id(self) -> str:
        """`render_<ts>`, never the same twice."""
        self._last = max(self._last + 1, int(self._now() * 1000))
        return f"render_{self._last}{uuid.uuid4().int % 1000:03}"

    # -- watching ------------------------------------------------------------------------------

    def _watch(self, render: Render, tell: OnProgress | None) -> Flow[Render]:
        """Asks until it is over; a failure to ask is forgiven a few times."""
        limits = self._calls.limits
        wait, most, failures = limits.poll, -1.0, 0
        while True:
            most = max(most, render.done)
            if tell:  # also where nothing moved: whoever listens knows that somebody still looks
                tell(Progress("export", most, render.id))
            if render.is_over:
                return render
            yield from patience(min(render.ask_again or wait, 60.0), limits.alive)
            wait = min(wait * _GROWS, limits.poll_most)
            try:
                render = yield from self.look(render.id)
                failures = 0
            except (Unreachable, RateLimited, TypecutError) as error:
                failures += 1
                passes = type(error) is TypecutError or isinstance(error, Unreachable | RateLimited)
                if not passes or failures > limits.poll_failures:
                    raise

    def _fetch(self, render: Render, out: Path, tell: OnProgress | None) -> Flow[Exported]:
        place = out / f"{render.id}.mp4" if out.is_dir() else out

        def again() -> Flow[Source]:
            """A fresh link: they expire."""
            return self._source((yield from self.look(render.id)))

        size = yield from self._downloading.download(self._source(render), place, tell, again)
        return Exported(render.id, place, render.url, render.duration, size)

    def _source(self, render: Render) -> Source:
        own = f"/api/render/proxy/{_safe(render.id)}/download"
        return Source(render.id, render.url or f"{self._calls.base}{own}", render.size)


def _check(state: State) -> None:
    if not state.exportable:
        raise RequestError(
            "There is nothing to export yet.",
            hint="Bring a file or say what the video shall show first.",
            zh="还没有可以导出的内容。请先上传文件或说明想要的视频。",
        )


def _output(wish: ExportWish) -> dict[str, Any]:
    chosen = {
        "quality": wish.quality,
        "resolution": wish.resolution,
        "width": wish.width,
        "height": wish.height,
        "fps": wish.fps,
    }
    return {"format": "mp4", **{k: v for k, v in chosen.items() if v}}


def _render(answer: Answer, render_id: str) -> Render:
    """Both published shapes: status and output beside the envelope, or inside its data."""
    body = {**envelope(answer), **{k: v for k, v in data_of(answer).items() if v is not None}}
    output = body.get("output")
    output = output if is_object(output) else {}
    word = str(body.get("status") or "pending").lower()
    status = _WORDS.get(word, "processing")
    done = 1.0 if status == "completed" else min(1.0, max(0.0, number(body.get("progress")) / 100))
    error = body.get("error")
    asks = "retry-after" in answer.headers
    return Render(
        id=render_id,
        status=status,
        done=done,
        url=exact(output.get("url")) or exact(body.get("outputUrl")) or exact(body.get("url")),
        duration=_float(output.get("duration")),
        size=number(output.get("size")),
        error=exact(error.get("message")) if is_object(error) else exact(error),
        ask_again=retry_after(answer.headers, {}) if asks else 0.0,
    )


def _good(render: Render) -> Render:
    """The render, if it came to its end."""
    if render.status == "failed":
        hint, chinese = hint_for(RenderError)
        said = render.error or "The server could not render it."
        raise RenderError(said, hint=hint, zh=f"{render.error or '服务器渲染失败。'}{chinese}")
    if render.status == "cancelled":
        raise Cancelled(
            render.error or "The export was stopped.",
            hint="Start it again if you still want it.",
            zh="导出已停止。如仍需要，请重新开始。",
        )
    return render


def _nothing_left(error: NoSuchSession) -> NoSuchSession:
    return NoSuchSession(
        error.message,
        hint="A new session is there now, and it is empty: bring the files again.",
        zh="之前的会话已不存在，已新建会话。请重新上传文件。",
    )


def _safe(render_id: str) -> str:
    return quote(render_id, safe="~:@+-._")


def _float(value: Any) -> float:
    try:
        return max(0.0, float(value))
    except (TypeError, ValueError):
        return 0.0
