"""One worker process: JSON lines in and out, killable from any thread."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .request import Request

_KEPT = {
    "PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "LANGUAGE", "TZ", "XDG_CACHE_HOME",
    "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
}  # fmt: skip
_KEPT_PREFIXES = ("LC_", "TYPECUT_")
_SECRET = ("TOKEN", "SECRET", "PASSWORD", "CREDENTIAL", "KEY", "DATABASE")


class WorkerDied(Exception):
    """The process ended in the middle of a request; `code` is its exit status."""

    def __init__(self, code: int, last_words: str) -> None:
        super().__init__(f"worker ended with {code}: {last_words}")
        self.code = code
        self.last_words = last_words


class Answered(Exception):
    """The worker reported an error of its own; it goes on living."""

    def __init__(self, error: Any) -> None:
        super().__init__(str(error))
        self.error = error


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What a worker may see of the environment: nothing that could be a secret."""
    return {
        name: value
        for name, value in environment.items()
        if (name.upper() in _KEPT or name.upper().startswith(_KEPT_PREFIXES))
        and not any(word in name.upper() for word in _SECRET)
    }


class Process:
    """Started in a session of its own, so that Ctrl-C reaches only us and a kill all of it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        options: dict[str, Any] = (
            {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
            if sys.platform == "win32"
            else {"start_new_session": True}
        )
        self.served = 0
        self._lock = threading.Lock()
        self._stderr: deque[str] = deque(maxlen=20)
        self._popen = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            **options,
        )
        self._drain = threading.Thread(target=self._read_stderr, daemon=True)
        self._drain.start()

    @property
    def pid(self) -> int:
        return self._popen.pid

    def ask(self, number: int, request: Request, progress: Callable[[float], None]) -> Any:
        """What the worker did; raises Answered for its error and WorkerDied for its end."""
        line = json.dumps({"id": number, "do": request.do, "args": dict(request.args)})
        stdin, stdout = self._popen.stdin, self._popen.stdout
        assert stdin is not None and stdout is not None  # noqa: S101
        try:
            stdin.write(line.encode("ascii") + b"\n")
            stdin.flush()
        except (OSError, ValueError):
            raise self._died() from None
        for raw in iter(stdout.readline, b""):
            message = _message(raw)
            if message is None or message.get("id") != number:
                continue
            if "progress" in message:
                progress(float(message["progress"]))
            elif "error" in message:
                self.served += 1
                raise Answered(message["error"])
            elif "done" in message:
                self.served += 1
                return message["done"]
        raise self._died()

    def kill(self) -> None:
        """Ends the process and all that it started, at once."""
        with self._lock:
            if self._popen.poll() is not None:
                return
            if sys.platform == "win32":
                self._popen.kill()
                return
            try:
                os.killpg(self._popen.pid, signal.SIGKILL)
            except OSError:
                self._popen.kill()

    def end(self, patience: float = 0.0) -> int:
        """Waits for its end (killing it after `patience` seconds), reaps it, gives its status."""
        stdin = self._popen.stdin
        try:
            if stdin is not None:
                stdin.close()
        except OSError:
            pass
        try:
            self._popen.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
        code = self._popen.wait()
        self._drain.join(1)
        for stream in (self._popen.stdout, self._popen.stderr):
            if stream is not None and not self._drain.is_alive():
                stream.close()
        return code

    def _died(self) -> WorkerDied:
        code = self.end(patience=2)
        return WorkerDied(code, " ".join(list(self._stderr)[-3:]))

    def _read_stderr(self) -> None:
        # A pipe that nobody reads fills up and stops the worker.
        stderr = self._popen.stderr
        assert stderr is not None  # noqa: S101
        try:
            for raw in iter(lambda: stderr.readline(4096), b""):
                text = raw.decode("utf-8", "replace").strip()
                if text:
                    self._stderr.append(text)
        except ValueError:
            return  # closed beneath us


def _message(raw: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except ValueError:
        return None  # a library printed to standard output
    return found if isinstance(found, dict) else None  # pyright: ignore[reportUnknownVariableType]
