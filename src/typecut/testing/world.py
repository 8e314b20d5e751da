"""What an awkward server knows: its script, and what has happened so far."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from .clock import Clock
from .forms import files_in
from .frames import Dialect
from .script import Change, Draft, Refusal, Rendering, Turn

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


class World:
    """As its arguments say, which are those of `AwkwardServer`. `url` is set when it is known."""

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
        self.url = ""

    @property
    def asked(self) -> list[str]:
        """All requests so far, one line each."""
        with self._lock:
            return [str(r) for r in self.requests]

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
        return {"code": 0, **told} if self.session_shape == "top" else good(told)

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
        return good(told | {"state": state} | ({"version": self.version} if self.versions else {}))

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


def good(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"code": 0, "message": "success", "data": dict(data)}
