"""The requests of an awkward server, answered as its world says."""

import json
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any, NoReturn, cast
from urllib.parse import urlsplit

from .forms import files_in
from .frames import written
from .script import MESSAGES, STATUS, Beat, Break, Change, Refusal, Silence, Turn
from .world import USER, Asked, World, good


class Handler(BaseHTTPRequestHandler):
    """One request. Streams come in chunks, so that a broken one is told from a whole one."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    world: World

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
        if refusal := self.world.refusal(asked):
            self._refuse(refusal)
            return
        try:
            self._route(asked, path)
        except _Broke:
            self.close_connection = True
            self.connection.close()

    def _route(self, asked: Asked, path: str) -> None:
        world, last = self.world, path.rpartition("/")[2]
        match asked.method, path:
            case "POST", "/api/auth/anonymous-token":
                self._json(_token(len([r for r in world.asked if "anonymous-token" in r])))
            case "POST", "/api/tasks/me/with-session/nemo_agent":
                self._json(world.begin_session())
            case "POST", "/run_sse":
                self._stream()
            case "GET", "/api/credits/balance/simple":
                free, frozen = world.credits
                self._json(good({"available": free, "frozen": frozen, "total": free + frozen}))
            case "POST", "/api/render/proxy/lambda":
                self._json(world.begin_render(asked.value["id"]))
            case "GET", _ if path.startswith("/api/state/"):
                self._json(world.state(path.split("/")[5]))
            case "POST", _ if path.startswith("/api/upload-video/"):
                self._upload(asked)
            case "GET", _ if path.startswith("/api/events/") and world.numbered:
                self._again(asked)
            case "GET", _ if path.startswith("/api/render/proxy/lambda/"):
                self._json(world.render(last) or _refused(Refusal("", 1003)))
            case "GET", _ if path.startswith("/moved/"):
                self._send(302, b"", {"Location": f"/files/{last}"})
            case "GET", _ if path.startswith("/files/"):
                self._file(last.removesuffix(".mp4"))
            case _:
                self._refuse(Refusal("", 1003))

    # -- streams -------------------------------------------------------------------------------

    def _stream(self) -> None:
        self._begin_stream()
        self.world.log.clear()
        broken = False
        for piece in self._played(self.world.next_turn()):
            if piece is None:
                broken = True
            elif not broken:
                self._chunk(piece)
        if broken:
            self._break()
        self._chunk(b"")

    def _played(self, turn: Turn) -> Iterator[bytes | None]:
        """The bytes to send; None where the connection breaks off."""
        world = self.world
        broken = False
        for number, frame in enumerate(turn.frames, 1):
            if isinstance(frame, Change):
                world.change(frame)
            elif isinstance(frame, Silence):
                world.clock.pass_by(frame.seconds, 20.0)
            elif isinstance(frame, Break):
                broken = True
                if frame.inside:
                    yield b'data: {"content": {"parts": [{"te'
                yield None
            elif isinstance(frame, Beat):
                for _ in range(frame.times):
                    yield from written(frame, world.dialect, number)
                    if not broken:
                        world.clock.pass_by(frame.seconds, frame.seconds)
            else:
                for piece in written(frame, world.dialect, number):
                    yield self._numbered(piece)

    def _numbered(self, piece: bytes) -> bytes:
        world = self.world
        if not world.numbered:
            return piece
        world.log.append(b"id: %d\n%s" % (len(world.log) + 1, piece))
        return world.log[-1]

    def _again(self, asked: Asked) -> None:
        """The frames after the last one that arrived."""
        self._begin_stream()
        after = int(asked.headers.get("Last-Event-ID") or 0)
        for piece in self.world.log[after:]:
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
        self.world.bring([f for f in files if not f.get("code")])
        self._json(good({"files": files, "session_state_applied": True}))

    def _file(self, render_id: str) -> None:
        found = self.world.file(render_id)
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


def _refused(refusal: Refusal) -> Mapping[str, Any]:
    message = refusal.message or MESSAGES.get(refusal.code, "error")
    return {"code": refusal.code, "message": message, "data": dict(refusal.data)}


def _token(number: int) -> Mapping[str, Any]:
    return good(
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
