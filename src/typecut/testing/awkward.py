"""A server of the protocol that behaves as awkwardly as its script says, on this machine."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, NoReturn, cast
from urllib.parse import urlsplit

from .clock import Clock
from .forms import files_in
from .frames import Dialect, written
from .script import (
    MESSAGES,
    STATUS,
    Beat,
    Break,
    Change,
    Draft,
    Refusal,
    Rendering,
    Silence,
    Turn,
)

FIRST_SESSION = 5529798706024415232
USER = "anon_abc123def4567890"
Shape = Literal["data", "top", "number"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def value(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def __str__(self) -> str:
        """In one line: where to, and what is worth knowing of the rest."""
        line, value = f"{self.method} {self.path}", self.value
        if self.path == "/run_sse" and isinstance(value, dict):
            return f"{line} {value['new_message']['parts'][0]['text']!r}"
        if "/upload-video/" in self.path:
            if isinstance(value, dict):
                return f"{line} {', '.join(cast(list[str], value['urls']))}"
            return f"{line} {', '.join(f.name for f in files_in(self))}"
        if "Last-Event-ID" in self.headers:
            line += f" after {self.headers['Last-Event-ID']}"
        if "Range" in self.headers:
            line += f" {self.headers['Range']}"
        return line


class AwkwardServer:
    """Answers at `url` while it is entered. `turns` are played one after the other, one for each
    message; `refusals` come before the answers that they name; `renders` likewise, the last one
    again and again. Everything asked is in `requests`. Hold `clock` against whatever waits.

    `numbered`: frames have ids, and a broken stream can be read on. `versions`: the state counts
    its versions. `session_shape`: where the id of a session stands, and whether it is a number.
    `render_shape`: "A" tells an export beside the envelope, "B" inside its data.
    """

    def __init__(
        self,
        turns: Sequence[Turn] = (),
        *,
        draft: Draft | None = None,
        refusals: Sequence[Refusal] = (),
        renders: Sequence[Rendering] = (Rendering(),),
        credits: tuple[int, int] = (100, 0),
        dialect: Dialect = "adk",
        numbered: bool = False,
        versions: bool = False,
        session_shape: Shape = "data",
        render_shape: Literal["A", "B"] = "A",
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.requests: list[Asked] = []
        self.draft: Draft = draft or {}
        self.version = 0
        self.credits = credits
        self.dialect: Dialect = dialect
        self.numbered = numbered
        self.versions = versions
        self.session_shape: Shape = session_shape
        self.render_shape = render_shape
        self.files: list[dict[str, Any]] = []
        self.sessions: list[str] = []
        self.log: list[bytes] = []
        self._turns = iter(turns)
        self._refusals = list(refusals)
        self._refused: list[Refusal] = []
        self._renders = list(renders)
        self._begun: dict[str, tuple[Rendering, list[int]]] = {}
        self._late: list[Any] = []
        self._cut: set[str] = set()
        self._lock = threading.RLock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self), bind_and_activate=True)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def asked(self) -> list[str]:
        """All requests so far, one line each."""
        with self._lock:
            return [str(r) for r in self.requests]

    def __enter__(self) -> "AwkwardServer":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    # -- what the answers are made of ----------------------------------------------------------

    def refusal(self, asked: Asked) -> Refusal | None:
        """The first refusal that is meant for this request and not used up."""
        with self._lock:
            self.requests.append(asked)
            for refusal in self._refusals:
                used = sum(r is refusal for r in self._refused)
                if used < refusal.times and f"{asked.method} {asked.path}".startswith(
                    refusal.where
                ):
                    self._refused.append(refusal)
                    return refusal
        return None

    def begin_session(self) -> Mapping[str, Any]:
        with self._lock:
            if self.sessions:
                self.draft, self.files = {}, []
            number = FIRST_SESSION + len(self.sessions)
            self.sessions.append(str(number))
        told = {
            "task_id": f"task_{len(self.sessions)}",
            "session_id": number if self.session_shape == "number" else str(number),
            "user_id": USER,
        }
        return {"code": 0, **told} if self.session_shape == "top" else _good(told)

    def state(self, session_id: str) -> Mapping[str, Any]:
        with self._lock:
            self._arrive()
            state: dict[str, Any] = {
                "draft": self.draft, "video_infos": self.files, "canvas_config": {},
                "video_analyses": {}, "generated_media": [],
            }  # fmt: skip
        told: dict[str, Any] = {
            "session_id": session_id,
            "task_id": "task_1",
            "task_name": "project",
        }
        return _good(told | {"state": state} | ({"version": self.version} if self.versions else {}))

    def change(self, change: Change) -> None:
        with self._lock:
            self.draft, self.version = change.draft, self.version + 1

    def bring(self, files: Sequence[dict[str, Any]]) -> None:
        with self._lock:
            self.files = [*self.files, *files]
            self.version += 1

    def next_turn(self) -> Turn:
        with self._lock:
            turn = next(self._turns, Turn())
            if turn.late:
                self._late = [turn.late, turn.reads]
            return turn

    def begin_render(self, render_id: str) -> Mapping[str, Any]:
        with self._lock:
            script = self._renders.pop(0) if len(self._renders) > 1 else self._renders[0]
            self._begun[render_id] = (script, [0])
        return self._rendered(render_id, "pending", 0)

    def render(self, render_id: str) -> Mapping[str, Any] | None:
        with self._lock:
            if render_id not in self._begun:
                return None
            script, looks = self._begun[render_id]
            at = looks[0]
            looks[0] += 1
        if at < len(script.progress):
            return self._rendered(render_id, "processing", script.progress[at])
        return self._rendered(render_id, "failed" if script.error else "completed", 100)

    def file(self, render_id: str) -> tuple[Rendering, bool] | None:
        """The script of a finished export, and whether this download breaks off."""
        with self._lock:
            if render_id not in self._begun:
                return None
            script = self._begun[render_id][0]
            cut = bool(script.cut) and render_id not in self._cut
            self._cut.add(render_id)
            return script, cut

    def _arrive(self) -> None:
        """A late change shows when the state was read often enough."""
        if self._late:
            self._late[1] -= 1
            if self._late[1] < 0:
                self.change(self._late[0])
                self._late = []

    def _rendered(self, render_id: str, status: str, progress: int) -> Mapping[str, Any]:
        script = self._begun[render_id][0]
        told: dict[str, Any] = {"status": status, "progress": progress}
        if status == "failed":
            told["error"] = script.error
        link = f"{self.url}/{'moved' if script.redirect else 'files'}/{render_id}.mp4"
        if self.render_shape == "B":
            told |= {"id": render_id, **({"outputUrl": link} if status == "completed" else {})}
            return {"success": True, "data": told}
        if status == "completed":
            told["output"] = {"url": link, "duration": script.duration, "size": len(script.file)}
        return {"taskId": render_id, **told}


def _good(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"code": 0, "message": "success", "data": dict(data)}


class _Handler(BaseHTTPRequestHandler):
    """One request. Streams come in chunks, so that a broken one is told from a whole one."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_of: AwkwardServer

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what was asked is in `requests`."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        asked = Asked(self.command, path, dict(self.headers.items()), body)
        if refusal := self.server_of.refusal(asked):
            self._refuse(refusal)
            return
        try:
            self._route(asked, path)
        except _Broke:
            self.close_connection = True
            self.connection.close()

    def _route(self, asked: Asked, path: str) -> None:
        server, last = self.server_of, path.rpartition("/")[2]
        match asked.method, path:
            case "POST", "/api/auth/anonymous-token":
                self._json(_token(len([r for r in server.asked if "anonymous-token" in r])))
            case "POST", "/api/tasks/me/with-session/nemo_agent":
                self._json(server.begin_session())
            case "POST", "/run_sse":
                self._stream()
            case "GET", "/api/credits/balance/simple":
                free, frozen = server.credits
                self._json(_good({"available": free, "frozen": frozen, "total": free + frozen}))
            case "POST", "/api/render/proxy/lambda":
                self._json(server.begin_render(asked.value["id"]))
            case "GET", _ if path.startswith("/api/state/"):
                self._json(server.state(path.split("/")[5]))
            case "POST", _ if path.startswith("/api/upload-video/"):
                self._upload(asked)
            case "GET", _ if path.startswith("/api/events/") and server.numbered:
                self._again(asked)
            case "GET", _ if path.startswith("/api/render/proxy/lambda/"):
                self._json(server.render(last) or _refused(Refusal("", 1003)))
            case "GET", _ if path.startswith("/moved/"):
                self._send(302, b"", {"Location": f"/files/{last}"})
            case "GET", _ if path.startswith("/files/"):
                self._file(last.removesuffix(".mp4"))
            case _:
                self._refuse(Refusal("", 1003))

    # -- streams -------------------------------------------------------------------------------

    def _stream(self) -> None:
        self._begin_stream()
        self.server_of.log.clear()
        broken = False
        for piece in self._played(self.server_of.next_turn()):
            if piece is None:
                broken = True
            elif not broken:
                self._chunk(piece)
        if broken:
            self._break()
        self._chunk(b"")

    def _played(self, turn: Turn) -> Iterator[bytes | None]:
        """The bytes to send; None where the connection breaks off."""
        server = self.server_of
        broken = False
        for number, frame in enumerate(turn.frames, 1):
            if isinstance(frame, Change):
                server.change(frame)
            elif isinstance(frame, Silence):
                server.clock.pass_by(frame.seconds, 20.0)
            elif isinstance(frame, Break):
                broken = True
                if frame.inside:
                    yield b'data: {"content": {"parts": [{"te'
                yield None
            elif isinstance(frame, Beat):
                for _ in range(frame.times):
                    yield from written(frame, server.dialect, number)
                    if not broken:
                        server.clock.pass_by(frame.seconds, frame.seconds)
            else:
                for piece in written(frame, server.dialect, number):
                    yield self._numbered(piece)

    def _numbered(self, piece: bytes) -> bytes:
        server = self.server_of
        if not server.numbered:
            return piece
        server.log.append(b"id: %d\n%s" % (len(server.log) + 1, piece))
        return server.log[-1]

    def _again(self, asked: Asked) -> None:
        """The frames after the last one that arrived."""
        self._begin_stream()
        after = int(asked.headers.get("Last-Event-ID") or 0)
        for piece in self.server_of.log[after:]:
            self._chunk(piece)
        self._chunk(b"")

    def _begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        try:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
        except OSError:
            self._break()

    def _break(self) -> NoReturn:
        raise _Broke

    # -- files ---------------------------------------------------------------------------------

    def _upload(self, asked: Asked) -> None:
        value = asked.value
        if isinstance(value, dict):
            urls = cast(list[str], value["urls"])
            files = [_uploaded(url.rpartition("/")[2]) for url in urls]
        else:
            files = [_uploaded(f.name) for f in files_in(asked)]
        self.server_of.bring([f for f in files if not f.get("code")])
        self._json(_good({"files": files, "session_state_applied": True}))

    def _file(self, render_id: str) -> None:
        found = self.server_of.file(render_id)
        if found is None:
            self._refuse(Refusal("", 1003))
            return
        script, cut = found
        data, head = script.file, {"ETag": '"file-1"', "Accept-Ranges": "bytes", "Content-Type": "video/mp4"}  # fmt: skip
        start, status = 0, 200
        wanted = self.headers.get("Range", "")
        if wanted.startswith("bytes=") and wanted.endswith("-"):
            start, status = int(wanted[6:-1]), 206
            head["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._send(status, data[start:], head, cut=script.cut if cut else 0)
        if cut:
            self._break()

    # -- answers -------------------------------------------------------------------------------

    def _json(self, value: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> None:  # fmt: skip
        body = json.dumps(value, ensure_ascii=False).encode()
        self._send(status, body, {"Content-Type": "application/json", **(headers or {})})

    def _refuse(self, refusal: Refusal) -> None:
        status = refusal.status or STATUS[refusal.code]
        self._json(_refused(refusal), status, refusal.headers)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str], *, cut: int = 0) -> None:
        """`cut`: fewer bytes than announced."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut] if cut else body)
        self.wfile.flush()


class _Broke(Exception):
    """The connection is to be closed as it is."""


def _handler(server: AwkwardServer) -> type[_Handler]:
    return type("Handler", (_Handler,), {"server_of": server})


def _refused(refusal: Refusal) -> Mapping[str, Any]:
    message = refusal.message or MESSAGES.get(refusal.code, "error")
    return {"code": refusal.code, "message": message, "data": dict(refusal.data)}


def _token(number: int) -> Mapping[str, Any]:
    return _good(
        {
            "token": f"nmv_usr_secret{number}",
            "user_id": USER,
            "expires_at": "2099-01-01T00:00:00Z",
            "credits": 100,
        }
    )


_KINDS = {
    "mp4": "video", "mov": "video", "avi": "video", "webm": "video", "mkv": "video",
    "jpg": "image", "png": "image", "gif": "image", "webp": "image",
    "mp3": "audio", "wav": "audio", "m4a": "audio", "aac": "audio",
}  # fmt: skip


def _uploaded(name: str) -> dict[str, Any]:
    """The result for one file; a type that is not accepted is refused by itself."""
    kind = _KINDS.get(name.rpartition(".")[2].lower())
    if kind is None:
        return {"filename": name, "code": 4001, "message": MESSAGES[4001]}
    told: dict[str, Any] = {"filename": name, "file_type": kind, "cdn_url": f"https://cdn.example/{name}"}  # fmt: skip
    if kind != "image":
        told["duration"] = 12.0
    if kind != "audio":
        told |= {"width": 1920, "height": 1080, "fps": 30}
    return told
